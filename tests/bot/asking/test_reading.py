"""Filters in everyday words: understood as a whole, or every problem named and nothing done."""

from collections.abc import Sequence
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.asking.asked import Asked, Misread
from bot.asking.reading import Reader
from bot.plugins import question_options, reports
from bot.reporting import Option, Query
from config.journey import Journey
from config.loader import read_journey

TODAY = date(2026, 11, 22)
FILE = """
id: shop
title: Shop
languages: [en, de]
stages:
  - id: delivery
    title: {en: Delivery, de: Zustellung}
    touchpoints:
      - {id: courier, title: Courier, medium: courier}
      - {id: parcel_box, title: {en: Parcel box, de: Packstation}, medium: box}
  - id: get-help
    title: {en: Get help, de: Hilfe finden}
    touchpoints: [{id: hotline, title: Hotline, medium: phone}]
personas:
  - {id: busy-parent, title: {en: Busy parent, de: Vielbeschäftigte Eltern}, rule: children > 0}
  - {id: student, title: Student, rule: age < 27}
segments:
  - {id: vip, title: VIP, rule: orders > 9}
  - {id: student_rate, title: Student, rule: rate == "s"}
"""


@cache
def journey() -> Journey:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "journey.yaml"
        file.write_text(FILE, encoding="utf-8")
        return read_journey(file, kinds=question_options()).journey


def read(
    words: str, *, pairs: bool = False, deep: bool = False, options: Sequence[Option] = ()
) -> Asked | Misread:
    reader = Reader(journey=journey(), language="en", today=TODAY, pairs=pairs, deep=deep, options=options)
    return reader.read(words)


def understood(words: str, *, pairs: bool = False, deep: bool = False) -> str:
    found = read(words, pairs=pairs, deep=deep)
    assert isinstance(found, Asked), found
    return found.words()


def problems(words: str, *, pairs: bool = False) -> list[tuple[str, str]]:
    found = read(words, pairs=pairs)
    assert isinstance(found, Misread), found
    return [(each.kind, each.said) for each in found.problems]


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("", ""),
        ("persona busy-parent", "persona busy-parent"),
        ("busy parents", "persona busy-parent"),
        ("BUSY PARENT", "persona busy-parent"),
        ("vielbeschaeftigte eltern", "persona busy-parent"),
        ("Vielbeschäftigte Eltern", "persona busy-parent"),
        ("segment vip", "segment vip"),
        ("stage: delivery", "stage delivery"),
        ("--stage=delivery", "stage delivery"),
        ("zustellung", "stage delivery"),
        ("phase Hilfe finden", "stage get-help"),
        ("medium phone", "medium phone"),
        ("phone", "medium phone"),
        ("show me VIP customers in march, please", "2026-03-01..2026-03-31 segment vip"),
        ("delivery, last 30 days, vip", "2026-10-24..2026-11-22 segment vip stage delivery"),
        ("im März bitte nur die Phase Zustellung", "2026-03-01..2026-03-31 stage delivery"),
        ("auf deutsch", "language de"),
        ("language fr q2 2026", "2026-04-01..2026-06-30 language fr"),
        ("persona student since 1 may", "since 2026-05-01 persona student"),
        ("choose persona page 2", "choose persona page 2"),
        ("warum vip", "segment vip explain"),
        ("vip vip", "segment vip"),
    ],
)
def test_filters_are_understood_in_any_words_and_order(words: str, meant: str) -> None:
    assert understood(words) == meant


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("march vs april", "2026-03-01..2026-03-31 vs 2026-04-01..2026-04-30"),
        ("März gegen April, Zustellung", "2026-03-01..2026-03-31 vs 2026-04-01..2026-04-30 stage delivery"),
        ("march with april", "2026-03-01..2026-03-31 vs 2026-04-01..2026-04-30"),
        ("busy parents vs vip in march", "2026-03-01..2026-03-31 persona busy-parent vs segment vip"),
        ("vip vs all others", "segment vip vs others"),
        ("vip vs the previous period", "segment vip vs previous"),
        ("target", "vs target"),
        ("persona student", "persona student"),
    ],
)
def test_two_sides_are_set_beside_each_other(words: str, meant: str) -> None:
    assert understood(words.replace(" period", ""), pairs=True) == meant


