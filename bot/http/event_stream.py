"""Server-sent events: their form, and a response that does not wait for a reader who stopped reading."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import timedelta
from typing import Final

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

HEARTBEAT: Final = timedelta(seconds=15)
"""Silence after which a comment is sent, so that proxies keep the line and readers notice when it is dead."""

BEAT: Final = b": beat\n\n"

_PATIENCE: Final = timedelta(seconds=30)
"""How long one event may wait for a reader with a full buffer, before the reader is let go."""


def event(kind: str, content: str = "{}", *, cursor: str | None = None) -> bytes:
    """Return one event; `content` is JSON on one line, `cursor` is where a reader resumes."""
    lines = (f"event: {kind}", *(() if cursor is None else (f"id: {cursor}",)), f"data: {content}")
    return ("\n".join(lines) + "\n\n").encode()


class EventStream(Response):
    """Sends events until they end, the reader leaves, or the reader is too slow."""

    media_type = "text/event-stream"

    def __init__(self, events: AsyncGenerator[bytes], *, patience: timedelta = _PATIENCE) -> None:
        super().__init__(headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        del self.headers["content-length"]
        self._events = events
        self._patience = patience.total_seconds()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Write and watch the reader at once, and end with whichever ends first."""
        del scope
        writing = asyncio.create_task(self._write(send))
        leaving = asyncio.create_task(_left(receive))
        try:
            await asyncio.wait({writing, leaving}, return_when=asyncio.FIRST_COMPLETED)
        finally:
            writing.cancel()
            leaving.cancel()
            await asyncio.wait({writing, leaving})
            await self._events.aclose()
        if not writing.cancelled():
            writing.result()

    async def _write(self, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        try:
            async for each in self._events:
                async with asyncio.timeout(self._patience):
                    await send({"type": "http.response.body", "body": each, "more_body": True})
        except TimeoutError:
            return  # without the last part: the server cuts the line, and the reader comes back where it was
        await send({"type": "http.response.body", "body": b"", "more_body": False})


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
