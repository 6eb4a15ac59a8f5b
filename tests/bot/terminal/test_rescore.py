"""`aftertouch rescore`: history judged now, and how far that has come."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.bot.terminal.conftest import Terminal

ANSWERS = "id,customer,place,day,stars,comment\n" + "".join(
    f"{number},c{number},counter,2026-03-0{number},{number},It was fine\n" for number in range(1, 6)
)
MAP = """\
source: old
customer: customer
source_id: id
touchpoint: {column: place, values: {counter: counter}}
occurred_at: day
answers:
  - {question: coffee, column: stars}
  - {question: wrong, column: comment}
"""


@pytest.fixture
def imported(terminal: "Terminal", home: Path) -> None:
    """Five visits with ten answers, judged by nobody yet."""
    (home / "answers.csv").write_text(ANSWERS, encoding="utf-8")
    (home / "import.yaml").write_text(MAP, encoding="utf-8")
    assert terminal("keys", "new").code == 0
    done = terminal("import", "answers.csv", "--no-scoring")
    assert done.code == 0, done


@pytest.mark.usefixtures("imported")
def test_it_says_how_much_is_still_to_be_judged_and_then_judges_it(terminal: "Terminal") -> None:
    before, work, after = (terminal("rescore", *more) for more in (("--status",), (), ("--status",)))

    assert before.out.startswith("10 of 10 answers are still to be judged by ")
    assert work.out == after.out
    assert after.out.startswith("All 10 answers are judged by ")


@pytest.mark.usefixtures("imported")
def test_another_engine_has_everything_to_judge_anew(terminal: "Terminal", home: Path) -> None:
    terminal("rescore")
    journey = home / "journey.yaml"
    journey.write_text(f"{journey.read_text(encoding='utf-8')}scorer: rating\n", encoding="utf-8")

    before, after = terminal("rescore", "--status"), terminal("rescore")

    assert before.out.startswith("10 of 10 answers")
    assert "judged by rating-1+rules" in after.out


def test_where_nothing_was_said_nothing_is_left(terminal: "Terminal") -> None:
    terminal("keys", "new")

    assert terminal("rescore").out.startswith("All 0 answers are judged by ")
