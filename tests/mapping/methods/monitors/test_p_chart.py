"""Weekly shares are held against exact limits, and each rule says what it says."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from mapping.columns import Ints
from mapping.methods.monitors.p_chart import (
    LEAST_CASES,
    RULES,
    Centre,
    Learning,
    Rule,
    Week,
    centre,
    limits,
    p_chart,
)

ALL = frozenset(Rule)


def _ints(*values: int) -> Ints:
    return np.array(values, dtype=np.int64)


def _weeks(
    *counts: int, size: int = 40, share: float = 0.2, rules: frozenset[Rule] = ALL
) -> tuple[Week, ...]:
    return p_chart(_ints(*counts), _ints(*[size] * len(counts)), share=share, rules=rules)


@settings(deadline=None)
@given(st.integers(1, 300), st.floats(0.001, 0.999))
def test_limits_are_the_exact_binomial_ones(size: int, share: float) -> None:
    low, high = limits(size, share=share)

    taste = stats.binom(size, share)
    odds = float(stats.norm.sf(3))
    assert taste.cdf(low - 1) <= odds + 1e-6
    assert taste.sf(high) <= odds + 1e-6
    assert taste.cdf(low) > odds - 1e-6
    assert taste.sf(high - 1) > odds - 1e-6


@settings(deadline=None)
@given(st.integers(0, 80), st.floats(0.02, 0.98))
def test_a_week_is_beyond_exactly_where_its_share_is_outside_the_limits(count: int, share: float) -> None:
    (week,) = _weeks(count, size=80, share=share)

    assert week.low is not None
    assert week.high is not None
    assert (Rule.BEYOND in week.rules) == (not week.low <= count / 80 <= week.high)


@pytest.mark.parametrize(("count", "direction"), [(20, "up"), (0, "down"), (8, None)])
def test_the_side_is_told(count: int, direction: str | None) -> None:
    (week,) = _weeks(count)

    assert week.direction == direction


def test_two_of_three_weeks_beyond_two_sigma_on_one_side() -> None:
    weeks = _weeks(14, 8, 14, 8, 8, 14, 2)

    assert [week.rules for week in weeks] == [(), (), (Rule.TWO_OF_THREE,), (), (), (), ()]


def test_eight_weeks_on_one_side_and_not_seven() -> None:
    weeks = _weeks(8, *[10] * 8)

    assert [Rule.RUN in week.rules for week in weeks] == [False] * 8 + [True]
    assert weeks[-1].direction == "up"


def test_six_weeks_each_lower_than_the_last_are_a_trend_when_asked_for() -> None:
    weeks = _weeks(11, 10, 9, 8, 7, 6)

    assert [week.rules for week in weeks] == [()] * 5 + [(Rule.TREND,)]
    assert weeks[-1].direction == "down"
    assert Rule.TREND not in RULES


def test_where_nothing_is_the_usual_week_many_of_them_are_no_run() -> None:
    weeks = _weeks(*[0] * 30, size=10, share=0.03)

    assert {week.rules for week in weeks} == {()}


def test_small_weeks_have_no_limits_and_are_passed_over() -> None:
    counts = [10] * 7 + [3] + [10]
    sizes = [40] * 7 + [LEAST_CASES - 1] + [40]

    weeks = p_chart(_ints(*counts), _ints(*sizes), share=0.2)

    assert weeks[7] == Week(count=3, size=LEAST_CASES - 1)
    assert weeks[8].rules == (Rule.RUN,)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=30), st.floats(0.01, 0.99))
def test_one_result_per_week_and_only_rules_that_were_asked_for(
    pairs: list[tuple[int, int]], share: float
) -> None:
    sizes = _ints(*[max(pair) for pair in pairs])
    counts = _ints(*[min(pair) for pair in pairs])

    weeks = p_chart(counts, sizes, share=share)

    assert [(week.count, week.size) for week in weeks] == [(min(pair), max(pair)) for pair in pairs]
    for week in weeks:
        assert set(week.rules) <= RULES
        assert (week.direction is None) == (not week.rules)
        assert (week.share is None) == (week.size < LEAST_CASES)


@settings(deadline=None)
@given(st.lists(st.integers(0, 40), min_size=1, max_size=20))
def test_counting_the_others_turns_every_week_upside_down(counts: list[int]) -> None:
    mirrored = {"up": "down", "down": "up", None: None}
    shares = _weeks(*counts, share=0.3)
    others = _weeks(*[40 - count for count in counts], share=0.7)

    for week, other in zip(shares, others, strict=True):
        if week.direction == other.direction is not None:
            continue  # met on both sides: below is told first
        assert mirrored[week.direction] == other.direction
        assert week.rules == other.rules


def test_the_baseline_pools_its_weeks() -> None:
    found = centre(_ints(*[2] * 10, 5), _ints(*[10] * 10, 9))

    assert isinstance(found, Centre)
    assert found.share == pytest.approx(20.5 / 101)
    assert (found.cases, found.weeks) == (100, 10)
    assert found.interval.low < 0.2 < found.interval.high


def test_a_share_never_seen_is_not_taken_for_impossible() -> None:
    found = centre(_ints(*[0] * 8), _ints(*[10] * 8))

    assert isinstance(found, Centre)
    assert 0 < found.share < 0.01


@pytest.mark.parametrize("weeks", [0, 1, 7])
def test_too_few_weeks_are_still_learning(weeks: int) -> None:
    found = centre(_ints(*[2] * weeks), _ints(*[50] * weeks))

    assert found == Learning(reason="few_weeks", cases=50 * weeks, weeks=weeks)


@pytest.mark.parametrize(
    ("counts", "sizes", "share"), [((5,), (4,), 0.2), ((1, 2), (4,), 0.2), ((1,), (4,), 0.0)]
)
def test_impossible_weeks_are_the_callers_mistake(
    counts: tuple[int, ...], sizes: tuple[int, ...], share: float
) -> None:
    with pytest.raises(ValueError, match=r"count|share"):
        p_chart(_ints(*counts), _ints(*sizes), share=share)
