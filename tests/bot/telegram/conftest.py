"""The channel against an emulated Telegram: a process of its own, by polling or by webhook."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Literal

import httpx
import pytest
import uvicorn
from starlette.applications import Starlette

from bot.channel import Meaning
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram.account import Account, Webhook
from feedback.records import InboxItem
from tests.bot.telegram.fake_telegram import NOON, FakeInbox
from tests.emulators.common.json_shapes import Json, Object, list_in, number_in, object_in, text_in
from tests.emulators.common.process import Emulator, emulator
from tests.emulators.common.remote import Remote
from tests.emulators.telegram_client import DATA, TOKEN

PATIENCE_S = 20
Way = Literal["polling", "webhook"]


@dataclass
class Told(FakeInbox):
    """An inbox that one can wait at."""

    arrived: asyncio.Queue[InboxItem] = field(default_factory=asyncio.Queue)

    async def put(self, item: InboxItem) -> bool:
        is_new = await super().put(item)
        if is_new:
            self.arrived.put_nowait(item)
        return is_new

    async def next(self) -> InboxItem:
        async with asyncio.timeout(PATIENCE_S):
            return await self.arrived.get()


@dataclass
class Talk:
    """The channel, what it was told, and a hand on its Telegram."""

    remote: Remote
    channel: TelegramChannel
    inbox: Told
    listening: "Listening"

    async def customer(self, **about: Json) -> int:
        made = await self.remote.post("user", started=True, **about)
        return number_in(made["chat_id"])

    async def heard(self) -> Meaning | None:
        """Return what the next thing means that comes in."""
        return self.channel.parse(await self.inbox.next())

    async def shown(self, chat: int) -> list[Object]:
        """Return the chat as the customer sees it."""
        found = await self.remote.get("outbox", chat=chat)
        return [object_in(each) for each in list_in(found["messages"])]

    async def file(self, message: Object) -> bytes:
        """Return the photo, or the file, of a message as an app would fetch it."""
        photos = list_in(message.get("photo"))
        held = object_in(photos[-1]) if photos else object_in(message["document"])
        found = await self.channel.fetch(text_in(held["file_id"]), address="1")
        assert isinstance(found, bytes), found
        return found

    async def tap(self, customer: int, label: str, *, message: int | None = None) -> str:
        """Tap the button `label`, of the last message unless said otherwise; return the press."""
        last = message or number_in((await self.shown(customer))[-1]["message_id"])
        done = await self.remote.post("tap", user=customer, message_id=last, label=label)
        return text_in(object_in(done["press"])["id"])

    async def answer_to(self, press: str) -> Object:
        found = await self.remote.get("presses", id=press, wait_s=PATIENCE_S)
        (only,) = list_in(found["presses"])
        return object_in(object_in(only)["answer"])

    async def violations(self) -> list[str]:
        found = await self.remote.get("violations")
        return [text_in(object_in(each)["what"]) for each in list_in(found["violations"])]


@pytest.fixture(scope="session")
def telegram_process() -> Iterator[Emulator]:
    data = {"AFTERTOUCH_DATA_DIR": str(DATA)}
    with emulator("tests.emulators.telegram", "--token", TOKEN, environment=data) as running:
        yield running


@pytest.fixture(params=["polling", "webhook"])
async def talk(telegram_process: Emulator, request: pytest.FixtureRequest) -> AsyncIterator[Talk]:
    """A channel that listens by polling, and one that serves a webhook."""
    async with opened(telegram_process, way=request.param) as talk:
        yield talk


@pytest.fixture
async def polling(telegram_process: Emulator) -> AsyncIterator[Talk]:
    async with opened(telegram_process, way="polling") as talk:
        yield talk


@pytest.fixture
async def serving(telegram_process: Emulator) -> AsyncIterator[Talk]:
    async with opened(telegram_process, way="webhook") as talk:
        yield talk


@asynccontextmanager
async def opened(process: Emulator, *, way: Way) -> AsyncIterator[Talk]:
    async with AsyncExitStack() as stack:
        remote = await stack.enter_async_context(Remote(process.url))
        await remote.post("reset")
        door = stack.enter_context(socket.create_server(("127.0.0.1", 0)))
        hook = Webhook(
            url=f"http://127.0.0.1:{door.getsockname()[1]}/telegram/webhook", secret_token="s3cret"
        )
        account = Account(
            token=TOKEN, secret=b"golden", webhook=hook if way == "webhook" else None,
            base_url=f"{process.url}/bot", base_file_url=f"{process.url}/file/bot",
        )  # fmt: skip
        inbox = Told()
        made = TelegramChannel(
            account, now=lambda: NOON, transport=httpx.AsyncHTTPTransport(verify=False), chance=lambda: 0,
            sleep=_at_once,
        )  # fmt: skip
        stack.push_async_callback(made.close)
        listening = Listening(made, inbox, door) if way == "polling" else Serving(made, inbox, door)
        findings = await made.connect()
        assert all(each.is_right for each in findings), findings
        await listening.start()
        stack.push_async_callback(listening.stop)
        yield Talk(remote, made, inbox, listening)


@dataclass
class Listening:
    """The channel at its work, until stopped."""

    channel: TelegramChannel
    inbox: Told
    door: socket.socket

    async def start(self) -> None:
        self.task = asyncio.create_task(self.channel.listen(self.inbox.put))

    async def stop(self) -> None:
        self.task.cancel()
        with suppress(asyncio.CancelledError):
            await self.task


@dataclass
class Serving(Listening):
    """The channel's routes on a server of ours."""

    async def start(self) -> None:
        app = Starlette(routes=list(self.channel.routes(self.inbox.put)))
        self.server = uvicorn.Server(uvicorn.Config(app, log_level="critical", lifespan="off"))
        self.task = asyncio.create_task(self.server.serve(sockets=[self.door]))

    async def stop(self) -> None:
        self.server.should_exit = True
        await self.task


async def _at_once(_seconds: float) -> None:
    await asyncio.sleep(0)
