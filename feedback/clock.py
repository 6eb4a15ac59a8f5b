"""The one place that asks the machine for the time; everybody else is handed a clock or a time."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tells the time, aware and in UTC, and wakes at one."""

    def now(self) -> datetime:
        """Return the present moment."""

    async def sleep_until(self, moment: datetime) -> None:
        """Return as soon as `moment` has come; at once when it is over."""


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Return the present moment, as the machine believes it."""
        return datetime.now(UTC)

    async def sleep_until(self, moment: datetime) -> None:
        """Sleep; a clock that is set meanwhile is looked at again within a minute."""
        while (left := (moment - self.now()).total_seconds()) > 0:  # noqa: ASYNC110 - time sets no event
            await asyncio.sleep(min(left, _LONGEST_SLEEP))


class FakeClock:
    """A clock that stands still until it is told to move; for demos and tests."""

    def __init__(self, start: datetime) -> None:
        self._now = _in_utc(start)
        self._sleepers: list[tuple[datetime, asyncio.Future[None]]] = []

    def now(self) -> datetime:
        """Return the moment it was last set to."""
        return self._now

    def advance(self, by: timedelta) -> datetime:
        """Move by a length of time, backwards too (machines' clocks do that), and return the new time."""
        self.set(self._now + by)
        return self._now

    def set(self, moment: datetime) -> None:
        """Jump to `moment`."""
        self._now = _in_utc(moment)
        for until, sleeper in self._sleepers:
            if until <= self._now and not sleeper.done():
                sleeper.set_result(None)

    async def sleep_until(self, moment: datetime) -> None:
        """Sleep until the clock is moved that far, in the thread that moves it."""
        if moment <= self._now:
            return
        sleeping = moment, asyncio.get_running_loop().create_future()
        self._sleepers.append(sleeping)
        try:
            await sleeping[1]
        finally:
            self._sleepers.remove(sleeping)

    def next_waking(self) -> datetime | None:
        """Return the moment that the first of those who sleep waits for; None when nobody does."""
        return min((until for until, sleeper in self._sleepers if not sleeper.done()), default=None)


_LONGEST_SLEEP = 60.0
"""In seconds."""


def _in_utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        msg = f"{moment!r} has no time zone; give an aware datetime, such as datetime(2026, 1, 1, tzinfo=UTC)"
        raise ValueError(msg)
    return moment.astimezone(UTC)
