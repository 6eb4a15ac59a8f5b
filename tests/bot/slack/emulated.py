"""Our channel before an emulated Slack: what it sends arrives there, and what customers do comes back."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bot.channel import Furnishing, Rooms, no_room
from bot.channels.slack import SlackChannel
from bot.channels.slack.channel import Connection, OneTeam
from bot.form import Form, Forms
from bot.home import Home, Homes
from feedback.records import InboxItem
from tests.bot.serving import free_port
from tests.bot.slack.given import SECRET
from tests.emulators.slack.seeds import APP_TOKEN, BOT_TOKEN
from tests.emulators.slack.testing import Hand

_PATIENCE = 20
SIGNING_SECRET = "shhh"


@dataclass
class Clock:
    """The emulator's clock, as it was read last."""

    hand: Hand
    at: datetime = datetime(2026, 3, 4, 12, 30, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    async def read(self) -> None:
        told = (await self.hand.get("clock"))["now_ms"]
        assert isinstance(told, int)
        self.at = datetime.fromtimestamp(told / 1000, tz=UTC)

    async def advance(self, length: timedelta) -> None:
        await self.hand.advance(length.total_seconds())
        await self.read()


@dataclass
class FakeInbox:
    """Keeps items once by their key, as the store does; `failing` lets so many fail first."""

    items: dict[str, InboxItem] = field(default_factory=dict)
    failing: int = 0
    failed: asyncio.Event = field(default_factory=asyncio.Event)
    told: asyncio.Queue[InboxItem] = field(default_factory=asyncio.Queue)

    async def put(self, item: InboxItem) -> bool:
        if self.failing:
            self.failing -= 1
            self.failed.set()
            raise RuntimeError("the database is away")
        if item.key in self.items:
            return False
        self.items[item.key] = item
        self.told.put_nowait(item)
        return True

    async def next(self) -> InboxItem:
        async with asyncio.timeout(_PATIENCE):
            return await self.told.get()


@dataclass
class FakeForms:
    """Knows one form; only whoever was asked gets it."""

    known: Form
    addresses: tuple[str, ...]

    async def form(self, session: str, *, address: str) -> Form | None:
        is_theirs = session == self.known.session and address in self.addresses
        return self.known if is_theirs else None


class NoForms:
    """Knows no survey."""

    async def form(self, session: str, *, address: str) -> Form | None:
        return None


async def no_home(address: str) -> Home | None:
    return None


PLACES = (("courier", "The courier"), ("van", "The van"))


def furnished(
    forms: Forms | None = None,
    homes: Homes | None = None,
    *,
    rooms: Rooms = no_room,
    colleagues: Sequence[str] = (),
) -> Furnishing:
    return Furnishing(
        forms=forms or NoForms(),
        homes=homes or no_home,
        places=lambda _: PLACES,
        rooms=rooms,
        colleagues=frozenset(colleagues),
    )


@asynccontextmanager
async def channel_on(
    hand: Hand,
    *,
    connection: Connection | None = None,
    forms: Forms | None = None,
    homes: Homes | None = None,
    rooms: Rooms = no_room,
    colleagues: Sequence[str] = (),
    clock: Clock | None = None,
    signed_by: Callable[[], datetime] | None = None,
) -> AsyncIterator[SlackChannel]:
    """A channel that speaks to the emulator behind `hand`."""
    known = connection or Connection(teams=OneTeam(token=BOT_TOKEN), app_token=APP_TOKEN, reads_freely=True)
    channel = SlackChannel(
        replace(known, base_url=f"{hand.url}/api/"),
        secret=SECRET,
        now=(clock or Clock(hand)).now,
        signed_by=signed_by,
    )
    channel.furnish(furnished(forms, homes, rooms=rooms, colleagues=colleagues))
    try:
        yield channel
    finally:
        await channel.close()


@asynccontextmanager
async def listening(channel: SlackChannel, inbox: FakeInbox, hand: Hand) -> AsyncIterator[None]:
    """Hold the line of Socket Mode open; it is open when this begins."""
    task = asyncio.create_task(channel.listen(inbox.put))
    try:
        await hand.get("sockets", count=1, wait_s=_PATIENCE)
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task


@asynccontextmanager
async def served(routes: Sequence[BaseRoute]) -> AsyncIterator[str]:
    """Serve `routes` on a port of their own; give the site."""
    port = free_port()
    config = uvicorn.Config(Starlette(routes=list(routes)), host="127.0.0.1", port=port, log_level="critical")
    server = uvicorn.Server(config)
    started = asyncio.Event()
    startup = server.startup

    async def tell(sockets: object = None) -> None:
        await startup()
        started.set()

    server.startup = tell  # type: ignore[method-assign] # uvicorn tells nobody when it is ready
    task = asyncio.create_task(server.serve())
    try:
        async with asyncio.timeout(_PATIENCE):
            await started.wait()
        yield f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await task


def over_http() -> Connection:
    return Connection(
        teams=OneTeam(token=BOT_TOKEN), mode="http", signing_secret=SIGNING_SECRET, reads_freely=True
    )
