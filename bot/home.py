"""What somebody sees of theirs beside the conversation, for channels that have a place for it."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import Literal

ChartKind = Literal["bar", "line", "area"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """One line of a chart: a value for each of the chart's labels."""

    name: str
    values: Sequence[float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What a chart shows; `picture` is the address of a picture that says the same."""

    kind: ChartKind
    title: str
    labels: Sequence[str]
    series: Sequence[Series]
    across: str = ""
    upwards: str = ""
    picture: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One survey somebody was asked to answer: what it was about, when, and what they answered."""

    about: str
    when: str
    is_open: bool
    answers: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Overview:
    """What colleagues see besides: the map as a picture, charts, and where all of it is."""

    picture: str | None = None
    described: str = ""
    page: str | None = None
    charts: Sequence[Chart] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A command that somebody may use, and what it does, in their language."""

    command: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """What stands there; `languages` are offered by tag and name, wishes to those we know.

    `offers` are for those who have a role, `open_cases` for those who see to them.
    """

    language: str
    asked: Sequence[Asked] = ()
    is_known: bool = True
    is_stopped: bool = False
    languages: Sequence[tuple[str, str]] = ()
    overview: Overview | None = field(default=None)
    offers: Sequence[Offer] = ()
    open_cases: int | None = None


Homes = Callable[[str], Awaitable[Home | None]]
"""Finds what the person at an address sees; None where there is nothing to be seen."""
