"""What is kept about a customer, written to files for them, and erased when they want it."""

import json
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.app import MACHINE, App, open_app
from config.settings import Settings
from feedback.intake import CustomerFacts, Heard, Touch
from feedback.prompts import Attachment, Reply
from feedback.records import InboxItem
from feedback.work import Changes, Fetched

if TYPE_CHECKING:
    from tests.bot.terminal.conftest import Terminal

JPEG = b"\xff\xd8\xff\xe0 a photo"


def opened(home: Path) -> App:
    return open_app(
        Settings(
            database_url=f"sqlite:///{home / 'aftertouch.db'}",
            key_file=home / "aftertouch.key",
            journey=home / "journey.yaml",
        )
    )


@pytest.fixture
def anna(home: Path) -> Path:
    """A folder in which Anna has answered with a photo, and Bert has not."""
    app = opened(home)
    now = MACHINE.clock.now()
    for name in ("anna", "bert"):
        facts = CustomerFacts(external_id=name, name=name.title(), addresses=(("web", f"chat-of-{name}"),))
        touch = Touch(source="till", source_id=name, customer=facts, touchpoint="counter", occurred_at=now)
        app.service.handle([touch])
    item = InboxItem(channel="web", key="k1", address="chat-of-anna", payload=b"{}", received_at=now)
    app.store.put_inbox([item])
    reply = Reply(text="2", attachments=(Attachment(kind="photo", reference="f1", name="../../evil.sh"),))
    app.service.handle([Heard(channel="web", key="k1", address="chat-of-anna", reply=reply, at=now)])
    (waiting,) = app.store.claim_enclosures(now=now, limit=1, lease=timedelta(minutes=1), channels={"web"})
    kept = Fetched(
        id=waiting.id, customer=waiting.customer, tries=waiting.tries, state="kept", due_at=now,
        mime="image/jpeg", content=JPEG,
    )  # fmt: skip
    app.store.save(Changes(fetched=[kept]), now=now)
    app.close()
    return home


def known(home: Path, name: str) -> bool:
    app = opened(home)
    found = app.store.customer_by_external_id(name)
    app.close()
    return found is not None


def test_everything_is_written_with_the_photo_for_the_owners_eyes_only(
    terminal: "Terminal", anna: Path
) -> None:
    told = terminal("mydata", "anna", "--out", "for-anna")

    assert told.code == 0
    folder = anna / "for-anna"
    names = sorted(path.name for path in folder.iterdir())
    assert names[1:] == ["mydata.json", "mydata.txt"]
    assert (folder / names[0]).read_bytes() == JPEG
    assert names[0].startswith("attachment-")
    assert names[0].endswith(".jpg")
    assert json.loads((folder / "mydata.json").read_text())["you"]["name"] == "Anna"
    assert "1 photo" in (folder / "mydata.txt").read_text()
    assert "chat-of-anna" not in (folder / "mydata.json").read_text()
    assert {path.stat().st_mode & 0o077 for path in (folder, *folder.iterdir())} == {0}
    assert told.out.splitlines() == [
        f"Wrote for-anna/{name}" for name in ("mydata.txt", "mydata.json", names[0])
    ]


def test_nothing_is_written_over(terminal: "Terminal", anna: Path) -> None:
    terminal("mydata", "anna", "--out", "out")

    told = terminal("mydata", "bert", "--out", "out")

    assert (told.code, told.err) == (1, "Error: out/mydata.txt is there already; name another folder\n")
    assert json.loads((anna / "out" / "mydata.json").read_text())["you"]["name"] == "Anna"


def test_a_dry_run_tells_what_would_go_and_erases_nothing(terminal: "Terminal", anna: Path) -> None:
    told = terminal("forget", "anna")

    assert told.code == 0
    lines = [line.split(maxsplit=1) for line in told.out.splitlines()]
    assert ["1", "answers, with earlier revisions"] in lines
    assert ["1", "files sent along"] in lines
    assert told.err == "Nothing was erased. To erase it for good: aftertouch forget anna --yes\n"
    assert known(anna, "anna")


def test_yes_erases_them_and_nobody_else(terminal: "Terminal", anna: Path) -> None:
    told = terminal("forget", "anna", "--yes")

    assert told.code == 0
    assert told.out.splitlines()[-1].startswith("Erased. Backups")
    assert (known(anna, "anna"), known(anna, "bert")) == (False, True)
    assert terminal("forget", "anna", "--yes").code == 1


@pytest.mark.parametrize("command", [("forget",), ("mydata", "--out", "x")])
def test_somebody_unknown_is_guessed(terminal: "Terminal", anna: Path, command: tuple[str, ...]) -> None:
    told = terminal(command[0], "ana", *command[1:])

    assert told.code == 1
    assert 'nobody is known as "ana"; did you mean "anna"?' in told.err
    assert not (anna / "x").exists()


def test_who_else_is_known_is_not_told(terminal: "Terminal", anna: Path) -> None:
    told = terminal("forget", "somebody-else")

    assert "it is the id your own system calls them by" in told.err
    assert "anna" not in told.err


def test_somebody_without_an_id_is_found_by_where_they_chat(terminal: "Terminal", anna: Path) -> None:
    assert terminal("forget", "web:chat-of-bert", "--yes").code == 0

    assert not known(anna, "bert")


def test_why_tells_how_many_came_along_and_not_what(terminal: "Terminal", anna: Path) -> None:
    told = terminal("why", "anna")

    assert "  Sent along: 1 photo." in told.out.splitlines()
    assert "evil" not in told.out


def test_whoever_looks_at_a_customer_or_erases_them_stands_in_the_audit_log(
    terminal: "Terminal", anna: Path
) -> None:
    app = opened(anna)
    customer = app.store.customer_by_external_id("anna")
    app.close()
    assert customer is not None

    for order in ("why anna", "mydata anna --out here", "forget anna", "forget anna --yes", "retention"):
        assert terminal(*order.split()).code == 0

    told = terminal("audit", "list", "--json").out
    noted = [(each["who"], each["command"], each["about"]) for each in map(json.loads, told.splitlines())]
    assert noted == [
        ("operator", "why", [customer.id]),
        ("operator", "mydata", [customer.id]),
        ("operator", "forget", [customer.id]),
        ("operator", "retention", []),
    ]
    assert "anna" not in told
