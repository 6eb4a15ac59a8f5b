"""A part of the map says what the whole map says, and hides what that hides."""

from collections.abc import Mapping

import numpy as np
import pytest

from mapping.disclosure import Visibility, disclose
from mapping.narrowing import narrowed, shown_part
from mapping.rollup import prior_of, roll_up
from mapping.table import LEVELS, ScoreTable

STAGES = {"find": ("search", "advert", "shop"), "buy": ("till",)}
K = 5


def answered(votes: Mapping[str, Mapping[str, float]]) -> ScoreTable:
    """Return a table of what each customer said at touchpoints."""
    rows = [(who, point, score) for point, said in votes.items() for who, score in said.items()]
    scores, ones = np.array([row[2] for row in rows]), np.ones(len(rows), dtype=np.int64)
    return ScoreTable.of_columns(
        customer=[row[0] for row in rows],
        touchpoint=[row[1] for row in rows],
        week=[np.datetime64("2026-08-31", "D")] * len(rows),
        answers=ones,
        rated=ones,
        rating_sum=scores,
        scored=ones,
        score_sum=scores,
        histogram=np.zeros((len(rows), len(LEVELS)), dtype=np.int64),
        last_at=[np.datetime64("2026-09-01", "us")] * len(rows),
    )


def said(name: str, count: int, score: float) -> dict[str, float]:
    return {f"{name}{number}": score for number in range(count)}


TABLE = answered(
    {
        "search": said("s", 12, 1.0),
        "advert": said("a", 9, 0.0),
        "shop": said("o", 8, 2.0),
        "till": said("s", 12, -1.0),
    }
)
WHOLE = disclose(roll_up(TABLE, stages=STAGES), stages=STAGES, min_customers=K)


def test_a_stage_alone_is_the_stage_of_the_whole() -> None:
    told = shown_part(TABLE, stages=STAGES, part={"find": STAGES["find"]}, min_customers=K)

    assert told.stages == {"find": WHOLE.stages["find"]}
    assert told.overall == WHOLE.stages["find"]
    assert set(told.touchpoints) == set(STAGES["find"])


def test_some_touchpoints_of_a_stage_are_counted_by_themselves_from_the_prior_of_the_journey() -> None:
    part = {"find": ("search", "shop"), "buy": ("till",)}

    told = shown_part(TABLE, stages=STAGES, part=part, min_customers=K)

    alone = roll_up(TABLE, stages=part, prior=prior_of(TABLE, stages=STAGES))
    assert told.stages["find"].score == pytest.approx((12 * 1.0 + 8 * 2.0) / 20)
    assert (told.stages["find"].low, told.stages["find"].high) == (
        alone.stages["find"].low,
        alone.stages["find"].high,
    )
    assert told.stages["buy"] == WHOLE.stages["buy"]
    assert told.overall.customers == 20


def test_nobody_learns_by_asking_for_less_what_the_whole_hides() -> None:
    table = answered({"search": said("s", 12, 1.0), "advert": said("a", 2, 0.0), "shop": said("o", 8, 2.0)})
    whole = shown_part(table, stages=STAGES, part=None, min_customers=K)
    assert whole.touchpoints["advert"].visibility is Visibility.FEW
    assert whole.touchpoints["shop"].visibility is Visibility.COMPLEMENT

    for points in (("search", "shop"), ("shop",), ("advert", "shop")):
        told = shown_part(table, stages=STAGES, part={"find": points}, min_customers=K)
        assert told.stages["find"].is_hidden
        assert told.overall.is_hidden


def test_of_published_figures_only_those_are_told_that_were_published() -> None:
    told = narrowed(WHOLE, stages=STAGES, part={"find": ("search", "shop"), "buy": ("till",)})

    assert told.stages["find"].is_hidden
    assert told.overall.is_hidden
    assert told.stages["buy"] == WHOLE.stages["buy"]
    assert told.touchpoints["search"] == WHOLE.touchpoints["search"]

    one = narrowed(WHOLE, stages=STAGES, part={"find": ("search",)})
    assert one.stages["find"] == one.overall == WHOLE.touchpoints["search"]
