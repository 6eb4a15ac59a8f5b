"""The outbox on its way: claimed, let go as fast as the platform's limits allow, and settled."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.appetite import NOTHING, Appetite, Portion
from bot.channel import Channel, Paced
from bot.sender import Became, Laden, Sender, as_it_is
from bot.standstill import Standstill
from feedback.grouping import GroupCommit
from feedback.outbox import SUPERSEDED, Promise, drop, put_back
from feedback.pacing import Hold, Lane, Pace
from feedback.records import OutboxItem
from feedback.work import Settlement

_LEASE = timedelta(seconds=60)
_NOTED = timedelta(milliseconds=100)
"""How long what became of an item may wait to be noted together with others, while more is to be sent."""

_PATIENCE = _LEASE / 20
"""What would have to wait longer is put back, and others are claimed."""

_AT_ONCE = 16
_AT_ONCE_PACED = 8
"""How many prompts are on their way at the same time; more slow the platforms' own libraries down."""

_HOLDS_READ = timedelta(seconds=10)
"""How long apart we look which lanes other processes found closed."""

_LAST = timedelta(seconds=5)
"""How long what is on its way may still take when we stop."""


class OutboxStore(Protocol):
    """What the dispatcher needs of the store; each method is one transaction."""

    def claim_outbox(
        self, *, now: datetime, limit: int, lease: timedelta, owner: str, channels: Collection[str],
        above: int | None = None,
    ) -> Sequence[OutboxItem]:  # fmt: skip
        """Take due items, so that nobody else does while the lease lasts."""

    def reserve_outbox(
        self, *, now: datetime, limit: int, lease: timedelta, owner: str, channels: Collection[str],
        above: int | None = None,
    ) -> Sequence[OutboxItem]:  # fmt: skip
        """Take due items in the same way; none of them counts as on its way yet."""

    def begin_outbox(self, ids: Collection[str], *, owner: str) -> Collection[str]:
        """Note that reserved items go out now, and return those that still may."""

    def settle_outbox(
        self, settlements: Sequence[Settlement], *, now: datetime, holds: Sequence[Hold] = ()
    ) -> None:
        """Write what became of them, with the deliveries and the cells of the map these touch."""

    def still_wanted(self, ids: Collection[str], *, owner: str) -> Collection[str]:
        """Return those that nobody has dropped since they were claimed."""

    def holds(self, *, now: datetime) -> Sequence[Hold]:
        """Return the lanes that platforms have closed."""


async def always() -> bool:
    """Say that we lead: nobody else could."""
    return True


