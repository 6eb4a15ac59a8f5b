"""Signs of life of a channel: how long it could not hear is known when it comes back, whoever was away."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.channel import Misses
from feedback.grouping import GroupCommit

log = structlog.get_logger()

_EVERY = timedelta(seconds=15)
ORDINARY = timedelta(minutes=2)
"""So long a restart may take without anybody being asked anew, however little a platform keeps."""

_CATCHES_UP = timedelta(minutes=1)
"""How long what the platform did keep may take to come in, before open questions are put once more."""


class PulseStore(Protocol):
    """What a pulse needs of the store."""

    def beat(
        self, channel: str, *, now: datetime, every: timedelta, most: timedelta, wait: timedelta
    ) -> timedelta | None:
        """Note that it hears; after an absence longer than `most`, set timers and return how long it was."""


class Pulse:
    """Notes now and then that a channel hears; after it did not for long, open questions are put again."""

    def __init__(
        self,
        *,
        name: str,
        channel: Misses,
        store: PulseStore,
        writer: GroupCommit,
        now: Callable[[], datetime],
        leads: Callable[[], Awaitable[bool]],
    ) -> None:
        self._name = name
        self._channel = channel
        self._store = store
        self._writer = writer
        self._now = now
        self._leads = leads
        self._beaten: datetime | None = None

    async def turn(self) -> int:
        """Note a sign of life, if there is one to note; return 1 where the channel had been away."""
        now = self._now()
        is_early = self._beaten is not None and abs(now - self._beaten) < _EVERY
        if is_early or not await self._leads() or not await self._channel.is_hearing():
            return 0
        away = await asyncio.wrap_future(self._writer.submit(self._beat, now))
        self._beaten = now
        if away is None:
            return 0
        log.warning("channel_was_away", channel=self._name, seconds=round(away.total_seconds()))
        return 1

    def _beat(self, moments: Sequence[datetime]) -> Sequence[timedelta | None]:
        most = max(self._channel.keeps_taps, ORDINARY)
        return [
            self._store.beat(self._name, now=each, every=_EVERY, most=most, wait=_CATCHES_UP)
            for each in moments
        ]
