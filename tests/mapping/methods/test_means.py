"""Differences of scores agree with scipy and with draws, hold what is shown, and admit doubt."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from mapping.columns import Floats
from mapping.interval import mean_intervals, pooled_prior
from mapping.methods.means import (
    LevelMean,
    MeanDifference,
    mean_difference,
    posterior,
    verdict,
    weighted_sum,
)
from mapping.methods.ranks import TooFew
from mapping.table import LEVELS

VALUES = np.array(LEVELS, dtype=float)
EVEN = np.full(5, 0.2)
votes = st.lists(st.floats(-2, 2), min_size=3, max_size=20)


def compared(a: Floats, b: Floats, prior: Floats = EVEN) -> MeanDifference:
    found = mean_difference(a, b, prior=prior)
    assert isinstance(found, MeanDifference)
    return found


@pytest.mark.parametrize(("bad", "good"), [(1, 4), (30, 500), (3, 0), (20_000, 40_000), (400_000, 600_000)])
def test_two_levels_give_the_beta_distribution(bad: int, good: int) -> None:
    known = LevelMean.of(np.array([bad, 0, 0, 0, good], float), prior=np.array([0.3, 0, 0, 0, 0.7]))

    beta = stats.beta(good + 0.7, bad + 0.3)
    for chance in (0.025, 0.5, 0.975):
        assert known.point(chance) == pytest.approx(4 * beta.ppf(chance) - 2, abs=0.005 * known.deviation)


def test_one_cell_alone_has_the_interval_that_the_map_shows() -> None:
    counts = np.array([[1, 0, 2, 1, 1], [0, 0, 0, 2, 3], [40, 10, 5, 60, 80]], dtype=float)

    low, high = mean_intervals(counts, prior=EVEN, means=counts @ VALUES / counts.sum(axis=1))

    for row, column in enumerate(counts):
        known = LevelMean.of(column, prior=EVEN)
        assert known.point(0.025) == pytest.approx(low[row], abs=0.005)
        assert known.point(0.975) == pytest.approx(high[row], abs=0.005)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ([1, 0, 2, 1, 1], [0, 0, 0, 2, 3]),
        ([0, 0, 0, 0, 3], [0, 1, 1, 1, 0]),
        ([40, 10, 5, 60, 80], [0, 0, 3, 0, 0]),
        ([1_000, 20_000, 30_000, 9_000, 500], [1_100, 20_000, 30_000, 9_000, 500]),
    ],
)
def test_the_difference_is_what_draws_from_both_posteriors_give(a: list[int], b: list[int]) -> None:
    counts = np.array([a, b], dtype=float)
    prior = pooled_prior(counts)

    both = [LevelMean.of(column, prior=prior) for column in counts]
    known = weighted_sum(both, weights=[1.0, -1.0])

    rng = np.random.default_rng(11)
    drawn = np.subtract(*(rng.dirichlet(column + prior, 100_000) @ VALUES for column in counts))
    spread = float(drawn.std())
    for chance in (0.025, 0.5, 0.975):
        assert known.point(chance) == pytest.approx(float(np.quantile(drawn, chance)), abs=0.03 * spread)
    assert np.interp(0, known.at, known.reached) == pytest.approx((drawn < 0).mean(), abs=0.006)


def test_a_sum_has_the_mean_and_deviation_of_its_parts() -> None:
    parts = [posterior(np.array([2.0, 1, 1]), prior=EVEN), posterior(np.array([-1.0, 0, 0.5]), prior=EVEN)]

    total = weighted_sum(parts, weights=[0.7, -0.3])

    assert total.mean == pytest.approx(0.7 * parts[0].mean - 0.3 * parts[1].mean)
    middle, mass = (total.at[1:] + total.at[:-1]) / 2, np.diff(total.reached)
    assert middle @ mass == pytest.approx(total.mean, abs=0.01 * total.deviation)
    assert np.sqrt(middle**2 @ mass - (middle @ mass) ** 2) == pytest.approx(total.deviation, rel=0.01)


@settings(deadline=None, max_examples=25)
@given(votes, votes)
def test_it_holds_the_raw_difference_and_mirrors(a: list[float], b: list[float]) -> None:
    found, mirrored = compared(np.array(a), np.array(b)), compared(np.array(b), np.array(a))

    assert found.difference == pytest.approx(np.mean(a) - np.mean(b))
    assert found.low <= found.difference <= found.high
    assert found.low < found.high
    assert (mirrored.low, mirrored.high) == pytest.approx((-found.high, -found.low), abs=2e-3)
    assert mirrored.chance_below == pytest.approx(1 - found.chance_below, abs=2e-3)


@settings(deadline=None, max_examples=15)
@given(votes, votes, st.floats(0.1, 1.5))
def test_worse_votes_make_below_likelier(a: list[float], b: list[float], by: float) -> None:
    worse = np.maximum(np.array(a) - by, -2)

    assert compared(worse, np.array(b)).chance_below >= compared(np.array(a), np.array(b)).chance_below - 2e-3


def test_clear_differences_are_told_and_others_are_not() -> None:
    bad, good = np.array([-2.0, -1, -1, -2, 0]), np.array([1.0, 2, 2, 1, 1])

    assert compared(bad, good).verdict == "below"
    assert compared(good, bad).verdict == "above"
    assert compared(good, good).verdict == "cannot_tell"
    assert compared(good, good).chance_below == pytest.approx(0.5, abs=1e-3)


@pytest.mark.parametrize(
    ("chance", "said"), [(0.05, "above"), (0.051, "cannot_tell"), (0.949, "cannot_tell"), (0.95, "below")]
)
def test_the_border_of_cannot_tell_is_95_in_100(chance: float, said: str) -> None:
    assert verdict(chance) == said


def test_equal_votes_leave_some_doubt() -> None:
    found = compared(np.full(3, 2.0), np.full(3, 2.0), prior=pooled_prior(np.array([[0, 0, 0, 0, 6.0]])))

    assert found.high - found.low > 0.2


@pytest.mark.parametrize(("n_a", "n_b"), [(0, 0), (2, 9), (9, 2)])
def test_too_few_votes_are_refused_with_both_counts(n_a: int, n_b: int) -> None:
    a, b = np.append(np.ones(n_a), np.nan), np.append(np.ones(n_b), np.nan)

    assert mean_difference(a, b, prior=EVEN) == TooFew(n_a=n_a, n_b=n_b, least=3)


def test_a_prior_that_allows_one_level_only_is_the_callers_mistake() -> None:
    with pytest.raises(ValueError, match="two levels"):
        LevelMean.of(np.array([0, 0, 0, 0, 3.0]), prior=np.array([0, 0, 0, 0, 1.0]))


@pytest.mark.parametrize("size", [3, 10])
def test_it_covers_the_true_difference_about_as_often_as_it_says(size: int) -> None:
    rng = np.random.default_rng(2017)
    truth = rng.dirichlet(6 * np.array([0.03, 0.07, 0.25, 0.4, 0.25]), 2)
    gap = float(np.subtract(*(truth @ VALUES)))
    covered = 0
    for _ in range(60):
        a, b = (rng.choice(VALUES, size, p=taste) for taste in truth)
        found = compared(a, b, prior=truth.mean(axis=0))
        covered += found.low <= gap <= found.high

    assert covered >= 51
