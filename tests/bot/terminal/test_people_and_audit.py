"""Roles are given, listed and taken back from the terminal, and the log tells of it."""

import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, text

from bot.codes import normalise
from bot.keyring import read_keyring
from feedback.records import Customer
from feedback.rights import Grant, RoleGiven
from feedback.store.open import open_store
from feedback.store.store import Store
from feedback.work import Changes, Wanted

if TYPE_CHECKING:
    from tests.bot.terminal.conftest import Terminal

NOW = datetime(2026, 3, 4, 12, 30, tzinfo=UTC)


def opened(home: Path) -> Store:
    return open_store(
        f"sqlite:///{home / 'aftertouch.db'}", keyring=read_keyring(home / "aftertouch.key"),
        workspace="main", entropy=os.urandom, now=NOW,
    )  # fmt: skip


def given(home: Path, grant: Grant) -> None:
    """Let somebody have a role, as their code gives it."""
    store = opened(home)
    anna = Customer(id="anna", external_id=None, created_at=NOW)
    role = RoleGiven(id="grant-1", customer="anna", grant=grant, given_at=NOW)
    store.save(Changes(customers={"anna": anna}, grants=[role]), now=NOW)
    store.close()


def test_an_invitation_is_a_code_for_one_role(home: Path, terminal: "Terminal") -> None:
    told = terminal("people", "invite", "manager", "--journey", "shop", "--team", "Care")

    assert told.code == 0
    code = normalise(told.out.removeprefix("Code: ").strip())
    assert code is not None
    store = opened(home)
    found = store.load(Wanted(codes=frozenset({code}))).codes[code]
    store.close()
    assert (found.kind, found.subject) == ("role", "manager/shop/Care")
    assert found.expires_at is not None


def test_who_has_which_role_is_listed_and_taken_back(home: Path, terminal: "Terminal") -> None:
    assert terminal("people", "list").err.startswith("Nobody has a role yet")
    given(home, Grant(role="agent", team="Care"))

    assert "grant-1  agent/Care" in terminal("people", "list").out
    assert terminal("people", "revoke", "grant").out == "Taken back.\n"
    assert "is no role" in terminal("people", "revoke", "grant").err


def test_the_log_tells_what_was_done_and_that_it_is_whole(terminal: "Terminal") -> None:
    assert terminal("audit", "verify").out == "The log is empty.\n"
    terminal("people", "invite", "manager")
    terminal("people", "invite", "agent", "--team", "Care")

    whole = terminal("audit", "verify").out
    first, second = [json.loads(line) for line in terminal("audit", "list", "--json").out.splitlines()]

    assert whole == f"The log is whole: 2:{second['hash']}\n"
    assert (first["who"], first["command"], first["about"]) == ("operator", "people.invite", ["manager//"])
    assert terminal("audit", "list", "--about", "agent//Care").out.count("\n") == 1
    nothing = terminal("audit", "list", "--who", "anna")
    assert (nothing.out, nothing.err) == ("", "The log has nothing of that.\n")
    assert terminal("audit", "list", "--since", "1d").out.count("\n") == 2
    assert "2026-05-01" in terminal("audit", "list", "--since", "yesterday").err
    head = whole.removeprefix("The log is whole: ").strip()
    assert terminal("audit", "verify", "--head", head).code == 0


def test_a_log_that_was_touched_says_where_and_how(home: Path, terminal: "Terminal") -> None:
    for role in ("manager", "agent", "admin"):
        terminal("people", "invite", role)
    head = terminal("audit", "verify").out.removeprefix("The log is whole: ").strip()
    engine = create_engine(f"sqlite:///{home / 'aftertouch.db'}")

    with engine.begin() as connection:
        connection.execute(text("DELETE FROM audit WHERE number = 3"))
    cut = terminal("audit", "verify", "--head", head)
    assert (cut.code, terminal("audit", "verify").code) == (1, 0)
    assert "cut off or replaced" in cut.err

    with engine.begin() as connection:
        connection.execute(text("UPDATE audit SET who = 'nobody' WHERE number = 1"))
    told = terminal("audit", "verify")
    engine.dispose()
    assert told.code == 1
    assert told.err == "Row 1 is broken: it does not say what it said when it was written.\n"


def test_in_the_terminal_help_also_tells_a_manager_what_they_may_use(terminal: "Terminal") -> None:
    code = terminal("people", "invite", "manager").out.removeprefix("Code: ").strip()

    told = terminal("chat", typed=f"{code}\n/help\n/help map\n/quit\n").out

    _, keys, one = told.split("> /help")
    assert "/wait" not in keys
    assert "#1 2" in keys
    assert "/pains –" in keys
    assert "For example:\n/map" in one
