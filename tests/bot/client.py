"""The HTTP application over fakes, and clients that speak to it in this process."""

import asyncio
from collections.abc import AsyncGenerator, MutableMapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta

import httpx
from fastapi import FastAPI
from starlette.types import ASGIApp, Message

from bot.http.api import make_api
from bot.http.chat_api import Chat, make_chat_api
from bot.http.codes_api import make_codes_api
from bot.http.interactions_api import Reception
from bot.http.invitations import invitation_link
from bot.http.pages.router import Site, make_pages
from bot.http.photos_api import make_photos_api
from bot.listeners import Listeners
from tests.bot.fakes import NOW, SECRET, FakeInbox, FakeIntaker, FakeKeys, FakeMaps

TOUCHPOINTS = ("checkout", "closed", "delivery")


@dataclass
class World:
    """Everything behind the application, at hand for tests."""

    intaker: FakeIntaker = field(default_factory=FakeIntaker)
    inbox: FakeInbox = field(default_factory=FakeInbox)
    maps: FakeMaps = field(default_factory=FakeMaps)
    listeners: Listeners = field(default_factory=Listeners)
    lacking: Sequence[str] = ()
    codes: set[str] = field(default_factory=set)
    heartbeat: timedelta = timedelta(seconds=15)

    def chat(self) -> Chat:
        return Chat(
            mailbox=self.inbox,
            feed=self.inbox,
            listeners=self.listeners,
            now=lambda: NOW,
            secret=SECRET,
            heartbeat=self.heartbeat,
        )

    def app(self) -> FastAPI:
        reception = Reception(
            intaker=self.intaker,
            keys=FakeKeys(),
            touchpoints=lambda: TOUCHPOINTS,
            invite=lambda each: invitation_link(each, site="https://feedback.example", secret=SECRET),
            now=lambda: NOW,
        )
        chat = self.chat()
        pages = make_pages(Site(title="Birch & Co.", titles={"de": "Birke & Co."}))
        chats = (make_chat_api(chat), make_photos_api(chat))
        routers = (*chats, make_codes_api(chat, is_code=self.is_code), pages)
        return make_api(reception, maps=self.maps, unready=self.unready, routers=routers)

    async def is_code(self, code: str) -> bool:
        return code in self.codes

    async def unready(self) -> Sequence[str]:
        return self.lacking


def client(app: ASGIApp, *, bearer: str | None = "plain", place: str = "127.0.0.1") -> httpx.AsyncClient:
    """Return a client at the network address `place` that sends `bearer` as its API key or address."""
    headers = {} if bearer is None else {"Authorization": f"Bearer {bearer}"}
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(app, client=(place, 40_000)), base_url="http://test", headers=headers
    )


@dataclass
class Stream:
    """A response that is still being sent: httpx would wait for its end."""

    status: int
    parts: asyncio.Queue[bytes]

    async def event(self) -> str:
        """Return the next part of the body."""
        async with asyncio.timeout(10):
            return (await self.parts.get()).decode()


@asynccontextmanager
async def streaming(app: ASGIApp, path: str, *, headers: MutableMapping[str, str]) -> AsyncGenerator[Stream]:
    """Open `path`, and leave at the end of the block as a reader does who closes the page."""
    parts: asyncio.Queue[bytes] = asyncio.Queue()
    started: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    leaving = asyncio.Event()

    async def receive() -> Message:
        await leaving.wait()
        return {"type": "http.disconnect"}

    async def send(message: Message) -> None:
        if message["type"] == "http.response.start":
            started.set_result(message["status"])
        elif message["body"]:
            parts.put_nowait(message["body"])

    async def serve() -> None:
        await app(_scope(path, headers), receive, send)

    serving = asyncio.create_task(serve())
    try:
        yield Stream(status=await started, parts=parts)
    finally:
        leaving.set()
        await serving


def _scope(path: str, headers: MutableMapping[str, str]) -> MutableMapping[str, object]:
    raw = [(name.lower().encode(), value.encode()) for name, value in headers.items()]
    return {
        "type": "http",
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": b"",
        "headers": raw,
        "server": ("test", 80),
        "client": ("test", 1),
    }
