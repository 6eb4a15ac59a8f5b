"""Real comments, typed into the web chat, make the very map that importing them makes.

A hundred of them, as a rule; `make replay` replays all five hundred.
"""

import csv
import os
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.app import App
from bot.http.server import web_address
from bot.plugins import question_kinds
from feedback.importing.loading import read_map
from feedback.importing.run import import_file
from tests.replaying import EXAMPLE, Person, Row, assert_same, chosen, figures, opened
from tests.replaying_on_the_web import talk

pytestmark = pytest.mark.slow

TALKS = int(os.environ.get("AFTERTOUCH_REPLAY_TALKS", "100"))


def brought_in(app: App, rows: Sequence[Row], folder: Path) -> None:
    path = folder / "chosen.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    journey = app.loaded.journey
    report = import_file(
        path,
        read_map(asked_in_the_same_words(folder), journey=journey, kinds=question_kinds()),
        store=app.store,
        journey=journey,
        version=app.loaded.version,
        kinds=question_kinds(),
        judge=app.service.judge,
        clock=app.around.clock,
    )
    assert report.imported == len(rows)


def asked_in_the_same_words(folder: Path) -> Path:
    """Return the example's map without the wording of its own file: what was asked counts in a score."""
    lines = (EXAMPLE / "import.yaml").read_text(encoding="utf-8").splitlines()
    path = folder / "import.yaml"
    path.write_text("\n".join(line for line in lines if "wording:" not in line), encoding="utf-8")
    return path


async def test_live_conversations_make_the_map_that_importing_their_rows_makes(tmp_path: Path) -> None:
    rows = chosen(TALKS)
    live, imported = opened(tmp_path / "live"), opened(tmp_path / "imported")
    try:
        await talk(live, [Person(row, web_address(live)) for row in rows])
        brought_in(imported, rows, tmp_path)

        spoken, written = await figures(live), await figures(imported)
    finally:
        live.close()
        imported.close()

    assert sum(int(str(stage[1])) for stage in spoken.values()) == TALKS
    assert_same(spoken, written)
