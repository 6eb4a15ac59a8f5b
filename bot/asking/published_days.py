"""Days as figures are counted and published: by whole weeks, months, quarters and years."""

from collections.abc import Iterator
from datetime import date, timedelta

from config.weeks import WEEK, monday_of
from mapping.lattice import is_week, period_between, periods_of, span
from mapping.period import Period

_ALIKE = 0.5
"""What is shown in the place of other days shares at least half of all days of both."""

_EARLIEST_YEARS = 30


def counted(asked: Period) -> Period:
    """Return the whole weeks that a month, quarter or year is counted by; other days stay as they are.

    A week belongs to the month of its Thursday, as it does in what is published: so no week of March is one
    of April, and the two can be set side by side.
    """
    if asked.since is None or asked.until is None:
        return asked
    found = period_between(asked.since, asked.until)
    return asked if found is None else span(found)


def nearest(asked: Period, *, today: date, is_group: bool) -> Period | None:
    """Return the whole week, month, quarter or year most like the days asked for; None where none is alike.

    Of groups no weeks are published. An open end is today, an open beginning all time before.
    """
    until = asked.until or today
    since = asked.since or until - timedelta(days=365 * _EARLIEST_YEARS)
    if since > until:
        return None
    wanted = Period(since, until)
    near = max(_periods(wanted, is_group=is_group), key=lambda each: _alike(each, wanted), default=None)
    return near if near is not None and _alike(near, wanted) >= _ALIKE else None


def _periods(wanted: Period, *, is_group: bool) -> Iterator[Period]:
    begin, end = wanted.since or date.min, wanted.until or date.max
    monday = monday_of(begin)
    names: dict[str, None] = {}
    while monday <= end:
        names.update(dict.fromkeys(periods_of(monday)[1:]))
        monday += WEEK
    yield from (span(name) for name in names if not (is_group and is_week(name)))


def _alike(one: Period, other: Period) -> float:
    """Return the days in both as a share of the days in either."""
    first = max(one.since or date.min, other.since or date.min)
    last = min(one.until or date.max, other.until or date.max)
    shared = max(0, (last - first).days + 1)
    return shared / (_length(one) + _length(other) - shared)


def _length(period: Period) -> int:
    return ((period.until or date.max) - (period.since or date.min)).days + 1
