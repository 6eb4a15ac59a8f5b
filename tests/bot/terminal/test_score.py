"""`aftertouch score`: lines in, judgements out, in order, as they come."""

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.terminal.score_lines import LONGEST, Wrong, batches, read_line
from feedback.scorer import ToScore

if TYPE_CHECKING:
    from tests.bot.terminal.conftest import Terminal

MEMBERS = ["label", "valence", "confidence", "emotions", "language", "themes", "evidence", "scorer"]


def read(line: str) -> ToScore | Wrong:
    return read_line(line.encode(), number=7)


def told(out: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.splitlines()]


def test_each_line_is_judged_in_its_place(terminal: "Terminal") -> None:
    texts = "The nurse was wonderful\n\nn/a\nHorrible, the worst ever\n"

    done = terminal("score", "--engine", "textblob", "--json", typed=texts)

    assert done.code == 0
    assert [each["label"] for each in told(done.out)] == [
        "very_positive", "unscored", "non_answer", "very_negative",
    ]  # fmt: skip
    assert [list(each) for each in told(done.out)] == [MEMBERS] * 4


def test_for_people_a_line_names_label_valence_and_causes(terminal: "Terminal") -> None:
    done = terminal("score", "--engine", "textblob", typed="The nurse was rude\n")

    assert done.out == "negative      −0.6  The nurse was rude  [rude]\n"


def test_a_rating_leads_and_its_scale_may_be_any(terminal: "Terminal") -> None:
    lines = [
        {"text": "the parcel came", "rating": 1},
        {"text": "the parcel came", "rating": 1, "scale": "1-5 reversed"},
        {"text": "the parcel came", "rating": 10, "scale": "0-10"},
        {"rating": 3},
    ]

    done = terminal(
        "score", "--engine", "textblob", "--json", typed="".join(f"{json.dumps(line)}\n" for line in lines)
    )

    assert [each["valence"] for each in told(done.out)] == [-2, 2, 2, 0]


def test_what_was_asked_counts(terminal: "Terminal") -> None:
    lines = [
        {"text": "nothing", "question": question}
        for question in ("What could be better?", "What did you like?", "How was it?")
    ]

    done = terminal(
        "score", "--engine", "textblob", "--json", typed="".join(f"{json.dumps(line)}\n" for line in lines)
    )

    assert [each["label"] for each in told(done.out)] == ["positive", "negative", "non_answer"]


def test_a_line_that_cannot_be_read_keeps_its_place_and_is_told_with_its_number(terminal: "Terminal") -> None:
    done = terminal("score", "--engine", "textblob", "--json", typed='good\n{"text": \n{"txt": "x"}\nbad\n')

    assert done.code == 2
    assert [each.get("label", "wrong") for each in told(done.out)] == [
        "positive",
        "wrong",
        "wrong",
        "negative",
    ]
    assert [line.split(":")[0] for line in done.err.splitlines()] == ["line 2", "line 3"]
    assert 'did you mean "text"' in done.err


def test_an_engine_nobody_has_is_corrected(terminal: "Terminal") -> None:
    done = terminal("score", "--engine", "textblub")

    assert done.code == 2
    assert 'did you mean "textblob"?' in done.err


def test_files_are_read_one_after_the_other(terminal: "Terminal", tmp_path: Path) -> None:
    first, second = tmp_path / "first.txt", tmp_path / "second.txt"
    first.write_text("great", encoding="utf-8")
    second.write_text("awful\n", encoding="utf-8")

    done = terminal("score", "--engine", "textblob", "--json", str(first), str(second))

    assert [each["label"] for each in told(done.out)] == ["positive", "very_negative"]


def test_bytes_of_older_programs_are_read_too(terminal: "Terminal") -> None:
    done = terminal("score", "--engine", "textblob", "--json", typed=b"tr\xe8s bien\r\n\xf0\x9f\x98\xa1\r\n")

    assert [each["label"] for each in told(done.out)] == ["very_positive", "very_negative"]


def test_the_engine_of_a_journey_judges(terminal: "Terminal", home: Path) -> None:
    journey = home / "other.yaml"
    text = (home / "journey.yaml").read_text(encoding="utf-8")
    journey.write_text(f"{text}scorer: rating\n", encoding="utf-8")

    done = terminal("score", "--json", "--journey", str(journey), typed="The nurse was rude\n")

    (only,) = told(done.out)
    assert only["label"] == "unscored"
    assert str(only["scorer"]).startswith("rating-")


def test_without_a_journey_the_common_themes_are_named(terminal: "Terminal") -> None:
    texts = "I was charged twice\nthe app keeps crashing\n"

    done = terminal("score", "--engine", "aftertouch", "--json", typed=texts)

    assert [first_theme(each) for each in told(done.out)] == ["billing", "website"]


