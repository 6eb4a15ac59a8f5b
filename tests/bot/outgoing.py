"""Small honest stand-ins around a dispatcher: an outbox in memory, and a platform with limits."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from bot.channel import Failure, Lane, Meaning, Receipt
from feedback.clock import FakeClock
from feedback.outbox import SUPERSEDED
from feedback.pacing import Hold
from feedback.prompts import Prompt, Shape
from feedback.records import InboxItem, OutboxItem
from feedback.work import Settlement

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
BROADCAST, TYPING = 5, 1


def prompt_to(
    chat: str, number: int = 1, *, priority: int = BROADCAST, due_at: datetime = NOON
) -> OutboxItem:
    """Return an item that waits; its id is told by chat and number, so that ids sort as they were made."""
    name = f"{number:05}-{chat}"
    prompt = Prompt(
        id=name, session=f"s-{chat}", question="rating", purpose="ask", text="How was it?", language="en",
        shape=Shape(look="text"),
    )  # fmt: skip
    return OutboxItem(
        id=name, customer=f"c-{chat}", session=f"s-{chat}", channel="chat", address=chat, prompt=prompt,
        priority=priority, due_at=due_at, created_at=NOON,
    )  # fmt: skip


class FakeOutbox:
    """Keeps items as the store does: leases, owners, attempts, holds."""

    def __init__(self, items: Iterable[OutboxItem] = ()) -> None:
        self.items = {item.id: item for item in items}
        self.kept_holds: dict[tuple[str, str], datetime] = {}
        self.receipts: dict[str, str | None] = {}
        self.is_away = False
        self.on_begin: Callable[[], None] = lambda: None

    def go_away(self) -> None:
        self.is_away = True

    def post(self, item: OutboxItem) -> None:
        self.items[item.id] = item

    def stop(self, session: str) -> None:
        """Drop a session's prompts, as saving a customer's /stop does."""
        for item in self.items.values():
            if item.session == session and item.state in {"pending", "sending"}:
                state = "dropped" if item.state == "pending" else item.state
                self.items[item.id] = replace(item, state=state, failure=SUPERSEDED)

    def claim_outbox(
        self, *, now: datetime, limit: int, lease: timedelta, owner: str, channels: Collection[str],
        above: int | None = None,
    ) -> Sequence[OutboxItem]:  # fmt: skip
        claimed = self.reserve_outbox(
            now=now, limit=limit, lease=lease, owner=owner, channels=channels, above=above
        )
        self._begin(item.id for item in claimed)
        return claimed

    def reserve_outbox(
        self, *, now: datetime, limit: int, lease: timedelta, owner: str, channels: Collection[str],
        above: int | None = None,
    ) -> Sequence[OutboxItem]:  # fmt: skip
        assert not self.is_away
        due = [
            item
            for item in self.items.values()
            if item.channel in channels
            and (above is None or item.priority < above)
            and (item.state == "sending" or (item.state == "pending" and item.due_at <= now))
            and (item.lease_until is None or item.lease_until <= now)
        ]
        due.sort(key=lambda item: (item.state == "pending", item.priority, item.due_at, item.id))
        taken = [replace(item, owner=owner, lease_until=now + lease) for item in due[:limit]]
        self.items |= {item.id: replace(item, attempts=item.attempts + 1) for item in taken}
        return [
            replace(
                item,
                state="sending",
                possibly_sent=item.state == "sending" or item.failure == "unknown",
            )
            for item in taken
        ]

    def begin_outbox(self, ids: Collection[str], *, owner: str) -> Collection[str]:
        self.on_begin()
        if self.is_away:
            raise ConnectionError
        wanted = self.still_wanted(ids, owner=owner)
        self._begin(wanted)
        return wanted

    def _begin(self, ids: Iterable[str]) -> None:
        self.items |= {key: replace(self.items[key], state="sending") for key in ids}

    def settle_outbox(
        self, settlements: Sequence[Settlement], *, now: datetime, holds: Sequence[Hold] = ()
    ) -> None:
        if self.is_away:
            raise ConnectionError
        for each in settlements:
            item = self.items[each.id]
            is_ours = item.owner == each.owner and item.state in {"pending", "sending"}
            if item.state == "sent" or (each.state != "sent" and not is_ours):
                continue
            is_late = each.state == "pending" and item.failure == SUPERSEDED
            self.items[each.id] = replace(
                item,
                state="dropped" if is_late else each.state,
                failure=SUPERSEDED if is_late else each.failure,
                due_at=each.due_at or item.due_at,
                attempts=item.attempts - (not each.is_attempt),
                owner=None,
                lease_until=None,
                settled_at=None if each.state == "pending" else now,
            )
            self.receipts |= {each.id: each.receipt}
        for hold in holds:
            known = self.kept_holds.get((hold.channel, hold.key), now)
            self.kept_holds[hold.channel, hold.key] = max(known, hold.until)

    def still_wanted(self, ids: Collection[str], *, owner: str) -> Collection[str]:
        return {
            key
            for key in ids
            if (item := self.items[key]).state in {"pending", "sending"}
            and item.owner == owner
            and item.failure != SUPERSEDED
        }

    def holds(self, *, now: datetime) -> Sequence[Hold]:
        return [
            Hold(channel=channel, key=key, until=until)
            for (channel, key), until in self.kept_holds.items()
            if until > now
        ]

    def states(self) -> dict[str, int]:
        counts: defaultdict[str, int] = defaultdict(int)
        for item in self.items.values():
            counts[item.state] += 1
        return dict(counts)


@dataclass
class FakePlatform:
    """A platform on which each chat and the bot as a whole have a limit: it looks back at what came."""

    clock: FakeClock
    per_second: int = 30
    arrived: list[tuple[datetime, str]] = field(default_factory=list)
    refused: list[datetime] = field(default_factory=list)
    answers: list[Receipt | Failure | None] = field(default_factory=list)
    on_send: Callable[[OutboxItem], None] = lambda _item: None
    gate: asyncio.Event | None = None
    at_gate: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(0))
    most_at_once: int = 0
    under_way: int = 0

    name = "chat"

    def parse(self, item: InboxItem) -> Meaning | None:
        del item
        return None

    async def send(self, item: OutboxItem) -> Receipt | Failure:
        self.under_way += 1
        self.most_at_once = max(self.most_at_once, self.under_way)
        try:
            if self.gate is not None:
                self.at_gate.release()
                await self.gate.wait()
            self.on_send(item)
            answer = self.answers.pop(0) if self.answers else None
            return answer or self._take(item)
        finally:
            self.under_way -= 1

    def _take(self, item: OutboxItem) -> Receipt | Failure:
        now = self.clock.now()
        lately = [chat for at, chat in self.arrived if at > now - SECOND]
        if len(lately) >= self.per_second or item.address in lately:
            self.refused.append(now)
            return Failure(kind="throttled", retry_after=3 * SECOND)
        self.arrived.append((now, item.address))
        return Receipt(reference=f"m-{item.id}")

    @property
    def chats(self) -> list[str]:
        return [chat for _, chat in self.arrived]


class PacedPlatform(FakePlatform):
    """The same, telling us its limits."""

    def lanes(self, item: OutboxItem) -> Sequence[Lane]:
        return (
            Lane(key=f"chat-one:{item.address}", most=1, period=SECOND),
            Lane(key="chat-bot:b", most=self.per_second, period=SECOND),
        )


class WidePlatform(PacedPlatform):
    """One that is paced, and lets everything through."""

    def lanes(self, item: OutboxItem) -> Sequence[Lane]:
        del item
        return ()


class FindingPlatform(PacedPlatform):
    """The same, and it can be asked what arrived."""

    found: Callable[[OutboxItem], Receipt | Failure | None] = staticmethod(lambda _item: None)
    looked: list[str]

    async def find(self, item: OutboxItem) -> Receipt | Failure | None:
        self.looked = [*getattr(self, "looked", []), item.address]
        return self.found(item)
