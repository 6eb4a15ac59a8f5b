"""Themes from the terminal: listed, renamed, merged, added to, taken back, and adopted by the file."""

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.terminal.theme_lines import ThemeLine, as_table, theme_lines
from config.journey import Journey, Theme
from config.text import Text
from mapping.renderers.terminal import reach
from tests.bot.terminal.conftest import JOURNEY

if TYPE_CHECKING:
    from tests.bot.terminal.conftest import Terminal

THEMES = """\
themes:
  - {id: waiting, title: {en: Waiting, de: Warten}, phrases: [we had to wait too long, no queue at all]}
  - {id: staff, title: Staff, phrases: [they were rude to me]}
"""
MAP = """\
source: old
customer: who
touchpoint: counter
occurred_at: when
answers: [{question: coffee, column: stars}, {question: wrong, column: said}]
"""


@pytest.fixture
def cafe(home: Path) -> Path:
    """A café with two themes of its own."""
    (home / "journey.yaml").write_text(JOURNEY + THEMES, encoding="utf-8")
    return home


def listed(terminal: "Terminal") -> dict[str | None, dict[str, object]]:
    told = terminal("themes", "list", "--json")
    assert told.code == 0, told.err
    return {each["id"]: each for each in map(json.loads, told.out.splitlines())}


def test_a_journey_without_themes_has_the_common_ones(home: Path, terminal: "Terminal") -> None:
    found = listed(terminal)

    assert found["waiting"]["from"] == "common"
    assert len(found) == 15


def test_themes_are_added_renamed_merged_and_taken_back(cafe: Path, terminal: "Terminal") -> None:
    told = terminal("themes", "add", "parking", "Parking", "nowhere to park", "plenty of space for the car")
    assert (told.code, "judged anew" in told.out) == (0, True)
    assert terminal("themes", "rename", "staff", "Our people").out == "Renamed.\n"
    assert terminal("themes", "rename", "staff", "Das Team", "--language", "de").code == 0
    assert terminal("themes", "merge", "waiting", "staff").out == "Merged.\n"

    found = listed(terminal)
    assert list(found) == ["staff", "parking", None]
    assert (found["staff"]["title"], found["staff"]["phrases"]) == ("Our people", 3)
    assert (found["staff"]["from"], found["parking"]["from"]) == ("journey, renamed, merged", "added")
    assert "Das Team" in terminal("themes", "list", "--language", "de").out

    assert "merged into" in terminal("themes", "undo").out
    assert list(listed(terminal)) == ["waiting", "staff", "parking", None]
    assert terminal("themes", "reset", "staff").out == "Taken back: 2 changes.\n"
    assert terminal("themes", "reset", "parking").code == 0
    assert [each["from"] for each in listed(terminal).values()] == ["journey", "journey", None]
    assert terminal("themes", "undo").code == 1


def test_what_many_complain_of_emerges_and_is_made_a_theme(cafe: Path, terminal: "Terminal") -> None:
    assert terminal("themes", "emerging").err.startswith("Nothing emerges")
    said = ("nowhere to leave the bicycle", "the bicycle rack is missing", "my bicycle was in the way")
    rows = [f"c{number},2026-05-04,1,{said[number % 3]}" for number in range(45)]
    (cafe / "import.yaml").write_text(MAP, encoding="utf-8")
    (cafe / "said.csv").write_text("\n".join(["who,when,stars,said", *rows]), encoding="utf-8")
    assert terminal("import", "said.csv").code == 0

    told = terminal("themes", "emerging", "--json")

    first = json.loads(told.out.splitlines()[0])
    assert (first["key"], first["customers"]) == ("bicycle", 45)
    assert terminal("themes", "emerging").out.splitlines()[1].split()[:3] == ["45", "45", "bicycle,"]
    wrong = terminal("themes", "promote", "bycicle")
    assert (wrong.code, 'does not emerge; did you mean "bicycle"?' in wrong.err) == (1, True)
    promoted = terminal("themes", "promote", "Bicycle", "nowhere to leave the bicycle", "--title", "Bicycles")
    assert 'It is theme "bicycle" now.' in promoted.out
    found = listed(terminal)["bicycle"]
    assert (found["title"], found["phrases"], found["from"]) == ("Bicycles", 1, "promoted")
    # All answers are to be judged anew now, and until then nobody knows what emerges.
    assert 'theme "raader"' in terminal("themes", "promote", "Räåder").out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("rename", "stuff", "X"), 'did you mean "staff"?'),
        (("merge", "staff", "staff"), "cannot be merged into itself"),
        (("add", "staff", "Staff", "rude"), 'there is a theme "staff" already'),
        (("promote", "停车"), '"停车" does not emerge; see aftertouch themes emerging'),
        (("promote", " , "), "there are no words"),
        (("reset", "staff"), 'nothing was changed about "staff"; changed were: none'),
    ],
)
def test_what_cannot_be_is_refused_with_its_fix(
    cafe: Path, terminal: "Terminal", arguments: tuple[str, ...], words: str
) -> None:
    told = terminal("themes", *arguments)

    assert words in told.err
    assert told.code != 0


def test_what_is_exported_is_what_the_file_needs(cafe: Path, terminal: "Terminal") -> None:
    terminal("themes", "add", "parking", "Parking", "nowhere to park")
    terminal("themes", "rename", "waiting", "Waiting time")

    (cafe / "journey.yaml").write_text(JOURNEY + terminal("themes", "export").out, encoding="utf-8")

    assert terminal("check").code == 0
    found = listed(terminal)
    assert list(found) == ["waiting", "staff", "parking", None]
    assert found["parking"]["from"] == "journey"


def test_mentions_are_counted_and_few_customers_are_hidden() -> None:
    themes = tuple(
        Theme(id=each, title=Text({"": each.title()}), phrases=("x",)) for each in ("fast", "kind")
    )
    journey = Journey.model_validate(
        {
            "id": "j",
            "title": "J",
            "stages": [{"id": "a", "title": "A", "touchpoints": [{"id": "b", "title": "B"}]}],
        }
    ).model_copy(update={"themes": themes})
    said = [
        *(("fast", f"c{number % 6}") for number in range(9)),
        ("kind", "c1"),
        ("kind", "c2"),
        (None, "c1"),
    ]

    table = as_table(theme_lines(journey, declared=themes, edits=(), said=said, language=None))

    assert table.splitlines() == [
        "id    title           phrases  mentions  customers  from",
        "fast  Fast                  1         9          6  journey",
        "kind  Kind                  1  (hidden)   (hidden)  journey",
        "      (no theme yet)           (hidden)   (hidden)",
    ]


def test_columns_stand_straight_whatever_letters_a_title_has() -> None:
    line = ThemeLine(theme="a", title="速い配送", phrases=3, mentions=9, customers=9, source="")

    head, *rows = as_table([line, replace(line, title="Speed of it \u200f")]).splitlines()

    assert {reach(row) for row in rows} == {reach(head) - reach("  from")}
