"""What a map says, before it is drawn: figures cleared for showing, titles in one language."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from config.emotion import Level
from mapping.disclosure import Cell
from mapping.period import Period
from mapping.quote import Quote

Moment = Literal["peak", "lowest", "end"]
"""A stage that people remember."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How many customers reached a stage, and which share of them (0..1) went on from it."""

    customers: int
    go_on: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A change that a monitor found real: how large (on -2..+2), and on which day it began."""

    size: float
    since: date


@dataclass(frozen=True, slots=True, kw_only=True)
class PainPoint:
    """What hurts at a stage: how many customers named it, and how deep below neutral they were (0..2).

    `of` is how many answered there, `impact` the score less the score without them, `touchpoints` those at
    which enough customers named it, `quotes` words that may be shown.
    """

    title: str
    customers: int
    severity: float
    theme: str | None = None
    of: int | None = None
    impact: float | None = None
    touchpoints: tuple[str, ...] = ()
    quotes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class MapOpportunity:
    """What could be done better at a stage."""

    id: str
    title: str
    touchpoint: str | None = None
    owner: str | None = None
    status: str = "idea"


@dataclass(frozen=True, slots=True, kw_only=True)
class MapTouchpoint:
    """A touchpoint with its figures."""

    id: str
    title: str
    where: Literal["online", "offline"]
    medium: str
    cell: Cell

    @property
    def level(self) -> Level | None:
        """The level its score is at; None where none is shown."""
        return None if self.cell.score is None else Level.of(self.cell.score)


@dataclass(frozen=True, slots=True, kw_only=True)
class MapStage:
    """A stage with its figures and all that hangs below it.

    `previous` is the score of the period before, `change` one that a monitor found real; `pain_points` is
    None where nobody looked for any.
    """

    id: str
    title: str
    cell: Cell
    touchpoints: tuple[MapTouchpoint, ...]
    moments: tuple[Moment, ...] = ()
    previous: float | None = None
    target: float | None = None
    change: Change | None = None
    reach: Reach | None = None
    quotes: tuple[Quote, ...] = ()
    pain_points: tuple[PainPoint, ...] | None = None
    opportunities: tuple[MapOpportunity, ...] = ()
    owner: str | None = None

    @property
    def level(self) -> Level | None:
        """The level its score is at; None where none is shown."""
        return None if self.cell.score is None else Level.of(self.cell.score)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the map is about and how it was made; titles in the map's language."""

    journey: str
    title: str
    version: str
    language: str
    period: Period
    previous_period: Period | None
    persona: str | None
    segment: str | None
    channels: tuple[str, ...]
    as_of: datetime
    scorer: str
    min_customers: int
    has_changes: bool = False
    unjudged: int = 0
    """How many answers its scorer has still to judge."""
    data_to: datetime | None = None
    """When the last answer counted was given; None where that is not told."""
    due: date | None = None
    """By when answers of the present week are told; None where they are, or are not meant."""
