"""Real comments, said on Telegram and on Slack: on emulators, reached as those platforms are reached."""

import asyncio
import socket
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Literal, Protocol

import uvicorn
from starlette.applications import Starlette

from bot.app import App
from bot.channel import Channel, Listens, Said, Serves
from bot.channels.slack import SlackChannel
from bot.channels.slack import paths as slack_paths
from bot.channels.slack.channel import Connection, OneTeam
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram.account import Account, Webhook
from feedback.clock import FakeClock, SystemClock
from feedback.records import InboxItem
from tests.emulators.common.json_shapes import list_in, number_in, object_in
from tests.emulators.common.remote import Remote
from tests.emulators.slack.objects import mapping, mappings, text
from tests.emulators.slack.seeds import APP_TOKEN, BOT_TOKEN
from tests.emulators.telegram_client import TOKEN
from tests.replaying import NOW, Person, opened, reach

Way = Literal["polling", "webhook", "socket", "http"]
WAYS: Sequence[Way] = ("polling", "webhook", "socket", "http")
"""How what customers say reaches us: two ways on Telegram, two on Slack."""

_FACES = "😡🙁😐🙂😀"
_PATIENCE_S = 60
_TICK = timedelta(seconds=1)
_SIGNED_WITH = "shhh"
_UNSETTLED = ("pending", "sending")


@dataclass
class Ear:
    """Stores what comes in, and knows how many replies are among it."""

    app: App
    channel: Channel
    replies: int = 0
    heard: asyncio.Event = field(default_factory=asyncio.Event)

    async def put(self, item: InboxItem) -> bool:
        """Store an item, as the program's own inbox does."""
        is_new = await self.app.inbox.put(item)
        if is_new and isinstance(self.channel.parse(item), Said):
            self.replies += 1
            self.heard.set()
        return is_new

    async def until(self, replies: int) -> None:
        """Wait until so many replies are stored."""
        async with asyncio.timeout(_PATIENCE_S):
            while self.replies < replies:
                self.heard.clear()
                await self.heard.wait()


class Place(Protocol):
    """A platform with people who talk to us."""

    remote: Remote

    async def newcomer(self) -> str:
        """Return the address of somebody new."""

    async def look(self) -> None:
        """Let everybody see what they were asked."""

    async def rate(self, person: Person) -> None:
        """Let somebody tap a rating."""

    async def say(self, person: Person) -> None:
        """Let somebody write why."""


@dataclass
class OnTelegram:
    """People in their chats with a bot."""

    remote: Remote

    async def newcomer(self) -> str:
        made = await self.remote.post("user", started=True)
        return str(number_in(made["chat_id"]))

    async def look(self) -> None:
        return  # each looks when they tap

    async def rate(self, person: Person) -> None:
        shown = await self.remote.get("outbox", chat=person.address)
        asked = object_in(list_in(shown["messages"])[-1])
        face = _FACES[int(person.best_of_five) - 1]
        await self.remote.post("tap", user=person.address, message_id=asked["message_id"], label=face)

    async def say(self, person: Person) -> None:
        await self.remote.post("say", user=person.address, text=person.words)


@dataclass
class OnSlack:
    """People in their direct messages with an app."""

    remote: Remote
    asked: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Channel and time stamp of what each was asked, by user."""

    async def newcomer(self) -> str:
        made = mapping((await self.remote.post("user", tz="UTC", locale="en-US"))["user"])
        return f"{text(made, 'team_id')}/{text(made, 'id')}"

    async def look(self) -> None:
        state = await self.remote.post("state")
        whose = {text(each, "id"): text(each, "user") for each in mappings(state["channels"])}
        for message in mappings(state["messages"]):
            channel = text(message, "channel")
            self.asked[whose[channel]] = (channel, text(message, "ts"))

    async def rate(self, person: Person) -> None:
        user = person.address.rpartition("/")[2]
        channel, ts = self.asked[user]
        value = person.best_of_five
        action = {"type": "button", "action_id": f"choice:{int(value) - 1}", "value": value}
        done = await self.remote.post("interact", user=user, channel=channel, message_ts=ts, action=action)
        assert done["ok"] is True, done["outcome"]

    async def say(self, person: Person) -> None:
        user = person.address.rpartition("/")[2]
        words = person.words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        await self.remote.post("message", user=user, channel=self.asked[user][0], text=words)


@dataclass
class Talks:
    """The program, its channel, and the platform it speaks through, each at the same clock."""

    app: App
    clock: FakeClock
    ear: Ear
    place: Place

    async def hold(self, people: Sequence[Person]) -> None:
        """Let every person reach their touchpoint, tap a rating and type why."""
        await reach(self.app, people, channel=self.ear.channel.name)
        await self.catch_up()
        await self.place.look()
        for person in people:
            await self.place.rate(person)
        await self.ear.until(len(people))
        await self.catch_up()
        for person in people:
            await self.place.say(person)
        await self.ear.until(2 * len(people))
        await self.catch_up()

    async def catch_up(self) -> None:
        """Work and let time pass until all is said that the platform's limits held back."""
        await self.app.settle()
        while self._is_more_to_say():
            self.clock.advance(_TICK)
            await self.place.remote.advance(_TICK.total_seconds())
            await self.app.settle()

    def _is_more_to_say(self) -> bool:
        return bool(self.app.store.outbox_counts(_UNSETTLED))


