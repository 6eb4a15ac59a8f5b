"""What the operator declares of the closed loop: when a case opens, how soon it is seen to, and danger."""

import re
from datetime import date, timedelta
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema

from config.declared import Declared, Duration, Slug, TimeOfDay, Valence
from config.rules import Rule
from config.text import Text

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: tuple[Weekday, ...] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
"""Every day of the week, as `date.weekday` counts them."""

_YEARLY = re.compile(r"\d{2}-\d{2}")
_LEAP_YEAR = 2024


def _parse_holiday(value: object) -> object:
    text = value.isoformat() if isinstance(value, date) else str(value)
    written = f"{_LEAP_YEAR}-{text}" if _YEARLY.fullmatch(text) else text
    try:
        date.fromisoformat(written)
    except ValueError:
        msg = f'"{text}" is no day; write 2026-12-24, or 12-24 for every year'
        raise ValueError(msg) from None
    return text


Holiday = Annotated[
    str,
    BeforeValidator(_parse_holiday),
    WithJsonSchema({"type": "string", "examples": ["2026-12-24", "12-24"]}),
]
"""A day on which nobody works: `2026-12-24`, or `12-24` for that day of every year."""


class CaseRule(Declared):
    """When an answer opens a case: everything written here must hold, of a list any item."""

    score: Valence | None = None
    """It was at most as good as this, from -2 to 2."""
    emotions: tuple[str, ...] = ()
    """One of these emotions spoke from it."""
    themes: tuple[Slug, ...] = ()
    """It was about one of these themes."""
    words: tuple[str, ...] = ()
    """One of these stands in it, as whole words, in capitals or not."""
    segment: Slug | None = None
    """The customer belongs to this segment."""
    rule: Rule | None = None
    """A rule holds over the customer's attributes."""
    team: str | None = None
    """The team that gets the case; the policy's, unless written here."""
    urgent: bool = False
    """Whether the team is told that it cannot wait."""


class OpenHours(Declared):
    """Hours in which the team works, on these days of the week."""

    days: tuple[Weekday, ...] = Field(min_length=1)
    """On which days: mon, tue, wed, thu, fri, sat, sun."""
    start: TimeOfDay
    """When work begins."""
    end: TimeOfDay
    """When it ends; 00:00 is midnight at the end of the day."""


class Escalation(Declared):
    """Whom to tell that a case waits, and when."""

    after: Annotated[float, Field(gt=0, le=5)]
    """After which share of the time: 0.5 is half of it, 1 all of it."""
    team: str | None = None
    """Who is told besides the case's own team."""


class Sla(Declared):
    """How soon a case is seen to, counted in the hours in which the team works."""

    first_reply: Duration | None = timedelta(hours=4)
    """How long until somebody has replied to the customer, in working time."""
    resolve: Duration | None = timedelta(hours=24)
    """How long until the case is resolved, in working time."""
    hours: tuple[OpenHours, ...] = ()
    """When the team works; around the clock, unless written here."""
    timezone: str | None = None
    """Whose clock the hours are on; the journey's time zone, unless written here."""
    holidays: tuple[Holiday, ...] = ()
    """Days on which nobody works."""
    pauses: bool = True
    """Whether the time to resolve stands still while we wait for the customer."""
    patience: Duration = timedelta(days=3)
    """How long we wait for a customer who was written to before the case is the team's again."""
    fixed_within: Duration = timedelta(days=3)
    """How long a customer may take to say whether it is fixed; without a word the case is closed then."""
    escalate: tuple[Escalation, ...] = (Escalation(after=0.5), Escalation(after=1.0))
    """Who is told when a case has waited for a share of its time."""


class Danger(Declared):
    """Words of distress or danger: a person is told at once, and the customer whom to call."""

    call: Text
    """What the customer is told: whom to call now. Write your country's numbers."""
    words: tuple[str, ...] = ()
    """Further words of yours, in any language, besides those that are built in."""
    built_in: bool = True
    """Whether the built-in words of all our languages are looked for."""
    team: str | None = None
    """The team that is told at once; the policy's, unless written here."""
