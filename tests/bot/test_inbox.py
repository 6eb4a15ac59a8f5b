"""What waits in the inbox is dealt with, by whichever process is there."""

import asyncio
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import App, Surroundings, open_app
from bot.channel import Failure, Meaning, Nothing, Profile, Receipt
from feedback.clock import FakeClock
from feedback.ids import counting_ids
from feedback.records import InboxItem, OutboxItem
from tests.bot.opening import settings_in

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
JOURNEY = """
id: shop
title: Shop
stages: [{id: delivery, title: Delivery, touchpoints: [{id: courier, title: Courier}]}]
"""


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOON)


@pytest.fixture
def app(tmp_path: Path, clock: FakeClock) -> Iterator[App]:
    settings = settings_in(tmp_path, journey=JOURNEY)
    app = open_app(settings, around=Surroundings(clock=clock, entropy=os.urandom, new_id=counting_ids()))
    yield app
    app.close()


def item(key: str, payload: bytes) -> InboxItem:
    return InboxItem(channel="web", key=key, address="a1", payload=payload, received_at=NOON)


def state_of(app: App, key: str) -> str:
    found = app.store.inbox_item("web", key)
    assert found is not None
    return found.state


SAID = b'{"type":"reply","reply":{"text":"hello"}}'


def test_what_means_nothing_is_tried_three_times_and_keeps_nobody_waiting(app: App) -> None:
    async def put_both() -> None:
        await app.inbox.put(item("nonsense", b"?"))
        await app.inbox.put(item("words", SAID))
        await app.settle()

    asyncio.run(put_both())

    assert state_of(app, "words") == "done"
    assert state_of(app, "nonsense") == "poison"


def test_what_another_process_left_behind_is_found_when_its_lease_is_over(app: App, clock: FakeClock) -> None:
    asyncio.run(app.settle())
    app.store.put_inbox([item("left", SAID)])

    clock.advance(timedelta(seconds=10))
    asyncio.run(app.settle())
    early = state_of(app, "left")
    clock.advance(timedelta(seconds=6))
    asyncio.run(app.settle())

    assert early == "new"
    assert state_of(app, "left") == "done"


async def test_what_is_said_in_return_goes_out_though_the_outbox_was_just_found_empty(app: App) -> None:
    (dispatcher,) = app.dispatchers
    await dispatcher.turn()
    await app.inbox.put(item("privacy", b'{"type":"order","order":"privacy"}'))
    await app.inbox.turn()

    assert await dispatcher.turn()


class Quiet:
    """A platform that tells us of what asks nothing, and who somebody is."""

    name = "web"

    def __init__(self) -> None:
        self.looked_up: list[str] = []

    def parse(self, item: InboxItem) -> Meaning | None:
        return Nothing()

    async def send(self, item: OutboxItem) -> Receipt | Failure:
        raise NotImplementedError

    def person(self, address: str) -> str | None:
        return address

    async def look_up(self, address: str) -> Profile | None:
        self.looked_up.append(address)
        return Profile(language="en", timezone="UTC")


async def test_what_asks_nothing_is_dealt_with_as_soon_as_it_is_stored(
    tmp_path: Path, clock: FakeClock
) -> None:
    around, quiet = Surroundings(clock=clock, entropy=os.urandom, new_id=counting_ids()), Quiet()
    app = open_app(settings_in(tmp_path, journey=JOURNEY), around=around, channels=lambda *_: (quiet,))

    await app.inbox.put(item("first", b"{}"))
    first = state_of(app, "first")
    await app.inbox.turn()
    await app.inbox.put(item("second", b"{}"))

    assert (first, quiet.looked_up) == ("new", ["a1"]), "who is there is news at first"
    assert (state_of(app, "first"), state_of(app, "second")) == ("done", "done")
    assert await app.inbox.turn() == 0
    app.close()
