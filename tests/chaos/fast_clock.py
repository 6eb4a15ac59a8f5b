"""A clock that runs faster than the machine's, the same in every process: leases end within seconds."""

import asyncio
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Self

CLOCK = "CHAOS_CLOCK"
"""The variable that tells a process its clock."""

SPEED = 20.0
"""So fast that a lease of a minute is over in three seconds, and so slow that a busy machine keeps up."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FastClock:
    """Runs at `speed` since the machine's monotonic clock, which all processes share, was at `since_s`."""

    base_s: float
    """Seconds since 1970, at that moment."""
    since_s: float
    speed: float

    @classmethod
    def starting(cls, base_ms: int) -> Self:
        return cls(base_s=base_ms / 1000, since_s=time.monotonic(), speed=SPEED)

    @classmethod
    def parse(cls, written: str) -> Self:
        base, since, speed = map(float, written.split())
        return cls(base_s=base, since_s=since, speed=speed)

    def written(self) -> str:
        return f"{self.base_s!r} {self.since_s!r} {self.speed!r}"

    def now(self) -> datetime:
        passed = (time.monotonic() - self.since_s) * self.speed
        return datetime.fromtimestamp(self.base_s + passed, UTC)

    async def sleep_until(self, moment: datetime) -> None:
        while (left := (moment - self.now()).total_seconds()) > 0:  # noqa: ASYNC110 - time sets no event
            await asyncio.sleep(left / self.speed)
