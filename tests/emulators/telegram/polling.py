"""getUpdates: one poller at a time, offsets that confirm, and patience with those in a hurry."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field

from ..common.bench import Bench
from ..common.json_shapes import Object, number_in
from .limits import LONG_POLL_S, UPDATES
from .rules import Refusal
from .updates import Update, Updates
from .watch import Watch

_HURRY_MS, _FORCED_S, _AT_ONCE_MS = 3000, 3, 500  # server source, process_get_updates_query


@dataclass(eq=False, slots=True)
class _Wait:
    alive: Callable[[], bool]
    ended_by: str = ""
    event: asyncio.Event = field(default_factory=asyncio.Event)


def nobody(update: Update) -> None:
    """Hand an update over to nobody in particular."""


class Poller:
    """Remembers the last getUpdates, as the server does."""

    def __init__(self, bench: Bench, updates: Updates, watch: Watch) -> None:
        self._bench = bench
        self._updates = updates
        self._watch = watch
        self.handed_over: Callable[[Update], None] = nobody
        self.reset()

    def reset(self) -> None:
        """Forget the last getUpdates, and end one that waits."""
        self._wait: _Wait | None = None
        self._last_offset: int | None = None
        self._last_start_ms = self._last_end_ms = 0
        self._confirmed = 0

    async def get(self, arguments: Object, *, alive: Callable[[], bool]) -> list[Update]:
        """Return updates, waiting for one as long as asked for.

        Raises Refusal where another poller or a webhook comes in between.
        """
        offset = number_in(arguments.get("offset"))
        limit = min(max(number_in(arguments.get("limit"), UPDATES), 1), UPDATES)
        timeout_s = min(max(number_in(arguments.get("timeout")), 0), LONG_POLL_S)
        now_ms, again = self._bench.clock.now_ms, offset == self._last_offset
        hurried = again and timeout_s < _FORCED_S and now_ms < self._last_start_ms + _HURRY_MS
        if again and self._last_end_ms and now_ms < self._last_end_ms + _AT_ONCE_MS and hurried:
            limit = 1
        self._last_offset, self._last_start_ms = offset, now_ms
        self.end_waiting("other_poller")
        self._confirm(offset)
        await self._until_some(timeout_s=_FORCED_S if hurried else timeout_s, alive=alive)
        return self._hand_over(limit, short=timeout_s < _FORCED_S)

    def end_waiting(self, why: str) -> None:
        """End a getUpdates that waits, with the refusal `why`."""
        if self._wait is None:
            return
        if why == "other_poller" and self._wait.alive():
            self._watch.fault("two_pollers", where="getUpdates")
        self._wait.ended_by = why
        self._wait.event.set()
        self._wait = None

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            self._updates.keep_last(-offset)
            return
        if 0 < offset < self._confirmed:
            self._watch.fault("stale_offset", where="getUpdates", offset=offset, confirmed=self._confirmed)
        self._confirmed = max(self._confirmed, offset)
        self._updates.confirm_below(offset)

    async def _until_some(self, *, timeout_s: int, alive: Callable[[], bool]) -> None:
        clock, wait = self._bench.clock, _Wait(alive)
        until_ms = clock.now_ms + timeout_s * 1000
        self._updates.arrived.clear()
        while not self._updates.alive() and clock.now_ms < until_ms:
            self._wait = wait
            await self._something_happens(wait, until_ms)
            if wait.ended_by:
                raise Refusal(wait.ended_by)
        if self._wait is wait:
            self._wait = None

    async def _something_happens(self, wait: _Wait, until_ms: int) -> None:
        arriving = asyncio.ensure_future(self._updates.tell(wait.event))
        try:
            await self._bench.clock.wait(wait.event, until_ms=until_ms, why="getUpdates")
        finally:
            arriving.cancel()
            wait.event.clear()
            self._updates.arrived.clear()

    def _hand_over(self, limit: int, *, short: bool) -> list[Update]:
        given = self._updates.alive()[:limit]
        self._last_end_ms = self._bench.clock.now_ms
        self._watch.polled(short=short, empty=not given)
        for each in given:
            self.handed_over(each)
        return given
