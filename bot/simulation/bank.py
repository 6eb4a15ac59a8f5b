"""What simulated customers write: our own short comments, by occasion, mood and language."""

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Final, Literal

from bot.simulation.people import Language

Mood = Literal["glad", "flat", "sad"]

_TEXTS: Final[Mapping[tuple[str, Mood], Mapping[Language, str]]] = {
    ("product_page", "glad"): {
        "en": """
            Great photos, I could see every seam.
            Found it in seconds, lovely and clear
            The size guide was really helpful
            Nice page, and the reviews felt honest
            easy to compare the colours 👍
            Good filters, finally a shop that has them
        """,
        "de": """
            Tolle Fotos, man sieht jedes Detail
            Sofort gefunden, sehr übersichtlich
            Die Größentabelle hat mir echt geholfen
            Ehrliche Bewertungen, das mag ich
            schöne seite, lädt schnell 👍
        """,
    },
    ("product_page", "flat"): {
        "en": """
            Fine, but I had to look for the shipping cost
            ok, a video would have been nice
            Search is alright, filters could be better
            Pictures are fine, the text says little
        """,
        "de": """
            Ganz okay, nur die Versandkosten musste ich suchen
            Bilder gut, Text sagt wenig
            ein Video vom Produkt wäre schön
            Die Suche findet nicht alles
        """,
    },
    ("product_page", "sad"): {
        "en": """
            Shipping is too expensive and you only see it at the end
            The photos hide what the fabric is like, disappointing
            search showed me lots of things that are sold out 😕
            Confusing sizes, I gave up twice
            Too many pop-ups, I could hardly read it
        """,
        "de": """
            Die Versandkosten stehen nirgends, ärgerlich
            Größen völlig unklar
            ständig ein Pop-up im weg 😕
            Die Hälfte war ausverkauft
            Versand ist zu teuer, woanders günstiger
        """,
    },
    ("store_visit", "glad"): {
        "en": """
            Your staff were so helpful, I left with a smile
            Lovely shop, lovely people 😊
            The lady at the counter knew exactly what I needed
            Best advice I have had in years
            Friendly, patient and honest. Thank you!
            I came for one thing and stayed an hour, lovely place
        """,
        "de": """
            Sehr nette Beratung, da komme ich gern wieder
            Ein richtig schöner Laden 😊
            Die Verkäuferin hat sich viel Zeit genommen
            Endlich mal jemand, der sich auskennt
            Freundlich, ehrlich, geduldig. Danke!
        """,
    },
    ("store_visit", "flat"): {
        "en": """
            Nice people, but a long queue at the till
            More chairs by the fitting rooms, please
            A second till on Saturdays would help
            Good advice, they were out of my size though
        """,
        "de": """
            Nett, aber an der Kasse wurde es lang
            Samstags bitte eine zweite Kasse öffnen
            Gute Beratung, meine Größe fehlte leider
            Mehr Sitzplätze wären schön
        """,
    },
    ("store_visit", "sad"): {
        "en": """
            Nobody helped me for ten minutes
            I was sent to the web shop for my size, annoying
            Half the shelves were empty
            Music far too loud
        """,
        "de": """
            Zehn Minuten hat sich niemand gekümmert
            Ich wurde in den Webshop geschickt, schade
            Die Musik ist viel zu laut
            Halbe Regale leer
        """,
    },
    ("checkout", "glad"): {
        "en": """
            paying took ten seconds
            quick and painless
            loved that I did not need an account
            smooth, it even knew my address
            easy peasy 👍
        """,
        "de": """
            in einer minute fertig
            bezahlen ging super schnell
            alles auf einer Seite, prima
            einfach und klar 👍
        """,
    },
    ("checkout", "flat"): {
        "en": """
            fine, one page too many
            ok but the voucher field is hidden
            works, shipping cost came late though
        """,
        "de": """
            geht, eine seite zu viel
            passt, Gutscheinfeld gut versteckt
            ganz ok, Versandkosten erst am Ende
        """,
    },
    ("checkout", "sad"): {
        "en": """
            the page hung twice, annoying
            my card was refused without a reason
        """,
        "de": """
            die Seite hing zweimal
            Karte abgelehnt, ohne Grund
        """,
    },
    ("cost", "sad"): {
        "en": """
            shipping cost only shown on the last page
            the price grew with every click
            six for shipping, seriously?
            nearly gave up when I saw the delivery fee
        """,
        "de": """
            Versandkosten erst auf der letzten Seite
            der Preis wuchs mit jedem Klick
            Versand ist zu teuer
        """,
    },
    ("account", "sad"): {
        "en": """
            had to make an account for one pair of socks
            why do I need a password to buy something
            signing up took longer than shopping
        """,
        "de": """
            Kundenkonto für ein Paar Socken, echt jetzt
            schon wieder ein Passwort ausdenken
            ohne Konto wäre es schneller gegangen
        """,
    },
    ("delivery", "glad"): {
        "en": """
            A day early and well packed, excellent!
            The driver carried it up to the third floor 🙏
            Arrived in perfect condition
            Loved the handwritten note in the box
            Right on time, great tracking
            fast! ordered monday, here on wednesday 🎉
        """,
        "de": """
            Einen Tag früher da, super verpackt
            Der Fahrer hat es bis in den dritten Stock getragen 🙏
            Alles heil angekommen, danke
            Pünktlich und freundlich
            schnell!! Montag bestellt, Mittwoch da 🎉
        """,
    },
    ("delivery", "flat"): {
        "en": """
            Came as expected
            ok, a text beforehand would help
            Fine, a lot of cardboard though
            It arrived, that is all I wanted
        """,
        "de": """
            Kam wie erwartet
            ok, eine Nachricht vorher wäre gut
            Viel Karton für wenig Inhalt
            ist angekommen, passt
        """,
    },
    ("delivery", "sad"): {
        "en": """
            Came in two parcels on two days, a nuisance
            So much plastic, please use paper
        """,
        "de": """
            Zwei Pakete an zwei Tagen, lästig
            So viel Plastik, bitte lieber Papier
        """,
    },
    ("late", "sad"): {
        "en": """
            Four days late and nobody told me.
            It arrived too late, the birthday was over 😞
            I took a day off for nothing, nobody came
            The tracking said today for five days in a row
            still waiting for my parcel half the week, terrible
            Late again. Third time this month.
            Promised Tuesday, came Saturday, no word of sorry
            never had to wait this long with you, so dissapointed
            no message, no new date, just waiting
        """,
        "de": """
            Kam viel zu spät und keiner hat Bescheid gesagt
            Vier Tage zu spät, der Geburtstag war vorbei 😞
            Extra Urlaub genommen und dann kam niemand
            Laut Sendungsverfolgung kam es fünf Tage lang „heute“
            Dienstag versprochen, Samstag geliefert
            schon wieder zu spät, so langsam reichts
            Keine Nachricht, kein neuer Termin, nichts
        """,
    },
    ("damaged", "sad"): {
        "en": """
            The box was crushed and the lamp broken
            Opened it and found splinters 😡
            Soaked through, the driver left it in the rain
            One corner smashed, and a bad smell
            the packaging was torn, looks like it fell of the van
        """,
        "de": """
            Karton zerdrückt, Lampe kaputt
            War schlecht verpackt, eine Ecke ist ab
            Nass im Regen abgestellt 😡
            Der Karton war aufgerissen und neu verklebt
        """,
    },
    ("courier", "sad"): {
        "en": """
            The new courier threw it over the fence
            Driver was rude and gone in a second
            Left with a neighbour I do not know
            He never rang, I was at home all day!!
            A card in the letterbox, nobody had rung
        """,
        "de": """
            Der neue Paketdienst wirft alles über den Zaun
            Fahrer sehr unfreundlich
            Nie geklingelt, ich war den ganzen Tag daheim!!
            Beim Nachbarn abgegeben, den ich nicht kenne
        """,
    },
    ("incomplete", "sad"): {
        "en": """
            Two of three things were in the box
            The screws are missing, so it lies in pieces
            One sock. Just one. 🙃
        """,
        "de": """
            Zwei von drei Teilen waren drin
            Die Schrauben fehlen, jetzt liegt es herum
            Ein einzelner Socken. Einer. 🙃
        """,
    },
    ("wrong_item", "sad"): {
        "en": """
            Ordered blue, got brown
            This is somebody else's order
            Wrong size although the label says mine
        """,
        "de": """
            Blau bestellt, Braun bekommen
            Das ist die Bestellung von jemand anderem
            Falsche Größe, obwohl das Etikett stimmt
        """,
    },
    ("click_and_collect", "glad"): {
        "en": """
            In and out in two minutes, perfect
            It lay ready with my name on it 😊
            Friendly as always, and they let me try it on
            Great, picked it up on my way home
        """,
        "de": """
            Zwei Minuten, dann war ich wieder draußen
            Lag schon bereit, mit Namen drauf 😊
            Praktisch auf dem Heimweg
            Durfte gleich anprobieren, klasse
        """,
    },
    ("click_and_collect", "flat"): {
        "en": """
            Fine, had to queue a little
            ok, the pick-up desk is hard to find
        """,
        "de": """
            Ging, kurze Schlange
            Der Abholschalter ist schwer zu finden
        """,
    },
    ("click_and_collect", "sad"): {
        "en": """
            It was not there although the mail said so
            Waited fifteen minutes at an empty desk
        """,
        "de": """
            War noch nicht da, obwohl die Mail es sagte
            Viertelstunde am leeren Schalter gewartet
        """,
    },
    ("first_weeks", "glad"): {
        "en": """
            Great quality, I use it every day
            Everyone asks me where I got it 😄
            It does what it says and looks beautiful
            Good value, and it feels like it will last
            Washed it five times, still like new
        """,
        "de": """
            Tolle Qualität, täglich im Einsatz
            Alle fragen mich, woher ich das habe 😄
            Hält, was es verspricht
            Fünfmal gewaschen und wie neu
            Würde ich sofort wieder kaufen
        """,
    },
    ("first_weeks", "flat"): {
        "en": """
            Decent, nothing special
            Good product, but the shipping was an adventure
            A longer cable and I would be happy
            It is ok for the price
        """,
        "de": """
            Solide, mehr nicht
            Gutes Produkt, der Versand war ein Abenteuer
            Für den Preis in Ordnung
            Die Anleitung könnte besser sein
        """,
    },
    ("first_weeks", "sad"): {
        "en": """
            A seam came loose after a week
            I like the things, but I do not trust the delivery any more
            Colour faded, disappointing
            Have a look at who carries your parcels
        """,
        "de": """
            Nach einer Woche ging eine Naht auf
            Die Sachen sind gut, aber dem Versand traue ich nicht mehr
            Farbe schon verblasst, schade
            Bitte den alten Paketdienst zurück
        """,
    },
    ("care_chat", "glad"): {
        "en": """
            Solved in one chat, wonderful people
            She stayed with me until it worked, thank you!
            Quick, kind and no copy-paste answers
            Nothing is missing, great help
            New lamp is on its way, no questions asked 💛
        """,
        "de": """
            In einem Chat gelöst, großartig
            Sie blieb dran, bis es ging. Danke!
            Schnell, nett und keine Textbausteine
            Ersatz ist unterwegs, ganz ohne Diskussion 💛
        """,
    },
    ("care_chat", "flat"): {
        "en": """
            Helpful in the end, but I had to explain it twice
            A number for my case would be good
            Kind people, slow start
        """,
        "de": """
            Am Ende gut, aber ich musste es zweimal erklären
            Eine Vorgangsnummer wäre hilfreich
            Nett, nur am Anfang zäh
        """,
    },
    ("care_chat", "sad"): {
        "en": """
            Had to explain the same problem three times
            Still no new date for my parcel
            Was cut off in the middle of the chat, annoying
        """,
        "de": """
            Dreimal dasselbe Problem erklärt
            Immer noch kein neuer Termin
            Mitten im Chat rausgeflogen
        """,
    },
    ("return", "glad"): {
        "en": """
            Label in the box, money back in three days, great
            Easy, dropped it at the corner shop
        """,
        "de": """
            Etikett lag bei, Geld nach drei Tagen zurück
            Ganz einfach am Kiosk abgegeben
        """,
    },
    ("return", "flat"): {
        "en": """
            Ok, printing the label was the hard part
            An answer when it has arrived would be nice
        """,
        "de": """
            Ging, nur das Etikett musste ich drucken
            Eine Nachricht, wenn es ankommt, wäre schön
        """,
    },
    ("return", "sad"): {
        "en": """
            Returning it was a pain, no label in the box
            still waiting for my refund
            I paid to send back what you got wrong
            Needed a printer, who has a printer
        """,
        "de": """
            Rücksendung war kompliziert, kein Etikett dabei
            Warte noch auf mein Geld
            Porto selbst bezahlt für euren Fehler
            Ohne Drucker keine Rücksendung
        """,
    },
    ("newsletter", "glad"): {
        "en": """
            The repair tips are really good
            Nice pictures, I always find something
            The early access was worth it, ordered again 😊
        """,
        "de": """
            Die Pflegetipps sind richtig gut
            Schöne Bilder, ich finde immer etwas
            Gleich wieder bestellt 😊
        """,
    },
    ("newsletter", "flat"): {
        "en": """
            ok, once a month is enough
            Some of it is for me, most is not
        """,
        "de": """
            einmal im monat reicht
            Manches passt, vieles nicht
        """,
    },
    ("newsletter", "sad"): {
        "en": """
            Three mails a week is too much
            You offer me what I just bought
        """,
        "de": """
            Drei Mails pro Woche sind zu viel
            Wirbt für das, was ich gerade gekauft habe
        """,
    },
}

OCCASIONS: Final = frozenset(occasion for occasion, _ in _TEXTS)
"""What there are comments about: touchpoints and troubles."""


@cache
def comments(occasion: str, mood: Mood, language: Language) -> Sequence[str]:
    """Return what people write in `mood` about `occasion`; nothing where nobody ever writes."""
    text = _TEXTS.get((occasion, mood), {}).get(language, "")
    return tuple(line.strip() for line in text.strip().splitlines() if line.strip())


def every_comment() -> Sequence[str]:
    """Return every comment there is."""
    return [
        line
        for occasion, mood in _TEXTS
        for language in _TEXTS[occasion, mood]
        for line in comments(occasion, mood, language)
    ]
