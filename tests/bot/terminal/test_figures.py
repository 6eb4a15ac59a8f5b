"""import, map and dry-run: what is done with many answers at once."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.bot.terminal.conftest import Terminal

MAP = """\
source: old_tool
customer: who
source_id: id
touchpoint: counter
occurred_at: when
answers:
  - {question: coffee, column: stars}
  - {question: wrong, column: words}
"""


@pytest.fixture
def answers(home: Path) -> Path:
    """Twelve answers of another tool: six people, two visits each; one row is broken."""
    rows = [
        f"{number},p{number % 6},2026-0{1 + number // 6}-0{1 + number % 6},{1 + number % 5},"
        for number in range(12)
    ]
    file = home / "answers.csv"
    file.write_text("\n".join(["id,who,when,stars,words", *rows, "12,p1,2026-03-01,nine,"]) + "\n")
    (home / "import.yaml").write_text(MAP)
    return file


def test_an_import_reports_rows_and_reasons(answers: Path, terminal: "Terminal") -> None:
    told = terminal("import", answers.name)

    assert told.code == 0
    assert told.out.startswith("Imported answers.csv\n  rows                  13\n")
    assert "nine" not in told.out
    assert "line 14" in told.out


def test_an_import_that_is_only_tried_writes_nothing(answers: Path, terminal: "Terminal") -> None:
    tried = terminal("import", answers.name, "--dry-run")
    again = terminal("import", answers.name, "--json")
    repeated = terminal("import", answers.name)

    assert tried.out.startswith("Tried answers.csv: nothing was written")
    assert json.loads(again.out)["outcome"] == "written"
    assert repeated.out.startswith("answers.csv was imported before")


def test_all_or_nothing_fails_where_a_row_would_be_refused(answers: Path, terminal: "Terminal") -> None:
    told = terminal("import", answers.name, "--all-or-nothing", "--no-scoring")

    assert told.code == 1
    assert "Nothing of answers.csv was imported" in told.out


def test_a_file_without_a_map_is_met_with_the_option_to_give(home: Path, terminal: "Terminal") -> None:
    (home / "answers.csv").write_text("a,b\n")

    told = terminal("import", "answers.csv")

    assert told.code == 2
    assert "--mapping FILE; see docs/importing.md" in told.err


def test_everything_wrong_with_a_map_is_said_at_once(answers: Path, home: Path, terminal: "Terminal") -> None:
    (home / "import.yaml").write_text(MAP.replace("counter", "countr").replace("coffee", "cofee"))

    told = terminal("import", answers.name)

    assert told.code == 1
    assert 'did you mean "counter"?' in told.err
    assert 'did you mean "coffee"?' in told.err


def test_the_map_is_drawn_for_the_terminal_without_colours(answers: Path, terminal: "Terminal") -> None:
    terminal("import", answers.name)

    told = terminal("map")

    assert told.code == 0
    assert "from 6 customers" in told.out
    assert "\x1b" not in told.out


def test_a_map_judges_what_an_import_left_unjudged(answers: Path, terminal: "Terminal") -> None:
    terminal("import", answers.name, "--no-scoring")

    told = terminal("map", "--as", "json")

    overall = json.loads(told.out)["overall"]
    assert overall["voters"] == overall["customers"] == 6
    assert overall["score"] is not None


@pytest.mark.parametrize(
    ("arguments", "start"),
    [
        (["--out", "map.svg"], b"<svg"),
        (["--out", "map.png"], b"\x89PNG"),
        (["--out", "map.html"], b"<!doctype html>"),
        (["--out", "map.md"], b"# Our caf"),
        (["--out", "map.mmd"], b"journey\n"),
        (["--out", "map.csv"], b"\xef\xbb\xbfkind,"),
        (["--out", "map.XLSX"], b"PK"),
        (["--as", "json", "--out", "map.txt"], b"{"),
        (["--out", "map.txt"], b"Our caf"),
        (["--out", "map"], b"Our caf"),
        (["--out", "map.slack.json"], b'{\n  "text"'),
    ],
)
def test_the_map_is_written_in_the_form_its_file_is_named_for(
    home: Path, terminal: "Terminal", arguments: list[str], start: bytes
) -> None:
    told = terminal("map", *arguments)

    assert told.code == 0
    assert told.out == ""
    assert (home / arguments[-1]).read_bytes().lower().startswith(start.lower())


def test_a_folder_that_does_not_exist_is_named(home: Path, terminal: "Terminal") -> None:
    told = terminal("map", "--out", "away/map.svg")

    assert told.code == 1
    assert told.err == (
        f"Error: away/map.svg: the folder {home / 'away'} does not exist; make it, or name another\n"
    )


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="nothing here is full for ever")
def test_a_full_disk_is_told_with_what_to_do(terminal: "Terminal") -> None:
    told = terminal("map", "--as", "svg", "--out", "/dev/full")

    assert told.code == 1
    assert told.err == ("Error: the disk is full, so not all was written; make room, and run this again\n")


def test_a_map_of_a_period_counts_its_answers_only(answers: Path, terminal: "Terminal") -> None:
    terminal("import", answers.name)

    told = terminal("map", "--since", "2026-01-01", "--until", "2026-01-31", "--as", "json")

    assert json.loads(told.out)["period"] == {"since": "2025-12-29", "until": "2026-02-01"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--as", "pgn"], 'did you mean "png"?'),
        (["--out", "map.gif"], 'nothing is written to files that end in ".gif"; use .csv, .html'),
        (["--persona", "regular"], "has none"),
        (["--since", "2026-05-01", "--until", "2026-04-01"], "swap since and until"),
        (["--since", "last week"], "write a day (2026-05-01) or how long ago (30d)"),
    ],
)
def test_a_map_that_cannot_be_is_refused_in_a_line(
    terminal: "Terminal", arguments: list[str], message: str
) -> None:
    told = terminal("map", *arguments)

    assert told.code == 2
    assert message in told.err


def test_a_dry_run_tells_what_another_policy_would_do(
    answers: Path, home: Path, terminal: "Terminal"
) -> None:
    terminal("import", answers.name)
    (home / "once.yaml").write_text("cap: {count: 1, within: 365d}\nwait: 0\n")

    now = terminal("dry-run", "--since", "2026-01-01")
    then = terminal("dry-run", "--since", "2026-01-01", "--policy", "once.yaml")

    assert now.out.startswith("Of 12 interactions (2026-01-01 to 2026-02-06), 12 would be asked about (100%)")
    assert then.out.startswith("Of 12 interactions (2026-01-01 to 2026-02-06), 6 would be asked about (50%)")


def test_a_dry_run_takes_a_whole_journey_file_or_its_policy_section(
    answers: Path, home: Path, terminal: "Terminal"
) -> None:
    terminal("import", answers.name)
    (home / "section.yaml").write_text("policy: {wait: 365d}\n")
    whole = (home / "journey.yaml").read_text(encoding="utf-8").replace("{wait: 7d}", "{wait: 365d}")
    (home / "whole.yaml").write_text(whole, encoding="utf-8")

    told = {
        terminal("dry-run", "--since", "2026-01-01", "--policy", name).out
        for name in ("section.yaml", "whole.yaml")
    }

    assert len(told) == 1
    assert " 6 would be asked about" in told.pop()


def test_everything_wrong_with_a_policy_is_said_at_once(home: Path, terminal: "Terminal") -> None:
    (home / "policy.yaml").write_text("policy:\n  wait: soon\n  samle: 1\n  cap: {count: 0, within: 30d}\n")

    told = terminal("dry-run", "--policy", "policy.yaml")

    assert told.code == 1
    assert "policy.yaml:2:3: policy.wait" in told.err
    assert 'did you mean "sample"?' in told.err
    assert "3 problems found" in told.err


def test_where_nothing_happened_there_is_nothing_to_rehearse(terminal: "Terminal") -> None:
    assert "nothing to rehearse" in terminal("dry-run").out


def spoil(home: Path, statement: str) -> None:
    """Change the sums behind everybody's back, as a fault of a program or of a disk would."""
    (database,) = home.glob("*.db")
    with closing(sqlite3.connect(database)) as connection:
        connection.execute(statement)
        connection.commit()


@pytest.mark.parametrize(
    "fault",
    [
        "UPDATE partial SET score_sum = score_sum + 1 WHERE customer = (SELECT max(customer) FROM partial)",
        "DELETE FROM partial WHERE customer = (SELECT max(customer) FROM partial)",
    ],
)
def test_sums_that_are_not_what_was_answered_are_found_and_repaired(
    answers: Path, terminal: "Terminal", home: Path, fault: str
) -> None:
    terminal("import", answers.name)
    sound = terminal("check", "--figures")
    assert (sound.code, sound.err) == (0, "")
    assert "Every sum of the map is what the raw answers come to." in sound.out
    spoil(home, fault)

    found = terminal("check", "--figures")
    repaired = terminal("check", "--figures", "--repair")

    assert found.code == 1
    assert "counter, week of 2026-0" in found.err
    assert "the sums of 1 customer differ" in found.err
    assert repaired.code == 0
    assert "0 still differ" in repaired.out
    assert terminal("check", "--figures").code == 0


def test_repair_belongs_to_figures(terminal: "Terminal") -> None:
    assert "write both" in terminal("check", "--repair").err