@asynccontextmanager
async def talks(way: Way, urls: Mapping[str, str], folder: Path) -> AsyncIterator[Talks]:
    """Open the program with a channel that is reached by `way`; `urls` are those of both emulators."""
    is_telegram = way in ("polling", "webhook")
    async with AsyncExitStack() as stack:
        remote = await stack.enter_async_context(Remote(urls["telegram" if is_telegram else "slack"]))
        await remote.post("reset")
        clock = FakeClock(NOW)
        door = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        site = f"http://127.0.0.1:{door.getsockname()[1]}"
        make = _telegram if is_telegram else _slack
        channel = make(remote.url, way, clock, site)
        stack.push_async_callback(channel.close)
        app = opened(folder, channels=lambda *_: (channel,), clock=clock)
        stack.callback(app.close)
        ear = Ear(app, channel)
        await stack.enter_async_context(_heard(channel, ear, door))
        await _reach_out(remote, channel, way, site)
        yield Talks(app, clock, ear, OnTelegram(remote) if is_telegram else OnSlack(remote))


def _telegram(url: str, way: Way, clock: FakeClock, site: str) -> TelegramChannel:
    hook = Webhook(url=f"{site}/telegram/webhook", secret_token="s3cret") if way == "webhook" else None
    account = Account(
        token=TOKEN, secret=b"golden", webhook=hook, base_url=f"{url}/bot", base_file_url=f"{url}/file/bot"
    )
    return TelegramChannel(account, now=clock.now, chance=lambda: 0, sleep=_at_once)


def _slack(url: str, way: Way, clock: FakeClock, site: str) -> SlackChannel:
    del site
    connection = Connection(
        teams=OneTeam(token=BOT_TOKEN),
        mode="http" if way == "http" else "socket",
        app_token=APP_TOKEN if way == "socket" else None,
        signing_secret=_SIGNED_WITH,
        base_url=f"{url}/api/",
        reads_freely=True,
    )
    # The emulator stamps what it signs by the machine's clock, as receivers compare with theirs.
    return SlackChannel(connection, secret=b"golden", now=clock.now, signed_by=SystemClock().now)


@asynccontextmanager
async def _heard(channel: Channel, ear: Ear, door: socket.socket) -> AsyncIterator[None]:
    """Listen, and serve, as far as the channel does either."""
    assert isinstance(channel, Listens)
    assert isinstance(channel, Serves)
    routes = list(channel.routes(ear.put))
    server = uvicorn.Server(uvicorn.Config(Starlette(routes=routes), log_level="critical", lifespan="off"))
    serving = asyncio.create_task(server.serve(sockets=[door]))
    listening = asyncio.create_task(channel.listen(ear.put))
    try:
        yield
    finally:
        listening.cancel()
        with suppress(asyncio.CancelledError):
            await listening
        server.should_exit = True
        await serving


async def _reach_out(remote: Remote, channel: Channel, way: Way, site: str) -> None:
    """Tell the platform how it reaches us, and wait until it does."""
    if isinstance(channel, TelegramChannel):
        findings = await channel.connect()
        assert all(each.is_right for each in findings), findings
    elif way == "socket":
        assert (await remote.get("sockets", count=1, wait_s=_PATIENCE_S))["open"] == 1
    else:
        await remote.post(
            "app",
            mode="http",
            request_url=f"{site}{slack_paths.EVENTS}",
            interactivity_url=f"{site}{slack_paths.INTERACTIVE}",
            verify=True,
        )


async def _at_once(_seconds: float) -> None:
    await asyncio.sleep(0)
