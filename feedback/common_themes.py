"""What customers of any service speak of: the themes for texts that no journey's own themes are there for."""

from config.journey import Theme
from config.text import ANY_LANGUAGE, Text


def _theme(name: str, title: str, german: str, *phrases: str) -> Theme:
    return Theme(id=name, title=Text({ANY_LANGUAGE: title, "de": german}), phrases=phrases)


COMMON_THEMES: tuple[Theme, ...] = (
    _theme(
        "waiting", "Waiting", "Warten",
        "we had to wait far too long", "no queue, I was seen at once",
        "nobody came for an hour", "the line was very long",
    ),
    _theme(
        "staff", "Staff", "Personal",
        "the staff were friendly and helpful", "they were rude to me",
        "the agent was kind and patient", "nobody cared", "a very professional team",
    ),
    _theme(
        "price", "Price", "Preis",
        "too expensive for what it is", "good value for money", "cheaper elsewhere",
        "the fees are too high",
    ),
    _theme(
        "quality", "Quality", "Qualität",
        "it broke after two days", "the product is well made", "the food was cold",
        "poor quality", "the treatment was excellent",
    ),
    _theme(
        "information", "Information", "Auskunft",
        "nobody told us what was going on", "everything was explained clearly",
        "the instructions were confusing", "I was kept up to date",
    ),
    _theme(
        "billing", "Payment and billing", "Zahlung und Rechnung",
        "I was charged twice", "the invoice was wrong",
        "my payment did not go through", "I am still waiting for my refund",
    ),
    _theme(
        "delivery", "Delivery", "Lieferung",
        "my parcel arrived late", "the delivery came on time", "the box was damaged",
        "the courier left it outside", "the order never arrived",
    ),
    _theme(
        "website", "App and website", "App und Website",
        "the app keeps crashing", "the website is easy to use",
        "I could not log in",
        "the page would not load",
    ),
    _theme(
        "place", "Place and cleanliness", "Ort und Sauberkeit",
        "the room was dirty", "clean and comfortable",
        "no parking anywhere",
        "it was loud and cramped", "the toilets were filthy",
    ),
    _theme(
        "solution", "Solving problems", "Lösung von Problemen",
        "my problem was solved straight away", "still not fixed",
        "they sent me from one to the next", "I had to explain it three times",
    ),
    _theme(
        "choice", "Choice and availability", "Auswahl und Verfügbarkeit",
        "it was out of stock", "there is plenty to choose from",
        "they did not have my size", "nothing vegetarian on the menu",
    ),
    _theme(
        "reaching", "Reaching somebody", "Erreichbarkeit",
        "nobody answers the phone", "no reply to my emails",
        "I could not get through to anyone", "they got back to me quickly",
    ),
    _theme(
        "booking", "Booking and appointments", "Buchung und Termine",
        "there were no appointments left",
        "booking was quick and easy",
        "they cancelled my appointment", "my reservation was lost",
    ),
    _theme(
        "safety", "Safety and privacy", "Sicherheit und Datenschutz",
        "I did not feel safe", "I felt in good hands",
        "my data was shared without asking", "the driving was dangerous",
    ),
)  # fmt: skip
"""With phrases in English, for the engine that reads English; journeys in other languages name their own."""
