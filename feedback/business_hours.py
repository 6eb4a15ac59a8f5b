"""Time in which a team works: hours of the week on its own clock, without holidays, also where it jumps.

Work is on while the clock on the wall shows working hours. An hour that a clock skips is not worked, and one
that it shows twice is worked twice.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from config.support import WEEKDAYS, OpenHours, Sla, Weekday
from feedback.quiet import zone_of

Span = tuple[datetime, datetime]
"""From an instant to before another, both in UTC."""

_NONE = timedelta(0)
_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)
_MOST_DAYS = 3_700
"""How far ahead we look; the longest time in a journey file is ten years."""

_ALWAYS = ((_NONE, _DAY),)


@dataclass(frozen=True, slots=True, kw_only=True)
class Calendar:
    """When a team works: spans of each weekday since midnight, but for days that are holidays.

    `days` are single dates; `yearly` are (month, day) of every year.
    """

    zone: ZoneInfo
    week: tuple[tuple[tuple[timedelta, timedelta], ...], ...] = (_ALWAYS,) * 7
    days: frozenset[date] = frozenset()
    yearly: frozenset[tuple[int, int]] = frozenset()

    def is_holiday(self, day: date) -> bool:
        """Say whether nobody works on `day`, whatever weekday it is."""
        return day in self.days or (day.month, day.day) in self.yearly


def calendar_of(sla: Sla, *, timezone: str) -> Calendar:
    """Return when the team works by the journey file; `timezone` is the journey's."""
    zone, _ = zone_of(sla.timezone, timezone)
    by_day = {day: _merged(_spans_on(sla.hours, day)) for day in WEEKDAYS} if sla.hours else {}
    whole = frozenset(date.fromisoformat(each) for each in sla.holidays if len(each) > len("12-24"))
    yearly = frozenset((int(each[:2]), int(each[3:])) for each in sla.holidays if len(each) == len("12-24"))
    return Calendar(zone=zone, week=_week(by_day), days=whole, yearly=yearly)


def worked(start: datetime, end: datetime, calendar: Calendar) -> timedelta:
    """Return how much work lies from `start` to before `end`; none where `end` is not later."""
    first, last = start.astimezone(UTC), end.astimezone(UTC)
    total = _NONE
    for opens, closes in _spans_from(first, calendar, until=last):
        total += min(closes, last) - opens
    return total


def after_work(start: datetime, length: timedelta, calendar: Calendar) -> datetime:
    """Return the first instant by which `length` of work has passed since `start`.

    Where that is further than about ten years, it is the last instant looked at: nobody waits for it.
    """
    first = furthest = start.astimezone(UTC)
    left = length
    if left <= _NONE:
        return first
    for opens, closes in _spans_from(first, calendar, until=first + _MOST_DAYS * _DAY):
        if closes - opens >= left:
            return opens + left
        left, furthest = left - (closes - opens), closes
    return furthest


def _week(
    by_day: Mapping[Weekday, tuple[tuple[timedelta, timedelta], ...]],
) -> tuple[tuple[tuple[timedelta, timedelta], ...], ...]:
    return tuple(by_day[day] for day in WEEKDAYS) if by_day else (_ALWAYS,) * 7


def _spans_on(hours: Iterable[OpenHours], day: Weekday) -> Iterator[tuple[timedelta, timedelta]]:
    for each in hours:
        if day in each.days:
            yield _since_midnight(each.start), _since_midnight(each.end) or _DAY


def _merged(spans: Iterable[tuple[timedelta, timedelta]]) -> tuple[tuple[timedelta, timedelta], ...]:
    merged: list[tuple[timedelta, timedelta]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((start, end))
    return tuple(merged)


def _since_midnight(shown: time) -> timedelta:
    return timedelta(hours=shown.hour, minutes=shown.minute)


def _spans_from(first: datetime, calendar: Calendar, *, until: datetime) -> Iterator[Span]:
    """Yield the spans of work that end after `first` and begin before `until`, in order, none overlapping."""
    day = first.astimezone(calendar.zone).date() - _DAY
    reached = first
    while True:
        for start, end in () if calendar.is_holiday(day) else calendar.week[day.weekday()]:
            opens = max(_instant(day, start, calendar.zone, is_end=False), reached)
            closes = _instant(day, end, calendar.zone, is_end=True)
            if opens >= until:
                return
            if closes > opens:
                yield opens, closes
                reached = closes
        day += _DAY
        if _instant(day, _NONE, calendar.zone, is_end=False) >= until:
            return


def _instant(day: date, since: timedelta, zone: ZoneInfo, *, is_end: bool) -> datetime:
    """Return when the clock in `zone` shows `since` midnight of `day`: of two such instants an end is later.

    What a clock skips is at the moment it jumps.
    """
    shown = datetime.combine(day, time(0)) + since
    early = shown.replace(tzinfo=zone, fold=0).astimezone(UTC)
    late = shown.replace(tzinfo=zone, fold=1).astimezone(UTC)
    if late < early:
        return _jump(late, early, zone)
    return late if is_end else early


def _jump(low: datetime, high: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant in (low, high] from which the clock has jumped."""
    before = low.astimezone(zone).utcoffset()
    steps = (high - low) // _SECOND
    first, last = 0, steps
    while last - first > 1:
        middle = (first + last) // 2
        if (low + middle * _SECOND).astimezone(zone).utcoffset() == before:
            first = middle
        else:
            last = middle
    return low + last * _SECOND