class Dispatcher:
    """Sends what is due through one channel, so that a slow platform holds up nobody but its own.

    The channel knows how to send and which limits that falls under, the outbox's policy what a failure means.
    """

    def __init__(
        self,
        *,
        store: OutboxStore,
        writer: GroupCommit,
        channel: Channel,
        now: Callable[[], datetime],
        owner: str,
        sent: Callable[[OutboxItem, str | None], None],
        promise: Promise = "at_least_once",
        leads: Callable[[], Awaitable[bool]] = always,
        laden: Laden = as_it_is,
    ) -> None:
        """Call `sent` once it is written down that a prompt was sent, and as what: now it stands there.

        Nothing goes out unless `leads` says that we are the one process that may.
        """
        self._store = store
        self._writer = writer
        self.name = channel.name
        self._now = now
        self._owner = owner
        self._sent = sent
        self._leads = leads
        self._pace = Pace()
        self._standstill = Standstill(channel.name)
        self._sender = Sender(
            channel=channel, promise=promise, pace=self._pace, standstill=self._standstill, now=now,
            begin=lambda item: asyncio.wrap_future(writer.submit(self._begin, item.id)),
            laden=laden,
        )  # fmt: skip
        self._take = store.reserve_outbox if self._sender.leaves_doubts else store.claim_outbox
        self._is_paced = isinstance(channel, Paced)
        self._at_once = _AT_ONCE_PACED if self._is_paced else _AT_ONCE
        self._appetite = Appetite(at_once=self._at_once)
        self._waiting: list[OutboxItem] = []
        self._lanes: dict[str, Sequence[Lane]] = {}
        self._fresh: set[str] = set()
        self._going: deque[OutboxItem] = deque()
        self._away: set[str] = set()
        self._carriers: set[asyncio.Task[None]] = set()
        self._became: list[Became] = []
        self._note_at: datetime | None = None
        self._checked: datetime | None = None
        self._holds_read: datetime | None = None
        self._next: datetime | None = None
        self.wake: Callable[[], None] = lambda: None

    @property
    def trouble(self) -> str | None:
        """What keeps the whole channel from sending, for operators; None while it works."""
        return self._standstill.trouble

    def next_turn(self) -> datetime | None:
        """Return when the first of those that wait for a lane may go; None where nobody waits for one."""
        moments = [self._next, self._note_at if self._became else None]
        return min((each for each in moments if each is not None), default=None)

    def hear_of_more(self) -> None:
        """Know that more may be due now: without this, what is due is looked for once a second at most."""
        self._appetite.hear_of_more()

    async def turn(self) -> int:
        """Claim what is due, let go what may, and note what became of it; return how much that was."""
        if await self._leads():
            await self._read_holds()
            done = await self._claim_more() + await self._let_go()
        else:
            done = self._stand_back()
        await asyncio.sleep(0)  # what is through at once is noted at once
        return done + (await self._note() if self._is_time_to_note() else 0)

    async def work_off(self) -> int:
        """Take turns until nothing is on its way and nothing more may go at this moment; return how much."""
        self.hear_of_more()
        done = await self.turn()
        while self._carriers or self._became or self._lacks_room():
            if self._carriers:
                await asyncio.wait(self._carriers, return_when=asyncio.FIRST_COMPLETED)
            done += await self.turn()
            done += 0 if self._carriers else await self._note()
        return done

    def _is_time_to_note(self) -> bool:
        """Say whether to write down now what became of items: a transaction for each costs too much."""
        if not self._became:
            return False
        is_idle = not self._waiting and not self._away
        if not self._is_paced or is_idle or len(self._became) >= self._at_once / 2:
            return True
        if self._note_at is None or self._now() < self._note_at - _NOTED:
            self._note_at = self._now() + _NOTED
        return self._now() >= self._note_at

    def _lacks_room(self) -> bool:
        """Say whether some wait for nothing but a place."""
        return bool(self._waiting) and self._next is None

    async def finish(self) -> None:
        """Give back what has not gone, and wait a little for what has."""
        self._stand_back()
        if self._carriers:
            await asyncio.wait(self._carriers, timeout=_LAST.total_seconds())
        await self._note()

    async def _read_holds(self) -> None:
        now = self._now()
        is_known = self._holds_read is not None and abs(now - self._holds_read) < _HOLDS_READ
        if is_known or not self._is_paced:
            return
        for hold in await asyncio.to_thread(lambda: self._store.holds(now=now)):
            if hold.channel == self.name:
                self._pace.hold(hold.key, until=hold.until)
        self._holds_read = now

    async def _claim_more(self) -> int:
        portion = self._portion()
        if not portion.limit:
            return 0
        items = await self._claimed(portion)
        # One of ours whose lease ran out while it was on its way is not to go twice.
        in_hand = self._away.union(item.id for item in (*self._waiting, *(b.item for b in self._became)))
        found = [item for item in items if item.id not in in_hand]
        for item in found:
            self._lanes[item.id] = lanes = self._sender.lanes(item)
            self._appetite.know(lanes)
        self._fresh = {item.id for item in found}
        self._waiting = sorted([*self._waiting, *found], key=_by_urgency)
        return len(found)

    async def _claimed(self, portion: Portion) -> Sequence[OutboxItem]:
        self._appetite.look(now=self._now())
        try:
            items = await asyncio.wrap_future(self._writer.submit(self._claim, portion))
        except Exception:
            self._appetite.hear_of_more()
            raise
        self._appetite.found(len(items), portion)
        return items

    def _portion(self) -> Portion:
        """Return how many items to claim, and which."""
        now = self._now()
        if self._standstill.is_on(now):
            return NOTHING
        if self._standstill.is_tried(now):
            return NOTHING if self._waiting or self._away else Portion(1)
        return self._appetite.portion(self._waiting, away=len(self._away), now=now)

    def _claim(self, asked: Sequence[Portion]) -> Sequence[Sequence[OutboxItem]]:
        limit, above = asked[0]
        items = self._take(
            now=self._now(), limit=limit, lease=_LEASE, owner=self._owner, channels={self.name}, above=above
        )
        return [items, *([()] * (len(asked) - 1))]

    async def _let_go(self) -> int:
        now = self._now()
        if self._standstill.is_on(now):
            return self._stand_back()
        before, room = len(self._became), self._room()
        if room is not None and room <= 0:
            self._fresh, self._next = set(), None
            return 0
        wanted = await self._still_wanted()
        choice = self._pace.choose([(item, self._lanes[item.id]) for item in wanted], now=now, room=room)
        has_room = room is None or len(choice.going) < room
        self._stay(choice.staying, now=now, has_room=has_room)
        self._lanes = {item.id: self._lanes[item.id] for item in self._waiting}
        self._send_off(choice.going)
        return len(choice.going) + len(self._became) - before

    def _room(self) -> int | None:
        """Return how many more may be on their way; None where nobody counts."""
        # What has not been noted yet would go twice if we were killed, so it counts as on its way.
        return self._at_once - len(self._away) - len(self._became) if self._is_paced else None

    async def _still_wanted(self) -> Sequence[OutboxItem]:
        """Drop what need not go out any more: while it waited, its customer may have said stop."""
        now, old = self._now(), [item.id for item in self._waiting if item.id not in self._fresh]
        wanted = set(self._fresh)
        if self._checked is not None and abs(now - self._checked) < _NOTED:
            wanted.update(old)
        elif old:
            self._checked = now
            wanted.update(await asyncio.to_thread(lambda: self._store.still_wanted(old, owner=self._owner)))
        self._fresh = set()
        kept = [item for item in self._waiting if item.id in wanted and item.failure != SUPERSEDED]
        keeping = {item.id for item in kept}
        self._became += [
            Became(item=item, settlement=drop(item)) for item in self._waiting if item.id not in keeping
        ]
        return kept

    def _stay(self, staying: Sequence[tuple[OutboxItem, datetime]], *, now: datetime, has_room: bool) -> None:
        """Keep those that may go soon, and give the others back until then."""
        kept = [(item, at) for item, at in staying if at - now <= _PATIENCE and _is_leased(item, at)]
        keeping = {item.id for item, _ in kept}
        self._waiting = [item for item, _ in kept]
        self._next = min((at for _, at in kept), default=None) if has_room else None
        self._became += [
            Became(item=item, settlement=put_back(item, due_at=max(at, now)))
            for item, at in staying
            if item.id not in keeping
        ]

    def _stand_back(self) -> int:
        """Give back everything that was claimed and is not on its way."""
        due_at = self._standstill.until or self._now()
        items = [*self._waiting, *self._going]
        self._away.difference_update(item.id for item in self._going)
        self._waiting, self._lanes, self._next = [], {}, None
        self._going.clear()
        self._became += [Became(item=item, settlement=put_back(item, due_at=due_at)) for item in items]
        return len(items)

    def _send_off(self, items: Sequence[OutboxItem]) -> None:
        self._away.update(item.id for item in items)
        self._going.extend(items)
        for _ in range(min(self._at_once - len(self._carriers), len(self._going))):
            carrier = asyncio.create_task(self._carry(), name=f"carrier-{self.name}")
            self._carriers.add(carrier)
            carrier.add_done_callback(self._carriers.discard)

    async def _carry(self) -> None:
        """Send one after the other, for as long as there is something to send."""
        while self._going:
            item = self._going.popleft()
            try:
                became = await self._sender.send(item)
                self._became.append(became)  # the list may be another one by now
            finally:
                self._away.discard(item.id)
                self.wake()

    def _begin(self, ids: Sequence[str]) -> Sequence[bool]:
        wanted = self._store.begin_outbox(ids, owner=self._owner)
        return [each in wanted for each in ids]

    async def _note(self) -> int:
        became, self._became, self._note_at = self._became, [], None
        if not became:
            return 0
        try:
            await asyncio.wrap_future(self._writer.submit(self._settle, became))
        except BaseException:
            # The database is away, or we are stopped: they are noted later, which may well be twice.
            self._became = became + self._became
            raise
        for each in became:
            if each.settlement.state == "sent":
                self._sent(each.item, each.settlement.receipt)
            elif each.settlement.state == "pending":
                self.hear_of_more()
        return len(became)

    def _settle(self, batches: Sequence[Sequence[Became]]) -> Sequence[None]:
        became = [each for batch in batches for each in batch]
        self._store.settle_outbox(
            [each.settlement for each in became],
            now=self._now(),
            holds=[hold for each in became for hold in each.holds],
        )
        return [None] * len(batches)


def _by_urgency(item: OutboxItem) -> tuple[int, datetime, str]:
    return item.priority, item.due_at, item.id


def _is_leased(item: OutboxItem, at: datetime) -> bool:
    """Say whether enough of the lease is left at that moment to send within it."""
    return item.lease_until is None or item.lease_until - at > _LEASE / 2
