"""What platforms tell us: stored raw before it is acknowledged, understood once, or quarantined."""

import asyncio
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Protocol

import structlog

from bot.channel import (
    Arrived,
    Channel,
    Filled,
    Invited,
    Knows,
    Left,
    Meaning,
    Nothing,
    Profile,
    Returned,
    Said,
    Told,
)
from feedback.grouping import GroupCommit
from feedback.intake import Entered, Heard, Intake, Noted, Opened, Ordered, Reached, Result
from feedback.records import InboxItem
from feedback.service import Service

log = structlog.get_logger()

_LEASE = timedelta(seconds=15)
"""How long a stored item may wait for the process that took it, before another sees to it."""

_LOOKS = timedelta(seconds=5)
"""How long apart two searches for such items are: each is a transaction, and a lone reply waits for it."""

_MOST = 256


class InboxStore(Protocol):
    """What the inbox needs of the store; each method is one transaction."""

    def put_inbox(self, items: Sequence[InboxItem]) -> Sequence[bool]:
        """Insert or ignore; True for what was new."""

    def claim_inbox(self, *, now: datetime, limit: int, lease: timedelta, owner: str) -> Sequence[InboxItem]:
        """Return items that nobody has dealt with for as long as `lease`."""

    def fail_inbox(self, items: Sequence[tuple[str, str, str]], *, now: datetime) -> None:
        """Count a try of (channel, key, failure); after the third the item is poison."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """An item that could not be dealt with, and the class of what happened: never its text."""

    channel: str
    key: str
    failure: str


class Inbox:
    """Puts items into the store, and hands what they mean to the service."""

    def __init__(
        self,
        *,
        store: InboxStore,
        service: Service,
        writer: GroupCommit,
        channels: Mapping[str, Channel],
        now: Callable[[], datetime],
        owner: str,
        handled: Callable[[], None],
    ) -> None:
        """Call `handled` whenever something was dealt with, so that its effects go out at once."""
        self._store = store
        self._service = service
        self._writer = writer
        self._channels = channels
        self._now = now
        self._owner = owner
        self._handled = handled
        self._waiting: deque[InboxItem] = deque()
        self._looked: datetime | None = None
        self.wake: Callable[[], None] = lambda: None

    async def put(self, item: InboxItem) -> bool:
        """Store `item` for good before returning; False when it was there already."""
        is_new = await asyncio.wrap_future(self._writer.submit(self._store.put_inbox, item))
        if is_new:
            self._waiting.append(item)
            self.wake()
        return is_new

    async def turn(self) -> int:
        """Deal with what waits, else with what an earlier process left behind; return how much that was."""
        items = [self._waiting.popleft() for _ in range(min(_MOST, len(self._waiting)))]
        if not items:
            items = list(await self._left_behind())
        if items:
            await self._deal_with(items)
            self._handled()
        return len(items)

    async def _left_behind(self) -> Sequence[InboxItem]:
        """Look for what nobody has dealt with: now and then, or at once where there may be more."""
        now = self._now()
        if self._looked is not None and abs(now - self._looked) < _LOOKS:
            return ()
        items = await asyncio.to_thread(self._claim, now)
        self._looked = None if items else now
        return items

    def _claim(self, now: datetime) -> Sequence[InboxItem]:
        return self._store.claim_inbox(now=now, limit=_MOST, lease=_LEASE, owner=self._owner)

    async def _deal_with(self, items: Sequence[InboxItem]) -> None:
        """Hand all over at once: one future for the lot costs a fraction of one for each."""
        understood = [self._understood(item) for item in items]
        wanted = [each for intakes in understood if not isinstance(intakes, Exception) for each in intakes]
        results = iter(await self._taken_in(wanted))
        failed = [
            _failed(item, error)
            for item, intakes in zip(items, understood, strict=True)
            if (error := _error(intakes, results)) is not None
        ]
        if failed:
            self._looked = None  # what failed can be tried again at once
            await asyncio.wrap_future(self._writer.submit(self._fail, failed))

    def _understood(self, item: InboxItem) -> Sequence[Intake] | Exception:
        try:
            channel = self._channels[item.channel]
            profile = channel.profile(item) if isinstance(channel, Knows) else None
            return to_intakes(item, channel.parse(item), profile)
        except Exception as error:  # noqa: BLE001 - a poison item is quarantined, and the others go on
            return error

    async def _taken_in(self, intakes: Sequence[Intake]) -> Sequence[Result | Exception]:
        try:
            return await asyncio.wrap_future(self._writer.submit(self._take_in, intakes)) if intakes else ()
        except Exception as error:  # noqa: BLE001 - the database is away, say: all are tried again
            return [error] * len(intakes)

    def _take_in(self, batches: Sequence[Sequence[Intake]]) -> Sequence[Sequence[Result | Exception]]:
        return [self._service.handle(batch) for batch in batches]

    def _fail(self, batches: Sequence[Sequence[Failed]]) -> Sequence[None]:
        told = [(each.channel, each.key, each.failure) for batch in batches for each in batch]
        self._store.fail_inbox(told, now=self._now())
        return [None] * len(batches)


def _error(intakes: Sequence[Intake] | Exception, results: Iterator[Result | Exception]) -> Exception | None:
    """Return what went wrong with an item, taking its results from all; a form has one for each question."""
    if isinstance(intakes, Exception):
        return intakes
    errors = [each for each in islice(results, len(intakes)) if isinstance(each, Exception)]
    return errors[0] if errors else None


def _failed(item: InboxItem, error: Exception) -> Failed:
    failure = type(error).__name__
    log.warning("inbox_item_failed", channel=item.channel, key=item.key, error=failure)
    return Failed(channel=item.channel, key=item.key, failure=failure)


def to_intakes(item: InboxItem, meaning: Meaning | None, profile: Profile | None = None) -> Sequence[Intake]:
    """Return what the service is to take in for what an item means; `profile` is its sender's."""
    if isinstance(meaning, Filled) and meaning.replies:
        return _filled(item, meaning)
    return (_intake(item, meaning, profile),)


