"""A real server on a loopback port of its own, in a thread of its own."""

import asyncio
import socket
import threading
from collections.abc import Callable
from dataclasses import dataclass, field

import uvicorn
from fastapi import FastAPI


@dataclass
class Served:
    """A running server; `stop` it and `start` it again at the same port."""

    make_app: Callable[[], FastAPI]
    before_stop: Callable[[], None] = lambda: None
    port: int = field(default_factory=lambda: _free_port())

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
        self.server = uvicorn.Server(config)
        self.started = threading.Event()
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()
        assert self.started.wait(20)

    def _run(self) -> None:
        with asyncio.Runner() as runner:
            self.loop = runner.get_loop()
            runner.run(self._serve())

    async def _serve(self) -> None:
        serving = asyncio.ensure_future(self.server.serve())
        while not self.server.started and not serving.done():
            await asyncio.sleep(0.01)
        self.started.set()
        await serving

    def call(self, function: Callable[[], None]) -> None:
        """Run `function` in the server's own loop, and wait for it."""
        done = threading.Event()

        def run() -> None:
            function()
            done.set()

        self.loop.call_soon_threadsafe(run)
        assert done.wait(20)

    def stop(self) -> None:
        self.call(self.before_stop)
        self.server.should_exit = True
        self.thread.join(20)
        assert not self.thread.is_alive()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
