"""The fixed lattice of what may be asked of shared figures: scope by period by group, and nothing between.

A week is its Monday (UTC) and belongs to the month, quarter and year of its Thursday, so periods nest.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from itertools import product
from typing import NamedTuple

from config.weeks import WEEK, monday_of, sunday_of
from mapping.period import Period

ALL = "all"
"""The period of all time, and the group of everybody."""

WHOLE = "journey"
"""The scope of all stages."""

PERIOD_FORMS = "2026, 2026-Q1, 2026-03 or 2026-W10"
"""How a period is written, by example."""

_TO_THURSDAY = timedelta(days=3)
_MONTHS_A_QUARTER, _MONTHS_A_YEAR = 3, 12
_PERIOD = re.compile(r"(\d{4})(?:-(?:Q([1-4])|W(\d\d)|(\d\d)))?", re.ASCII)

Scopes = Mapping[str, frozenset[str]]
"""Scope to its touchpoints: `journey`, `stage:ID`, `touchpoint:ID`, `medium:NAME` and `share:STAGE/MEDIUM`.

A share is there where a stage has several touchpoints of one medium, and others.
"""


class Spot(NamedTuple):
    """One cell of the lattice; `group` is `all`, `persona:ID` or `segment:ID`."""

    scope: str
    period: str
    group: str

    @property
    def key(self) -> str:
        """The spot in one word."""
        return "|".join(self)

    @property
    def rank(self) -> tuple[int, bool, int]:
        """Coarse before fine: what is told first where not all can be told."""
        is_some = self.group != ALL
        return _SCOPE_RANK[self.scope.partition(":")[0]] + is_some, is_some, len(self.period)


class Row(NamedTuple):
    """A figure that adds up over contributions at a spot: all answers, or those at one level (-2..2)."""

    spot: Spot
    level: int | None = None

    @property
    def rank(self) -> tuple[int, bool, int]:
        """Levels of a spot are asked for with the spots one step finer."""
        coarse, is_some, length = self.spot.rank
        return coarse + (self.level is not None), is_some, length

    @property
    def key(self) -> str:
        """The row in one word."""
        return self.spot.key if self.level is None else f"{self.spot.key}#{self.level}"


def row_of(key: str) -> Row:
    """Return the row that a key names."""
    spot, _, level = key.partition("#")
    return Row(spot_of(spot), int(level) if level else None)


def tells_parts(spot: Spot) -> bool:
    """Say whether answers by level and by emotion are told here: of everybody, over all time.

    Every row more uses up answers that others could be told with (measured).
    """
    return (spot.period, spot.group) == (ALL, ALL)


_SCOPE_RANK = {WHOLE: 0, "stage": 1, "medium": 1, "touchpoint": 2, "share": 2}


def spot_of(key: str) -> Spot:
    """Return the spot that a key names."""
    scope, period, group = key.rsplit("|", 2)
    return Spot(scope, period, group)


def scopes_of(stages: Mapping[str, Sequence[str]], media: Mapping[str, str] | None = None) -> Scopes:
    """Return every scope of a journey; `media` is by touchpoint id."""
    scopes = {WHOLE: frozenset(point for points in stages.values() for point in points)}
    scopes |= {f"stage:{stage}": frozenset(points) for stage, points in stages.items()}
    scopes |= {f"touchpoint:{point}": frozenset((point,)) for points in stages.values() for point in points}
    for medium in sorted(set((media or {}).values())):
        of_medium = frozenset(point for point, by in (media or {}).items() if by == medium)
        scopes[f"medium:{medium}"] = of_medium
        for stage, points in stages.items():
            share = of_medium.intersection(points)
            if 1 < len(share) < len(points):
                scopes[f"share:{stage}/{medium}"] = share
    return scopes


def group_of(*, persona: str | None, segment: str | None) -> str:
    """Return the group of the lattice that a persona or a segment is; a persona goes before."""
    if persona is not None:
        return f"persona:{persona}"
    return ALL if segment is None else f"segment:{segment}"


@lru_cache(maxsize=4096)
def periods_of(week: date) -> tuple[str, ...]:
    """Return the periods that the week of this Monday lies in, the longest first, itself last."""
    thursday = week + _TO_THURSDAY
    quarter = (thursday.month - 1) // _MONTHS_A_QUARTER + 1
    return (
        ALL,
        f"{thursday.year:04}",
        f"{thursday.year:04}-Q{quarter}",
        f"{thursday.year:04}-{thursday.month:02}",
        f"{thursday.year:04}-W{thursday.isocalendar().week:02}",
    )


def is_week(period: str) -> bool:
    """Say whether the period is a single week: of these only everybody's figures are told."""
    return "W" in period


@lru_cache(maxsize=4096)
def span(period: str) -> Period:
    """Return the days of a period, Monday to Sunday; raise `ValueError` for what is no period."""
    if period == ALL:
        return Period()
    found = _PERIOD.fullmatch(period)
    if found is None:
        raise ValueError(f'"{period}" is no period; write {PERIOD_FORMS}')
    year, quarter, week, month = (None if part is None else int(part) for part in found.groups())
    first = date(year or 0, 1, 1)
    if week is not None:
        monday = date.fromisocalendar(first.year, week, 1)
        return Period(monday, sunday_of(monday))
    if month is not None:
        begin, months = month, 1
    elif quarter is not None:
        begin, months = _MONTHS_A_QUARTER * (quarter - 1) + 1, _MONTHS_A_QUARTER
    else:
        begin, months = 1, _MONTHS_A_YEAR
    since = _first_monday(first.replace(month=begin))
    ends = begin + months
    after = date(first.year + (ends > _MONTHS_A_YEAR), (ends - 1) % _MONTHS_A_YEAR + 1, 1)
    return Period(since, _first_monday(after) - timedelta(days=1))


def _first_monday(first: date) -> date:
    """Return the Monday of the first week whose Thursday is not before `first`."""
    return monday_of(first + _TO_THURSDAY)


def period_between(since: date, until: date) -> str | None:
    """Return the period of exactly these days, or of this calendar month, quarter or year; None for none."""
    monday = monday_of(since)
    for begin in (monday, monday if monday == since else monday + WEEK):
        for period in periods_of(begin)[1:]:
            if Period(since, until) in {span(period), _calendar(period)}:
                return period
    return None


def _calendar(period: str) -> Period | None:
    """Return the days of a month, quarter or year as a calendar has them."""
    if is_week(period):
        return None
    days = span(period)
    middle = (days.since or date.min) + _TO_THURSDAY
    since = middle.replace(day=1)
    after = ((days.until or date.max) - _TO_THURSDAY).replace(day=28) + timedelta(days=4)
    return Period(since, after.replace(day=1) - timedelta(days=1))


def is_over(period: str, *, through: date) -> bool:
    """Say whether no week after the one of this Sunday lies in the period."""
    until = span(period).until
    return until is not None and until <= through


def spots_at(week: date, *, scopes: Sequence[str], groups: Sequence[str]) -> Iterator[Spot]:
    """Return every spot of these scopes and groups that the week lies in."""
    for scope, period, group in product(scopes, periods_of(week), groups):
        if group == ALL or not is_week(period):
            yield Spot(scope, period, group)
