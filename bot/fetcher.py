"""What customers sent along, fetched from its platform once the answer it came with is safe."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Protocol

import structlog

from bot.channel import Channel, Failure, Fetches
from feedback.catalogue import Key
from feedback.errors import StaleError
from feedback.fetching import is_too_large, judge, refuse
from feedback.grouping import GroupCommit
from feedback.ids import NewId
from feedback.outbox import wait_of
from feedback.pacing import Hold, kind_of
from feedback.posting import AT_LEISURE, addressed, notice_prompt
from feedback.records import Answer, Enclosure, EnclosureState, OutboxItem
from feedback.wording import say
from feedback.work import Changes, Fetched

log = structlog.get_logger()

_LEASE = timedelta(minutes=5)
_LONGEST = timedelta(minutes=2)
"""How long one file may take; its try is over before somebody else begins the next."""

_AT_ONCE = 4
_REST = timedelta(seconds=4)
"""So many files of one channel, then a rest: a file a second is far below what any platform allows."""

_LANE = "files"
_HELD = frozenset({_LANE, "all"})
"""Closed lanes that concern files: their own, and a bot's as a whole; a chat's own lane does not."""

_WORDS: Mapping[EnclosureState, Key] = {"refused": "file_refused", "gone": "file_gone"}


class EnclosureStore(Protocol):
    """What the fetcher needs of the store; each method is one transaction."""

    def claim_enclosures(
        self, *, now: datetime, limit: int, lease: timedelta, channels: Collection[str]
    ) -> Sequence[Enclosure]:
        """Take what is to be fetched, so that nobody else does while the lease lasts."""

    def save(self, changes: Changes, *, now: datetime) -> None:
        """Write what became of it; StaleError where the answer is not there any more."""

    def answers(self, *, ids: Collection[str]) -> Sequence[Answer]:
        """Return the answers that something was sent along with."""

    def holds(self, *, now: datetime) -> Sequence[Hold]:
        """Return the lanes that platforms have closed."""

    def hold_lanes(self, holds: Sequence[Hold], *, now: datetime) -> None:
        """Keep lanes closed, in every process and after a restart."""


class Fetcher:
    """Fetches what waits, a few files at a time; what its platform refuses is told to whoever sent it."""

    def __init__(
        self,
        *,
        store: EnclosureStore,
        writer: GroupCommit,
        channels: Mapping[str, Channel],
        now: Callable[[], datetime],
        new_id: NewId,
        handled: Callable[[], None],
    ) -> None:
        """Call `handled` when there is something to say to a customer."""
        self._store = store
        self._writer = writer
        self._channels = {name: each for name, each in channels.items() if isinstance(each, Fetches)}
        self._now = now
        self._new_id = new_id
        self._handled = handled
        self._rests: dict[str, datetime] = {}

    async def turn(self) -> int:
        """Fetch what waits on channels that may be asked; return how much was seen to."""
        ready = await self._ready()
        claimed = await asyncio.wrap_future(self._writer.submit(self._claim, ready)) if ready else ()
        by_channel: defaultdict[str, list[Enclosure]] = defaultdict(list)
        for each in claimed:
            by_channel[each.channel].append(each)
        await asyncio.gather(*(self._fetch_all(name, waiting) for name, waiting in by_channel.items()))
        return len(claimed)

    async def _ready(self) -> frozenset[str]:
        now = self._now()
        if not self._channels:
            return frozenset()
        holds = await asyncio.to_thread(lambda: self._store.holds(now=now))
        held = {hold.channel for hold in holds if kind_of(hold.key) in _HELD}
        return frozenset(
            name for name in self._channels if name not in held and self._rests.get(name, now) <= now
        )

    def _claim(self, asked: Sequence[frozenset[str]]) -> Sequence[Sequence[Enclosure]]:
        claimed = self._store.claim_enclosures(
            now=self._now(), limit=_AT_ONCE, lease=_LEASE, channels=asked[0]
        )
        return [claimed, *([()] * (len(asked) - 1))]

    async def _fetch_all(self, name: str, waiting: Sequence[Enclosure]) -> None:
        """Fetch one after the other; where the platform wants a rest, the others wait with the first."""
        self._rests[name] = self._now() + _REST
        pause: Failure | None = None
        for enclosure in waiting:
            found = pause or await self._fetched(enclosure)
            if isinstance(found, Failure) and found.kind == "throttled" and pause is None:
                pause = found
                hold = Hold(channel=name, key=f"{name}:{_LANE}", until=self._now() + wait_of(found))
                await asyncio.wrap_future(self._writer.submit(self._hold, hold))
            await self._settle(enclosure, self._judged(enclosure, found))

    def _judged(self, enclosure: Enclosure, found: bytes | Failure | None) -> Fetched:
        if found is None:
            return refuse(enclosure, "too_large", now=self._now())
        return judge(enclosure, found, now=self._now())

    async def _fetched(self, enclosure: Enclosure) -> bytes | Failure | None:
        """Return what it holds; None where that is told to be too much."""
        if is_too_large(enclosure):
            return None
        try:
            async with asyncio.timeout(_LONGEST.total_seconds()):
                channel = self._channels[enclosure.channel]
                return await channel.fetch(enclosure.reference, address=enclosure.address)
        except Exception as error:  # noqa: BLE001 - one file's trouble must not keep the others
            log.warning("fetch_failed", enclosure=enclosure.id, error=type(error).__name__)
            return Failure(kind="unknown")

    async def _settle(self, enclosure: Enclosure, fetched: Fetched) -> None:
        log.info("fetched", enclosure=enclosure.id, state=fetched.state, failure=fetched.failure)
        changes = Changes(fetched=[fetched])
        if fetched.state in _WORDS:
            changes.outbox.append(await self._told(enclosure, _WORDS[fetched.state]))
        try:
            await asyncio.wrap_future(self._writer.submit(self._save, changes))
        except StaleError:
            return  # the answer was erased meanwhile, or somebody else has it
        if changes.outbox:
            self._handled()

    async def _told(self, enclosure: Enclosure, words: Key) -> OutboxItem:
        """Return what is said to whoever sent it."""
        answers = await asyncio.to_thread(lambda: self._store.answers(ids={enclosure.answer}))
        language = answers[0].language if answers else "en"
        item = addressed(
            notice_prompt(self._new_id(), say(words, language), language=language),
            channel=enclosure.channel,
            address=enclosure.address,
            customer=enclosure.customer,
            at=self._now(),
        )
        return replace(item, priority=AT_LEISURE)

    def _save(self, changes: Sequence[Changes]) -> Sequence[StaleError | None]:
        return [self._saved(each) for each in changes]

    def _saved(self, changes: Changes) -> StaleError | None:
        try:
            self._store.save(changes, now=self._now())
        except StaleError as stale:
            return stale
        return None

    def _hold(self, holds: Sequence[Hold]) -> Sequence[None]:
        self._store.hold_lanes(holds, now=self._now())
        return [None] * len(holds)
