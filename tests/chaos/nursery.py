"""A process with everything imported that forks one `aftertouch` after another, so that a start costs little.

It is told by lines of JSON on stdin and answers each. What it forks is the program itself, run by its own
command line; its clock alone is another one, and with it the bug that a test may plant.
"""

import gc
import json
import os
import signal
import sys
import traceback
from collections.abc import Mapping
from typing import NoReturn, TypedDict

import httpcore
import uvicorn.lifespan.on
import uvicorn.protocols.http.auto

import bot.channels.slack.channel
import bot.channels.telegram.channel
import bot.terminal.outbox
from bot.app import App, Surroundings, open_app
from bot.cli import main
from bot.plugins import question_kinds, question_options, renderers, scorers
from bot.terminal import run
from config.settings import Settings
from feedback.ids import new_id
from tests.chaos.bugs import BUG, BUGS
from tests.chaos.fast_clock import CLOCK, FastClock


class Order(TypedDict):
    """What to run, or what to wait for."""

    do: str
    pid: int
    arguments: list[str]
    environment: dict[str, str]
    folder: str
    log: str


def serve() -> None:
    """Do as told until nobody tells anything any more, then end what still runs."""
    for find in FOUND:
        find()
    gc.freeze()
    children: set[int] = set()
    for line in sys.stdin:
        order: Order = json.loads(line)
        if order["do"] == "start":
            answer = _start(order)
            children.add(answer["pid"])
        else:
            answer = {"status": os.waitpid(order["pid"], 0)[1]}
            children.discard(order["pid"])
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()
    for pid in children:
        os.kill(pid, signal.SIGKILL)


def _start(order: Order) -> dict[str, int]:
    """Fork; return as soon as the child listens, or is over."""
    hearing, telling = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(hearing)
        _become(order, telling)
    os.close(telling)
    is_listening = bool(os.read(hearing, 1))
    os.close(hearing)
    return {"pid": pid, "is_listening": is_listening}


def _become(order: Order, telling: int) -> NoReturn:
    code = 70
    try:
        _settle_in(order)
        adapt(os.environ, telling)
        main()
    except SystemExit as stop:
        code = stop.code if isinstance(stop.code, int) else 1
    except BaseException:  # noqa: BLE001 - a forked child must never go on as its parent would
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _settle_in(order: Order) -> None:
    os.chdir(order["folder"])
    os.environ.update(order["environment"])
    sys.argv = ["aftertouch", *order["arguments"]]
    nothing = os.open(os.devnull, os.O_RDONLY)
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    for descriptor, place in ((nothing, 0), (log, 1), (log, 2)):
        os.dup2(descriptor, place)


def adapt(environment: Mapping[str, str], telling: int) -> None:
    """Give the program to come its clock, and its bug if it is to have one."""
    clock = FastClock.parse(environment[CLOCK])
    around = Surroundings(clock=clock, entropy=os.urandom, new_id=new_id)

    def opened(settings: Settings) -> App:
        os.write(telling, b"!")  # `run` listens before it opens the app
        return open_app(settings, around=around)

    vars(run)["open_app"] = opened
    if BUG in environment:
        BUGS[environment[BUG]]()


IMPORTED = (
    bot.channels.slack.channel,
    bot.channels.telegram.channel,
    bot.terminal.outbox,
    httpcore,
    uvicorn.lifespan.on,
    uvicorn.protocols.http.auto,
)
"""What the program would import only when it needs it."""

FOUND = (question_kinds, question_options, renderers, scorers)
"""What looks for plugins, and remembers them."""

if __name__ == "__main__":
    serve()
