"""What the simulated customers live through: the sample shop's last weeks, with their good and bad days.

The story: the stores are loved and customer care is kind; the checkout is quick, but names the shipping
cost late; and some weeks ago the shop changed its courier, since when parcels come late or damaged.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from random import Random
from typing import Final, Literal

from bot.simulation.chance import dice
from bot.simulation.people import Person

Trouble = Literal["late", "damaged", "incomplete", "wrong_item", "courier", "cost", "account"]

NEW_COURIER: Final = timedelta(days=19)
"""How long ago the parcels began to come late."""

_MOODS: Final = {
    "product_page": 0.9,
    "store_visit": 1.7,
    "checkout": 1.4,
    "delivery": 0.75,
    "click_and_collect": 1.2,
    "first_weeks": 1.1,
    "care_chat": 1.7,
    "return": 0.9,
    "newsletter": 0.8,
}
"""How each touchpoint feels on the whole when nothing goes wrong, from -2 to +2."""

_TROUBLE_COSTS: Final = 3.0
_COMES_BACK: Final = 0.55
_LINGERS: Final = {"first_weeks": 0.3, "return": 0.45}
"""How much of an earlier trouble is still felt at a later touchpoint."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """A person reaches a touchpoint; `mood` is how it feels to them, -2 to +2, and `trouble` why."""

    person: Person
    number: int
    touchpoint: str
    at: datetime
    mood: float
    trouble: Trouble | None = None

    @property
    def source_id(self) -> str:
        """The shop's own id of it: the same whenever the same life is lived again."""
        return f"{self.person.external_id}-{self.number}"


def visits(person: Person, *, seed: int, until: datetime, days: int) -> tuple[Visit, ...]:
    """Return what `person` lives through in the `days` before `until`, in order."""
    chance = dice("life", seed, person.number)
    numbers = count(1)
    begin = until - timedelta(days=days * chance.uniform(0.1, 0.95))
    lived: list[Visit] = []
    while begin < until:
        order = _Order(person, chance, begin, until)
        lived += [order.visit(next(numbers), *each) for each in order.stations()]
        begin = order.now + timedelta(days=chance.uniform(4, 11))
        if chance.random() > _COMES_BACK + person.temper / 4:
            break
    return tuple(sorted((each for each in lived if each.at <= until), key=lambda each: each.at))


Station = tuple[str, datetime, Trouble | None]


@dataclass(slots=True)
class _Order:
    """One way through the journey, station by station; `now` is where it has come to."""

    person: Person
    chance: Random
    now: datetime
    until: datetime

    def stations(self) -> Iterator[Station]:
        """Yield touchpoint, time and trouble of each station."""
        yield from self._looks()
        yield from self._buys()
        touchpoint, at, trouble = self._receives()
        yield touchpoint, at, trouble
        if self.chance.random() < (0.75 if trouble else 0.12):
            yield "care_chat", self._after(days=0.8), None
        if self.chance.random() < (0.4 if trouble else 0.1):
            yield "return", self._after(days=3), trouble
        if self.chance.random() < 0.6:  # noqa: PLR2004 - three in five open it
            yield "newsletter", self._after(days=4), None
        yield "first_weeks", self._after(days=6), trouble

    def _looks(self) -> Iterator[Station]:
        in_store = self.chance.random() < (0.8 if self.person.likes_stores else 0.2)
        yield "store_visit" if in_store else "product_page", self._after(days=0), None

    def _buys(self) -> Iterator[Station]:
        trouble = self._one_of({"cost": 0.14, "account": 0.08})
        yield "checkout", self._after(days=1), trouble

    def _receives(self) -> Station:
        if self.person.likes_stores and self.chance.random() < 0.3:  # noqa: PLR2004 - some fetch it
            return "click_and_collect", self._after(days=1.5), None
        at = self._after(days=3)
        return "delivery", at, self._mishap(at)

    def _mishap(self, at: datetime) -> Trouble | None:
        if at < self.until - NEW_COURIER:
            return self._one_of({"late": 0.05, "damaged": 0.02, "incomplete": 0.01, "wrong_item": 0.01})
        return self._one_of(
            {"late": 0.53, "damaged": 0.17, "courier": 0.12, "incomplete": 0.05, "wrong_item": 0.04}
        )

    def _one_of(self, shares: dict[Trouble, float]) -> Trouble | None:
        """Return one of the troubles, or none: the shares are chances."""
        lot = self.chance.random()
        for trouble, share in shares.items():
            lot -= share
            if lot < 0:
                return trouble
        return None

    def _after(self, *, days: float) -> datetime:
        """Go on about `days` later, in the daytime; return when that is."""
        later = self.now + timedelta(days=days * self.chance.uniform(0.6, 1.5))
        hour = timedelta(hours=self.chance.uniform(8, 19.5))
        midnight = later.replace(hour=0, minute=0, second=0, microsecond=0)
        self.now = midnight + hour if midnight + hour > self.now else midnight + hour + timedelta(days=1)
        return self.now

    def visit(self, number: int, touchpoint: str, at: datetime, trouble: Trouble | None) -> Visit:
        mood = _MOODS[touchpoint] + self.person.temper + self.chance.gauss(0, 0.55)
        if trouble:
            mood -= _TROUBLE_COSTS * _LINGERS.get(touchpoint, 1)
        return Visit(
            person=self.person, number=number, touchpoint=touchpoint, at=at, mood=mood, trouble=trouble
        )


def all_visits(persons: Sequence[Person], *, seed: int, until: datetime, days: int) -> tuple[Visit, ...]:
    """Return everybody's visits in order of time."""
    every = [each for person in persons for each in visits(person, seed=seed, until=until, days=days)]
    return tuple(sorted(every, key=lambda each: (each.at, each.source_id)))