def test_a_touchpoint_brings_its_stage_where_touchpoints_are_shown() -> None:
    found = read("packstation", deep=True)

    assert isinstance(found, Asked)
    assert (found.touchpoint, found.query.stage) == ("parcel_box", "delivery")


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("nonsense", [("unknown", "nonsense")]),
        ("persona nobody stage nowhere", [("unknown", "nobody"), ("unknown", "nowhere")]),
        ("persona", [("lacks", "persona")]),
        ("student", [("ambiguous", "student")]),
        ("5/6/2026", [("ambiguous", "5/6/2026")]),
        ("2026-05..2026-03", [("backwards", "2026-05..2026-03")]),
        ("march april", [("twice", "april")]),
        ("vip segment student_rate", [("twice", "segment student_rate")]),
        ("delivery phone", [("misplaced", "phone")]),
        ("courier stage delivery nonsense", [("unknown", "nonsense")]),
        ("packstation", [("not_here", "Parcel box")]),
        ("march vs april", [("cannot_pair", "vs")]),
    ],
)
def test_every_problem_is_named(words: str, named: list[tuple[str, str]]) -> None:
    assert problems(words) == named


@pytest.mark.parametrize(
    "words", ["vip vs march", "vs", "march vs", "vs vip", "march vs april vs may", "march vs since april"]
)
def test_sides_that_cannot_be_set_beside_each_other_are_refused(words: str) -> None:
    assert problems(words, pairs=True)[0][0] == "no_pair"


def test_two_sides_are_no_contradiction_where_something_else_is_not_understood() -> None:
    assert problems("march vs april nonsense", pairs=True) == [("unknown", "nonsense")]


def test_what_was_probably_meant_is_put_in_the_place_of_all_problems_at_once() -> None:
    found = read("delivry persona busy-parnt march")

    assert isinstance(found, Misread)
    assert [each.words for each in found.choices] == ["stage delivery persona busy-parent march"]


def test_each_meaning_of_what_is_ambiguous_can_be_tapped() -> None:
    found = read("student in march delivry")

    assert isinstance(found, Misread)
    assert [each.words for each in found.choices] == [
        "persona student in march stage delivery",
        "segment student_rate in march stage delivery",
    ]


def test_nothing_can_be_tapped_where_nobody_can_guess_what_was_meant() -> None:
    found = read("xyzzy plugh delivry")

    assert isinstance(found, Misread)
    assert found.choices == ()


def test_a_report_reads_its_own_options() -> None:
    found = read("by week vip", options=reports()["trend"].options)

    assert isinstance(found, Asked)
    assert found.query == Query(language="en", segment="vip", own={"by": "week"})


@pytest.mark.parametrize(
    ("words", "step"),
    [
        ("weekly", "week"), ("nach Woche", "week"), ("pro Quartal", "quarter"), ("wöchentlich", "week"),
        ("woechentlich", "week"), ("by months", "month"), ("per year", "year"), ("monatlich bitte", "month"),
    ],
)  # fmt: skip
def test_steps_in_time_are_told_in_everyday_words(words: str, step: str) -> None:
    found = read(f"vip {words}", options=reports()["trend"].options)

    assert isinstance(found, Asked)
    assert found.query == Query(language="en", segment="vip", own={"by": step})


@pytest.mark.parametrize("words", ["window 7 days", "window 7 Tage", "window 7d", "window=7 days"])
def test_a_length_of_time_may_have_its_unit_in_words(words: str) -> None:
    found = read(f"{words} vip", options=reports()["funnel"].options)

    assert isinstance(found, Asked)
    assert found.query == Query(language="en", segment="vip", own={"window": "7d"})


def test_nobody_is_asked_whether_they_meant_what_they_wrote() -> None:
    found = read("days")

    assert isinstance(found, Misread)
    assert [each.meant for each in found.problems] == [()]


