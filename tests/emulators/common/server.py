"""Runs an emulator as a process of its own: one line of JSON on stdout when it can be asked."""

import argparse
import asyncio
import json
import os
import signal
import sys
from collections.abc import Callable

from aiohttp import web

from .bench import Bench
from .clock import START_MS, VirtualClock, machine_now_ms

MakeApp = Callable[[Bench, argparse.Namespace], web.Application]
_SHUTDOWN_S = 1.0


def parser(name: str, about: str) -> argparse.ArgumentParser:
    """Return the options every emulator has."""
    made = argparse.ArgumentParser(prog=name, description=about)
    made.add_argument("--host", default="127.0.0.1", help="the address to listen at (default: %(default)s)")
    made.add_argument("--port", type=int, default=0, help="0 takes a free one (default: %(default)s)")
    made.add_argument("--seed", type=int, default=1, help="for everything left to chance")
    made.add_argument("--clock", choices=("running", "frozen"), default="running",
                      help="frozen: time moves by /control/clock alone")  # fmt: skip
    made.add_argument("--start-ms", type=int, default=None,
                      help="the time to start at, in ms since 1970 (default: now, or a fixed day if frozen)"
                      )  # fmt: skip
    made.add_argument("--with-parent", action="store_true",
                      help="stop when stdin closes, so with the process that started this one")  # fmt: skip
    return made


def main(make_app: MakeApp, options: argparse.Namespace) -> int:
    """Serve until SIGINT or SIGTERM."""
    try:
        asyncio.run(_serve(make_app, options))
    except OSError as error:
        sys.stderr.write(f"cannot listen at {options.host}:{options.port}: {error.strerror}\n")
        return 1
    return 0


async def _serve(make_app: MakeApp, options: argparse.Namespace) -> None:
    start_ms = options.start_ms or (START_MS if options.clock == "frozen" else machine_now_ms())
    bench = Bench(clock=VirtualClock(start_ms=start_ms, mode=options.clock), seed=options.seed)
    runner = web.AppRunner(make_app(bench, options), access_log=None, shutdown_timeout=_SHUTDOWN_S)
    await runner.setup()
    site = web.TCPSite(runner, options.host, options.port)
    await site.start()
    port = runner.addresses[0][1]
    sys.stdout.write(json.dumps({"url": f"http://{options.host}:{port}"}) + "\n")
    sys.stdout.flush()
    await _stopped(with_parent=options.with_parent)
    await runner.cleanup()


async def _stopped(*, with_parent: bool) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(each, stop.set)
    if with_parent:
        loop.add_reader(sys.stdin, lambda: None if os.read(sys.stdin.fileno(), 1) else stop.set())
    await stop.wait()
