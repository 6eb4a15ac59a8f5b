"""Opportunities are added, changed, dropped and exported in the terminal."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from ruamel.yaml import YAML

if TYPE_CHECKING:
    from tests.bot.terminal.conftest import Terminal


def exported(terminal: "Terminal") -> list[dict[str, object]]:
    told = terminal("opportunities", "--export")
    assert told.code == 0, told.err
    found: list[dict[str, object]] = YAML(typ="safe").load(told.out)["opportunities"]
    return found


def test_they_are_added_changed_and_dropped(terminal: "Terminal") -> None:
    added = terminal("opportunities", "--add", "Longer opening hours", "--stage", "visit", "--effort", "4")
    assert (added.code, added.out) == (0, "Added: longer-opening-hours.\n")
    changed = terminal(
        "opportunities", "--set", "longer-opening-hours", "--owner", "Ada", "--theme", "waiting"
    )
    assert changed.out == "Changed: longer-opening-hours.\n"
    assert exported(terminal) == [
        {
            "id": "longer-opening-hours", "title": "Longer opening hours", "stage": "visit",
            "theme": "waiting", "owner": "Ada", "status": "idea", "effort": 4,
        }
    ]  # fmt: skip
    assert "Longer opening hours" in terminal("opportunities").out

    assert (
        terminal("opportunities", "--drop", "longer-opening-hours").out == "Dropped: longer-opening-hours.\n"
    )
    assert exported(terminal)[0]["status"] == "dropped"
    assert "Longer opening hours" not in terminal("opportunities").out


def test_who_has_done_one_is_told_how_customers_hear_of_it(terminal: "Terminal") -> None:
    terminal("opportunities", "--add", "Open longer", "--stage", "visit")

    unnamed = terminal("opportunities", "--set", "open-longer", "--status", "done")
    unasked = terminal("opportunities", "--set", "open-longer", "--theme", "waiting", "--status", "done")
    file = Path("journey.yaml")
    said = file.read_text(encoding="utf-8")
    file.write_text(said.replace("policy: {", "policy: {hear_back: true, "), encoding="utf-8")
    asked = terminal("opportunities", "--set", "open-longer", "--status", "done")

    assert unnamed.out == "Changed: open-longer.\n"
    assert "--set open-longer --theme THEME" in unnamed.err
    assert "policy.hear_back: true" in unasked.err
    assert "a manager writes /news open-longer in the chat" in asked.err


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--add", "Tidy up"), "the stage is missing; add --stage with one of visit, order"),
        (("--add", "Tidy up", "--stage", "vist"), 'did you mean "visit"?'),
        (("--add", " ", "--stage", "visit"), "the title is empty"),
        (("--set", "nothing", "--effort", "2"), 'there is no opportunity "nothing"'),
        (("--set", "nothing"), "--set needs something to change"),
        (("--owner", "Ada"), "--owner belongs to --add"),
        (("--add", "Tidy", "--drop", "tidy"), "--add and --drop are two things"),
        (("--add", "Tidy", "--stage", "visit", "--title", "T"), "leave --title out"),
        (("--add", "Tidy", "--stage", "visit", "--theme", "waitin"), 'did you mean "waiting"?'),
        (("--add", "Tidy", "--stage", "visit", "--from", __file__), "changes are kept in the database"),
    ],
)
def test_what_cannot_be_done_is_one_clear_error(
    terminal: "Terminal", arguments: tuple[str, ...], said: str
) -> None:
    told = terminal("opportunities", *arguments)

    assert told.code != 0
    assert said in told.err
    assert "Traceback" not in told.err


def test_themes_that_the_file_lacks_are_named_beside_what_is_exported(terminal: "Terminal") -> None:
    terminal("opportunities", "--add", "Open longer", "--stage", "visit", "--theme", "waiting")

    assert "does not declare waiting" in terminal("opportunities", "--export").err


def test_the_map_shows_what_was_added(terminal: "Terminal") -> None:
    terminal("opportunities", "--add", "Longer opening hours", "--stage", "visit")

    assert "Longer opening hours" in terminal("map", "--as", "markdown").out
