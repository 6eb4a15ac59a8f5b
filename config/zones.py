"""The time zones there are."""

from functools import cache
from zoneinfo import available_timezones


@cache
def time_zones() -> frozenset[str]:
    """Return the names of all time zones; the whole folder of them is read for it, once."""
    return frozenset(available_timezones())