def test_a_touchpoint_that_is_called_a_stage_is_shown_or_its_stage_is_offered() -> None:
    shown = read("stage parcel box", deep=True)
    offered = read("phase packstation march")

    assert isinstance(shown, Asked)
    assert (shown.touchpoint, shown.query.stage) == ("parcel_box", "delivery")
    assert isinstance(offered, Misread)
    assert [each.kind for each in offered.problems] == ["not_here"]
    assert [each.words for each in offered.choices] == ["stage delivery march"]


def test_a_mistyped_choice_of_an_option_is_put_right() -> None:
    found = read("by wek", options=reports()["trend"].options)

    assert isinstance(found, Misread)
    assert [each.words for each in found.choices] == ["by week"]


def test_lists_of_an_option_keep_their_commas() -> None:
    found = read("without delivery,get-help", options=reports()["funnel"].options)

    assert isinstance(found, Asked)
    assert found.query.own == {"without": "delivery,get-help"}


NAMED = st.fixed_dictionaries(
    {
        "persona": st.sampled_from([None, "busy-parent", "student"]),
        "segment": st.sampled_from([None, "vip", "student_rate"]),
        "stage": st.sampled_from([None, "delivery", "get-help"]),
        "since": st.none() | st.dates(date(2020, 1, 1), date(2023, 12, 31)),
        "until": st.none() | st.dates(date(2024, 1, 1), date(2027, 12, 31)),
    }
)


@given(
    filters=NAMED,
    rest=st.fixed_dictionaries(
        {
            "form": st.sampled_from([None, "pdf", "xlsx"]),
            "explain": st.booleans(),
            "page": st.integers(1, 40),
            "choose": st.sampled_from([None, "persona", "stage"]),
            "spoken": st.sampled_from([None, "de", "fr"]),
        }
    ),
)
def test_the_words_of_a_question_ask_the_same_question_again(
    filters: dict[str, str | date | None], rest: dict[str, str | int | None]
) -> None:
    query = Query(language=str(rest["spoken"] or "en"), **filters)  # type: ignore[arg-type]  # drawn by field
    asked = Asked(query=query, **rest)  # type: ignore[arg-type]  # drawn by field
    reader = Reader(journey=journey(), language="en", today=TODAY, is_file=True)

    assert reader.read(asked.words()) == asked


PARTS = st.sampled_from(
    ["march", "vs", "vip", "student", "persona", "stage", "delivery", "by", "in", "2026", "..", "1.", "-",
     "x:y", "last 3", "days", "bis", "as pdf", "page", "theme", "choose", "previous", "with", "=", "KW", "**",
     "\u0000"]
)  # fmt: skip


TREND = reports()["trend"].options  # found before anything is timed


@given(
    words=st.lists(PARTS | st.text(max_size=8), max_size=9).map(" ".join),
    pairs=st.booleans(),
    deep=st.booleans(),
)
def test_whatever_is_written_is_understood_or_refused_and_what_is_tapped_is_understood(
    words: str,
    pairs: bool,  # noqa: FBT001 - drawn by hypothesis
    deep: bool,  # noqa: FBT001 - drawn by hypothesis
) -> None:
    found = read(words, pairs=pairs, deep=deep, options=TREND)

    if isinstance(found, Misread):
        assert found.problems
        for each in found.problems:
            assert 0 <= each.start <= each.end <= len(found.said)
    else:
        again = read(found.words(), pairs=pairs, deep=deep, options=TREND)
        assert again == found


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("lst month", "2026-10-01..2026-10-31"),
        ("last 30 dys", "2026-10-24..2026-11-22"),
        ("letzte 4 Wochn", "2026-10-26..2026-11-22"),
    ],
)
def test_days_with_a_typo_in_them_are_offered_as_a_whole(words: str, meant: str) -> None:
    found = read(f"{words}, delivery")

    assert isinstance(found, Misread)
    assert [problem.said for problem in found.problems] == [words]
    assert found.corrected() == f"{meant} delivery"
