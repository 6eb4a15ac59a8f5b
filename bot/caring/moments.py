"""Moments to come, as people write them in a hurry: 2h, 14:30, tomorrow, montag 9:00."""

from collections.abc import Mapping
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from config.duration import parse_duration, parse_time_of_day

_MORNING = time(9)
_DAY = timedelta(days=1)
_TOMORROW = frozenset({"tomorrow", "morgen", "demain", "mañana", "domani"})
_WEEKDAYS: Mapping[str, int] = {
    word: number
    for number, words in enumerate((
        "monday mon montag mo", "tuesday tue dienstag di", "wednesday wed mittwoch mi",
        "thursday thu donnerstag do", "friday fri freitag fr", "saturday sat samstag sa",
        "sunday sun sonntag so",
    ))
    for word in words.split()
}  # fmt: skip


def read_moment(words: str, *, now: datetime, zone: ZoneInfo) -> datetime | None:
    """Return the moment that `words` name on the clock of `zone`, in UTC; None where they name none."""
    said = words.strip().casefold().removeprefix("in ").strip()
    try:
        return now + parse_duration(said) if said else None
    except ValueError:
        pass
    here = now.astimezone(zone)
    first, _, rest = said.partition(" ")
    if first in _TOMORROW or first in _WEEKDAYS:
        at = _time_of_day(rest) if rest else _MORNING
        days = 1 if first in _TOMORROW else (_WEEKDAYS[first] - here.weekday() - 1) % 7 + 1
        return None if at is None else _at(here + days * _DAY, at)
    at = _time_of_day(said)
    if at is None:
        return None
    today = _at(here, at)
    return today if today > now else _at(here + _DAY, at)


def _at(day: datetime, at: time) -> datetime:
    return day.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0, fold=0).astimezone(UTC)


def _time_of_day(words: str) -> time | None:
    try:
        return parse_time_of_day(words)
    except ValueError:
        return None
