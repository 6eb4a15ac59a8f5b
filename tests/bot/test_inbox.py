"""What waits in the inbox is dealt with, by whichever process is there."""

import asyncio
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import App, Surroundings, open_app
from feedback.clock import FakeClock
from feedback.ids import counting_ids
from feedback.records import InboxItem
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
