"""The line of a channel that fetches what was said, or holds one open: kept by the one process that leads."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

import structlog

from bot.channel import Listens, Put

log = structlog.get_logger()

_FIRST_WAIT = timedelta(seconds=1)
_LONGEST_WAIT = timedelta(minutes=1)
_GOOD_AFTER = timedelta(minutes=5)
"""A line that held so long was a good one: if it breaks, waiting begins anew."""


class Line:
    """Listens while we lead, and again after a while where listening has failed."""

    def __init__(
        self,
        *,
        name: str,
        channel: Listens,
        put: Put,
        now: Callable[[], datetime],
        leads: Callable[[], Awaitable[bool]],
    ) -> None:
        self._name = name
        self._channel = channel
        self._put = put
        self._now = now
        self._leads = leads
        self._listening: asyncio.Task[None] | None = None
        self._began = now()
        self._breaks = 0
        self._again_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        """Whether we listen now."""
        return self._listening is not None and not self._listening.done()

    async def turn(self) -> int:
        """Begin to listen where we may, stop where we may not; how much is heard is not counted."""
        if not await self._leads():
            await self.close()
            return 0
        if self._listening is not None and self._listening.done():
            self._note_break(self._listening)
            self._listening = None
        if self._listening is None and (self._again_at is None or self._now() >= self._again_at):
            self._began = self._now()
            self._listening = asyncio.create_task(self._listen(), name=f"line-{self._name}")
        return 0

    async def close(self) -> None:
        """Stop listening."""
        listening, self._listening = self._listening, None
        if listening is not None:
            listening.cancel()
            await asyncio.wait([listening])

    async def _listen(self) -> None:
        await self._channel.listen(self._put)

    def _note_break(self, listening: asyncio.Task[None]) -> None:
        error = None if listening.cancelled() else listening.exception()
        now = self._now()
        self._breaks = 1 if now - self._began >= _GOOD_AFTER else self._breaks + 1
        wait = min(_FIRST_WAIT * 2 ** min(self._breaks - 1, 10), _LONGEST_WAIT)
        self._again_at = now + wait
        what = "ended" if error is None else type(error).__name__
        log.warning("line_broke", channel=self._name, error=what, again_in=wait.total_seconds())
