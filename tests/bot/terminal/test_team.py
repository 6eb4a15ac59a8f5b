"""Support teams from the terminal: invited, listed, greeted, removed."""

import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from bot.codes import normalise
from bot.keyring import read_keyring
from feedback.clock import SystemClock
from feedback.records import Address, Customer
from feedback.store.open import open_store
from feedback.store.store import Store
from feedback.team import Team
from feedback.work import Changes

if TYPE_CHECKING:
    from tests.bot.terminal.conftest import Terminal

NOW = datetime(2026, 3, 4, 12, 30, tzinfo=UTC)


def opened(home: Path) -> Store:
    return open_store(
        f"sqlite:///{home / 'aftertouch.db'}", keyring=read_keyring(home / "aftertouch.key"),
        workspace="main", entropy=os.urandom, now=NOW,
    )  # fmt: skip


def joined(home: Path, name: str, *, gone: bool = False) -> None:
    """Let a Telegram group become the room of team `name`, as `/team CODE` does."""
    store = opened(home)
    room = Customer(id=f"room of {name}", external_id=None, created_at=NOW)
    address = Address(
        channel="telegram", address="-99", customer=room.id, created_at=NOW, gone_at=NOW if gone else None
    )
    team = Team(name=name, created_at=NOW, room=room.id, joined_at=NOW)
    changes = Changes(customers={room.id: room}, addresses={("telegram", "-99"): address}, teams={name: team})
    store.save(changes, now=NOW)
    store.close()


def test_an_invitation_is_a_code_with_where_to_write_it(terminal: "Terminal") -> None:
    told = terminal("team", "invite", "Service")

    assert told.code == 0
    code = told.out.removeprefix("Code: ").strip()
    assert normalise(code) is not None
    assert f"/team {code}" in told.err
    assert f"/journey team {code}" in told.err


def test_teams_are_listed_with_where_they_are_told(home: Path, terminal: "Terminal") -> None:
    assert terminal("team", "list").err.startswith("There are no teams yet")
    terminal("team", "invite", "Service")
    joined(home, "Service")
    terminal("team", "invite", "Returns")

    told = terminal("team", "list").out

    assert re.fullmatch(
        r"Returns  no room yet, a code is out until [-0-9]{10} [:0-9]{5} UTC\n"
        r"Service  telegram, since 2026-03-04\n",
        told,
    )


def test_a_room_that_put_us_out_is_listed_as_such_and_greeted_no_more(
    home: Path, terminal: "Terminal"
) -> None:
    terminal("team", "invite", "Service")
    joined(home, "Service", gone=True)

    assert terminal("team", "list").out == "Service  telegram, since 2026-03-04, put out on 2026-03-04\n"
    told = terminal("team", "hello", "Service")
    assert (told.code, "we were put out of the room" in told.err) == (1, True)


def test_hello_waits_in_the_outbox(home: Path, terminal: "Terminal") -> None:
    terminal("team", "invite", "Service")
    joined(home, "Service")

    assert terminal("team", "hello", "Service", "--language", "de").code == 0

    store = opened(home)
    (item,) = store.claim_outbox(
        now=SystemClock().now(), limit=9, lease=NOW - NOW, owner="t", channels={"telegram"}
    )
    store.close()
    assert (item.address, item.prompt.text[:21]) == ("-99", "Hallo, Team „Service“")


def test_a_team_without_a_room_or_a_name_nobody_knows_is_told_how_to_mend(terminal: "Terminal") -> None:
    terminal("team", "invite", "Service")

    assert "has no room yet; aftertouch team invite" in terminal("team", "hello", "Service").err
    assert 'did you mean "Service"?' in terminal("team", "hello", "Servce").err
    assert terminal("team", "remove", "Sales").code == 1


def test_a_team_that_is_removed_leaves_nothing(home: Path, terminal: "Terminal") -> None:
    terminal("team", "invite", "Service")
    joined(home, "Service")

    assert terminal("team", "remove", "Service").out == "Removed.\n"

    store = opened(home)
    assert (store.teams(), store.customer_by_address("telegram", "-99")) == ((), None)
    store.close()


def test_a_name_of_nothing_is_refused(terminal: "Terminal") -> None:
    assert terminal("team", "invite", " ").code == 2
