"""What agents and managers say at a team's counter, and all that they are told: whole conversations.

A line `> /why anna` was written, `> [Back]` was tapped on the last answer; what the role may not do is
refused as the clerk does. AFTERTOUCH_UPDATE_GOLDENS=1 writes what was answered into the files; read the
difference before you commit it.
"""

import asyncio
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from bot.actor import Actor
from bot.answering import refusal
from bot.command import Answer
from bot.plugins import commands
from feedback.records import Address, Customer
from feedback.rights import Grant, Rights, Role
from feedback.work import Changes
from tests.bot.commands.support import JOURNEY, NOON, Support, support_in

DIALOGUES = sorted((Path(__file__).parent / "dialogues").glob("*.txt"))
SHOP = (
    JOURNEY
    + "themes: [{id: late, title: {en: Lateness, de: Verspätung}, phrases: [came too late, zu spät]}]\n"
    + "opportunities: [{id: faster, title: {en: A second van, de: Ein zweiter Wagen}, stage: delivery, "
    + "theme: late, status: done}]\n"
)
_IDS = re.compile(r"\b[0-9a-f]{32}\b")


def colleague(support: Support, role: Role, language: str) -> Actor:
    """Return somebody of ours, who is known as all who write to us are."""
    now = support.clock.now()
    kept = Customer(id="0" * 32, external_id=None, name="Kim", created_at=now)
    place = Address(channel="web", address="kim", customer=kept.id, created_at=now)
    support.app.store.save(Changes(customers={kept.id: kept}, addresses={("web", "kim"): place}), now=now)
    rights = Rights(frozenset({Grant(role=role)}))
    return Actor(
        id=kept.id, channel="web", address="kim", language=language, timezone="UTC", rights=rights, name="Kim"
    )


async def play(dialogue: str, support: Support) -> str:
    """Return the conversation with what was answered this time."""
    head, *lines = dialogue.splitlines()
    role, language = head.removeprefix("# ").split()
    by, told, last = colleague(support, cast("Role", role), language), [head], Answer(text="")
    await support.reaches("ben", name="Ben Koch", at="shelf")
    case = await support.unhappy()
    support.says("anna", "it came too late")
    for line in (each for each in lines if each.startswith("> ")):
        said = line.removeprefix("> ").replace("CODE", case.id)
        tapped = [each.command for each in last.buttons if f"[{each.label}]" == said]
        last = await answered(support, tapped[0] if tapped else said, by)
        told += ["", line, *shown(last)]
    return _IDS.sub("ID", "\n".join(told).replace(case.id, "CODE")) + "\n"


async def answered(support: Support, line: str, by: Actor) -> Answer:
    command = commands()[line.removeprefix("/").removeprefix("/").partition(" ")[0]]
    may = by.rights.may(command.roles, journey="shop")
    return await support.does(line, by=by, on="web:1") if may else refusal(command, by)


def shown(answer: Answer) -> Iterator[str]:
    yield from answer.text.splitlines()
    for grid in answer.grids:
        yield from (f"  | {' | '.join(row)}" for row in (grid.head, *grid.rows))
    yield from (f"  (picture {answer.picture.name})",) if answer.picture else ()
    yield from (f"  (file {document.name})" for document in answer.documents)
    yield from (f"  [{each.label}] {each.command}" for each in answer.buttons)


@pytest.mark.parametrize("file", DIALOGUES, ids=lambda file: file.stem)
def test_a_conversation_at_the_counter_goes_as_it_went(file: Path, tmp_path: Path) -> None:
    dialogue = file.read_text(encoding="utf-8")

    with support_in(tmp_path, journey=SHOP) as support:
        assert support.clock.now() == NOON
        played = asyncio.run(play(dialogue, support))

    if os.environ.get("AFTERTOUCH_UPDATE_GOLDENS"):
        file.write_text(played, encoding="utf-8")
    assert played == dialogue


def test_every_command_of_colleagues_is_in_some_conversation() -> None:
    """With those of `tests/bot/asking/dialogues` and the closed loops there is one for each."""
    here = Path(__file__).parent
    places = (here / "dialogues", here / "loops", here.parent / "asking" / "dialogues")
    said = "\n".join(file.read_text(encoding="utf-8") for place in places for file in place.glob("*.txt"))

    unsaid = [name for name in commands() if not re.search(rf"(> /|/journey |: /|/){name}\b", said)]
    assert unsaid == []
