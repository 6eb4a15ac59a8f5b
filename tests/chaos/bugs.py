"""Bugs one could write: planted into the processes by tests, to see that they are caught."""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import datetime, timedelta

from bot.inbox import Inbox
from feedback.pacing import Hold
from feedback.records import InboxItem, OutboxItem
from feedback.store.outbox import OutboxStore
from feedback.work import Settlement

BUG = "CHAOS_BUG"
"""The variable that names the bug a process is to have."""

_MOST_IN_MEMORY = 8
_FORGOTTEN = (3, 5, 7, 9)


def acknowledge_before_storing() -> None:
    """Let the inbox say that an item is stored while it still gathers several for one write."""
    put, gathered = Inbox.put, list[InboxItem]()

    async def hasty(inbox: Inbox, item: InboxItem) -> bool:
        gathered.append(item)
        if len(gathered) < _MOST_IN_MEMORY:
            return True
        storing, gathered[:] = gathered[:], ()
        return all([await put(inbox, each) for each in storing])

    _replace(Inbox, "put", hasty)


def note_before_sending() -> None:
    """Let the store note that a prompt was sent as soon as somebody claims it."""
    claim = OutboxStore.claim_outbox

    def hasty(
        store: OutboxStore, *, now: datetime, limit: int, lease: timedelta, owner: str,
        channels: Collection[str], above: int | None = None,
    ) -> tuple[OutboxItem, ...]:  # fmt: skip
        items = claim(store, now=now, limit=limit, lease=lease, owner=owner, channels=channels, above=above)
        settled = [Settlement(id=each.id, owner=owner, state="sent", receipt=each.id) for each in items]
        store.settle_outbox(settled, now=now)
        return items

    _replace(OutboxStore, "claim_outbox", hasty)


def forget_what_was_sent() -> None:
    """Let the store lose some notes of what became of prompts, once it has made others."""
    settle, calls = OutboxStore.settle_outbox, list[int]()

    def forgetful(
        store: OutboxStore, settlements: Sequence[Settlement], *, now: datetime, holds: Sequence[Hold] = ()
    ) -> None:
        calls.append(len(settlements))
        if len(calls) not in _FORGOTTEN:
            settle(store, settlements, now=now, holds=holds)

    _replace(OutboxStore, "settle_outbox", forgetful)


BUGS: Mapping[str, Callable[[], None]] = {
    each.__name__: each for each in (acknowledge_before_storing, note_before_sending, forget_what_was_sent)
}


def _replace(owner: type, name: str, by: object) -> None:
    setattr(owner, name, by)
