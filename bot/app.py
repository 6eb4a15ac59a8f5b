"""The composition root: the one place that knows which store, channels and engines there are."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.channel import Channel, Closes, Serves
from bot.clerk import Clerk
from bot.connections import connected
from bot.dispatcher import Dispatcher
from bot.inbox import Inbox
from bot.introducer import Introducer
from bot.line import Line
from bot.listeners import Listeners
from bot.map_room import MapRoom, MapWiring
from bot.parts import MACHINE, Entropy, Parts, Surroundings, open_parts
from bot.receipts import Receipts
from bot.rescorer import Backlog
from bot.timekeeper import Timekeeper
from bot.wiring import MAP_TOPIC, ChannelMaker, Wiring, wake_dispatchers
from bot.worker import Worker
from config.loader import LoadedJourney
from config.settings import Settings
from feedback.grouping import GroupCommit
from feedback.intake import Refused, Touch, Touched
from feedback.service import Service

if TYPE_CHECKING:
    from starlette.routing import BaseRoute

__all__ = ["MACHINE", "MAP_TOPIC", "App", "ChannelMaker", "Entropy", "Surroundings", "open_app"]


@dataclass(frozen=True, slots=True, kw_only=True)
class App(MapRoom):
    """Everything that works together, wired; `run` lets it work, `settle` works off what there is to do."""

    service: Service
    listeners: Listeners
    inbox: Inbox
    introducer: Introducer
    timekeeper: Timekeeper
    clerk: Clerk
    channels: Mapping[str, Channel]
    dispatchers: Sequence[Dispatcher]
    lines: Sequence[Line]
    aftercare: Mapping[str, Callable[[], Awaitable[int]]]
    workers: Mapping[str, Worker]

    async def submit(self, item: Touch) -> Touched | Refused:
        """Take in one interaction; what it returns has been stored."""
        result = (await self.submit_many([item]))[0]
        if isinstance(result, Exception):
            raise result
        return result

    async def submit_many(self, items: Sequence[Touch]) -> Sequence[Touched | Refused | Exception]:
        """Take in many interactions, in order; one that fails does not keep the others."""
        known = await self.introducer.introduced(items)
        results = await asyncio.wrap_future(self.writer.submit(self._touch, known))
        wake_dispatchers(self.workers)
        return results

    def _touch(self, batches: Sequence[Sequence[Touch]]) -> Sequence[Sequence[Touched | Refused | Exception]]:
        """Handle what has gathered: small batches together, as one transaction costs as much as another."""
        results: list[Touched | Refused | Exception] = []
        waiting = [item for batch in batches for item in batch]
        for first in range(0, len(waiting), _MOST_TOUCHES):
            results += self._handled(waiting[first : first + _MOST_TOUCHES])
        taken = iter(results)
        return [[next(taken) for _ in batch] for batch in batches]

    def _handled(self, items: Sequence[Touch]) -> Sequence[Touched | Refused | Exception]:
        try:
            return [_own(result) for result in self.service.handle(items)]
        except Exception as error:  # noqa: BLE001 - whoever waits is told; what else has gathered goes on
            return [error] * len(items)

    async def settle(self) -> None:
        """Work until nothing is left to do at this moment of the clock."""
        turns: Sequence[Callable[[], Awaitable[int]]] = (
            self.inbox.turn,
            self.timekeeper.turn,
            self.clerk.turn,
            *(dispatcher.work_off for dispatcher in self.dispatchers),
            self.rescorer.turn,
            self.cartographer.turn,
            self.watcher.turn,
            *self.aftercare.values(),
        )
        while sum([await turn() for turn in turns]):
            continue
        for dispatcher in self.dispatchers:
            await dispatcher.finish()  # what still waits for a lane is anybody's

    def routes(self) -> "Sequence[BaseRoute]":
        """Return where the platforms of our channels call us."""
        serving = [channel for channel in self.channels.values() if isinstance(channel, Serves)]
        return [route for channel in serving for route in channel.routes(self.inbox.put)]

    def troubles(self) -> Sequence[str]:
        """Say which channels stand still until somebody sets them right."""
        told = {dispatcher.name: dispatcher.trouble for dispatcher in self.dispatchers}
        return [f"the channel {name} stands still: {trouble}" for name, trouble in told.items() if trouble]

    async def run(self) -> None:
        """Work until cancelled; what is on its way then is waited for, a little."""
        from bot.scheduler import make_scheduler  # noqa: PLC0415 - what only looks or tells never ticks

        scheduler = make_scheduler({worker: _TICKS.get(name, _TICK) for name, worker in self.workers.items()})
        scheduler.start()
        try:
            async with asyncio.TaskGroup() as group:
                for worker in self.workers.values():
                    group.create_task(worker.run(), name=worker.name)
        finally:
            scheduler.shutdown(wait=False)
            leaving = [*(line.close() for line in self.lines), *(each.finish() for each in self.dispatchers)]
            await asyncio.gather(*leaving, return_exceptions=True)
            await self.let_go()

    async def let_go(self) -> None:
        """Let go of every connection of every channel."""
        closing = [channel.close() for channel in self.channels.values() if isinstance(channel, Closes)]
        await asyncio.gather(*closing, return_exceptions=True)

    def close(self) -> None:
        """Write what is still waiting, then let go of the database."""
        self.listeners.close()
        MapRoom.close(self)  # a class with slots is made twice, and super() knows the first


_MOST_TOUCHES = 500
"""How many interactions one transaction takes in, so that replies in the writer's queue do not wait long."""

