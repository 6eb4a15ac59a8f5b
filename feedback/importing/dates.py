"""When a row happened: every way its date can be read, in the order the map prefers."""

from collections.abc import Callable, Iterable
from datetime import UTC, datetime, time
from functools import lru_cache
from zoneinfo import ZoneInfo

from feedback.importing.mapping import ISO, When

Readings = tuple[datetime, ...]
"""The moments a date may mean, the likeliest first; none if it is no date."""

Reader = Callable[[str], Readings]

_REMEMBERED = 50_000
_HOURS = ("%H", "%I", "%c", "%X", "%T", "%R")
_ISO_DAY = len("2024-03-31")
_NOON = time(12)


def date_reader(when: When, *, timezone: str, typed: bool = False) -> Reader:
    """Return what reads the dates of `when`; the cells of a `typed` file (XLSX) may also be in ISO form."""
    zone = ZoneInfo(when.timezone or timezone)
    formats = (*when.formats, ISO) if typed and ISO not in when.formats else when.formats

    # A file names few days many times over.
    @lru_cache(maxsize=_REMEMBERED)
    def read(cell: str) -> Readings:
        moments = (_read(cell.strip(), style, zone) for style in formats)
        return tuple(dict.fromkeys(one for one in moments if one is not None and _can_be(one, when, zone)))

    return read


def agreed(readings: Iterable[Readings]) -> Readings:
    """Return the readings of the first row that all the others allow; all of the first's if there is none.

    Where one row of a visit has 5/31/2022 and another 31/05/2022, they settle it together.
    """
    first, *others = readings
    shared = tuple(one for one in first if all(one in other for other in others))
    return shared or first


def _can_be(moment: datetime, when: When, zone: ZoneInfo) -> bool:
    day = moment.astimezone(zone).date()
    return (when.earliest is None or day >= when.earliest) and (when.latest is None or day <= when.latest)


def _read(cell: str, style: str, zone: ZoneInfo) -> datetime | None:
    try:
        moment = datetime.fromisoformat(cell) if style == ISO else datetime.strptime(cell, style)  # noqa: DTZ007 - the zone comes next
    except ValueError:
        return None
    if _is_day(cell, style):
        # At midnight it would belong to the day before, elsewhere; noon is in the same day almost everywhere.
        moment = datetime.combine(moment.date(), _NOON)
    local = moment if moment.tzinfo else moment.replace(tzinfo=zone)
    try:
        return local.astimezone(UTC)
    except OverflowError:  # the year 1, or 9999, moved to another zone
        return None


def _is_day(cell: str, style: str) -> bool:
    return len(cell) <= _ISO_DAY if style == ISO else not any(sign in style for sign in _HOURS)
