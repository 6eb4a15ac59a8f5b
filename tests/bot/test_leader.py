"""One process among all speaks as a bot, and another takes over within seconds when it dies."""

import asyncio
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from sqlalchemy import text

from bot.leader import LEASE, Leader
from feedback.clock import FakeClock
from feedback.errors import StoreUnavailableError
from feedback.store.engine import connect
from feedback.store.leader import lock_of
from feedback.store.open import open_store
from feedback.store.store import Store
from feedback.vault import Keyring

if TYPE_CHECKING:
    from tests.conftest import OpenStore

LOOK = timedelta(seconds=2)
GRACE = timedelta(seconds=1)
BOT = "dispatcher-telegram-1a2b3c4d"


def leader(store: Store, clock: FakeClock, *, owner: str, name: str = BOT) -> Leader:
    return Leader(store=store, name=name, owner=owner, now=clock.now)


async def test_one_leads_and_the_others_follow(opened: "OpenStore", clock: FakeClock) -> None:
    first, second = (leader(opened(), clock, owner=owner) for owner in ("a", "b"))

    assert [await first.turn(), await second.turn()] == [True, False]
    for _ in range(10):
        clock.advance(LOOK)
        assert [await second.turn(), await first.turn()] == [False, True]


async def test_each_bot_has_a_leader_of_its_own(opened: "OpenStore", clock: FakeClock) -> None:
    store, other = opened(), opened()

    assert await leader(store, clock, owner="a").turn()
    assert await leader(other, clock, owner="b", name="dispatcher-slack").turn()


async def test_whoever_stops_in_order_makes_room_at_once(opened: "OpenStore", clock: FakeClock) -> None:
    leaving = opened()
    await leader(leaving, clock, owner="a").turn()
    leaving.close()

    assert await leader(opened(), clock, owner="b").turn()


async def test_a_new_leader_is_silent_for_a_moment_and_then_speaks(
    opened: "OpenStore", clock: FakeClock
) -> None:
    leaving, second = opened(), leader(opened(), clock, owner="b")
    await leader(leaving, clock, owner="a").turn()
    assert not await second.turn()
    leaving.close()

    clock.advance(LOOK)
    assert not await second.turn(), "the first may have spoken a moment ago"
    clock.advance(GRACE)
    assert await second.turn()


async def test_on_sqlite_a_leader_without_a_sign_of_life_is_followed_and_notices(
    sqlite_store: Store, clock: FakeClock
) -> None:
    first, second = leader(sqlite_store, clock, owner="a"), leader(sqlite_store, clock, owner="b")
    assert [await first.turn(), await second.turn()] == [True, False]

    clock.advance(LEASE)
    await second.turn()
    clock.advance(GRACE)

    assert [await second.turn(), await first.turn()] == [True, False]


class SlowToAnswer:
    """A store that is asked and has not answered yet: meanwhile its connection has something to be read."""

    def __init__(self) -> None:
        self.asked, self.may_answer = threading.Event(), threading.Event()

    def lead(self, name: str, *, owner: str, now: datetime, lease: timedelta) -> bool:
        self.asked.set()
        assert self.may_answer.wait(10)
        self.asked.clear()
        return True

    def may_lead(self, name: str) -> bool:
        return not self.asked.is_set()


async def test_a_leader_does_not_mistake_the_answer_to_its_own_look_for_the_end_of_its_lead(
    clock: FakeClock,
) -> None:
    store = SlowToAnswer()
    one = Leader(store=store, name=BOT, owner="a", now=clock.now)
    store.may_answer.set()
    assert await one.turn()

    store.may_answer.clear()
    clock.advance(LOOK)
    looking = asyncio.create_task(one.turn())
    await asyncio.to_thread(store.asked.wait, 10)
    meanwhile = await one.turn()
    store.may_answer.set()

    assert [meanwhile, await looking] == [True, True]


