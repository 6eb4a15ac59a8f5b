"""Loops that go on: each turn does what there is to do, then waits to be woken or for its pause to end."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog

from feedback.clock import Clock, SystemClock

log = structlog.get_logger()


def _at_no_time() -> datetime | None:
    return None


def _unheard() -> None:
    """Hear of nothing."""


class Worker:
    """Takes turn after turn: at once while there is work, else when woken, at the latest after `pause`."""

    def __init__(
        self,
        name: str,
        turn: Callable[[], Awaitable[int]],
        *,
        pause: timedelta,
        next_turn: Callable[[], datetime | None] = _at_no_time,
        clock: Clock | None = None,
        heard: Callable[[], None] = _unheard,
    ) -> None:
        """Keep `turn`, which returns how much it did; `next_turn` says when, by `clock`, there is more.

        `heard` is called whenever somebody else says that there is more.
        """
        self.name = name
        self._turn = turn
        self._pause = pause
        self._next_turn = next_turn
        self._clock = clock or SystemClock()
        self._heard = heard
        self._woken = asyncio.Event()

    def wake(self) -> None:
        """Say that there is more: end the pause, or skip the next one."""
        self._heard()
        self.go_on()

    def go_on(self) -> None:
        """End the pause, or skip the next one: what was begun can be gone on with."""
        self._woken.set()

    async def run(self) -> None:
        """Go on until cancelled; a turn that fails is logged and does not end the loop."""
        while True:
            self._woken.clear()
            if not await self._guarded_turn():
                await self._rest()

    async def _guarded_turn(self) -> int:
        try:
            return await self._turn()
        except Exception as error:  # noqa: BLE001 - the loop must outlive whatever one turn meets
            # The class says what happened; its text might quote a customer.
            log.error("worker_turn_failed", worker=self.name, error=type(error).__name__)  # noqa: TRY400
            return 0

    async def _rest(self) -> None:
        try:
            async with asyncio.timeout(self._pause.total_seconds()):
                await self._woken_or(self._next_turn())
        except TimeoutError:
            return

    async def _woken_or(self, moment: datetime | None) -> None:
        if moment is None:
            await self._woken.wait()
            return
        ends = (
            asyncio.ensure_future(self._woken.wait()),
            asyncio.ensure_future(self._clock.sleep_until(moment)),
        )
        try:
            await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for end in ends:
                end.cancel()
