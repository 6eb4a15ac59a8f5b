"""Leavers are compared with stayers by what both said before either left or went on."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from scipy import stats

from mapping.columns import moment
from mapping.methods.events import EventTable
from mapping.methods.leavers import LeaversBeside, beside_stayers
from mapping.methods.passages import passages
from mapping.methods.ranks import TooFew

STAGES = {"find": ("a", "b"), "buy": ("c",), "use": ("d",)}
START = datetime(2026, 9, 1, tzinfo=UTC)
WINDOWS = {"find": timedelta(hours=10), "buy": timedelta(hours=10)}

Row = tuple[str, str, int, float | None]


def compared(
    made: Sequence[Row], *, stage: str = "find", until: int = 48, least: int = 5
) -> LeaversBeside | TooFew:
    table = EventTable.of_columns(
        customer=[row[0] for row in made],
        touchpoint=[row[1] for row in made],
        at=[moment(START + timedelta(hours=row[2])) for row in made],
        score=[np.nan if row[3] is None else row[3] for row in made],
    )
    as_of = START + timedelta(hours=until)
    passed = passages(table, stages=STAGES, as_of=as_of, windows=WINDOWS)
    return beside_stayers(table, passed, stage=stage, stages=STAGES, least=least)


def leavers(*scores: float | None) -> list[Row]:
    return [(f"l{each}", "a", 0, score) for each, score in enumerate(scores)]


def stayers(*scores: float | None) -> list[Row]:
    return [
        row
        for each, score in enumerate(scores)
        for row in ((f"s{each}", "a", 0, score), (f"s{each}", "c", 2, 2.0))
    ]


def found(made: Sequence[Row], *, stage: str = "find", least: int = 5) -> LeaversBeside:
    result = compared(made, stage=stage, least=least)
    assert isinstance(result, LeaversBeside)
    return result


def test_leavers_who_felt_worse_lie_below_stayers() -> None:
    low, high = (-2, -1, -2, 0, -1, 1), (1, 2, 0, 2, 1, -1, 2)

    result = found(leavers(*low) + stayers(*high))

    assert (result.leavers.customers, result.stayers.customers) == (6, 7)
    assert result.leavers.mean == pytest.approx(np.mean(low))
    assert result.stayers.mean == pytest.approx(np.mean(high))
    assert result.leavers.low < result.leavers.mean < result.leavers.high
    pairs = [np.sign(a - b) for a in low for b in high]
    assert result.dominance.delta == pytest.approx(np.mean(pairs))
    assert result.test.p == pytest.approx(stats.brunnermunzel(low, high).pvalue)


def test_customers_without_a_score_are_counted_but_not_compared() -> None:
    result = found(leavers(-1, 0, -1, 0, -2, None) + stayers(1, 0, 2, 1, 1, None, None))

    assert (result.leavers.customers, result.leavers.scored) == (6, 5)
    assert (result.stayers.customers, result.stayers.scored) == (7, 5)


@pytest.mark.parametrize(("gone", "stayed"), [(4, 9), (9, 4), (0, 0)])
def test_fewer_than_five_on_either_side_is_refused(gone: int, stayed: int) -> None:
    result = compared(leavers(*[-1.0] * gone) + stayers(*[1.0] * stayed))

    assert result == TooFew(n_a=gone, n_b=stayed, least=5)


def test_a_score_missing_on_one_side_can_make_it_too_few() -> None:
    result = compared(leavers(-1, -1, -1, -1, None) + stayers(1, 1, 1, 1, 1))

    assert result == TooFew(n_a=4, n_b=5, least=5)


def test_who_may_still_go_on_is_on_neither_side() -> None:
    made = leavers(-1, 0, -1, 0, -2) + stayers(1, 0, 2, 1, 1) + [("new", "a", 40, -2.0)]

    assert found(made).leavers.customers == 5


def test_the_score_at_the_next_stage_does_not_count_even_at_the_same_moment() -> None:
    at_once: list[Row] = [("s9", "a", 0, -2.0), ("s9", "c", 0, 2.0)]

    result = found(leavers(0, 0, 0, 0, 0) + stayers(1, 1, 1, 1) + at_once)

    assert result.stayers.mean == pytest.approx((4 - 2) / 5)


def test_what_a_leaver_says_after_the_window_does_not_count() -> None:
    late: list[Row] = [("l0", "b", 5, -1.0), ("l0", "b", 11, -2.0), ("l0", "c", 12, -2.0)]

    result = found(leavers(1, 1, 1, 1, 1) + late + stayers(1, 1, 1, 1, 1))

    assert result.leavers.mean == pytest.approx((4 - 1) / 5)


def test_a_score_from_an_earlier_stage_counts_where_the_stage_itself_has_none() -> None:
    made: list[Row] = []
    for each in range(12):
        made += [(f"c{each}", "a", 0, each % 3 - 1.0), (f"c{each}", "c", 1, None)]
        made += [(f"c{each}", "d", 2, 2.0)] if each < 6 else []

    result = found(made, stage="buy")

    assert (result.leavers.scored, result.stayers.scored) == (6, 6)
    assert result.leavers.mean == result.stayers.mean == 0
    assert result.test.p == pytest.approx(1)
