"""Event streams: their form, and how they end."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import timedelta

from starlette.types import Message

from bot.http.event_stream import EventStream, event


def test_an_event_has_its_kind_its_place_and_its_content() -> None:
    assert event("prompt", '{"a":1}', cursor="7") == b'event: prompt\nid: 7\ndata: {"a":1}\n\n'
    assert event("caught-up") == b"event: caught-up\ndata: {}\n\n"


class Endless:
    """Events that never end, and know whether they were let go of."""

    def __init__(self) -> None:
        self.is_open = False

    async def events(self) -> AsyncGenerator[bytes]:
        self.is_open = True
        try:
            while True:
                yield b"x"
                await asyncio.sleep(0)
        finally:
            self.is_open = False


async def _never() -> Message:
    await asyncio.Event().wait()
    return {"type": "http.disconnect"}


async def test_a_reader_who_stops_reading_is_let_go() -> None:
    endless = Endless()
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)
        if len(sent) > 3:
            await asyncio.Event().wait()

    async with asyncio.timeout(10):
        stream = EventStream(endless.events(), patience=timedelta(milliseconds=1))
        await stream({"type": "http"}, _never, send)

    assert not endless.is_open
    assert sent[-1].get("more_body") is True


async def test_a_reader_who_leaves_ends_the_stream() -> None:
    endless = Endless()
    enough = asyncio.Event()

    async def send(message: Message) -> None:
        if message["type"] == "http.response.body":
            enough.set()

    async def receive() -> Message:
        await enough.wait()
        return {"type": "http.disconnect"}

    async with asyncio.timeout(10):
        await EventStream(endless.events())({"type": "http"}, receive, send)

    assert not endless.is_open
