"""Shares of R squared are the mean gain over all orders, add up, and are refused where they would mislead."""

from itertools import permutations
from math import factorial
from random import Random

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.methods.airport import airport
from mapping.columns import Floats
from mapping.methods.answered import Answered, Refused
from mapping.methods.correlations import nearest
from mapping.methods.drivers import (
    Drivers,
    Dropped,
    drivers,
    lmg,
    relative_weights,
    shares,
    subset_r_squared,
)


def made_up(customers: int = 300, touchpoints: int = 4, *, gaps: float = 0.2, seed: int = 6) -> Answered:
    rng = np.random.default_rng(seed)
    felt = rng.normal(size=(customers, 1)) + rng.normal(size=(customers, touchpoints))
    overall = felt @ np.arange(1.0, touchpoints + 1) + rng.normal(size=customers)
    scores = np.where(rng.random(felt.shape) < gaps, np.nan, np.clip(np.rint(felt), -2, 2))
    return Answered(
        touchpoints=tuple(f"t{place}" for place in range(touchpoints)),
        scores=scores,
        unused=np.isnan(scores) & (rng.random(felt.shape) < 0.5),
        overall=overall,
    )


def of(answered: Answered, *, scores: Floats) -> Answered:
    return Answered(
        touchpoints=answered.touchpoints,
        scores=scores,
        unused=answered.unused & np.isnan(scores),
        overall=answered.overall,
    )


def explained(matrix: Floats, inside: tuple[int, ...]) -> float:
    if not inside:
        return 0.0
    among, overall = matrix[np.ix_(inside, inside)], matrix[list(inside), -1]
    return float(overall @ np.linalg.solve(among, overall))


def by_all_orders(matrix: Floats) -> Floats:
    count = len(matrix) - 1
    gains = np.zeros(count)
    for order in permutations(range(count)):
        for place, driver in enumerate(order):
            gains[driver] += explained(matrix, order[: place + 1]) - explained(matrix, order[:place])
    return gains / factorial(count)


def some_matrix(count: int, seed: int) -> Floats:
    rows = np.random.default_rng(seed).normal(size=(2 * count + 4, count + 1))
    return np.atleast_2d(np.corrcoef(rows + 0.7 * rows[:, :1], rowvar=False))


matrices = st.builds(some_matrix, st.integers(2, 6), st.integers(0, 10_000))


@settings(max_examples=20)
@given(st.builds(some_matrix, st.integers(2, 5), st.integers(0, 10_000)))
def test_lmg_is_the_mean_gain_over_all_orders(matrix: Floats) -> None:
    assert lmg(matrix) == pytest.approx(by_all_orders(matrix), abs=1e-9)


@given(matrices)
def test_every_set_has_its_own_r_squared(matrix: Floats) -> None:
    found = subset_r_squared(matrix)

    for place, value in enumerate(found):
        inside = tuple(driver for driver in range(len(matrix) - 1) if place >> driver & 1)
        assert value == pytest.approx(explained(matrix, inside), abs=1e-9)


@given(matrices)
def test_shares_add_up_to_r_squared_and_none_is_below_nothing(matrix: Floats) -> None:
    whole = explained(matrix, tuple(range(len(matrix) - 1)))

    for method in (lmg, relative_weights):
        assert method(matrix).sum() == pytest.approx(whole)
        assert (method(matrix) >= -1e-12).all()


@given(matrices, st.randoms(use_true_random=False))
def test_the_order_of_the_touchpoints_does_not_matter(matrix: Floats, chance: Random) -> None:
    order = list(range(len(matrix) - 1))
    chance.shuffle(order)
    turned = matrix[np.ix_([*order, len(matrix) - 1], [*order, len(matrix) - 1])]

    for method in (lmg, relative_weights):
        assert method(turned) == pytest.approx(method(matrix)[order], abs=1e-9)


@given(st.lists(st.floats(-0.5, 0.5), min_size=2, max_size=3))
def test_of_uncorrelated_drivers_each_has_its_squared_correlation(correlations: list[float]) -> None:
    matrix = np.eye(len(correlations) + 1)
    matrix[-1, :-1] = matrix[:-1, -1] = correlations

    for method in (lmg, relative_weights):
        assert method(matrix) == pytest.approx(np.square(correlations), abs=1e-12)


@given(st.floats(-0.9, 0.9), st.floats(-0.6, 0.6), st.floats(-0.6, 0.6))
def test_johnsons_weights_of_two_drivers_are_lmgs(among: float, first: float, second: float) -> None:
    """With two drivers both methods give the same, so LMG is a second oracle for the weights."""
    matrix = nearest(np.array([[1, among, first], [among, 1, second], [first, second, 1]]), floor=0.01)

    assert relative_weights(matrix) == pytest.approx(lmg(matrix), abs=1e-9)


def test_many_matrices_at_once_are_each_alone() -> None:
    several = np.stack([some_matrix(4, seed) for seed in range(3)])

    for method in (lmg, relative_weights):
        assert np.allclose(method(several), [method(matrix) for matrix in several])


