"""Telling whoever sent something along that it could not be passed on."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

import structlog

from feedback.case_lost import told_of_loss
from feedback.grouping import GroupCommit
from feedback.prompts import Carried
from feedback.records import Customer, OutboxItem
from feedback.work import Changes

log = structlog.get_logger()


class LossStore(Protocol):
    """What it needs of the store; each method is one transaction."""

    def customer_by_address(self, channel: str, address: str) -> Customer | None:
        """Return whoever is at that address."""

    def save(self, changes: Changes, *, now: datetime) -> None:
        """Write what is to be said; the same thing is said once."""


class Unpassed:
    """Says so, once for each message that goes out without something."""

    def __init__(
        self,
        *,
        store: LossStore,
        writer: GroupCommit,
        now: Callable[[], datetime],
        handled: Callable[[], None],
    ) -> None:
        """Call `handled` when there is something to say."""
        self._store = store
        self._writer = writer
        self._now = now
        self._handled = handled

    async def tell(self, item: OutboxItem, lost: Sequence[Carried]) -> None:
        """Tell whoever sent `lost` along that `item` goes out without it."""
        first = lost[0]
        try:
            sender = await asyncio.to_thread(
                lambda: self._store.customer_by_address(first.channel, first.address)
            )
            told = told_of_loss(
                item, tuple(lost), language=sender.language if sender else None, at=self._now()
            )
            if told is not None:
                await asyncio.wrap_future(self._writer.submit(self._save, told))
                self._handled()
        except Exception as error:  # noqa: BLE001 - the words go out in any case
            log.warning("loss_not_told", prompt_id=item.id, error=type(error).__name__)

    def _save(self, told: Sequence[OutboxItem]) -> Sequence[None]:
        self._store.save(Changes(outbox=list(told)), now=self._now())
        return [None] * len(told)
