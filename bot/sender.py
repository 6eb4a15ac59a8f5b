"""One item on its way: looked for where it may be there already, sent, and settled by the outbox's policy."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from bot.channel import Channel, Paced, Reconciles
from bot.standstill import Standstill
from feedback.outbox import (
    MISCONFIGURED_RETRY,
    Failure,
    Promise,
    Receipt,
    drop,
    lost,
    may_send,
    put_back,
    settle,
    settle_doubt,
    wait_of,
)
from feedback.pacing import Hold, Lane, Pace
from feedback.records import OutboxItem
from feedback.work import Settlement

log = structlog.get_logger()


Laden = Callable[[OutboxItem], Awaitable[OutboxItem]]
"""Returns an item with what it carries as files."""


async def as_it_is(item: OutboxItem) -> OutboxItem:
    """Carry nothing."""
    return item


@dataclass(frozen=True, slots=True, kw_only=True)
class Became:
    """What became of one item, and which lanes have to wait because of it."""

    item: OutboxItem
    settlement: Settlement
    holds: Sequence[Hold] = ()


class Sender:
    """Sends through one channel; what the platform says of its limits goes to `pace` and `standstill`."""

    def __init__(
        self,
        *,
        channel: Channel,
        promise: Promise,
        pace: Pace,
        standstill: Standstill,
        now: Callable[[], datetime],
        begin: Callable[[OutboxItem], Awaitable[bool]],
        laden: Laden,
    ) -> None:
        """Ask `begin` to note that an item goes out, and whether it still may, where nobody can find out.

        `laden` fetches what an item carries, last of all.
        """
        self._channel = channel
        # What a channel can do is asked once: to ask takes longer than many a thing it can do.
        self._paced = channel if isinstance(channel, Paced) else None
        self._reconciles = channel if isinstance(channel, Reconciles) else None
        self._promise: Promise = promise
        self._pace = pace
        self._standstill = standstill
        self._now = now
        self._begin = begin
        self._laden = laden

    @property
    def leaves_doubts(self) -> bool:
        """Say whether nobody could find out later what became of something when we are killed sending it."""
        return self._promise == "at_most_once" and self._reconciles is None

    async def send(self, item: OutboxItem) -> Became:
        """Send `item`, or find that it is there already; never raises."""
        was_trial = self._standstill.trouble is not None
        if item.possibly_sent:
            settlement = await self._look_for(item, was_trial=was_trial)
            if settlement is not None:
                return Became(item=item, settlement=settlement)
            item = replace(item, possibly_sent=False)
        not_begun = await self._refused(item) if self.leaves_doubts and item.amends is None else None
        if not_begun is not None:
            return Became(item=item, settlement=not_begun)
        result = await self._sent(item)
        self._standstill.hear(result, was_trial=was_trial, now=self._now())
        settlement = settle(
            item, result, now=self._now(), promise=self._promise, is_found_out=self._is_found_out(item)
        )
        return Became(item=item, settlement=settlement, holds=self._held_by(item, result))

    def lanes(self, item: OutboxItem) -> Sequence[Lane]:
        """Return every limit that sending `item` falls under."""
        return self._paced.lanes(item) if self._paced else ()

    async def _refused(self, item: OutboxItem) -> Settlement | None:
        """Note that `item` goes out; return what becomes of it where it does not."""
        try:
            return None if await self._begin(item) else drop(item)
        except Exception as error:  # noqa: BLE001 - the database is away: it goes once that is back
            log.warning("prompt_not_begun", prompt_id=item.id, error=type(error).__name__)
            return put_back(item, due_at=self._now())

    async def _look_for(self, item: OutboxItem, *, was_trial: bool) -> Settlement | None:
        """Settle what may be there already; None where it is to be sent, again or at last."""
        if not self._is_found_out(item):
            return None if may_send(item, promise=self._promise) else lost(item)
        found = await self._found(item)
        if found is None:
            return None
        if isinstance(found, Receipt):
            return settle(item, found, now=self._now())
        self._standstill.hear(found, was_trial=was_trial, now=self._now())
        return settle_doubt(item, found, now=self._now(), promise=self._promise)

    def _is_found_out(self, item: OutboxItem) -> bool:
        """Say whether the platform can tell if `item` arrived; what amends may just as well be sent again."""
        return self._reconciles is not None and item.amends is None

    async def _sent(self, item: OutboxItem) -> Receipt | Failure:
        try:
            result = await self._channel.send(await self._laden(item))
        except Exception as error:  # noqa: BLE001 - one prompt's trouble must not keep the others
            log.warning("channel_failed", prompt_id=item.id, channel=item.channel, error=type(error).__name__)
            return Failure(kind="unknown")
        if isinstance(result, Failure):
            log.warning(
                "prompt_not_sent",
                prompt_id=item.id,
                channel=item.channel,
                failure=result.kind,
                detail=result.detail,
            )
        return result

    async def _found(self, item: OutboxItem) -> Receipt | Failure | None:
        try:
            return await self._reconciles.find(item) if self._reconciles else None
        except Exception as error:  # noqa: BLE001 - see above
            log.warning("channel_failed", prompt_id=item.id, channel=item.channel, error=type(error).__name__)
            return Failure(kind="unreachable")

    def _held_by(self, item: OutboxItem, result: Receipt | Failure) -> Sequence[Hold]:
        wait = _wait(result)
        if wait is None or not isinstance(result, Failure):
            return ()
        lanes, now = self.lanes(item), self._now()
        if not lanes and result.lane is None:
            return ()
        held = self._pace.throttled(lanes, lane=result.lane, until=now + wait, now=now)
        return [Hold(channel=item.channel, key=key, until=until) for key, until in held.items()]


def _wait(result: Receipt | Failure) -> timedelta | None:
    """Return for how long others have to wait, too; None where only this item has to."""
    match result:
        case Failure(kind="throttled"):
            return wait_of(result)
        case Failure(kind="misconfigured", lane=str()):
            return MISCONFIGURED_RETRY  # a part of the channel only, such as one workspace
        case _:
            return None