def test_fourteen_drivers_are_exact_and_fifteen_are_johnsons() -> None:
    fourteen, fifteen = some_matrix(14, 1), some_matrix(15, 1)

    assert np.allclose(shares(fourteen), lmg(fourteen))
    assert lmg(fourteen).sum() == pytest.approx(explained(fourteen, tuple(range(14))))
    assert np.allclose(shares(fifteen), relative_weights(fifteen))


def test_without_gaps_r_squared_is_that_of_plain_regression() -> None:
    answered = made_up(gaps=0.0)

    found = drivers(answered)

    assert isinstance(found, Drivers)
    told = sm.OLS(answered.overall, sm.add_constant(answered.scores)).fit()
    assert found.r_squared == pytest.approx(told.rsquared)
    assert sum(each.share for each in found.drivers) == pytest.approx(told.rsquared)
    assert found.complete == found.customers == 300
    assert [each.touchpoint for each in found.drivers] == ["t3", "t2", "t1", "t0"]


def test_unused_and_silent_customers_are_counted_apart() -> None:
    answered = made_up()
    base = answered.usable()

    found = drivers(answered)

    assert isinstance(found, Drivers)
    assert found.is_unsure
    for each in found.drivers:
        place = answered.touchpoints.index(each.touchpoint)
        assert each.unused == base.unused[:, place].sum() > 0
        assert each.silent > 0
        assert each.pairs + each.unused + each.silent == found.customers


def test_a_touchpoint_that_goes_against_the_whole_has_a_negative_sign() -> None:
    answered = made_up()

    found = drivers(of(answered, scores=answered.scores * [1, 1, 1, -1]))

    assert isinstance(found, Drivers)
    top = found.drivers[0]
    assert (top.touchpoint, top.sign) == ("t3", -1)
    assert top.share > 0 > top.correlation


def test_under_a_hundred_customers_are_refused() -> None:
    answered = made_up(gaps=0.0)

    assert isinstance(drivers(answered.rows(np.arange(100))), Drivers)
    assert drivers(answered.rows(np.arange(99))) == Refused(
        reason="few_customers", customers=99, touchpoints=4
    )


def test_a_customer_of_one_touchpoint_does_not_count() -> None:
    answered = made_up(120, gaps=0.0)
    scores = answered.scores.copy()
    scores[:30, 1:] = np.nan

    assert drivers(of(answered, scores=scores)) == Refused(
        reason="few_customers", customers=90, touchpoints=4
    )


def test_nobody_at_all_is_refused() -> None:
    nobody = Answered(
        touchpoints=(), scores=np.zeros((0, 0)), unused=np.zeros((0, 0), dtype=bool), overall=np.zeros(0)
    )

    assert drivers(nobody) == Refused(reason="few_touchpoints", customers=0, touchpoints=0)


def test_what_cannot_be_used_is_dropped_with_its_reason() -> None:
    scores = np.hstack([made_up(gaps=0.0, touchpoints=6).scores])
    scores[:, 0] = 1.0
    scores[29:, 1] = np.nan
    scores[:, 2:4] = np.where((np.arange(300) < 150)[:, None] == [True, False], scores[:, 2:4], np.nan)
    scores[:20, 2:4] = 1.0

    found = drivers(of(made_up(gaps=0.0, touchpoints=6), scores=scores))

    assert isinstance(found, Drivers)
    assert found.dropped == (
        Dropped(touchpoint="t1", reason="few_pairs", pairs=29),
        Dropped(touchpoint="t0", reason="no_spread", pairs=300),
        Dropped(touchpoint="t2", reason="few_shared", pairs=20),
    )
    assert {each.touchpoint for each in found.drivers} == {"t3", "t4", "t5"}


def test_too_few_left_after_dropping_are_refused() -> None:
    answered = made_up(gaps=0.0)

    assert drivers(of(answered, scores=answered.scores * [0, 0, 0, 1])) == Refused(
        reason="few_touchpoints", customers=0, touchpoints=1
    )


def test_a_touchpoint_and_its_copy_share_equally() -> None:
    answered = made_up(gaps=0.0)
    scores = answered.scores.copy()
    scores[:, 2] = scores[:, 3]

    found = drivers(of(answered, scores=scores))

    assert isinstance(found, Drivers)
    assert found.smallest_before < 1e-9 < found.smallest_after
    assert found.drivers[0].share == pytest.approx(found.drivers[1].share, rel=1e-3)


@pytest.mark.parametrize(
    ("year", "r_squared", "top", "least"), [(2014, 0.596, "art", "safe"), (2015, 0.594, "food", "safe")]
)
def test_the_airport_survey_gives_the_figures_that_are_documented(
    year: int, r_squared: float, top: str, least: str
) -> None:
    answered = airport(year)
    if answered is None:
        pytest.skip("the shared data are not here")

    found = drivers(answered)

    assert isinstance(found, Drivers)
    assert found.method == "lmg"
    assert found.r_squared == pytest.approx(r_squared, abs=0.001)
    assert (found.drivers[0].touchpoint, found.drivers[-1].touchpoint) == (top, least)
    assert {each.sign for each in found.drivers} == {1}
    assert found.complete < found.customers / 2
    assert found.smallest_before == found.smallest_after > 0.2
    assert not found.dropped
    assert not found.is_unsure
