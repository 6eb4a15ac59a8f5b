"""Quiet hours on the customer's own clock, also on days when that clock jumps."""

from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from typing import Literal
from zoneinfo import ZoneInfo

from config.journey import QuietHours

ZoneSource = Literal["customer", "journey", "utc"]

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


def zone_of(own: str | None, default: str) -> tuple[ZoneInfo, ZoneSource]:
    """Return the customer's zone, else the journey's, else UTC, and which of them it is."""
    if own and (zone := _zone(own)):
        return zone, "customer"
    if zone := _zone(default):
        return zone, "journey"
    return ZoneInfo("UTC"), "utc"


def is_quiet(instant: datetime, hours: QuietHours, zone: ZoneInfo) -> bool:
    """Say whether the clock on the wall shows quiet hours; the end is not part of them."""
    shown = _since_midnight(instant.astimezone(zone).time())
    start, end = _since_midnight(hours.start), _since_midnight(hours.end)
    if start <= end:
        return start <= shown < end
    return shown >= start or shown < end


def next_allowed(instant: datetime, hours: QuietHours, zone: ZoneInfo) -> datetime:
    """Return the first instant from `instant` on that is not quiet."""
    found = instant.astimezone(UTC)
    while is_quiet(found, hours, zone):
        straight = found + _until_end(found, hours, zone)
        if _offset(straight, zone) == _offset(found, zone):
            return straight
        # The clock jumps on the way: it may jump out of the quiet hours, or back into them.
        found = _first_change(found, straight, zone)
    return found


@lru_cache(maxsize=1024)
def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return None  # no zone, no name of a zone, or a folder of zones such as `America`


def _since_midnight(shown: time) -> timedelta:
    return timedelta(
        hours=shown.hour, minutes=shown.minute, seconds=shown.second, microseconds=shown.microsecond
    )


def _offset(instant: datetime, zone: ZoneInfo) -> timedelta:
    # A ZoneInfo always knows its offset; the type allows for zones that do not.
    return instant.astimezone(zone).utcoffset() or timedelta(0)


def _until_end(instant: datetime, hours: QuietHours, zone: ZoneInfo) -> timedelta:
    shown = _since_midnight(instant.astimezone(zone).time())
    return (_since_midnight(hours.end) - shown) % _DAY


def _first_change(start: datetime, end: datetime, zone: ZoneInfo) -> datetime:
    """Return the instant in (start, end] from which the offset is no longer that of `start`."""
    first = start.replace(microsecond=0)  # clocks jump on whole seconds
    low, high = 0, -((first - end) // _SECOND)
    while high - low > 1:
        middle = (low + high) // 2
        if _offset(first + middle * _SECOND, zone) == _offset(first, zone):
            low = middle
        else:
            high = middle
    return first + high * _SECOND
