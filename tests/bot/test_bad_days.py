"""What can go wrong around the program: each is told clearly, and nothing is lost."""

import asyncio
import os
import socket
import sqlite3
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Protocol

import pytest

from bot.app import App, Surroundings, open_app
from bot.cli import main
from bot.http.server import StoredFeed, web_address
from bot.terminal.run import dropped
from bot.web_payload import PAYLOAD_JSON, Replied
from feedback.clock import FakeClock
from feedback.ids import counting_ids
from feedback.intake import CustomerFacts, Touch, Touched
from feedback.prompts import Prompt, Reply
from feedback.records import InboxItem
from tests.bot.opening import settings_in

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
JOURNEY = """
id: shop
title: Shop
policy: {fresh_for: 30d, wait: 0s}
stages:
  - id: delivery
    title: Delivery
    touchpoints:
      - {id: courier, title: Courier, survey: delivery}
      - {id: counter, title: Counter, survey: delivery}
surveys:
  - id: delivery
    title: Delivery
    questions: [{id: rating, kind: rating, ask: How was it?}]
"""


class Run(Protocol):
    """Runs a command; returns its exit code and what it said."""

    def __call__(self, *arguments: str) -> tuple[int, str]: ...


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `aftertouch` as its user does, in a folder of its own; returns the exit code and what was said."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "journey.yaml").write_text(JOURNEY, encoding="utf-8")

    def run_it(*arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["aftertouch", *arguments])
        code: int | str | None = 0
        try:
            main()
        except SystemExit as stop:
            code = stop.code
        said = capsys.readouterr()
        return int(code or 0), said.out + said.err

    return run_it


