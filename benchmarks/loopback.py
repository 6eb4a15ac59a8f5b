"""A client as thin as they come: HTTP/1.1 kept alive over the loopback, requests made beforehand."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass

_OK = (b"200", b"207")


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Calls one server with one API key."""

    host: str
    port: int
    token: str

    def request(self, body: bytes) -> bytes:
        """Return a whole POST of interactions."""
        head = (
            "POST /v1/interactions HTTP/1.1\r\n"
            f"Host: {self.host}:{self.port}\r\nAuthorization: Bearer {self.token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    async def send(self, requests: Sequence[bytes], *, connections: int) -> None:
        """Send all requests over a few connections; each waits for its answer before the next."""
        coming = iter(requests)

        async def talk() -> None:
            reader, writer = await asyncio.open_connection(self.host, self.port)
            try:
                for request in coming:
                    writer.write(request)
                    await _answered(reader)
            finally:
                writer.close()
                await writer.wait_closed()

        await asyncio.gather(*(talk() for _ in range(connections)))


async def _answered(reader: asyncio.StreamReader) -> None:
    head = await reader.readuntil(b"\r\n\r\n")
    status, *lines = head.split(b"\r\n")
    length = next(int(line.split(b":")[1]) for line in lines if line.lower().startswith(b"content-length:"))
    body = await reader.readexactly(length)
    if status.split()[1] not in _OK or b'"problem"' in body:
        raise ConnectionError(f"an interaction was refused: {body[:300].decode()}")
