"""The outbox on its way: claimed, sent through its channel, and settled."""

import asyncio
from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.channel import Channel
from feedback.grouping import GroupCommit
from feedback.outbox import Failure, Receipt, settle
from feedback.records import OutboxItem
from feedback.work import Settlement

log = structlog.get_logger()

_LEASE = timedelta(seconds=60)
_MOST = 200
_AT_ONCE = 16
"""How many prompts are on their way through one channel at the same time."""


class OutboxStore(Protocol):
    """What the dispatcher needs of the store; each method is one transaction."""

    def claim_outbox(
        self, *, now: datetime, limit: int, lease: timedelta, owner: str, channels: Collection[str]
    ) -> Sequence[OutboxItem]:
        """Take due items, so that nobody else does while the lease lasts."""

    def settle_outbox(self, settlements: Sequence[Settlement], *, now: datetime) -> None:
        """Write what became of them, with the deliveries and the cells of the map these touch."""


class Dispatcher:
    """Sends what is due through one channel, so that a slow platform holds up nobody but its own.

    The channel knows how to send, the outbox's policy knows what a failure means.
    """

    def __init__(
        self,
        *,
        store: OutboxStore,
        writer: GroupCommit,
        channel: Channel,
        now: Callable[[], datetime],
        owner: str,
        sent: Callable[[OutboxItem], None],
    ) -> None:
        """Call `sent` once it is written down that a prompt was sent: now it stands in the conversation."""
        self._store = store
        self._writer = writer
        self._channel = channel
        self._now = now
        self._owner = owner
        self._sent = sent
        self._room = asyncio.Semaphore(_AT_ONCE)

    async def turn(self) -> int:
        """Send one batch of what is due and return how many there were."""
        items = await asyncio.wrap_future(self._writer.submit(self._claim, None))
        if items:
            settlements = await asyncio.gather(*map(self._send, items))
            await asyncio.wrap_future(self._writer.submit(self._settle, settlements))
            for item, settlement in zip(items, settlements, strict=True):
                if settlement.state == "sent":
                    self._sent(item)
        return len(items)

    def _claim(self, asked: Sequence[None]) -> Sequence[Sequence[OutboxItem]]:
        items = self._store.claim_outbox(
            now=self._now(), limit=_MOST, lease=_LEASE, owner=self._owner, channels={self._channel.name}
        )
        return [items, *([()] * (len(asked) - 1))]

    def _settle(self, batches: Sequence[Sequence[Settlement]]) -> Sequence[None]:
        self._store.settle_outbox([settlement for batch in batches for settlement in batch], now=self._now())
        return [None] * len(batches)

    async def _send(self, item: OutboxItem) -> Settlement:
        async with self._room:
            result = await self._tried(item)
        if isinstance(result, Failure):
            log.warning("prompt_not_sent", prompt_id=item.id, channel=item.channel, failure=result.kind)
        return settle(item, result, now=self._now())

    async def _tried(self, item: OutboxItem) -> Receipt | Failure:
        try:
            return await self._channel.send(item)
        except Exception as error:  # noqa: BLE001 - one prompt's trouble must not keep the others
            log.warning("channel_failed", prompt_id=item.id, channel=item.channel, error=type(error).__name__)
            return Failure(kind="unreachable")