def _filled(item: InboxItem, meaning: Filled) -> Sequence[Heard]:
    last = list(meaning.replies)[-1]
    return [
        Heard(
            channel=item.channel,
            key=item.key,
            address=item.address,
            reply=reply,
            at=item.received_at,
            session=meaning.session,
            question=question,
            more=question != last,
        )
        for question, reply in meaning.replies.items()
    ]


def _intake(item: InboxItem, meaning: Meaning | None, profile: Profile | None) -> Intake:
    channel, key, address, at = item.channel, item.key, item.address, item.received_at
    match meaning:
        case Said(reply=reply):
            return Heard(channel=channel, key=key, address=address, reply=reply, at=at)
        case Invited(interaction=interaction):
            return Opened(channel=channel, key=key, address=address, interaction=interaction, at=at)
        case Told(order="start"):
            return _entered(item, None, profile)
        case Told(order=order, argument=argument):
            return Ordered(channel=channel, key=key, address=address, order=order, argument=argument, at=at)
        case Arrived(code=code):
            return _entered(item, code, profile)
        case Left() | Returned():
            is_there = isinstance(meaning, Returned)
            return Reached(channel=channel, key=key, address=address, is_there=is_there, at=at)
        case Nothing() | Filled():
            return Noted(channel=channel, key=key, address=address)
        case None:
            raise ValueError("the item means nothing to its channel")


def _entered(item: InboxItem, code: str | None, profile: Profile | None) -> Entered:
    known = profile or Profile()
    return Entered(
        channel=item.channel,
        key=item.key,
        address=item.address,
        code=code,
        at=item.received_at,
        language=known.language,
        name=known.name,
    )
