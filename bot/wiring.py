"""Who is handed what: the parts of an app, each made with those it works with."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import blake2b

from bot.admission import Admission
from bot.aftercare import Turn, aftercare
from bot.briefing.digester import Digester
from bot.briefing.newsagent import Newsagent
from bot.briefing.rephrasing import rephraser
from bot.callers import Callers
from bot.caring.prospects import fetching, pacing
from bot.carrying import Carrier
from bot.cartographer import Cartographer
from bot.channel import Channel, Furnished, Listens, Paced
from bot.clerk import Clerk
from bot.codes import new_code
from bot.counter import Counter, as_it_is
from bot.dispatcher import Dispatcher, always
from bot.furnishing import Furnisher
from bot.inbox import Inbox
from bot.introducer import Introducer, introducing
from bot.leader import Leader
from bot.line import Line
from bot.listeners import Listeners
from bot.map_room import versions_of
from bot.parts import Parts
from bot.plugins import commands, question_kinds
from bot.publisher import Publisher
from bot.receipts import Receipts
from bot.rescorer import Backlog
from bot.rights import RightsDesk
from bot.serving import Serving
from bot.share import linking, secret_of
from bot.timekeeper import Timekeeper
from bot.unpassed import Unpassed
from bot.worker import Worker
from config.people import Appointment
from config.settings import Settings
from config.version import journey_json
from feedback.desk import House
from feedback.grouping import GroupCommit
from feedback.records import OutboxItem
from feedback.service import Service
from feedback.store.store import Store
from feedback.work import JourneyVersion

_DISPATCHER = "dispatcher-"


def wake_dispatchers(workers: Mapping[str, Worker]) -> None:
    """Let prompts go out at once; a process without channels has nobody to wake."""
    for name, worker in workers.items():
        if name.startswith(_DISPATCHER):
            worker.wake()


_REST = timedelta(minutes=1)

MAP_TOPIC = "map"
"""What those listen at who want to know when the map has changed."""


ChannelMaker = Callable[[Listeners, Parts], Sequence[Channel]]
"""Makes the channels of a process; those that serve pages wake who listens."""


@dataclass(frozen=True, slots=True)
class Wiring:
    """Who is handed what; `workers` is filled last, and looked into when something has been done."""

    parts: Parts
    listeners: Listeners
    writer: GroupCommit
    channels: Mapping[str, Channel]
    workers: dict[str, Worker]
    backlog: Backlog
    receipts: Receipts

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

    def employ_dispatchers(self, dispatchers: Mapping[str, Dispatcher]) -> None:
        """Make a worker of every dispatcher: it also works when a lane opens."""
        for name, dispatcher in dispatchers.items():
            worker = Worker(
                name,
                dispatcher.turn,
                pause=_REST,
                next_turn=dispatcher.next_turn,
                clock=self.parts.around.clock,
                heard=dispatcher.hear_of_more,
            )
            dispatcher.wake = worker.go_on
            self.workers[name] = worker

    def service(self, cartographer: Cartographer) -> Service:
        """Make who decides."""
        return Service(
            memory=self.parts.store,
            house=_house(self.parts, frozenset(self.channels), cartographer),
            judge=self.parts.scorer.score,
            now=self.now,
        )

    def introducer(self) -> Introducer:
        """Make who asks platforms who somebody is."""
        return Introducer(store=self.parts.store, channels=self.channels, now=self.now)

    def furnisher(self, house: House, publisher: Publisher) -> Furnisher:
        """Make who gives channels what they show besides prompts."""
        return Furnisher(
            parts=self.parts, house=house, publisher=publisher, rights=self.rights(), now=self.now
        )

    def inbox(self, service: Service, introducer: Introducer) -> Inbox:
        """Make who listens."""
        return Inbox(
            store=self.parts.store,
            service=service,
            writer=self.writer,
            channels=self.channels,
            now=self.now,
            owner=self.parts.around.new_id(),
            handled=self.handled,
            introducer=introducer,
        )

    def rights(self) -> RightsDesk:
        """Make who knows what people may do."""
        settings = self.parts.settings
        managers = (Appointment(channel="slack", who=who, role="manager") for who in settings.slack_managers)
        return RightsDesk(
            store=self.parts.store,
            channels=self.channels,
            people=(*settings.people, *managers),
            groups=settings.groups,
            now=self.now,
        )

    def clerk(
        self, service: Service, cartographer: Cartographer, publisher: Publisher, introducer: Introducer
    ) -> Clerk:
        """Make who answers commands."""
        parts = self.parts
        serving = Serving(
            store=parts.store,
            writer=self.writer,
            service=service,
            loaded=parts.loaded,
            cartographer=cartographer,
            publisher=publisher,
            scorer=self._scorer,
            unjudged=lambda: self.backlog.left,
            now=self.now,
        )
        callers = Callers(
            store=parts.store,
            house=service.house,
            now=self.now,
            rights=self.rights(),
        )
        counter = Counter(
            loaded=parts.loaded,
            house=service.house,
            store=parts.store,
            now=self.now,
            new_id=parts.around.new_id,
            report=serving.report,
            grounds=serving.grounds,
            draw=serving.draw,
            handle=serving.handle,
            link=linking(site=parts.settings.public_url, secret=link_secret(parts.store)),
            fetch=fetching(self.channels),
            pace=pacing(self.channels),
            introduced=introducing(introducer, serving.handle),
            rephrase=rephraser(parts.settings) or as_it_is,
        )
        return Clerk(
            store=parts.store,
            writer=self.writer,
            counter=counter,
            commands=commands(),
            actors=callers.actor,
            places=callers.place,
            admission=Admission(journey=parts.loaded.journey.id),
            asked=callers.asked,
            receipts=self.receipts,
            handled=self.handled,
        )

    def digester(self, clerk: Clerk) -> Digester:
        """Make who sends digests when they are wanted."""
        return Digester(counter=clerk.counter, rights=self.rights(), writer=self.writer, handled=self.handled)

    def newsagent(self, clerk: Clerk) -> Newsagent:
        """Make who asks customers whether they want to hear back."""
        return Newsagent(counter=clerk.counter, scorer=self._scorer, writer=self.writer, handled=self.handled)

    def timekeeper(self, service: Service) -> Timekeeper:
        """Make who looks at the clock."""
        return Timekeeper(
            store=self.parts.store, service=service, writer=self.writer, now=self.now, handled=self.handled
        )

    def leaders(self) -> Mapping[str, Leader]:
        """Make who sees to it that one process alone is a bot; a channel of our own needs nobody for that."""
        return {
            name: Leader(
                store=self.parts.store,
                name=leader_name(name, self.parts.settings),
                owner=self.parts.around.new_id(),
                now=self.now,
            )
            for name, channel in self.channels.items()
            if isinstance(channel, Paced | Listens)
        }

    def dispatchers(self, leaders: Mapping[str, Leader]) -> Mapping[str, Dispatcher]:
        """Make who speaks: one for each channel."""
        return {
            f"{_DISPATCHER}{name}": self._dispatcher(channel, leaders.get(name))
            for name, channel in self.channels.items()
        }

    def lines(self, leaders: Mapping[str, Leader], inbox: Inbox) -> Mapping[str, Line]:
        """Make who listens where a channel has to be listened to."""
        return {
            f"line-{name}": Line(
                name=name, channel=channel, put=inbox.put, now=self.now, leads=leaders[name].turn
            )
            for name, channel in self.channels.items()
            if isinstance(channel, Listens)
        }

    def aftercare(self, leaders: Mapping[str, Leader]) -> Mapping[str, Turn]:
        """Make who sees to what is left beside asking and listening."""
        return aftercare(
            store=self.parts.store,
            writer=self.writer,
            channels=self.channels,
            leaders=leaders,
            now=self.now,
            new_id=self.parts.around.new_id,
            handled=self.handled,
            journey=self.parts.loaded.journey,
            scorer=self._scorer,
        )

    def _dispatcher(self, channel: Channel, leader: Leader | None) -> Dispatcher:
        unpassed = Unpassed(store=self.parts.store, writer=self.writer, now=self.now, handled=self.handled)
        return Dispatcher(
            store=self.parts.store,
            writer=self.writer,
            channel=channel,
            now=self.now,
            owner=self.parts.around.new_id(),
            sent=self._telling_of(channel),
            promise=self.parts.settings.delivery,
            leads=always if leader is None else leader.turn,
            laden=Carrier(self.channels, lost=unpassed.tell).laden,
        )

    def _telling_of(self, channel: Channel) -> Callable[[OutboxItem, str | None], None]:
        """Return what lets whoever looks on see what was sent."""
        furnished = channel if isinstance(channel, Furnished) else None

        def tell(item: OutboxItem, receipt: str | None) -> None:
            self.receipts.sent(item.prompt.id, receipt)
            self.listeners.wake(item.address)
            if furnished is not None:
                furnished.changed(item.address)

        return tell

    def _scorer(self) -> tuple[str, str]:
        return self.parts.scorer.name, self.parts.scorer.version


def leader_name(channel: str, settings: Settings) -> str:
    """Return what a bot is called among processes: its channel, and a short hash of its token or app."""
    tokens = {"telegram": settings.telegram_token, "slack": settings.slack_bot_token}
    token = tokens.get(channel)
    called = token.get_secret_value() if token else settings.slack_client_id if channel == "slack" else None
    if called is None:
        return f"{_DISPATCHER}{channel}"
    return f"{_DISPATCHER}{channel}-{blake2b(called.encode(), digest_size=4).hexdigest()}"


def link_secret(store: Store) -> bytes:
    """Return what links to shared maps are signed with."""
    return secret_of(store.secret, store.key_epoch)


def _house(parts: Parts, channels: frozenset[str], cartographer: Cartographer) -> House:
    """Remember the journey as it is now, and recall every version that sessions were begun under."""
    loaded, now = parts.loaded, parts.around.clock.now()
    parts.store.remember_journey(loaded.journey.id, loaded.version, journey_json(loaded.journey), now=now)
    return House(
        active=JourneyVersion(journey=loaded.journey, version=loaded.version, since=now),
        known=versions_of(parts),
        kinds=question_kinds(),
        channels=channels,
        new_id=parts.around.new_id,
        new_code=lambda: new_code(parts.around.entropy),
        widths=cartographer.widths,
    )
