"""What operators see of the outbox and the inbox: why things wait, and never whose they are."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.app import MACHINE, App, open_app
from config.settings import Settings
from feedback.intake import CustomerFacts, Touch, Touched
from feedback.pacing import Hold
from feedback.records import InboxItem
from feedback.work import Settlement

if TYPE_CHECKING:
    from tests.bot.terminal.conftest import Terminal

LONG = timedelta(days=3650)
ADDRESSES = ("web-secret-address-1", "web-secret-address-2", "web-secret-address-3")


def opened(home: Path) -> App:
    return open_app(
        Settings(
            database_url=f"sqlite:///{home / 'aftertouch.db'}",
            key_file=home / "aftertouch.key",
            journey=home / "journey.yaml",
        )
    )


def touched(app: App, addresses: Sequence[str]) -> None:
    now = MACHINE.clock.now()
    touches = [
        Touch(
            source="till",
            source_id=address,
            customer=CustomerFacts(external_id=address, addresses=(("web", address),)),
            touchpoint="counter",
            occurred_at=now,
        )
        for address in addresses
    ]
    assert all(isinstance(result, Touched) for result in app.service.handle(touches))


@pytest.fixture
def waiting(home: Path) -> Path:
    """A folder whose outbox holds one prompt that waits, one that failed and one that is unknown."""
    app = opened(home)
    touched(app, ADDRESSES)
    now = MACHINE.clock.now()
    first, second, third = app.store.claim_outbox(
        now=now, limit=9, lease=timedelta(seconds=60), owner="me", channels={"web"}
    )
    app.store.settle_outbox(
        [
            Settlement(id=first.id, owner="me", state="failed", failure="rejected"),
            Settlement(id=second.id, owner="me", state="unknown", failure="unknown"),
            Settlement(
                id=third.id, owner="me", state="pending", failure="throttled", due_at=now + LONG,
                is_attempt=False,
            ),
        ],
        now=now,
        holds=[
            Hold(channel="web", key=f"web:chat:{at}", until=datetime(2096, 5, 4, 12, 0, at, tzinfo=UTC))
            for at in (7, 9)
        ],
    )  # fmt: skip
    app.close()
    return home


def test_the_outbox_tells_what_waits_why_and_until_when(terminal: "Terminal", waiting: Path) -> None:
    del waiting
    told = terminal("outbox")

    assert told.out.splitlines()[:4] == [
        "web: 1 failed (rejected)",
        "web: 1 pending (throttled)",
        "web: 1 unknown (unknown)",
        "web: 2 lanes of kind chat are held until 2096-05-04 12:00:09 UTC",
    ]
    assert len(told.out.splitlines()) == 4 + 1 + 3
    assert "secret" not in told.out
    assert "coffee" not in told.out


def test_the_outbox_can_be_asked_for_one_state_and_one_channel(terminal: "Terminal", waiting: Path) -> None:
    del waiting
    unknown = terminal("outbox", "--state", "unknown")
    nowhere = terminal("outbox", "--channel", "slack")

    assert unknown.out.splitlines()[0] == "web: 1 unknown (unknown)"
    assert "rejected" not in unknown.out
    assert (nowhere.code, nowhere.out) == (0, "")
    assert nowhere.err == "Nothing waits, and nothing went wrong.\n"


def test_the_outbox_says_how_much_it_does_not_list(terminal: "Terminal", waiting: Path) -> None:
    del waiting

    assert terminal("outbox", "--limit", "1").out.endswith("... and 2 more; --limit shows them.\n")


def test_the_outbox_is_told_to_programs_too(terminal: "Terminal", waiting: Path) -> None:
    del waiting
    told = terminal("outbox", "--json")

    document = json.loads(told.out)
    assert {each["state"]: each["count"] for each in document["counts"]} == {
        "failed": 1, "pending": 1, "unknown": 1,
    }  # fmt: skip
    assert document["held"] == [
        {"channel": "web", "lane": "chat", "count": 2, "until": "2096-05-04T12:00:09+00:00"}
    ]
    assert {each["attempts"] for each in document["items"]} == {0, 1}
    assert "secret" not in told.out


@pytest.fixture
def poisoned(home: Path) -> Path:
    """A folder whose inbox has two items in quarantine."""
    app = opened(home)
    now = MACHINE.clock.now()
    app.store.put_inbox(
        [
            InboxItem(channel="web", key=key, address="secret", payload=b"secret words", received_at=now)
            for key in ("k1", "k2")
        ]
    )
    for _ in range(3):
        app.store.fail_inbox([("web", "k1", "ValueError"), ("web", "k2", "KeyError")], now=now)
    app.close()
    return home


def test_the_inbox_lists_what_is_in_quarantine(terminal: "Terminal", poisoned: Path) -> None:
    del poisoned
    told, read = terminal("inbox"), json.loads(terminal("inbox", "--json").out)

    assert [line.split("  ")[:4] for line in told.out.splitlines()] == [
        ["web", "k1", "ValueError", "3 tries"],
        ["web", "k2", "KeyError", "3 tries"],
    ]
    assert [(each["key"], each["attempts"]) for each in read] == [("k1", 3), ("k2", 3)]
    assert "secret" not in told.out
    assert terminal("inbox", "--channel", "slack").err == "Nothing is in quarantine.\n"


def test_what_is_replayed_can_be_dealt_with_at_once(terminal: "Terminal", poisoned: Path) -> None:
    assert terminal("inbox", "--replay", "k1").out == "1 put back.\n"

    app = opened(poisoned)
    again = app.store.claim_inbox(now=MACHINE.clock.now(), limit=9, lease=timedelta(seconds=15), owner="me")
    app.close()
    assert [(item.key, item.state, item.attempts) for item in again] == [("k1", "new", 0)]
    assert terminal("inbox", "--replay", "all").out == "1 put back.\n"
    assert terminal("inbox", "--replay", "all").out == "0 put back.\n"


def test_what_is_dropped_is_never_dealt_with_even_if_it_comes_again(
    terminal: "Terminal", poisoned: Path
) -> None:
    assert terminal("inbox", "--drop", "k2").out == "1 given up.\n"

    app = opened(poisoned)
    again = InboxItem(
        channel="web", key="k2", address="secret", payload=b"secret words", received_at=MACHINE.clock.now()
    )
    is_new = app.store.put_inbox([again])
    app.close()
    assert is_new == [False]
    assert "k2" not in terminal("inbox").out


def test_a_key_that_is_not_in_quarantine_is_told(terminal: "Terminal", poisoned: Path) -> None:
    del poisoned
    told = terminal("inbox", "--drop", "k9")

    assert told.code == 1
    assert 'nothing in quarantine has the key "k9"; aftertouch inbox lists all' in told.err
    assert terminal("inbox", "--drop", "k1", "--replay", "k1").code == 2