@pytest.fixture
def on_postgres(postgres_url: str, keyring: Keyring, clock: FakeClock) -> Iterator[tuple[Store, Store]]:
    """The same workspace twice, as two processes have it."""
    workspace = f"test-{uuid4().hex}"
    with ExitStack() as stack:
        first, second = (
            stack.enter_context(
                closing(
                    open_store(
                        postgres_url, keyring=keyring, workspace=workspace, entropy=os.urandom,
                        now=clock.now(),
                    )
                )
            )
            for _ in range(2)
        )  # fmt: skip
        yield first, second


@pytest.mark.postgres
async def test_on_postgresql_a_leader_whose_connection_ends_stops_at_once_and_another_takes_over(
    postgres_url: str, on_postgres: tuple[Store, Store], clock: FakeClock
) -> None:
    mine, other = on_postgres
    first, second = leader(mine, clock, owner="a"), leader(other, clock, owner="b")
    assert [await first.turn(), await second.turn()] == [True, False]

    end_connection_of(postgres_url, lock_of(mine.workspace, BOT))

    assert not await first.turn(), "without a look at the database, for no time has passed"
    clock.advance(LOOK)
    await second.turn()
    clock.advance(GRACE)
    assert await second.turn()
    assert not await first.turn()


def end_connection_of(url: str, lock: int) -> None:
    """End the session that holds an advisory lock, as an administrator or a fail-over does."""
    engines = connect(url)
    unsigned = lock % 2**64
    with engines.writing() as connection:
        ended = connection.execute(
            text(
                "SELECT pg_terminate_backend(pid, 10000) FROM pg_locks WHERE locktype = 'advisory' "
                "AND classid::bigint = :high AND objid::bigint = :low AND granted"
            ),
            {"high": unsigned >> 32, "low": unsigned % 2**32},
        ).scalars()
        assert list(ended) == [True]
    engines.dispose()


async def test_who_cannot_reach_the_database_does_not_lead(clock: FakeClock) -> None:
    class Away:
        def lead(self, name: str, *, owner: str, now: object, lease: timedelta) -> bool:
            del owner, now, lease
            raise StoreUnavailableError(name)

        def may_lead(self, name: str) -> bool:
            return bool(name)

    assert not await Leader(store=Away(), name=BOT, owner="a", now=clock.now).turn()


LEADING = """
import asyncio, os, sys
from bot.leader import Leader
from feedback.clock import SystemClock
from feedback.store.open import open_store
from feedback.vault import Keyring

clock = SystemClock()
url, ring, workspace, name, owner = sys.argv[1:]
store = open_store(
    url, keyring=Keyring.parse(ring), workspace=workspace, entropy=os.urandom, now=clock.now()
)
leader = Leader(store=store, name=name, owner=owner, now=clock.now)


async def lead():
    was = None
    while True:
        leads = await leader.turn()
        if leads != was:
            print("leads", leads, flush=True)
        was = leads
        await asyncio.sleep(0.1)


asyncio.run(lead())
"""


@contextmanager
def leading(url: str, ring: Keyring, workspace: str, *, owner: str) -> Iterator[subprocess.Popen[str]]:
    """Run a process that leads whenever it can, and says so."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    command = [sys.executable, "-c", LEADING, url, ring.to_json(), workspace, BOT, owner]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.kill()


def said(process: subprocess.Popen[str]) -> bool:
    """Wait for what a process says next."""
    assert process.stdout is not None
    told = next(line for line in process.stdout if line.startswith("leads "))
    return told == "leads True\n"


@pytest.mark.slow
def test_when_the_leader_is_killed_the_other_process_takes_over(
    store: Store, store_url: str, keyring: Keyring
) -> None:
    with leading(store_url, keyring, store.workspace, owner="a") as first:
        assert said(first)
        with leading(store_url, keyring, store.workspace, owner="b") as second:
            assert not said(second)

            first.send_signal(signal.SIGKILL)

            assert said(second)
