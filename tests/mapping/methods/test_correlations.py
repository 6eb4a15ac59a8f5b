"""Correlations with gaps use every pair there is, and end as a matrix that data could have."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy import stats

from mapping.columns import Floats
from mapping.methods.correlations import FLOOR, correlate, cross_sums, nearest, pairwise, sound

CELL = st.one_of(st.just(np.nan), st.integers(-2, 2).map(float))
gappy = arrays.arrays(np.float64, st.tuples(st.integers(0, 25), st.integers(1, 5)), elements=CELL)


@settings(max_examples=25)
@given(gappy)
def test_each_correlation_is_that_of_the_rows_that_have_both(columns: Floats) -> None:
    found = correlate(columns)

    for left in range(columns.shape[1]):
        for right in range(columns.shape[1]):
            both = columns[~np.isnan(columns[:, [left, right]]).any(axis=1)][:, [left, right]]
            assert found.pairs[left, right] == len(both)
            if len(both) and np.ptp(both, axis=0).min() > 0:
                expected = stats.pearsonr(both[:, 0], both[:, 1]).statistic
                assert found.measured[left, right] == pytest.approx(expected, abs=1e-9)
            else:
                assert np.isnan(found.measured[left, right])


@given(gappy)
def test_the_matrix_is_always_one_that_can_be_inverted(columns: Floats) -> None:
    found = correlate(columns)

    assert np.allclose(np.diag(found.matrix), 1)
    assert np.allclose(found.matrix, found.matrix.T)
    assert found.smallest_after >= FLOOR * (1 - 1e-6)
    assert np.linalg.eigvalsh(found.matrix)[0] == pytest.approx(found.smallest_after)


@settings(max_examples=25)
@given(gappy, st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(columns: Floats, chance: Random) -> None:
    order = list(range(len(columns)))
    chance.shuffle(order)

    assert np.allclose(
        correlate(columns[order]).measured, correlate(columns).measured, equal_nan=True, atol=1e-9
    )


def test_weights_stand_for_repeated_rows() -> None:
    rng = np.random.default_rng(4)
    columns = np.where(rng.random((60, 4)) < 0.3, np.nan, rng.integers(-2, 3, (60, 4)).astype(float))
    times = rng.integers(0, 4, (3, 60))

    weighted, pairs = pairwise(cross_sums(columns, times.astype(float)))

    for each, count, matrix in zip(times, pairs, weighted, strict=True):
        repeated = correlate(np.repeat(columns, each, axis=0))
        assert np.allclose(matrix, repeated.measured)
        assert (count == repeated.pairs).all()


def test_sums_taken_in_parts_are_the_whole_sums(monkeypatch: pytest.MonkeyPatch) -> None:
    columns = np.random.default_rng(2).normal(size=(50, 3))
    whole = cross_sums(columns, np.ones((1, 50)))
    monkeypatch.setattr("mapping.methods.correlations._PRODUCTS_AT_ONCE", 7 * 54)

    assert np.allclose(cross_sums(columns, np.ones((1, 50))), whole)


def test_the_nearest_matrix_is_the_one_higham_prints() -> None:
    found = nearest(np.array([[1.0, 1, 0], [1, 1, 1], [0, 1, 1]]), floor=0.0)

    assert found == pytest.approx(
        np.array([[1, 0.7607, 0.1573], [0.7607, 1, 0.7607], [0.1573, 0.7607, 1]]), abs=5e-5
    )


def test_the_nearest_matrix_is_nearer_than_clipped_eigenvalues() -> None:
    rng = np.random.default_rng(8)
    for _ in range(20):
        rough = np.clip(rng.normal(size=(6, 6)), -0.95, 0.95)
        rough = np.tril(rough, -1) + np.tril(rough, -1).T + np.eye(6)
        values, vectors = np.linalg.eigh(rough)
        clipped = (vectors * np.maximum(values, FLOOR)) @ vectors.T
        clipped /= np.sqrt(np.outer(np.diag(clipped), np.diag(clipped)))

        near = nearest(rough)

        assert np.linalg.norm(near - rough) <= np.linalg.norm(clipped - rough) + 1e-6
        assert np.linalg.eigvalsh(near)[0] >= FLOOR * (1 - 1e-6)


def test_a_sound_matrix_is_left_as_it_is() -> None:
    matrix = np.full((4, 4), 0.5) + 0.5 * np.eye(4)

    assert (sound(matrix[None])[0] == matrix).all()


def test_correlations_that_do_not_fit_together_are_told() -> None:
    third = np.arange(90) // 30
    base = np.tile([-1.0, 1.0], 45)
    columns = np.column_stack([
        np.where(third != 0, base, np.nan),
        np.where(third != 1, base, np.nan),
        np.where(third == 1, -base, np.where(third == 0, base, np.nan)),
    ])  # fmt: skip

    found = correlate(columns)

    assert found.measured[np.triu_indices(3, 1)].tolist() == pytest.approx([1, -1, 1])
    assert found.smallest_before == pytest.approx(-1)
    assert found.is_repaired
    assert found.smallest_after == pytest.approx(FLOOR, rel=1e-3)
