"""A real server on a loopback port of its own, in a thread of its own."""

import asyncio
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import uvicorn
from fastapi import FastAPI

_PATIENCE = 20


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


class _Server(uvicorn.Server):
    """Tells when it is ready to be asked."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = threading.Event()
        self.loop: asyncio.AbstractEventLoop | None = None

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.loop = asyncio.get_running_loop()
        self.ready.set()


@dataclass
class Served:
    """A server one can stop, and start again at the same port."""

    make_app: Callable[[], FastAPI]
    before_stop: Callable[[], None] = lambda: None
    port: int = field(default_factory=free_port)

    @property
    def site(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        config = uvicorn.Config(
            self.make_app(),
            host="127.0.0.1",
            port=self.port,
            log_level="critical",
            timeout_graceful_shutdown=2,
        )
        self.server = _Server(config)
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()
        assert self.server.ready.wait(_PATIENCE)

    def call(self, function: Callable[[], None]) -> None:
        """Run `function` in the server's own loop, and wait for it."""
        done = threading.Event()

        def run() -> None:
            function()
            done.set()

        assert self.server.loop is not None
        self.server.loop.call_soon_threadsafe(run)
        assert done.wait(_PATIENCE)

    def stop(self) -> None:
        self.call(self.before_stop)
        self.server.should_exit = True
        self.thread.join(_PATIENCE)
        assert not self.thread.is_alive()
