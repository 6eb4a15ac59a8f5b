"""Whatever is told of a contribution is in its checksum, and nothing of whoever else is in the table."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from mapping.came import Came, answered, delivered, felt, visited
from mapping.columns import Times
from mapping.deliveries import DeliveryTable
from mapping.methods.events import EventTable
from mapping.table import Partial, ScoreTable

WEEK = date(2026, 3, 2)
NOON = datetime(2026, 3, 4, 12, tzinfo=UTC).replace(tzinfo=None)
ANNA = Partial(
    customer="anna", touchpoint="box", week=WEEK, answers=3, rated=2, rating_sum=1.0, scored=2, score_sum=0.5,
    histogram=(0, 1, 0, 1, 0), emotions=(1, 0),
)  # fmt: skip
BEN = replace(ANNA, customer="ben", touchpoint="a shelf")


def scores(*partials: Partial) -> Came:
    return answered(ScoreTable.of(partials, emotion_names=("anger", "joy")))


def of_anna(came: Came) -> int:
    (row,) = np.flatnonzero(came.customer == came.customers.index("anna"))
    return int(came.checksum[row])


def test_an_answer_has_the_same_checksum_whoever_else_is_there_and_however_it_was_added_up() -> None:
    added_up_otherwise = replace(ANNA, score_sum=0.1 + 0.2 + 0.2)

    assert of_anna(scores(ANNA)) == of_anna(scores(BEN, ANNA)) == of_anna(scores(added_up_otherwise))


@pytest.mark.parametrize(
    "change",
    [
        {"answers": 4}, {"rated": 1}, {"rating_sum": 0.0}, {"scored": 3}, {"score_sum": 0.25},
        {"histogram": (1, 0, 0, 1, 0)}, {"histogram": (0, 1, 0, 0, 1)}, {"emotions": (0, 1)},
        {"emotions": None},
    ],
)  # fmt: skip
def test_an_answer_has_another_checksum_where_anything_differs(change: dict[str, object]) -> None:
    assert of_anna(scores(replace(ANNA, **change))) != of_anna(scores(ANNA))  # type: ignore[arg-type] # by name


def test_a_delivery_has_another_checksum_once_it_is_replied_to() -> None:
    silent, replied = (
        delivered(DeliveryTable.of([("anna", "box", WEEK, 2, replies)])).checksum.tolist()
        for replies in (0, 1)
    )

    assert silent != replied


def visits(*, at: datetime = NOON, score: float = np.nan, campaign: str = "") -> EventTable:
    when: Times = np.array([at, at + timedelta(days=7)], dtype="datetime64[us]")
    return EventTable.of_columns(
        customer=["anna"] * 2, touchpoint=["box"] * 2, at=when, score=[score, np.nan], campaign=[campaign, ""]
    )


def test_a_visit_is_told_by_its_moment_and_campaign_and_not_by_the_score_that_comes_later() -> None:
    plain = visited(visits()).checksum.tolist()

    assert visited(visits(score=1.0)).checksum.tolist() == plain
    assert visited(visits(campaign="spring")).checksum[0] != plain[0]
    assert visited(visits(at=NOON + timedelta(seconds=1))).checksum[0] != plain[0]


def test_only_scored_visits_are_felt_and_by_their_score() -> None:
    found, other = felt(visits(score=1.0)), felt(visits(score=0.5))

    assert found.week.tolist() == [WEEK]
    assert found.checksum != other.checksum