_TICK = timedelta(seconds=1)
_TICKS: Mapping[str, timedelta] = {
    "inbox": timedelta(seconds=10),
    "clerk": timedelta(seconds=5),
    "rescorer": timedelta(seconds=30),
    "fetcher": timedelta(seconds=2),
    "forgetter": timedelta(seconds=20),
    "retainer": timedelta(minutes=1),
    "digester": timedelta(minutes=1),
    "newsagent": timedelta(minutes=1),
    "publisher": timedelta(minutes=1),
    "watcher": timedelta(minutes=1),
}
"""How often each worker looks for work nobody woke it for: what is due now, or left behind by a crash."""


def open_app(
    settings: Settings,
    *,
    around: Surroundings = MACHINE,
    channels: ChannelMaker = connected,
    journey: LoadedJourney | None = None,
) -> App:
    """Open store and journey and wire everything; `channels` makes those this process speaks through.

    Raises `ConfigError` or `FeedbackError` for what the operator can put right; nothing runs yet.
    """
    return _wire(open_parts(settings, around=around, journey=journey), channels)


def _wire(parts: Parts, channels: ChannelMaker) -> App:
    listeners, writer = Listeners(), GroupCommit()
    by_name = {channel.name: channel for channel in channels(listeners, parts)}
    wiring = Wiring(parts, listeners, writer, by_name, {}, Backlog(), Receipts())
    figuring = MapWiring(
        parts=parts,
        writer=writer,
        backlog=wiring.backlog,
        redrawn=lambda: listeners.wake(MAP_TOPIC),
        handled=wiring.handled,
    )
    watcher, publisher = figuring.watcher(), figuring.publisher()
    cartographer = figuring.cartographer(watcher)
    service = wiring.service(cartographer)
    wiring.furnisher(service.house, publisher).furnish(wiring.channels)
    introducer = wiring.introducer()
    inbox, timekeeper = wiring.inbox(service, introducer), wiring.timekeeper(service)
    clerk = wiring.clerk(service, cartographer, publisher, introducer)
    rescorer, leaders = figuring.rescorer(lambda: service.house.known), wiring.leaders()
    dispatchers, lines = wiring.dispatchers(leaders), wiring.lines(leaders, inbox)
    care = wiring.aftercare(leaders)
    wiring.employ(
        {"inbox": inbox.turn, "timekeeper": timekeeper.turn, "clerk": clerk.turn, "rescorer": rescorer.turn}
        | {"cartographer": cartographer.turn, "publisher": publisher.turn}
        | {"watcher": watcher.turn, "digester": wiring.digester(clerk).turn}
        | {"newsagent": wiring.newsagent(clerk).turn}
        | {name: line.turn for name, line in lines.items()}
        | dict(care)
    )
    wiring.employ_dispatchers(dispatchers)
    inbox.wake = wiring.workers["inbox"].wake
    inbox.commanded = wiring.workers["clerk"].wake
    return App(
        settings=parts.settings,
        loaded=parts.loaded,
        around=parts.around,
        scorer=parts.scorer,
        store=parts.store,
        writer=writer,
        service=service,
        listeners=listeners,
        inbox=inbox,
        introducer=introducer,
        timekeeper=timekeeper,
        clerk=clerk,
        channels=wiring.channels,
        dispatchers=tuple(dispatchers.values()),
        lines=tuple(lines.values()),
        rescorer=rescorer,
        cartographer=cartographer,
        publisher=publisher,
        watcher=watcher,
        aftercare=care,
        workers=wiring.workers,
    )


def _own(result: object) -> Touched | Refused | Exception:
    """Return what became of a touch; the service hands other outcomes to other items only."""
    if isinstance(result, Touched | Refused | Exception):
        return result
    return TypeError(f"a touch became a {type(result).__name__}")
