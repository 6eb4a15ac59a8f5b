"""Rank comparisons agree with scipy and with every pair counted, and answer where scipy has no number."""

from math import comb, inf, isfinite
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from mapping.columns import Floats
from mapping.methods.ranks import (
    Dominance,
    RankTest,
    TooFew,
    brunner_munzel,
    cliffs_delta,
)

levels = st.lists(st.sampled_from([-2.0, -1.0, 0.0, 1.0, 2.0]), min_size=5, max_size=30)
LOW, HIGH = np.array([-2.0, -2, -1, -1, -1]), np.array([0.0, 1, 1, 2, 2, 2])


def ranked(a: Floats, b: Floats) -> RankTest:
    test = brunner_munzel(a, b)
    assert isinstance(test, RankTest)
    return test


def dominance(a: Floats, b: Floats) -> Dominance:
    found = cliffs_delta(a, b)
    assert isinstance(found, Dominance)
    return found


def pairs(a: Floats, b: Floats) -> Floats:
    signs: Floats = np.sign(a[:, None] - b[None, :])
    return signs


@pytest.mark.parametrize("sizes", [(5, 5), (8, 40), (300, 200)])
def test_the_test_is_scipys(sizes: tuple[int, int]) -> None:
    rng = np.random.default_rng(3)
    a = rng.integers(-2, 3, sizes[0]).astype(float)
    b = np.minimum(rng.integers(-2, 4, sizes[1]), 2).astype(float)

    test = ranked(a, b)

    expected = stats.brunnermunzel(a, b)
    assert test.statistic == pytest.approx(expected.statistic, abs=1e-10)
    assert test.p == pytest.approx(expected.pvalue, abs=1e-10)
    assert test.chance_below == pytest.approx((pairs(a, b) < 0).mean() + (pairs(a, b) == 0).mean() / 2)


@settings(deadline=None)
@given(levels, levels)
def test_swapping_the_samples_turns_the_sign_and_keeps_p(a: list[float], b: list[float]) -> None:
    one, other = ranked(np.array(a), np.array(b)), ranked(np.array(b), np.array(a))

    assert other.p == pytest.approx(one.p)
    assert other.statistic == pytest.approx(-one.statistic)
    assert other.chance_below == pytest.approx(1 - one.chance_below)
    assert 0 <= one.p <= 1


@settings(deadline=None)
@given(levels, levels, st.randoms(use_true_random=False))
def test_order_does_not_matter(a: list[float], b: list[float], random: Random) -> None:
    shuffled = random.sample(a, len(a))

    assert ranked(np.array(shuffled), np.array(b)).p == pytest.approx(ranked(np.array(a), np.array(b)).p)
    again = dominance(np.array(shuffled), np.array(b))
    assert again.low == pytest.approx(dominance(np.array(a), np.array(b)).low)


def test_complete_separation_has_the_exact_chance_of_its_split() -> None:
    test = ranked(LOW, HIGH)

    assert (test.statistic, test.df, test.chance_below) == (inf, None, 1.0)
    assert test.p == pytest.approx(2 / comb(11, 5))
    assert ranked(HIGH, LOW).statistic == -inf


def test_separation_of_large_samples_has_a_finite_p() -> None:
    test = ranked(np.zeros(5_000), np.ones(5_000))

    assert 0 <= test.p < 1e-200


def test_equal_values_tell_nothing() -> None:
    test = ranked(np.ones(6), np.ones(9))

    assert (test.statistic, test.df, test.p, test.chance_below) == (0.0, None, 1.0, 0.5)


@pytest.mark.parametrize(("a", "b"), [((), ()), ((1.0,) * 4, (1.0,) * 9), ((1.0,) * 9, (1.0,) * 4)])
def test_too_few_values_are_refused_with_both_counts(a: tuple[float, ...], b: tuple[float, ...]) -> None:
    refusal = TooFew(n_a=len(a), n_b=len(b), least=5)

    assert brunner_munzel(np.array(a), np.array(b)) == refusal
    assert cliffs_delta(np.array(a), np.array(b)) == refusal


def test_one_value_is_refused_whatever_the_caller_allows() -> None:
    assert isinstance(brunner_munzel(np.ones(1), HIGH, least=1), TooFew)
    assert isinstance(cliffs_delta(np.ones(1), HIGH, least=1), TooFew)


def test_missing_values_do_not_count() -> None:
    with_gaps = np.concatenate([LOW, [np.nan, np.nan]])

    assert brunner_munzel(with_gaps, HIGH) == brunner_munzel(LOW, HIGH)
    assert cliffs_delta(with_gaps, HIGH) == cliffs_delta(LOW, HIGH)


@settings(deadline=None)
@given(levels, levels)
def test_delta_is_what_all_pairs_say(a: list[float], b: list[float]) -> None:
    found = dominance(np.array(a), np.array(b))

    assert found.delta == pytest.approx(pairs(np.array(a), np.array(b)).mean())
    assert -1 <= found.low <= found.delta <= found.high <= 1
    assert found.high - found.low > 0.05


@settings(deadline=None)
@given(levels, levels)
def test_deltas_interval_is_cliffs_formula_over_all_pairs(a: list[float], b: list[float]) -> None:
    signs, z = pairs(np.array(a), np.array(b)), stats.norm.ppf(0.975)
    delta, (m, n) = signs.mean(), signs.shape
    if abs(delta) == 1:
        return
    variance = (
        n**2 * ((signs.mean(axis=1) - delta) ** 2).sum()
        + m**2 * ((signs.mean(axis=0) - delta) ** 2).sum()
        - ((signs - delta) ** 2).sum()
    ) / (m * n * (m - 1) * (n - 1))
    variance = max(variance, (1 - delta**2) / (m * n - 1))
    reach = z * np.sqrt(variance * ((1 - delta**2) ** 2 + z**2 * variance))
    low, high = ((delta - delta**3 + side * reach) / (1 - delta**2 + z**2 * variance) for side in (-1, 1))

    found = dominance(np.array(a), np.array(b))

    assert found.low == pytest.approx(max(-1.0, min(low, delta)), abs=1e-9)
    assert found.high == pytest.approx(min(1.0, max(high, delta)), abs=1e-9)


def test_separated_samples_leave_the_doubt_that_the_smaller_one_has() -> None:
    found = dominance(LOW, HIGH)

    of_five = stats.binomtest(5, 5).proportion_ci(method="wilson").low
    assert (found.delta, found.low) == (-1.0, -1.0)
    assert found.high == pytest.approx(1 - 2 * of_five)


def test_a_large_sample_is_compared_without_listing_pairs() -> None:
    rng = np.random.default_rng(5)
    test = ranked(rng.normal(size=100_000), rng.normal(size=100_000))

    assert isfinite(test.statistic)
