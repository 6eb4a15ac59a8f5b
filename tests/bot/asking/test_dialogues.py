"""What managers ask and tap, and all that they are told: whole conversations, as they read them.

A line `> /map march` was written, `> [Back]` was tapped on the last answer. AFTERTOUCH_UPDATE_GOLDENS=1
writes what was answered into the files; read the difference before you commit it.
"""

import asyncio
import os
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from bot.actor import Actor
from bot.command import Answer, Button, Call
from bot.counter import Counter
from bot.plugins import commands
from feedback.rights import Role
from tests.bot.asking.counting import actor_of, counter_of
from tests.bot.reports.standing import NOW, MadeUp, bustle, made_up

DIALOGUES = sorted((Path(__file__).parent / "dialogues").glob("*.txt"))


def shop(name: str, folder: Path) -> MadeUp:
    """Return the shop a conversation is about: full of customers, of three, or of none."""
    match name:
        case "empty":
            return made_up(folder, [])
        case "quiet":
            return bustle(folder, customers=3)
        case _:
            return bustle(folder, customers=60)


def play(dialogue: str, folder: Path) -> str:
    """Return the conversation with what was answered this time."""
    head, *lines = dialogue.splitlines()
    role, language, name = head.removeprefix("# ").split()
    counter = counter_of(shop(name, folder), site=None if name == "empty" else "https://maps.example")
    actor = actor_of(cast("Role", role), language)
    return "\n".join([head, *asyncio.run(_played(lines, actor, counter))]) + "\n"


async def _played(lines: list[str], actor: Actor, counter: Counter) -> list[str]:
    told: list[str] = []
    last = Answer(text="")
    for line in lines:
        if not line.startswith("> "):
            continue
        said = line.removeprefix("> ")
        tapped = said[1:-1] if said.startswith("[") else None
        command = said if tapped is None else _tapped(tapped, last).command
        last = await _asked(command, actor, counter)
        told += ["", line, *_shown(last)]
    return told


def _tapped(label: str, answer: Answer) -> Button:
    found = {each.label: each for each in answer.buttons}
    assert label in found, f"[{label}] is none of {list(found)}"
    return found[label]


async def _asked(command: str, actor: Actor, counter: Counter) -> Answer:
    name, _, words = command.removeprefix("/").partition(" ")
    call = Call(key="e1", command=name, words=words, actor=actor, at=NOW)
    return await commands()[name].run(call, counter)


def _shown(answer: Answer) -> Iterator[str]:
    yield from answer.text.splitlines()
    for grid in answer.grids:
        yield f"  | {grid.title}"
        yield from (f"  | {' | '.join(row)}" for row in (grid.head, *grid.rows))
    if answer.picture is not None:
        assert answer.picture.data.startswith(PNG)
        yield f"  (picture {answer.picture.name}: {answer.picture.described})"
    for document in answer.documents:
        assert document.content
        yield f"  (file {document.name}: {document.mime})"
    yield from (
        f"  [{each.label}] {each.command}{' (below)' if each.is_new else ''}" for each in answer.buttons
    )


PNG = b"\x89PNG"


@pytest.fixture
def quick_pictures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spare the drawing, most of the time that a conversation takes; one test below draws."""
    monkeypatch.setattr("mapping.renderers.png.resvg_py.svg_to_bytes", lambda **_: PNG)


@pytest.mark.usefixtures("quick_pictures")
@pytest.mark.parametrize("file", DIALOGUES, ids=lambda file: file.stem)
def test_a_conversation_goes_as_it_went(file: Path, tmp_path: Path) -> None:
    dialogue = file.read_text(encoding="utf-8")

    played = play(dialogue, tmp_path)

    if os.environ.get("AFTERTOUCH_UPDATE_GOLDENS"):
        file.write_text(played, encoding="utf-8")
    assert played == dialogue


def test_there_are_conversations() -> None:
    assert len(DIALOGUES) > 5


def test_the_picture_is_one_that_chats_show(tmp_path: Path) -> None:
    counter = counter_of(bustle(tmp_path, customers=60))

    answer = asyncio.run(_asked("/map", actor_of("manager", "en"), counter))

    assert answer.picture is not None
    assert answer.picture.data.startswith(PNG)
    width = int.from_bytes(answer.picture.data[16:20])
    assert 1000 <= width <= 2000
    assert len(answer.picture.data) < 1_000_000
