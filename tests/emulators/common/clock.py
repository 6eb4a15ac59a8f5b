"""Time as an emulator knows it: it stands still until told, or it runs."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

Mode = Literal["frozen", "running"]
START_MS = 1_772_627_400_000  # 2026-03-04 12:30 UTC, a Wednesday
_TURNS = 25  # of the event loop, for what a hop woke to come to its next wait


def machine_now_ms() -> int:
    """Return the machine's own time, for a clock that runs."""
    return time.time_ns() // 1_000_000  # noqa: TID251 - the emulators' one place that asks the machine


@dataclass(eq=False, slots=True)
class _Sleeper:
    at_ms: int
    why: str
    woken: asyncio.Event = field(default_factory=asyncio.Event)


class VirtualClock:
    """Milliseconds since 1970; frozen, they move only by `advance` and `move_to`."""

    def __init__(self, *, start_ms: int = START_MS, mode: Mode = "frozen", speed: float = 1.0) -> None:
        self._base_ms = float(start_ms)
        self._since = time.monotonic()
        self._sleepers: list[_Sleeper] = []
        self.noticed: Callable[[], None] = _nobody  # told of everyone who begins to wait
        self.mode: Mode = mode
        self.speed = speed

    @property
    def now_ms(self) -> int:
        """Return the time, in milliseconds since 1970."""
        return int(self._exact())

    @property
    def now_s(self) -> int:
        """Return the time, in whole seconds since 1970."""
        return self.now_ms // 1000

    @property
    def waiting(self) -> list[tuple[int, str]]:
        """Return what waits for the time: when it is due (ms) and what it is, soonest first."""
        return sorted((each.at_ms, each.why) for each in self._sleepers)

    def run_as(self, mode: Mode, *, speed: float = 1.0) -> None:
        """Let time stand still or run from now on, `speed` times as fast as the machine's."""
        self._rebase(self._exact())
        self.mode, self.speed = mode, speed
        self._wake_all()

    async def advance(self, by_ms: int) -> None:
        """Let `by_ms` pass."""
        await self.move_to(self.now_ms + by_ms)

    async def move_to(self, target_ms: int) -> None:
        """Move on to `target_ms`, stopping at each moment that something waits for; never back."""
        while due := [at for at, _ in self.waiting if self.now_ms < at <= target_ms]:
            self._rebase(due[0])
            self._wake_all()
            await _settle()
        self._rebase(max(self._exact(), float(target_ms)))
        self._wake_all()
        await _settle()

    async def sleep_until(self, at_ms: int, *, why: str = "") -> None:
        """Wait for the moment `at_ms`; `why` is what `/control/clock` tells about it."""
        sleeper = _Sleeper(at_ms, why)
        self._sleepers.append(sleeper)
        self.noticed()
        try:
            while self.now_ms < at_ms:
                await self._nap(sleeper)
        finally:
            self._sleepers.remove(sleeper)

    async def wait(self, event: asyncio.Event, *, until_ms: int, why: str = "") -> bool:
        """Wait for `event`, at most until `until_ms`; tell whether it came."""
        heard = asyncio.ensure_future(event.wait())
        late = asyncio.ensure_future(self.sleep_until(until_ms, why=why))
        try:
            await asyncio.wait((heard, late), return_when=asyncio.FIRST_COMPLETED)
        finally:
            for each in (heard, late):
                each.cancel()
            await asyncio.gather(heard, late, return_exceptions=True)
        return event.is_set()

    def _exact(self) -> float:
        if self.mode == "frozen":
            return self._base_ms
        return self._base_ms + (time.monotonic() - self._since) * 1000 * self.speed

    def _rebase(self, now_ms: float) -> None:
        self._base_ms, self._since = float(now_ms), time.monotonic()

    def _wake_all(self) -> None:
        for each in self._sleepers:
            each.woken.set()

    async def _nap(self, sleeper: _Sleeper) -> None:
        left_s = (sleeper.at_ms - self._exact()) / 1000 / self.speed
        try:
            async with asyncio.timeout(None if self.mode == "frozen" else max(left_s, 0.001)):
                await sleeper.woken.wait()
        except TimeoutError:
            return
        sleeper.woken.clear()


def _nobody() -> None:
    """Notice nothing."""


async def _settle() -> None:
    for _ in range(_TURNS):
        await asyncio.sleep(0)
