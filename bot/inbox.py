"""What platforms tell us: stored raw before it is acknowledged, understood once, or quarantined."""

import asyncio
from collections import deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from typing import Protocol

import structlog

from bot.channel import Channel, Furnished, Knows, Left, Meaning, Nothing, Profile, Returned
from bot.intakes import to_intakes
from bot.introducer import Introducer
from feedback.grouping import GroupCommit
from feedback.intake import UNKNOWN, Heeded, Intake, Met, Noted, Presumed, Reached, Result
from feedback.records import InboxItem
from feedback.service import Service

log = structlog.get_logger()

_LEASE = timedelta(seconds=15)
"""How long a stored item may wait for the process that took it, before another sees to it."""

_LOOKS = timedelta(seconds=5)
"""How long apart two searches for such items are: each is a transaction, and a lone reply waits for it."""

_MOST = 256

_MOST_AT_ONCE = 200
"""How many addresses of one place a transaction deals with, so that replies do not wait long."""


class InboxStore(Protocol):
    """What the inbox needs of the store; each method is one transaction."""

    def put_inbox(self, items: Sequence[InboxItem]) -> Sequence[bool]:
        """Insert or ignore; True for what was new."""

    def claim_inbox(self, *, now: datetime, limit: int, lease: timedelta, owner: str) -> Sequence[InboxItem]:
        """Return items that nobody has dealt with for as long as `lease`."""

    def fail_inbox(self, items: Sequence[tuple[str, str, str]], *, now: datetime) -> None:
        """Count a try of (channel, key, failure); after the third the item is poison."""

    def addresses_within(self, channel: str, place: str) -> Sequence[str]:
        """Return the addresses at a place of a platform's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Failed:
    """An item that could not be dealt with, and the class of what happened: never its text."""

    channel: str
    key: str
    failure: str


Read = tuple[InboxItem, Meaning | Exception | None]
"""An item and what it means to its channel, or what went wrong in reading it."""


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
        introducer: Introducer | None = None,
    ) -> None:
        """Call `handled` whenever something was dealt with, so that its effects go out at once."""
        self._store = store
        self._service = service
        self._writer = writer
        self._channels = channels
        self._now = now
        self._owner = owner
        self._handled = handled
        self._introducer = introducer
        # What a channel can do is asked once: to ask takes longer than many a thing it can do.
        self._knowing = {name: each for name, each in channels.items() if isinstance(each, Knows)}
        self._furnished = {name: each for name, each in channels.items() if isinstance(each, Furnished)}
        self._waiting: deque[Read] = deque()
        self._looked: datetime | None = None
        self.wake: Callable[[], None] = lambda: None
        self.commanded: Callable[[], None] = lambda: None
        """Called whenever a command was taken down."""

    async def put(self, item: InboxItem) -> bool:
        """Store `item` for good before returning; False when it was there already.

        What asks nothing of us is stored as dealt with: platforms tell us of all that we say ourselves.
        """
        meaning = self._read(item)
        is_done = isinstance(meaning, Nothing) and not self._is_news(item)
        stored = replace(item, state="done") if is_done else item
        is_new = await asyncio.wrap_future(self._writer.submit(self._store.put_inbox, stored))
        if is_new and not is_done:
            self._waiting.append((item, meaning))
            self.wake()
        return is_new

    async def turn(self) -> int:
        """Deal with what waits, else with what an earlier process left behind; return how much that was."""
        read = [self._waiting.popleft() for _ in range(min(_MOST, len(self._waiting)))]
        if not read:
            read = [(item, self._read(item)) for item in await self._left_behind()]
        if read:
            await self._deal_with(read)
            self._handled()
        return len(read)

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

    async def _deal_with(self, read: Sequence[Read]) -> None:
        """Hand all over at once: one future for the lot costs a fraction of one for each."""
        failed = [*await self._taken_together([each for each in read if not _is_for_everybody(each[1])])]
        for item, meaning in read:
            if _is_for_everybody(meaning):
                failed += await self._taken_for_everybody(item, is_there=isinstance(meaning, Returned))
        if failed:
            self._looked = None  # what failed can be tried again at once
            await asyncio.wrap_future(self._writer.submit(self._fail, failed))
        for item, meaning in read:
            if not isinstance(meaning, Nothing):
                self._tell(item)

    def _read(self, item: InboxItem) -> Meaning | Exception | None:
        try:
            return self._channels[item.channel].parse(item)
        except Exception as error:  # noqa: BLE001 - a poison item is quarantined, and the others go on
            return error

    def _is_news(self, item: InboxItem) -> bool:
        """Say whether it may be learnt from `item` that there is somebody at its address."""
        return self._introducer is not None and self._introducer.is_news((item.channel, item.address))

    async def _taken_together(self, read: Sequence[Read]) -> Sequence[Failed]:
        where = {(item.channel, item.address) for item, _ in read}
        met = await self._introducer.met(where) if self._introducer else ()
        told = {(each.channel, each.address): each.presumed for each in met}
        understood = [
            self._understood(item, meaning, told.get((item.channel, item.address), UNKNOWN))
            for item, meaning in read
        ]
        wanted = [each for intakes in understood if not isinstance(intakes, Exception) for each in intakes]
        taken = await self._taken_in([*met, *wanted])
        if any(isinstance(each, Heeded) and each.heed == "taken_down" for each in taken):
            self.commanded()
        results = iter(taken)
        spoke = {(item.channel, item.address) for item, meaning in read if not isinstance(meaning, Nothing)}
        for known in met:
            self._note_met(known, next(results), spoke=spoke)
        return [
            _failed(item, error)
            for (item, _), intakes in zip(read, understood, strict=True)
            if (error := _error(intakes, results)) is not None
        ]

    async def _taken_for_everybody(self, item: InboxItem, *, is_there: bool) -> Sequence[Failed]:
        """Let each address at the place be reached or gone, then be done with the item."""
        channel, place = item.channel, item.address
        try:
            addresses = await asyncio.to_thread(self._store.addresses_within, channel, place)
        except Exception as error:  # noqa: BLE001 - the database is away, say: it is tried again
            return [_failed(item, error)]
        everybody: list[Intake] = [
            Reached(
                channel=channel, key=item.key, address=each, is_there=is_there, at=item.received_at, more=True
            )
            for each in addresses
        ]
        everybody.append(Noted(channel=channel, key=item.key, address=place))
        for first in range(0, len(everybody), _MOST_AT_ONCE):
            results = await self._taken_in(everybody[first : first + _MOST_AT_ONCE])
            errors = [result for result in results if isinstance(result, Exception)]
            if errors:
                return [_failed(item, errors[0])]
        return ()

    def _note_met(
        self, known: Met, result: Result | Exception, *, spoke: Collection[tuple[str, str]]
    ) -> None:
        """Ask again who somebody is that said something to us without becoming known by it."""
        where = (known.channel, known.address)
        is_unknown = isinstance(result, Heeded) and result.heed == "unknown"
        if is_unknown and where in spoke and self._introducer is not None:
            self._introducer.forget(where)
        _note_unmet(known, result)

    def _tell(self, item: InboxItem) -> None:
        furnished = self._furnished.get(item.channel)
        if furnished is not None:
            furnished.changed(item.address)

    def _understood(
        self, item: InboxItem, meaning: Meaning | Exception | None, told: Presumed
    ) -> Sequence[Intake] | Exception:
        if isinstance(meaning, Exception):
            return meaning
        try:
            knowing = self._knowing.get(item.channel)
            profile = knowing.profile(item) if knowing is not None else None
            return to_intakes(item, meaning, _completed(profile, told))
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


def _is_for_everybody(meaning: Meaning | Exception | None) -> bool:
    return isinstance(meaning, Left | Returned) and meaning.everybody


def _completed(profile: Profile | None, told: Presumed) -> Profile:
    known = profile or Profile()
    return Profile(
        name=known.name or told.name,
        language=known.language or told.language,
        timezone=known.timezone or told.timezone,
    )


def _note_unmet(known: Met, result: Result | Exception) -> None:
    if isinstance(result, Exception):
        log.warning("nobody_met", channel=known.channel, error=type(result).__name__)


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
