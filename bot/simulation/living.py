"""Lets the simulated customers live: everything they do goes the way that real customers go.

Time is a fake clock, marched from weeks ago to now. At each stop the shop reports what has happened,
the app asks, and the people read their chats and reply through the inbox, as the page would. Ids are
foreseeable and the chats hold what was said, so a life that was cut off goes on where it was.
"""

import asyncio
import hashlib
import os
from collections import defaultdict
from collections.abc import AsyncGenerator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from heapq import heappop, heappush
from typing import Final

from bot.app import App, Surroundings, open_app
from bot.channel import Failure, Receipt
from bot.channels.web import WebChannel
from bot.http.chat_api import CHANNEL
from bot.http.feed import FeedEntry, Received, Sent
from bot.http.server import StoredFeed, web_secret
from bot.http.tokens import ENTROPY_BYTES, new_address, shadow
from bot.listeners import Listeners
from bot.simulation.marker import Marker
from bot.simulation.paths import Visit, all_visits
from bot.simulation.people import Person, people
from bot.simulation.reactions import react
from bot.web_payload import PAYLOAD_JSON, Replied
from config.journey import Journey
from config.settings import Settings
from feedback.clock import FakeClock
from feedback.ids import new_id
from feedback.intake import CustomerFacts, Touch
from feedback.prompts import Reply
from feedback.records import InboxItem, OutboxItem

_SOURCE: Final = "simulation"
_STOPS: Final = tuple(timedelta(hours=hour, minutes=30) for hour in (9, 13, 17, 21))
"""When, each day, the world catches up; half past, so that no sitting runs over midnight."""

_SITTING: Final = 12
"""How many minutes people stay with a chat at one stop."""

_MINUTE: Final = timedelta(minutes=1)
_SECOND_THOUGHT: Final = timedelta(minutes=10)
_PAGE: Final = 200

SITTING: Final = _SITTING * _MINUTE
"""How far the clock may run past the last stop."""


class RingingChannel(WebChannel):
    """The web chat, which notes whose phone has rung."""

    def __init__(self, *, listeners: Listeners, rung: set[str]) -> None:
        super().__init__(listeners=listeners)
        self._rung = rung

    async def send(self, item: OutboxItem) -> Receipt | Failure:
        """Send, and note the address."""
        self._rung.add(item.address)
        return await super().send(item)


async def simulate(
    settings: Settings, marker: Marker, *, reached: Callable[[Marker], None], told: Callable[[float], None]
) -> None:
    """Live from where `marker` is to its end; hand each new marker on, and tell the share that is done."""
    rung: set[str] = set()
    stops = list(_stops(marker))
    clock = FakeClock(stops[0])
    app = open_app(
        settings,
        around=Surroundings(clock=clock, entropy=os.urandom, new_id=new_id),
        channels=lambda listeners, _: (RingingChannel(listeners=listeners, rung=rung),),
    )
    try:
        life = _Life(app=app, clock=clock, rung=rung, town=_town(app, marker), seed=marker.seed)
        await life.recall()
        for place, stop in enumerate(stops):
            if marker.reached is None or stop > marker.reached:
                await life.live_until(stop)
                reached(replace(marker, reached=stop))
            told((place + 1) / len(stops))
    finally:
        app.close()


def _stops(marker: Marker) -> Iterator[datetime]:
    day = (marker.until - timedelta(days=marker.days)).replace(hour=0, minute=0, second=0, microsecond=0)
    while day < marker.until:
        yield from (day + hours for hours in _STOPS if day + hours < marker.until - SITTING)
        day += timedelta(days=1)
    yield marker.until


@dataclass(frozen=True, slots=True, kw_only=True)
class _Town:
    """Who lives where, and what they are going to live through."""

    visits: Sequence[Visit]
    at: Mapping[str, Person]
    by_person: Mapping[int, Sequence[Visit]]


def _town(app: App, marker: Marker) -> _Town:
    persons = people(marker.customers, seed=marker.seed)
    lived = all_visits(persons, seed=marker.seed, until=marker.until, days=marker.days)
    by_person: defaultdict[int, list[Visit]] = defaultdict(list)
    for visit in lived:
        by_person[visit.person.number].append(visit)
    secret = web_secret(app)
    return _Town(
        visits=lived,
        at={_address(person, secret=secret): person for person in persons},
        by_person=by_person,
    )


def _address(person: Person, *, secret: bytes) -> str:
    # Foreseeable to whoever knows the secret only; a life that goes on must find its chats again.
    seed = hashlib.sha256(secret + person.external_id.encode()).digest()[:ENTROPY_BYTES]
    return new_address(seed, secret=secret)


