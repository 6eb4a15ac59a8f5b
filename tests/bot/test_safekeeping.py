"""Turns that one alone may take: of the tasks of a process, and of several processes on one database."""

import asyncio
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.safekeeping import StoredSafe, Turns
from feedback.clock import FakeClock
from feedback.ids import counting_ids
from feedback.store.open import open_store
from feedback.store.store import Store
from feedback.vault import Keyring

CLOCK = FakeClock(datetime(2026, 5, 4, 12, tzinfo=UTC))
KEYRING = Keyring.generate(entropy=os.urandom)


def opened(folder: Path) -> Store:
    return open_store(
        f"sqlite:///{folder / 'a.db'}", keyring=KEYRING, workspace="main", entropy=os.urandom, now=CLOCK.now()
    )


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[tuple[Store, Store]]:
    """One database, as two processes open it."""
    one, other = opened(tmp_path), opened(tmp_path)
    yield one, other
    one.close()
    other.close()


async def test_what_is_done_in_turn_is_done_by_one_at_a_time(stores: tuple[Store, Store]) -> None:
    new_id = counting_ids()
    turns = [Turns(store=store, now=CLOCK.now, new_id=new_id) for store in stores]
    inside, most = 0, 0

    async def take(turn: Turns) -> None:
        nonlocal inside, most
        async with turn("rotation"):
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0)
            inside -= 1

    await asyncio.gather(*(take(turns[number % 2]) for number in range(4)))

    assert most == 1


async def test_different_turns_do_not_wait_for_each_other(stores: tuple[Store, Store]) -> None:
    turns = Turns(store=stores[0], now=CLOCK.now, new_id=counting_ids())

    async with turns("one"), turns("another"):
        pass


async def test_a_turn_that_ends_badly_is_given_back(stores: tuple[Store, Store]) -> None:
    new_id = counting_ids()
    one, other = (Turns(store=store, now=CLOCK.now, new_id=new_id) for store in stores)
    with pytest.raises(RuntimeError):
        async with one("rotation"):
            raise RuntimeError

    async with other("rotation"):
        pass


async def test_what_one_process_keeps_another_finds(stores: tuple[Store, Store]) -> None:
    one, other = (StoredSafe(store=store, now=CLOCK.now) for store in stores)

    await one.save("slack/T1", b"a token")

    assert await other.find("slack/T1") == b"a token"
    assert await other.delete("slack/T1")
    assert await one.find("slack/T1") is None
