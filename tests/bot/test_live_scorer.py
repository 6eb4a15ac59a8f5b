"""What managers change about themes is in force without a restart."""

import asyncio
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import App, Surroundings, open_app
from bot.plugins import question_kinds
from feedback.clock import FakeClock
from feedback.ids import new_id
from feedback.importing.loading import read_map
from feedback.importing.run import import_file
from feedback.theme_overlay import ThemeEdit
from tests.bot.opening import settings_in

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
JOURNEY = """\
id: shop
title: Shop
scorer: aftertouch
stages: [{id: get, title: Get, touchpoints: [{id: courier, title: Courier, survey: short}]}]
surveys:
  - {id: short, title: Short, questions: [{id: why, kind: text, about: reason, ask: Why?}]}
themes:
  - {id: waiting, title: Waiting, phrases: [we had to wait far too long, nobody came for an hour]}
  - {id: staff, title: Staff, phrases: [the staff were friendly and helpful, they were rude to me]}
"""
MAP = """\
source: old
customer: who
touchpoint: courier
occurred_at: when
answers: [{question: why, column: why}]
"""
ADDED = ThemeEdit(
    id="e1", theme="parking", change="added", title="Parking", at=NOON, by="terminal",
    phrases=("there was nowhere to park the car", "no parking anywhere", "the car park was full"),
)  # fmt: skip


@pytest.fixture
def app(tmp_path: Path) -> Iterator[App]:
    """A shop where one customer has said two things."""
    around = Surroundings(clock=FakeClock(NOON), entropy=os.urandom, new_id=new_id)
    opened = open_app(settings_in(tmp_path, journey=JOURNEY), around=around)
    (tmp_path / "import.yaml").write_text(MAP, encoding="utf-8")
    (tmp_path / "said.csv").write_text(
        "who,when,why\n"
        "ann,2026-05-04,The staff were friendly and helpful. There was nowhere to park the car\n",
        encoding="utf-8",
    )
    import_file(
        tmp_path / "said.csv",
        read_map(tmp_path / "import.yaml", journey=opened.loaded.journey, kinds=question_kinds()),
        store=opened.store,
        journey=opened.loaded.journey,
        version=opened.loaded.version,
        kinds=question_kinds(),
        judge=None,
        clock=opened.around.clock,
    )
    asyncio.run(opened.settle())
    yield opened
    opened.close()


def themes(app: App) -> list[str | None]:
    found = app.store.read_mentions("shop", scorer=(app.scorer.name, app.scorer.version))
    return list(found.theme)


def test_a_new_theme_has_history_judged_anew_while_the_program_runs(app: App) -> None:
    before, version = themes(app), app.scorer.version

    app.store.add_theme_edit("shop", ADDED)
    asyncio.run(app.settle())

    assert before == ["staff", None]
    assert themes(app) == ["staff", "parking"]
    assert app.scorer.version != version
    assert app.rescorer.count().left == 0


def test_what_is_taken_back_is_as_if_it_had_never_been(app: App) -> None:
    version = app.scorer.version
    app.store.add_theme_edit("shop", ADDED)
    asyncio.run(app.settle())

    app.store.drop_theme_edits([ADDED.id])
    asyncio.run(app.settle())

    assert (app.scorer.version, themes(app)) == (version, ["staff", None])


def test_a_rename_or_a_merge_judges_nothing_anew(app: App) -> None:
    version = app.scorer.version
    for number, edit in enumerate(
        [
            replace(ADDED, theme="staff", change="renamed", title="People", phrases=()),
            replace(ADDED, theme="staff", change="merged", into="waiting", title=None, phrases=()),
        ]
    ):
        later = NOON + timedelta(minutes=number)
        app.store.add_theme_edit("shop", replace(edit, id=f"e{number}", at=later))

    assert asyncio.run(app.rescorer.turn()) == 0
    assert app.scorer.version == version
