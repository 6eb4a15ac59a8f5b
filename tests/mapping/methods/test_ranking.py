"""Shrinking steadies the order of cells, and tiers say where there is none."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.meta_analysis import combine_effects

from mapping.columns import Floats
from mapping.methods.ranking import Ranking, TooFewCells, between, rank_cells, sampling_variances, shrink

levels = st.sampled_from([-2.0, -1.0, 0.0, 1.0, 2.0])
cells = st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.lists(levels, max_size=12), max_size=8)


def ranked(votes: dict[str, Floats]) -> Ranking:
    found = rank_cells(votes)
    assert isinstance(found, Ranking)
    return found


@settings(deadline=None, max_examples=20)
@given(st.lists(st.tuples(st.floats(-2, 2), st.floats(0.01, 1)), min_size=2, max_size=12))
def test_tau_squared_is_that_of_statsmodels(known: list[tuple[float, float]]) -> None:
    means, variances = np.array(known).T

    with np.errstate(divide="ignore", invalid="ignore"):  # statsmodels lets tau squared fall below 0
        expected = combine_effects(means, variances, method_re="dl").tau2
    assert between(means, variances=variances) == pytest.approx(max(0.0, float(expected)), abs=1e-9)


def test_means_are_what_averaging_over_every_spread_gives() -> None:
    """The same posterior by brute force: many draws of tau and of the centre, weighted by their fit."""
    means, variances = np.array([1.2, 0.3, 0.6, -0.4]), np.array([0.2, 0.05, 0.1, 0.3])
    rng = np.random.default_rng(5)
    tau, centre = rng.uniform(0, 2, (300_000, 1)), rng.uniform(-6, 6, (300_000, 1))
    total = variances + tau**2
    fit = np.exp((-0.5 * (np.log(total) + (means - centre) ** 2 / total)).sum(axis=1))
    drawn = centre + tau**2 / total * (means - centre)
    expected = fit @ drawn / fit.sum()
    left = fit @ (tau**2 * variances / total + (drawn - expected) ** 2) / fit.sum()

    found = shrink(means, variances=variances)

    assert np.allclose(found.means, expected, atol=0.01)
    assert np.allclose(np.diagonal(found.covariances), left, rtol=0.05)


def test_few_votes_are_drawn_to_the_centre_more_than_many() -> None:
    found = ranked(
        {
            "few": np.full(3, 2.0),
            "many": np.full(60, 2.0),
            "low": np.tile([0.0, 1.0], 30),
            "lower": np.tile([0.0, -1.0], 30),
        }
    )

    by_id = {cell.id: cell for cell in found.cells}
    assert found.centre < by_id["few"].shrunken < by_id["many"].shrunken < 2.0
    assert by_id["few"].mean == by_id["many"].mean == 2.0
    assert by_id["few"].high - by_id["few"].low > by_id["many"].high - by_id["many"].low


def test_cells_that_differ_by_chance_stand_in_one_tier() -> None:
    rng = np.random.default_rng(1)

    found = ranked({f"cell {each}": rng.choice([-1.0, 0, 1, 2], 6) for each in range(8)})

    assert {cell.tier for cell in found.cells} == {1}


def test_cells_that_clearly_differ_stand_in_tiers_of_their_own() -> None:
    tastes = {"a": [2.0, 1.0], "b": [0.0, 1.0], "c": [-1.0, 0.0], "d": [-2.0, -1.0]}

    found = ranked({name: np.tile(taste, 100) for name, taste in tastes.items()})

    assert [(cell.id, cell.tier) for cell in found.cells] == [("a", 1), ("b", 2), ("c", 3), ("d", 4)]
    assert found.spread == pytest.approx(np.std([1.5, 0.5, -0.5, -1.5], ddof=1), abs=0.02)


def test_shrinking_comes_closer_to_the_truth() -> None:
    rng = np.random.default_rng(2017)
    truth = rng.dirichlet(6 * np.array([0.03, 0.07, 0.25, 0.4, 0.25]), 10)
    values = np.arange(-2.0, 3.0)
    raw = drawn = 0.0
    for _ in range(60):
        votes = [rng.choice(values, rng.integers(3, 41), p=taste) for taste in truth]
        means = np.array([column.mean() for column in votes])
        raw += float(((means - truth @ values) ** 2).mean())
        shrunken = shrink(means, variances=sampling_variances(votes)).means
        drawn += float(((shrunken - truth @ values) ** 2).mean())

    assert drawn < 0.85 * raw


@settings(deadline=None)
@given(cells)
def test_every_cell_is_ranked_once_or_named_as_empty(votes: dict[str, list[float]]) -> None:
    found = rank_cells({name: np.array(cast) for name, cast in votes.items()})

    filled = {name for name, cast in votes.items() if cast}
    assert set(found.empty) == votes.keys() - filled
    if isinstance(found, TooFewCells):
        assert found.cells == len(filled) < found.least
        return
    assert {cell.id for cell in found.cells} == filled
    order = [cell.shrunken for cell in found.cells]
    assert order == sorted(order, reverse=True)
    tiers = [cell.tier for cell in found.cells]
    assert tiers[0] == 1
    assert set(np.diff(tiers).tolist()) <= {0, 1}
    for cell in found.cells:
        between_both = sorted([cell.mean, found.centre])
        assert cell.n == len(votes[cell.id])
        assert cell.low < cell.shrunken < cell.high
        assert between_both[0] - 0.5 <= cell.shrunken <= between_both[1] + 0.5


def test_the_order_given_does_not_matter() -> None:
    votes = {"a": np.array([1.0, 2]), "b": np.array([0.0]), "c": np.array([-1.0, 2, 2]), "d": np.array([])}

    assert rank_cells(dict(reversed(votes.items()))) == rank_cells(votes)


def test_equal_votes_in_every_cell_are_never_sure() -> None:
    found = ranked({name: np.full(4, 1.0) for name in "abc"})

    assert found.spread == 0
    assert all(cell.high - cell.low > 0.1 for cell in found.cells)
    assert {cell.tier for cell in found.cells} == {1}


def test_two_cells_have_no_ranking() -> None:
    votes = {"a": np.ones(9), "b": np.zeros(9), "c": np.array([np.nan])}

    assert rank_cells(votes) == TooFewCells(cells=2, least=3, empty=("c",))
