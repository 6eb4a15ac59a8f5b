"""Intervals cover what they promise, agree with scipy, and never shrink to nothing."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from mapping.interval import bins, mean_intervals, pooled_prior, wilson
from mapping.table import LEVELS

VALUES = np.array(LEVELS, dtype=float)
EVEN = np.full(5, 0.2)
votes = st.lists(st.floats(-2, 2), min_size=1, max_size=40)


@given(votes)
def test_splitting_a_vote_over_two_levels_keeps_its_value(cast: list[float]) -> None:
    split = bins(np.array(cast))

    assert np.allclose(split @ VALUES, cast)
    assert np.allclose(split.sum(axis=1), 1)
    assert (split >= 0).all()


@settings(deadline=None, max_examples=40)
@given(votes)
def test_the_interval_holds_the_mean_and_always_has_a_width(cast: list[float]) -> None:
    counts = bins(np.array(cast)).sum(axis=0)[None, :]
    mean = np.array([np.mean(cast)])

    low, high = mean_intervals(counts, prior=pooled_prior(counts), means=mean)

    assert -2 <= low[0] < high[0] <= 2
    assert low[0] <= mean[0] + 1e-9
    assert high[0] >= mean[0] - 1e-9


@pytest.mark.parametrize(("bad", "good"), [(1, 4), (30, 500), (3, 0), (20_000, 40_000)])
def test_two_levels_give_the_beta_interval(bad: int, good: int) -> None:
    counts = np.array([[bad, 0, 0, 0, good]], dtype=float)
    prior = np.array([0.3, 0, 0, 0, 0.7])

    low, high = mean_intervals(counts, prior=prior, means=(counts @ VALUES) / counts.sum())

    beta = stats.beta(good + 0.7, bad + 0.3)
    mean = 4 * good / (good + bad) - 2
    assert low[0] == pytest.approx(min(4 * beta.ppf(0.025) - 2, mean), abs=2e-5)
    assert high[0] == pytest.approx(max(4 * beta.ppf(0.975) - 2, mean), abs=2e-5)


@pytest.mark.parametrize(
    "counts", [[1, 0, 2, 1, 1], [0, 0, 0, 2, 3], [40, 10, 5, 60, 80], [1_000, 20_000, 30_000, 9_000, 500]]
)
def test_the_interval_is_what_draws_from_the_posterior_give(counts: list[int]) -> None:
    rows = np.array([counts], dtype=float)

    low, high = mean_intervals(rows, prior=EVEN, means=(rows @ VALUES) / rows.sum())

    drawn = np.random.default_rng(11).dirichlet(rows[0] + EVEN, 200_000) @ VALUES
    spread = float(drawn.std())
    assert low[0] == pytest.approx(float(np.quantile(drawn, 0.025)), abs=0.02 * spread + 1e-9)
    assert high[0] == pytest.approx(float(np.quantile(drawn, 0.975)), abs=0.02 * spread + 1e-9)


@pytest.mark.parametrize(("size", "least"), [(3, 0.88), (5, 0.90), (10, 0.91), (40, 0.92)])
def test_it_covers_the_true_mean_about_as_often_as_it_says(size: int, least: float) -> None:
    """Ten touchpoints whose tastes differ, as in an airport survey; bars from docs/methods.md."""
    rng = np.random.default_rng(2017)
    truth = rng.dirichlet(6 * np.array([0.03, 0.07, 0.25, 0.4, 0.25]), 10)
    covered = widths = 0.0
    for _ in range(120):
        counts = np.array([rng.multinomial(size, shares) for shares in truth], dtype=float)
        low, high = mean_intervals(counts, prior=pooled_prior(counts), means=counts @ VALUES / size)
        covered += float(((low <= truth @ VALUES) & (truth @ VALUES <= high)).mean()) / 120
        widths += float((high - low).mean()) / 120

    assert least <= covered <= 0.985
    assert widths < 4.2 / np.sqrt(size)


def test_equal_votes_leave_some_doubt() -> None:
    counts = np.array([[0, 0, 0, 0, 3.0], [0, 0, 0, 0, 100_000.0]])

    low, high = mean_intervals(counts, prior=pooled_prior(counts), means=np.array([2.0, 2.0]))

    assert high[0] - low[0] > 0.25
    assert 0 < high[1] - low[1] < 0.01


@settings(deadline=None)
@given(st.integers(0, 300), st.integers(1, 300))
def test_a_share_has_wilsons_interval(count: int, more: int) -> None:
    of = count + more

    share = wilson(count, of=of)

    expected = stats.binomtest(count, of).proportion_ci(method="wilson")
    assert share is not None
    assert share.low == pytest.approx(expected.low, abs=1e-9)
    assert share.high == pytest.approx(expected.high, abs=1e-9)


def test_a_share_of_nothing_is_none() -> None:
    assert wilson(0, of=0) is None
