"""One customer has one vote, and every figure can be worked out again from the file."""

import csv
from collections import defaultdict
from datetime import UTC, date, datetime
from random import Random
from statistics import fmean

import pytest

from mapping.deliveries import DeliveryTable
from mapping.reading import read_answers, tabulated
from mapping.rollup import Rollup, roll_up
from mapping.table import Partial, ScoreTable

STAGES = {"early": ("a", "b"), "late": ("c",)}
WEEK = date(2026, 9, 7)


def lines(count: int = 400) -> list[str]:
    rng = Random(5)
    made = ["customer,touchpoint,at,valence,rated"]
    for number in range(count):
        valence = rng.choice(["", "-2", "-1", "0", "1", "2", "0.35", "-1.7"])
        day = rng.randrange(1, 29)
        made.append(
            f"c{rng.randrange(60)},{rng.choice('abcx')},2026-09-{day:02}T10:00:00Z,{valence},{number % 2}"
        )
    return made


def test_rated_and_rating_mean_are_what_the_file_says() -> None:
    text = lines()
    rolled = roll_up(tabulated(read_answers(text)), stages=STAGES)

    for name, points in STAGES.items():
        own: dict[str, list[float]] = defaultdict(list)
        customers, answers = set(), 0
        for row in csv.DictReader(text):
            if row["touchpoint"] in points and row["valence"]:  # else they only came by
                answers += 1
                customers.add(row["customer"])
                if row["rated"] == "1":
                    own[row["customer"]].append(float(row["valence"]))
        cell = rolled.stages[name]
        assert (cell.answers, cell.customers, cell.rated) == (answers, len(customers), len(own))
        assert cell.rating_mean == pytest.approx(fmean(map(fmean, own.values())), abs=1e-9)


def test_a_customer_who_answers_often_still_has_one_vote() -> None:
    often = [Partial(customer="ann", touchpoint="a", week=WEEK, answers=9, scored=9, score_sum=18.0)]
    once = [Partial(customer="bob", touchpoint="a", week=WEEK, answers=1, scored=1, score_sum=-2.0)]

    cell = roll_up(ScoreTable.of(often + once), stages=STAGES).stages["early"]

    assert cell.score == 0.0
    assert (cell.answers, cell.customers, cell.voters) == (10, 2, 2)


def test_a_stage_counts_a_customer_of_two_touchpoints_once() -> None:
    rows = [Partial(customer="ann", touchpoint=point, week=WEEK, answers=1) for point in "abc"]

    rolled = roll_up(ScoreTable.of(rows), stages=STAGES)

    assert rolled.stages["early"].customers == 1
    assert rolled.overall.customers == 1
    assert rolled.overall.answers == 3


def test_emotions_nobody_named_are_none_and_not_zero() -> None:
    known = Partial(customer="ann", touchpoint="a", week=WEEK, answers=1, emotions=(0, 1))
    unknown = Partial(customer="bob", touchpoint="c", week=WEEK, answers=1)

    rolled = roll_up(ScoreTable.of([known, unknown], emotion_names=["joy", "fear"]), stages=STAGES)

    assert rolled.stages["early"].emotions == {"joy": 0, "fear": 1}
    assert rolled.stages["late"].emotions is None


def test_the_response_rate_divides_by_deliveries_and_is_none_without_any() -> None:
    rows = ScoreTable.of([Partial(customer="ann", touchpoint=point, week=WEEK, answers=1) for point in "ac"])
    sent = DeliveryTable.of([("ann", "a", WEEK, 1, 1), ("bob", "b", WEEK, 3, 0), ("ann", "x", WEEK, 5, 5)])

    rolled = roll_up(rows, stages=STAGES, deliveries=sent)

    assert rolled.stages["early"].response_rate == 0.25
    assert rolled.stages["late"].response_rate is None
    assert (rolled.overall.delivered, rolled.overall.responded) == (4, 1)


def test_nothing_rolls_up_to_empty_cells() -> None:
    rolled = roll_up(ScoreTable.of([]), stages=STAGES)

    assert rolled.overall == Rollup()
    assert rolled.touchpoints == {"a": Rollup(), "b": Rollup(), "c": Rollup()}


def test_the_last_answer_is_dated() -> None:
    early, late = datetime(2026, 9, 8, tzinfo=UTC), datetime(2026, 9, 9, 7, 30, tzinfo=UTC)
    rows = [
        Partial(customer=name, touchpoint="a", week=WEEK, answers=1, last_at=when)
        for name, when in (("ann", late), ("bob", early), ("cem", None))
    ]

    assert roll_up(ScoreTable.of(rows), stages=STAGES).stages["early"].last_at == late
