"""The one place that asks the machine for the time; everybody else is handed a clock or a time."""

from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time, aware and in UTC."""

    def now(self) -> datetime:
        """Return the present moment."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the present moment, as the machine believes it."""
        return datetime.now(UTC)


class FakeClock:
    """A clock that stands still until it is told to move; for demos and tests."""

    def __init__(self, start: datetime) -> None:
        self._now = _in_utc(start)

    def now(self) -> datetime:
        """Return the moment it was last set to."""
        return self._now

    def advance(self, by: timedelta) -> datetime:
        """Move by a length of time, backwards too (machines' clocks do that), and return the new time."""
        self._now += by
        return self._now

    def set(self, moment: datetime) -> None:
        """Jump to `moment`."""
        self._now = _in_utc(moment)


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        msg = f"{moment!r} has no time zone; give an aware datetime, such as datetime(2026, 1, 1, tzinfo=UTC)"
        raise ValueError(msg)
    return moment.astimezone(UTC)
