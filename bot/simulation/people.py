"""Who the simulated customers are: the same ones for the same seed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from bot.simulation.chance import dice
from config.facts import Fact

Language = Literal["en", "de"]

_NAMES: Final[Mapping[Language, Sequence[str]]] = {
    "en": (
        "Ava", "Noah", "Priya", "Oliver", "Grace", "Liam", "Zoe", "Ethan", "Amara", "Lucas", "Chloe", "Omar",
        "Ruby", "Felix", "Isla", "Kofi", "Nora", "Theo", "Maya", "Jack", "Elif", "Sam", "Hana", "Callum",
    ),
    "de": (
        "Lena", "Jonas", "Mia", "Finn", "Emine", "Paul", "Greta", "Luca", "Frieda", "Emil", "Klara", "Anton",
        "Jana", "Moritz", "Leyla", "Karl", "Ida", "Oskar", "Nele", "Ben", "Marlene", "Till", "Sofia", "Jakob",
    ),
}  # fmt: skip

_COUNTRIES: Final[Mapping[Language, Sequence[str]]] = {
    "en": ("GB", "IE", "NL", "US"),
    "de": ("DE", "AT", "CH"),
}
_ZONES: Final[Mapping[str, str]] = {
    "GB": "Europe/London", "IE": "Europe/Dublin", "NL": "Europe/Amsterdam", "US": "America/New_York",
    "DE": "Europe/Berlin", "AT": "Europe/Vienna", "CH": "Europe/Zurich",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A simulated customer; what they are like decides how they live and answer."""

    number: int
    name: str
    language: Language
    temper: float
    """How much better (or worse) than others they feel, on the scale from -2 to +2."""
    diligence: float
    """How likely they answer at all, 0 to 1."""
    talkativeness: float
    """How likely they write where they may, 0 to 1."""
    attributes: Mapping[str, Fact]

    @property
    def external_id(self) -> str:
        """What the shop calls them."""
        return f"simulated-{self.number:04d}"

    @property
    def timezone(self) -> str:
        """Where their clock stands."""
        return _ZONES[str(self.attributes["country"])]

    @property
    def likes_stores(self) -> bool:
        """Whether they would rather go there."""
        return self.attributes["favourite_channel"] == "store"


def people(count: int, *, seed: int) -> tuple[Person, ...]:
    """Return `count` people; a larger number keeps the first ones as they are."""
    return tuple(_person(number, seed) for number in range(count))


def _person(number: int, seed: int) -> Person:
    chance = dice("person", seed, number)
    language: Language = "de" if chance.random() < 0.4 else "en"  # noqa: PLR2004 - two in five
    return Person(
        number=number,
        name=chance.choice(_NAMES[language]),
        language=language,
        temper=chance.gauss(0, 0.35),
        diligence=chance.betavariate(4, 3),
        talkativeness=chance.betavariate(4, 2),
        attributes=_attributes(number, seed, language),
    )


def _attributes(number: int, seed: int, language: Language) -> Mapping[str, Fact]:
    """Return what the shop knows of them: enough for its personas and segments."""
    chance = dice("attributes", seed, number)
    orders = chance.choices((0, 1, 2, 3, 5, 8, 13), weights=(2, 4, 3, 2, 3, 2, 1))[0]
    return {
        "orders": orders,
        "coupons_used": chance.choice((0, 0, 0, 0, 1, 2, 3)) if orders else 0,
        "favourite_channel": chance.choices(("web", "app", "store"), weights=(5, 3, 3))[0],
        "country": chance.choice(_COUNTRIES[language]),
    }