@dataclass(slots=True, kw_only=True)
class _Life:
    """Everybody's life in this process: what has been read, and what is about to be said."""

    app: App
    clock: FakeClock
    rung: set[str]
    town: _Town
    seed: int
    lived: int = 0
    cursors: dict[str, str] = field(default_factory=dict)
    tongue: list[tuple[datetime, str, str, Reply]] = field(default_factory=list)
    """What is about to be said, soonest first: when, key, address, words."""

    async def recall(self) -> None:
        """Read what the chats hold from an earlier process."""
        self.rung |= set(self.town.at)
        await self._read()

    async def live_until(self, stop: datetime) -> None:
        """Let everything happen that happens up to `stop`, and let people look at their chats."""
        self.clock.set(stop)
        await self._report(stop)
        for _ in range(_SITTING):
            await self._look()
            if not self.tongue or self.tongue[0][0] > self.clock.now() + 2 * _MINUTE:
                return
            self.clock.advance(_MINUTE)

    async def _report(self, stop: datetime) -> None:
        """Tell the app what has happened, as the shop's own systems would."""
        first, addresses = self.lived, {person.number: address for address, person in self.town.at.items()}
        while self.lived < len(self.town.visits) and self.town.visits[self.lived].at <= stop:
            self.lived += 1
        happened = self.town.visits[first : self.lived]
        touches = [_touch(visit, address=addresses[visit.person.number]) for visit in happened]
        for result in await self.app.submit_many(touches):
            if isinstance(result, Exception):
                raise result

    async def _look(self) -> None:
        """Say what is due, let the app work, read what has come."""
        now, items = self.clock.now(), list[InboxItem]()
        while self.tongue and self.tongue[0][0] <= now:
            _, key, address, reply = heappop(self.tongue)
            items.append(_item(key, address, reply, at=now))
        await asyncio.gather(*map(self.app.inbox.put, items))
        await self.app.settle()
        await self._read()

    async def _read(self) -> None:
        """Read the chats that rang, and make up one's mind about what is new there."""
        ringing = sorted(self.rung)
        self.rung.clear()
        for address in ringing:
            said, prompts = set[str](), list[Sent]()
            async for entry in self._news(address):
                if isinstance(entry, Received):
                    said.add(entry.key)
                else:
                    prompts.append(entry)
            for sent in prompts:
                self._mind(sent, address, said)

    async def _news(self, address: str) -> AsyncGenerator[FeedEntry]:
        """Yield what has come to `address` since the last look."""
        is_more = True
        while is_more:
            entries = await StoredFeed(self.app.store).read(
                address, after=self.cursors.get(address), limit=_PAGE
            )
            is_more = len(entries) == _PAGE
            for entry in entries:
                self.cursors[address] = entry.cursor
                yield entry

    def _mind(self, sent: Sent, address: str, said: set[str]) -> None:
        lived = self.town.by_person[self.town.at[address].number]
        visit = _meant(sent, lived, self.app.loaded.journey)
        reaction = visit and react(sent.prompt, visit, seed=self.seed)
        if not reaction:
            return
        first, second = sent.prompt.id, f"{sent.prompt.id}-again"
        if first not in said:
            heappush(self.tongue, (sent.at + reaction.after, first, address, reaction.reply))
        if reaction.changed and second not in said:
            later = sent.at + reaction.after + _SECOND_THOUGHT
            heappush(self.tongue, (later, second, address, reaction.changed))


def _meant(sent: Sent, visits: Sequence[Visit], journey: Journey) -> Visit | None:
    """Return the visit a question is about: the latest one, by then, of a touchpoint that asks it."""
    question = sent.prompt.question or ""
    asking = {
        point.id
        for stage in journey.stages
        for point in stage.touchpoints
        if (survey := journey.survey(point.survey or "")) and survey.question(question)
    }
    return next(
        (visit for visit in reversed(visits) if visit.touchpoint in asking and visit.at <= sent.at), None
    )


def _item(key: str, address: str, reply: Reply, *, at: datetime) -> InboxItem:
    return InboxItem(
        channel=CHANNEL,
        key=f"{shadow(address)}:{key}",
        address=address,
        payload=PAYLOAD_JSON.dump_json(Replied(reply=reply)),
        received_at=at,
    )


def _touch(visit: Visit, *, address: str) -> Touch:
    person = visit.person
    return Touch(
        source=_SOURCE,
        source_id=visit.source_id,
        customer=CustomerFacts(
            external_id=person.external_id,
            name=person.name,
            language=person.language,
            timezone=person.timezone,
            attributes=person.attributes,
            consent="given",
            addresses=((CHANNEL, address),),
        ),
        touchpoint=visit.touchpoint,
        occurred_at=visit.at,
    )