class House:
    """An app on a file, opened as often as wanted."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clock = FakeClock(NOON)
        self.new_id = counting_ids()
        self.journey = JOURNEY

    def open(self) -> App:
        settings = settings_in(self.folder, journey=self.journey)
        return open_app(
            settings, around=Surroundings(clock=self.clock, entropy=os.urandom, new_id=self.new_id)
        )


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


async def asked(app: App, address: str, *, at: str = "courier", source_id: str = "1") -> Prompt:
    touched = await app.submit(
        Touch(
            source="till",
            source_id=source_id,
            customer=CustomerFacts(external_id="anna", addresses=(("web", address),)),
            touchpoint=at,
            occurred_at=app.around.clock.now(),
        )
    )
    assert isinstance(touched, Touched)
    await app.settle()
    return (await prompts(app, address))[-1]


async def prompts(app: App, address: str) -> list[Prompt]:
    feed = await StoredFeed(app.store).read(address, after=None, limit=50)
    return [entry.prompt for entry in feed if entry.kind == "prompt"]


async def tap(app: App, address: str, prompt: Prompt, value: str) -> None:
    reply = Reply(prompt=prompt.id, choices=(value,))
    item = InboxItem(
        channel="web",
        key=f"{prompt.id}:{value}",
        address=address,
        payload=PAYLOAD_JSON.dump_json(Replied(reply=reply)),
        received_at=app.around.clock.now(),
    )
    assert await app.inbox.put(item)
    await app.settle()


async def test_a_conversation_is_read_on_where_what_was_said_was_wiped(house: House) -> None:
    app = house.open()
    await asked(app, "a1")
    wiped = InboxItem(
        channel="web", key="a1:1", address="a1", payload=b"[]", received_at=app.around.clock.now(),
        state="done",
    )  # fmt: skip
    app.store.put_inbox([wiped])

    assert len(await prompts(app, "a1")) == 1
    app.close()


def test_a_port_in_use_is_said_before_anything_is_opened(run: Run, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        code, said = run("run", "--port", str(port))

    assert code == 1
    assert said == (
        f"Error: port {port} on 127.0.0.1 is in use by another program, perhaps another Aftertouch; "
        "stop that one, or choose another port with --port\n"
    )
    assert not (tmp_path / "aftertouch.db").exists()


def test_a_wrong_key_opens_nothing_and_changes_nothing(run: Run, house: House) -> None:
    house.open().close()
    key = house.folder / "aftertouch.key"
    key.rename(house.folder / "right.key")
    run("keys", "new")
    before = (house.folder / "aftertouch.db").read_bytes()

    code, said = run("map")

    assert code == 1
    assert "made with master key" in said
    assert "give that key, in AFTERTOUCH_KEY or the key file" in said
    assert "Traceback" not in said
    assert (house.folder / "aftertouch.db").read_bytes() == before
    assert run("--key-file", "right.key", "map")[0] == 0


def test_a_key_file_gone_astray_is_not_made_anew_over_sealed_answers(run: Run, house: House) -> None:
    house.open().close()
    (house.folder / "aftertouch.key").unlink()

    code, said = run("map")

    assert code == 1
    assert said.startswith("Error: aftertouch.key: there is no such key file; put back the one")
    assert not (house.folder / "aftertouch.key").exists()


def test_a_database_of_a_newer_version_is_left_alone(run: Run, house: House) -> None:
    house.open().close()
    with sqlite3.connect(house.folder / "aftertouch.db") as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
    database.close()

    code, said = run("map")

    assert code == 1
    assert said.startswith(
        "Error: sqlite:///aftertouch.db has version 9999, this Aftertouch knows versions up to"
    )
    assert "upgrade Aftertouch" in said


def test_a_touchpoint_taken_out_of_the_journey_lets_its_open_talks_end_well(house: House) -> None:
    app = house.open()
    address = web_address(app)
    prompt = asyncio.run(asked(app, address))
    app.close()

    house.journey = JOURNEY.replace("      - {id: courier, title: Courier, survey: delivery}\n", "")
    changed = house.open()
    noticed = dropped(changed)
    asyncio.run(tap(changed, address, prompt, "5"))
    (answer,) = changed.store.answers()
    versions = {kept.version for kept in changed.store.journey_versions("shop")}
    changed.close()

    assert noticed == {"courier": 1}
    assert (answer.touchpoint, answer.value, answer.wording) == ("courier", 5, "How was it?")
    assert versions == {app.loaded.version, changed.loaded.version}
    assert answer.version == app.loaded.version


def test_a_clock_that_jumps_back_loses_nothing(house: House) -> None:
    app = house.open()
    address = web_address(app)
    prompt = asyncio.run(asked(app, address))

    house.clock.advance(-timedelta(days=2))
    asyncio.run(tap(app, address, prompt, "4"))
    (answer,) = app.store.answers()
    said = asyncio.run(prompts(app, address))
    app.close()

    assert answer.value == 4
    assert "thanks" in [each.purpose for each in said]


def test_a_clock_that_jumps_years_ahead_ends_open_talks_kindly(house: House) -> None:
    app = house.open()
    address = web_address(app)
    prompt = asyncio.run(asked(app, address))

    house.clock.advance(timedelta(days=4_000))
    asyncio.run(app.settle())
    asyncio.run(tap(app, address, prompt, "4"))
    last = asyncio.run(prompts(app, address))[-1]
    count = app.store.counts()["answer"]
    app.close()

    assert last.purpose == "notice"
    assert count == 0


def test_what_was_taken_in_before_a_crash_is_dealt_with_after_it(house: House) -> None:
    app = house.open()
    address = web_address(app)
    prompt = asyncio.run(asked(app, address))
    reply = PAYLOAD_JSON.dump_json(Replied(reply=Reply(prompt=prompt.id, choices=("2",))))
    app.store.put_inbox(
        [InboxItem(channel="web", key="k", address=address, payload=reply, received_at=house.clock.now())]
    )
    app.close()

    house.clock.advance(timedelta(minutes=5))
    again = house.open()
    asyncio.run(again.settle())
    (answer,) = again.store.answers()
    again.close()

    assert answer.value == 2