def test_the_common_themes_stand_in_for_those_a_journey_has_not(terminal: "Terminal", home: Path) -> None:
    bare, own = home / "bare.yaml", home / "own.yaml"
    text = f"{(home / 'journey.yaml').read_text(encoding='utf-8')}scorer: aftertouch\n"
    bare.write_text(text, encoding="utf-8")
    own.write_text(f"{text}themes: [{{id: till, title: Till, phrases: [charged twice]}}]\n", encoding="utf-8")

    named = [
        told(terminal("score", "--json", "--journey", str(path), typed="I was charged twice\n").out)
        for path in (bare, own)
    ]

    assert [[first_theme(each) for each in lines] for lines in named] == [["billing"], ["till"]]


def test_an_engine_without_vectors_names_no_themes(terminal: "Terminal") -> None:
    done = terminal("score", "--engine", "textblob", "--json", typed="the food was awful\n")

    assert [each["themes"] for each in told(done.out)] == [None]


@pytest.mark.parametrize("engine", ["aftertouch", "textblob", "vader", "rating"])
def test_what_was_said_stands_in_the_output_alone(
    terminal: "Terminal", caplog: pytest.LogCaptureFixture, engine: str
) -> None:
    texts = 'the xylograph was awful\n{"text": "a xylograph", "rating": 9}\n{"xylograph"\n'

    done = terminal("score", "--engine", engine, typed=texts)

    assert "xylograph" in done.out
    assert "xylograph" not in done.err + caplog.text


def first_theme(judged: dict[str, object]) -> object:
    themes = judged["themes"]
    assert isinstance(themes, dict)
    return next(iter(themes))


def test_a_reader_who_goes_away_is_no_mistake(home: Path) -> None:
    many = "good\n" * 20_000
    command = f"{sys.executable} -m bot score --engine rating | head -n 1"

    done = subprocess.run(
        ["bash", "-c", command], input=many, capture_output=True, text=True, check=False,
        cwd=Path(__file__).parents[3],
    )  # fmt: skip

    assert done.stdout.startswith("positive")
    assert done.stderr == ""


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("plain", "plain"),
        ("﻿with a mark", "with a mark"),
        ('{"text": "a\\u0000b"}', "ab"),
        ('{"text": "\\ud83d half"}', "half"),
        ('{"text": 5, "id": 12}', "5"),
        ('{"text": "x", "rating": "4"}', "x"),
    ],
)
def test_odd_lines_are_read_kindly(line: str, text: str) -> None:
    request = read(line)

    assert isinstance(request, ToScore)
    assert request.text == text


@pytest.mark.parametrize(
    ("scale", "rating", "expected"),
    [
        ("1-5", 5, 2.0),
        ("1 to 5", 1, -2.0),
        ("1-5 reversed", 1, 2.0),
        ("1-5, low is best", 5, -2.0),
        ("5-1", 1, 2.0),
        ("0-10", 5, 0.0),
        ("-3-3", 0, 0.0),
        ("nps", 10, 2.0),
        ("stars", 5, 2.0),
        (10, 10, 2.0),
        ({"min": 1, "max": 5}, 5, 2.0),
        ({"min": 1, "max": 5, "best": "min"}, 1, 2.0),
        ({"min": 1, "max": 5, "best": 1}, 5, -2.0),
    ],
)
def test_a_scale_may_be_written_in_many_ways(scale: object, rating: float, expected: float) -> None:
    request = read(json.dumps({"text": "x", "rating": rating, "scale": scale}))

    assert isinstance(request, ToScore)
    assert request.rating == expected


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "is no JSON"),
        ('{"a": {"b": 1}}', "neither text nor rating"),
        ('{"text": ["a"]}', "a list"),
        ('{"text": true}', "true or false"),
        ('{"text": "x", "rating": 9}', "outside its scale 1-5"),
        ('{"text": "x", "rating": true}', "true or false"),
        ('{"text": "x", "rating": "many"}', "write a number"),
        ('{"text": "x", "rating": NaN}', "no finite number"),
        ('{"text": "x", "rating": 1, "scale": "good"}', "1-5 reversed"),
        ('{"text": "x", "rating": 1, "scale": "1-1"}', "begins where it ends"),
        ('{"text": "x", "lang": "Deutsch, bitte"}', "pt-BR"),
        ("{" * 100_000, "is no JSON"),
        ('{"a":' * 100_000, "nested too deep"),
        ("x" * (LONGEST + 1), "longer than"),
    ],
)
def test_a_line_that_cannot_be_read_says_what_is_wrong(line: str, said: str) -> None:
    wrong = read(line)

    assert isinstance(wrong, Wrong)
    assert wrong.line == 7
    assert said in wrong.what


def pieces(*chunks: bytes) -> list[Sequence[bytes]]:
    left: Iterator[bytes] = iter([*chunks, b""])
    return list(batches(lambda _: next(left)))


def test_lines_are_handed_on_as_they_come() -> None:
    assert pieces(b"one\ntw", b"o\n", b"three") == [[b"one"], [b"two"], [b"three"]]


def test_much_at_once_comes_in_batches_and_an_endless_line_is_cut() -> None:
    assert [len(batch) for batch in pieces(b"x\n" * 600)] == [256, 256, 88]
    assert max(len(line) for batch in pieces(*[b"x" * 65_536] * 40) for line in batch) == LONGEST + 1
