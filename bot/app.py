"""The composition root: the one place that knows which store, channels and engines there are."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.cartographer import Cartographer
from bot.channel import Channel
from bot.channels.web import WebChannel
from bot.dispatcher import Dispatcher
from bot.inbox import Inbox
from bot.keyring import open_keyring
from bot.listeners import Listeners
from bot.plugins import question_kinds, question_options, scorers
from bot.rescorer import Rescorer
from bot.scheduler import make_scheduler
from bot.timekeeper import Timekeeper
from bot.worker import Worker
from config.errors import ConfigError, Problem
from config.loader import LoadedJourney, read_journey
from config.settings import Settings
from config.suggestion import suggest
from config.version import journey_from_json, journey_json
from feedback.clock import Clock, SystemClock
from feedback.desk import House
from feedback.grouping import GroupCommit
from feedback.ids import NewId, new_id
from feedback.intake import Refused, Touch, Touched
from feedback.scorer import TextScorer
from feedback.scoring import judge, version_of
from feedback.service import Service
from feedback.store.open import open_store
from feedback.store.store import Store
from feedback.work import JourneyVersion

Entropy = Callable[[int], bytes]

ChannelMaker = Callable[[Listeners], Sequence[Channel]]
"""Makes the channels of a process; those that serve pages wake who listens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a program takes from the machine it runs on; tests and demos bring their own."""

    clock: Clock
    entropy: Entropy
    new_id: NewId


MACHINE = Surroundings(clock=SystemClock(), entropy=os.urandom, new_id=new_id)


@dataclass(frozen=True, slots=True, kw_only=True)
class App:
    """Everything that works together, wired; `run` lets it work, `settle` works off what there is to do."""

    settings: Settings
    loaded: LoadedJourney
    around: Surroundings
    store: Store
    writer: GroupCommit
    service: Service
    listeners: Listeners
    inbox: Inbox
    timekeeper: Timekeeper
    dispatchers: Sequence[Dispatcher]
    rescorer: Rescorer
    cartographer: Cartographer
    workers: Mapping[str, Worker]

    async def submit(self, item: Touch) -> Touched | Refused:
        """Take in one interaction; what it returns has been stored."""
        result = (await self.submit_many([item]))[0]
        if isinstance(result, Exception):
            raise result
        return result

    async def submit_many(self, items: Sequence[Touch]) -> Sequence[Touched | Refused | Exception]:
        """Take in many interactions, in order; one that fails does not keep the others."""
        futures = [self.writer.submit(self._touch, item) for item in items]
        results = await asyncio.gather(*map(asyncio.wrap_future, futures), return_exceptions=True)
        wake_dispatchers(self.workers)
        return [_own(result) for result in results]

    def _touch(self, items: Sequence[Touch]) -> Sequence[Touched | Refused | Exception]:
        return [_own(result) for result in self.service.handle(items)]

    async def settle(self) -> None:
        """Work until nothing is left to do at this moment of the clock."""
        turns: Sequence[Callable[[], Awaitable[int]]] = (
            self.inbox.turn,
            self.timekeeper.turn,
            *(dispatcher.turn for dispatcher in self.dispatchers),
            self.rescorer.turn,
            self.cartographer.turn,
        )
        while sum([await turn() for turn in turns]):
            continue

    async def run(self) -> None:
        """Work until cancelled."""
        scheduler = make_scheduler({worker: _TICKS.get(name, _TICK) for name, worker in self.workers.items()})
        scheduler.start()
        try:
            async with asyncio.TaskGroup() as group:
                for worker in self.workers.values():
                    group.create_task(worker.run(), name=worker.name)
        finally:
            scheduler.shutdown(wait=False)

    def close(self) -> None:
        """Write what is still waiting, then let go of the database."""
        self.listeners.close()
        self.writer.close()
        self.store.close()


_TICK = timedelta(seconds=1)
_TICKS: Mapping[str, timedelta] = {"inbox": timedelta(seconds=10), "rescorer": timedelta(seconds=30)}
"""How often each worker looks for work nobody woke it for: what is due now, or left behind by a crash."""

_DISPATCHER = "dispatcher-"


def wake_dispatchers(workers: Mapping[str, Worker]) -> None:
    """Let prompts go out at once; a process without channels has nobody to wake."""
    for name, worker in workers.items():
        if name.startswith(_DISPATCHER):
            worker.wake()


_REST = timedelta(minutes=1)

MAP_TOPIC = "map"
"""What those listen at who want to know when the map has changed."""


def _web_only(listeners: Listeners) -> Sequence[Channel]:
    return (WebChannel(listeners=listeners),)


def open_app(
    settings: Settings,
    *,
    around: Surroundings = MACHINE,
    channels: ChannelMaker = _web_only,
    journey: LoadedJourney | None = None,
) -> App:
    """Open store and journey and wire everything; `channels` makes those this process speaks through.

    Raises `ConfigError` or `FeedbackError` for what the operator can put right; nothing runs yet.
    """
    loaded = journey or read_journey(settings.journey, kinds=question_options())
    engine = _engine(loaded, settings)
    keyring = open_keyring(settings, entropy=around.entropy)
    store = open_store(
        settings.database_url,
        keyring=keyring,
        workspace=settings.workspace,
        entropy=around.entropy,
        now=around.clock.now(),
    )
    return _wire(_Parts(settings, loaded, engine, store, around), channels)


@dataclass(frozen=True, slots=True)
class _Parts:
    """What everything else is wired from."""

    settings: Settings
    loaded: LoadedJourney
    engine: TextScorer
    store: Store
    around: Surroundings


def _engine(loaded: LoadedJourney, settings: Settings) -> TextScorer:
    name = loaded.journey.scorer
    if name in scorers():
        return scorers()[name]
    problem = Problem(
        file=str(settings.journey),
        line=0,
        column=0,
        path="scorer",
        what=f'"{name}" is no scorer',
        fix=suggest(name, scorers()),
    )
    raise ConfigError((problem,))


def _wire(parts: _Parts, channels: ChannelMaker) -> App:
    listeners, writer = Listeners(), GroupCommit()
    by_name = {channel.name: channel for channel in channels(listeners)}
    wiring = _Wiring(parts, listeners, writer, by_name, {})
    cartographer = wiring.cartographer()
    service = wiring.service(cartographer)
    inbox, timekeeper = wiring.inbox(service), wiring.timekeeper(service)
    rescorer, dispatchers = wiring.rescorer(service), wiring.dispatchers()
    wiring.employ(
        {"inbox": inbox.turn, "timekeeper": timekeeper.turn, "rescorer": rescorer.turn}
        | {"cartographer": cartographer.turn}
        | {name: dispatcher.turn for name, dispatcher in dispatchers.items()}
    )
    inbox.wake = wiring.workers["inbox"].wake
    return App(
        settings=parts.settings,
        loaded=parts.loaded,
        around=parts.around,
        store=parts.store,
        writer=writer,
        service=service,
        listeners=listeners,
        inbox=inbox,
        timekeeper=timekeeper,
        dispatchers=tuple(dispatchers.values()),
        rescorer=rescorer,
        cartographer=cartographer,
        workers=wiring.workers,
    )


@dataclass(frozen=True, slots=True)
class _Wiring:
    """Who is handed what; `workers` is filled last, and looked into when something has been done."""

    parts: _Parts
    listeners: Listeners
    writer: GroupCommit
    channels: Mapping[str, Channel]
    workers: dict[str, Worker]

    def now(self) -> datetime:
        """Tell the time."""
        return self.parts.around.clock.now()

    def handled(self) -> None:
        """Let what was done go out, and be summed up."""
        wake_dispatchers(self.workers)
        self.workers["cartographer"].wake()

    def employ(self, turns: Mapping[str, Callable[[], Awaitable[int]]]) -> None:
        """Make a worker of every turn."""
        self.workers.update({name: Worker(name, turn, pause=_REST) for name, turn in turns.items()})

    def cartographer(self) -> Cartographer:
        """Make who draws the map, and tells those who watch it."""
        return Cartographer(
            store=self.parts.store,
            writer=self.writer,
            loaded=self.parts.loaded,
            scorer=self._scorer(),
            now=self.now,
            changed=lambda: self.listeners.wake(MAP_TOPIC),
        )

    def service(self, cartographer: Cartographer) -> Service:
        """Make who decides."""
        return Service(
            memory=self.parts.store,
            house=_house(self.parts, frozenset(self.channels), cartographer),
            judge=lambda requests: judge(requests, self.parts.engine),
            now=self.now,
        )

    def inbox(self, service: Service) -> Inbox:
        """Make who listens."""
        return Inbox(
            store=self.parts.store,
            service=service,
            writer=self.writer,
            channels=self.channels,
            now=self.now,
            owner=self.parts.around.new_id(),
            handled=self.handled,
        )

    def timekeeper(self, service: Service) -> Timekeeper:
        """Make who looks at the clock."""
        return Timekeeper(
            store=self.parts.store, service=service, writer=self.writer, now=self.now, handled=self.handled
        )

    def rescorer(self, service: Service) -> Rescorer:
        """Make who judges what was not judged yet."""
        return Rescorer(
            store=self.parts.store,
            writer=self.writer,
            house=service.house,
            judge=service.judge,
            scorer=self._scorer(),
            now=self.now,
            changed=self.handled,
        )

    def dispatchers(self) -> Mapping[str, Dispatcher]:
        """Make who speaks: one for each channel."""
        return {f"{_DISPATCHER}{name}": self._dispatcher(channel) for name, channel in self.channels.items()}

    def _dispatcher(self, channel: Channel) -> Dispatcher:
        return Dispatcher(
            store=self.parts.store,
            writer=self.writer,
            channel=channel,
            now=self.now,
            owner=self.parts.around.new_id(),
            sent=lambda item: self.listeners.wake(item.address),
        )

    def _scorer(self) -> tuple[str, str]:
        return self.parts.engine.name, version_of(self.parts.engine)


def _house(parts: _Parts, channels: frozenset[str], cartographer: Cartographer) -> House:
    """Remember the journey as it is now, and recall every version that sessions were begun under."""
    loaded, now = parts.loaded, parts.around.clock.now()
    parts.store.remember_journey(loaded.journey.id, loaded.version, journey_json(loaded.journey), now=now)
    known = {
        kept.version: journey_from_json(kept.definition, question_options())
        for kept in parts.store.journey_versions(loaded.journey.id)
    }
    return House(
        active=JourneyVersion(journey=loaded.journey, version=loaded.version, since=now),
        known=known,
        kinds=question_kinds(),
        channels=channels,
        new_id=parts.around.new_id,
        widths=cartographer.widths,
    )


def _own(result: object) -> Touched | Refused | Exception:
    """Return what became of a touch; the service hands other outcomes to other items only."""
    if isinstance(result, Touched | Refused | Exception):
        return result
    return TypeError(f"a touch became a {type(result).__name__}")
