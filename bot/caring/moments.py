"""Moments to come, as people write them in a hurry: 2h, 2 days, 14:30, tomorrow, montag 9:00."""

import re
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
_UNITS: Mapping[str, str] = {
    word: unit
    for unit, words in (
        ("m", "min mins minute minutes minuten"), ("h", "hr hrs hour hours std stunde stunden"),
        ("d", "day days tag tage tagen"), ("w", "week weeks woche wochen"),
    )
    for word in words.split()
}  # fmt: skip
_IN_WORDS = re.compile(r"(?P<count>\d{1,4}|an?|one|eine[rmn]?|ein)\s*(?P<unit>[a-z]+)")
_NEXT = re.compile(r"(?:next|this|on|am|nächste[rn]?|kommende[rn]?|diese[rn]?)\s+")
_AT = re.compile(r"(?:at|um)\s+|\s*uhr$")


def read_moment(words: str, *, now: datetime, zone: ZoneInfo) -> datetime | None:
    """Return the moment that `words` name on the clock of `zone`, in UTC; None where they name none."""
    said = _length_said(words.strip().casefold().removeprefix("in ").strip())
    try:
        return now + parse_duration(said) if said else None
    except ValueError:
        pass
    here = now.astimezone(zone)
    said = _AT.sub("", _NEXT.sub("", said, count=1))
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


def _length_said(words: str) -> str:
    """Return "2 days" and "eine Stunde" as lengths of time are written; anything else as it is."""
    found = _IN_WORDS.fullmatch(words)
    unit = _UNITS.get(found["unit"]) if found else None
    if found is None or unit is None:
        return words
    return f"{found['count'] if found['count'].isdecimal() else 1}{unit}"


def _at(day: datetime, at: time) -> datetime:
    return day.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0, fold=0).astimezone(UTC)


def _time_of_day(words: str) -> time | None:
    try:
        return parse_time_of_day(words)
    except ValueError:
        return None
