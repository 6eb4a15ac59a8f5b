import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.terminal.conversation import read_conversation

if TYPE_CHECKING:
    from tests.bot.terminal.conftest import Terminal

WAITING = "> "
ASKED = """\
How was your coffee?

1  😡  very bad
2  🙁
3  😐
4  🙂
5  😀  very good

Reply with a number from 1 to 5. To leave this out, reply “Skip”.
"""


def test_a_customer_answers_and_sees_what_was_kept(terminal: "Terminal") -> None:
    told = terminal("chat", "--scratch", typed="2\nIt was cold and bitter.\n\n")

    assert told.code == 0
    assert (
        told.out
        == f"""\
Our café: Counter (counter). /help says what you can type.

{ASKED}
> 2

What was wrong?

Just write your answer. To leave this out, reply “Skip”.

> It was cold and bitter.

Thank you!

(Nothing is open any more. #1 2 changes your answer to question 1; Enter leaves.)
{WAITING}
Kept:
  coffee: 2 (negative -1.0)
  wrong: "It was cold and bitter." (negative -1.3)
Goodbye.
"""
    )


def test_a_conversation_left_in_the_middle_goes_on_there(terminal: "Terminal") -> None:
    left = terminal("chat", "--customer", "anna", typed="1\n")
    back = terminal("chat", "--customer", "anna", typed="cold\n#1 4\n")

    assert left.out.endswith("Until later: `aftertouch chat --customer anna` goes on here.\n")
    assert back.out.startswith(f"You left off in the middle of this:\n\n{ASKED}\n> 1\n\nWhat was wrong?")
    assert "Changed. Thank you for putting it right." in back.out


def test_a_line_after_a_question_was_asked_once_more_is_meant_for_that_one(terminal: "Terminal") -> None:
    told = terminal("chat", "--scratch", typed="1\n#1 dunno really\n4\n")

    assert "Please give a number from 1 to 5." in told.out
    assert "  coffee: 4 (positive +1.0)\n" in told.out


DOUBT = """\
Thank you!

You chose “😡 1 of 5, very bad”, but your words sound happy. Which should count?

1. Keep 1 of 5
2. Change my answer

Reply with the number of your choice.
"""


def test_which_should_count_is_asked_at_the_end_and_what_is_typed_next_answers_it(
    terminal: "Terminal",
) -> None:
    told = terminal("chat", "--scratch", typed="1\nperfect\n2\n4\n\n")

    again = ASKED.replace(" To leave this out, reply “Skip”.", "")
    changed = "Changed. Thank you for putting it right."
    assert f"{DOUBT}\n> 2\n\n{again}\n> 4\n\n{changed}\n" in told.out
    assert told.out.count("(Nothing is open any more.") == 1
    assert "  coffee: 4 (positive +1.0)\n" in told.out


def test_whoever_leaves_without_saying_which_should_count_keeps_the_rating(terminal: "Terminal") -> None:
    left = terminal("chat", "--scratch", typed="1\nperfect\n\n")
    kept = terminal("chat", "--scratch", typed="1\nperfect\n1\n\n")

    assert f"{DOUBT}\n> \nKept:\n  coffee: 1 (very negative -2.0)\n" in left.out
    assert f"{DOUBT}\n> 1\n\nNoted, thank you.\n" in kept.out
    assert "  coffee: 1 (very negative -2.0)\n" in kept.out


def test_who_is_not_asked_is_told_why_and_how_to_try_all_the_same(terminal: "Terminal") -> None:
    terminal("chat", typed="5\n")

    again = terminal("chat")

    assert again.code == 0
    assert re.search(r"survey taste was put to the customer at .* runs for 7 days.*policy\.wait", again.out)
    assert "`aftertouch chat --scratch` starts afresh" in again.out


def test_a_scratch_clock_goes_on_to_when_the_question_is_due(home: Path, terminal: "Terminal") -> None:
    journey = home / "journey.yaml"
    journey.write_text(
        journey.read_text(encoding="utf-8").replace(
            "{wait: 7d}", '{wait: 7d, quiet_hours: {start: "21:00", end: "08:00"}}'
        ),
        encoding="utf-8",
    )

    told = terminal("chat", "--scratch", "--at", "2026-09-30T23:00", typed="5\n")

    assert "This is a scratch clock, so 8h" in told.out or "This is a scratch clock, so 9h" in told.out
    assert ASKED in told.out


def test_time_that_goes_by_brings_the_survey_to_its_end(terminal: "Terminal") -> None:
    told = terminal("chat", "--scratch", "--at", "2026-09-30T10:00", typed="/wait 3d\n4\n/wait soon\n")

    assert "(2026-10-03 10:00 UTC)" in told.out
    assert "Nothing is open right now." in told.out
    assert '"soon" is no length of time; write for example 30m, 48h, 7d or 2w.' in told.out


def test_outside_of_a_scratch_time_cannot_be_moved(terminal: "Terminal") -> None:
    told = terminal("chat", typed="/wait 1d\n/help\n#7 1\n/quit\n")

    assert "Time can only be moved with --scratch." in told.out
    assert "/skip" in told.out
    assert "/wait 1d   " not in told.out
    assert "There is no question 7; you were asked 1 so far." in told.out


def test_a_scratch_leaves_nothing_behind(home: Path, terminal: "Terminal") -> None:
    terminal("chat", "--scratch", typed="5\n")

    assert [path.name for path in home.iterdir()] == ["journey.yaml"]


def test_the_conversation_is_written_down_for_a_test_to_play(home: Path, terminal: "Terminal") -> None:
    terminal(
        "chat", "--scratch", "--at", "2026-09-30T10:00", "--language", "de", "--touchpoint", "delivery",
        "--attribute", "visits=3", "--repro", "it.yaml", typed="4\n",
    )  # fmt: skip

    written = read_conversation(home / "it.yaml")
    assert written.journey == "journey.yaml"
    assert written.customer.attributes == {"visits": 3}
    assert [step.touch for step in written.steps if step.touch] == ["delivery"]
    assert [step.say for step in written.steps if step.say] == ["4"]
    assert [(kept.value, kept.label) for kept in written.answers] == [(4, "positive")]


def test_a_conversation_begun_earlier_is_not_written_down_by_halves(terminal: "Terminal") -> None:
    terminal("chat", typed="1\n")

    told = terminal("chat", "--repro", "it.yaml", typed="cold\n")

    assert told.code == 2
    assert "half of what was begun earlier" in told.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--touchpoint", "countr"], 'there is no touchpoint "countr"; did you mean "counter"?'),
        (["--customer", ""], "an id has 1 to 200 letters that can be printed"),
        (["--customer", "anna\nbert"], "an id has 1 to 200 letters that can be printed"),
        (["--at", "3h"], "--at pretends that it is another time, which needs --scratch"),
        (["--language", "German language"], "write its tag, such as en, de or pt-BR"),
        (["--timezone", "Europe/Berln"], 'did you mean "Europe/Berlin"?'),
        (["--attribute", "orders"], "write name=value, such as country=DE"),
        (["--scratch", "--at", "noon"], "2026-05-01T14:30"),
        (["--repro", "nowhere/it.yaml"], "there is no folder nowhere"),
        (["--repro", "journey.yaml"], "journey.yaml is there already"),
    ],
)
def test_a_mistake_is_said_in_a_line(terminal: "Terminal", arguments: list[str], message: str) -> None:
    told = terminal("chat", *arguments)

    assert told.code == 2
    assert message in told.err
    assert "Traceback" not in told.err
