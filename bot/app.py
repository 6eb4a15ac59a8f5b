"""The composition root: the one place that knows which store, channels and engines there are."""

import asyncio
import os
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

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
    listeners, writer, now = Listeners(), GroupCommit(), parts.around.clock.now
    by_name = {channel.name: channel for channel in channels(listeners)}
    workers: dict[str, Worker] = {}
    cartographer = Cartographer(
        store=parts.store,
        writer=writer,
        loaded=parts.loaded,
        scorer=(parts.engine.name, version_of(parts.engine)),
        now=now,
        changed=lambda: listeners.wake(MAP_TOPIC),
    )
    service = Service(
        memory=parts.store,
        house=_house(parts, frozenset(by_name), cartographer),
        judge=lambda requests: judge(requests, parts.engine),
        now=now,
    )
    owner = parts.around.new_id()

    def handled() -> None:
        wake_dispatchers(workers)
        workers["cartographer"].wake()

    inbox = Inbox(
        store=parts.store,
        service=service,
        writer=writer,
        channels=by_name,
        now=now,
        owner=owner,
        handled=handled,
    )
    timekeeper = Timekeeper(store=parts.store, service=service, writer=writer, now=now, handled=handled)
    rescorer = Rescorer(
        store=parts.store,
        writer=writer,
        house=service.house,
        judge=service.judge,
        scorer=(parts.engine.name, version_of(parts.engine)),
        now=now,
        changed=handled,
    )
    dispatchers = {
        f"{_DISPATCHER}{name}": Dispatcher(
            store=parts.store,
            writer=writer,
            channel=channel,
            now=now,
            owner=owner,
            sent=lambda item: listeners.wake(item.address),
        )
        for name, channel in by_name.items()
    }
    turns = {"inbox": inbox.turn, "timekeeper": timekeeper.turn}
    turns |= {"rescorer": rescorer.turn, "cartographer": cartographer.turn}
    turns |= {name: dispatcher.turn for name, dispatcher in dispatchers.items()}
    workers.update({name: Worker(name, turn, pause=_REST) for name, turn in turns.items()})
    inbox.wake = workers["inbox"].wake
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
        workers=workers,
    )


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
