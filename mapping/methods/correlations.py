"""Correlations of columns with gaps: each from the rows that have both, then made one sound matrix.

Correlations from different rows need not fit together: their matrix may have eigenvalues below zero, which
no data can have. The nearest correlation matrix takes its place (Higham 2002).
"""

from dataclasses import dataclass

import numpy as np

from mapping.columns import Floats, Ints

FLOOR = 1e-4
"""Least eigenvalue kept: columns that repeat each other still leave a matrix that can be inverted."""

_ROUNDS = 300
_SETTLED = 1e-8
_PRODUCTS_AT_ONCE = 2**20
_NO_SPREAD = 1e-10
"""A variance under this share of the mean square is rounding, not spread."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Correlations:
    """Pearson correlations of k columns, (k, k) each.

    `measured` as the pairs give them, NaN where a pair has no spread; `matrix` the nearest sound one, in
    which an unknown correlation counts as none; `pairs` how many rows have both columns.
    """

    measured: Floats
    matrix: Floats
    pairs: Ints
    smallest_before: float
    smallest_after: float

    @property
    def is_repaired(self) -> bool:
        """Whether the measured correlations did not fit together and were moved."""
        return self.smallest_before < FLOOR


def correlate(columns: Floats) -> Correlations:
    """Return the correlations of `columns` (rows, k), NaN where a row has no value."""
    (measured,), (pairs,) = pairwise(cross_sums(columns, np.ones((1, len(columns)))))
    matrix = sound(measured)
    return Correlations(
        measured=measured,
        matrix=matrix,
        pairs=pairs,
        smallest_before=_smallest(_filled(measured)),
        smallest_after=_smallest(matrix),
    )


def cross_sums(columns: Floats, weights: Floats) -> Floats:
    """Return what `pairwise` needs under each row of `weights` (samples, rows); (samples, 3 k, 2 k).

    A row's weight is how often a sample has it, so all samples of a bootstrap take one pass: a few large
    products, where a small one for each sample costs threads more than it gains.
    """
    given = ~np.isnan(columns)
    count = np.maximum(given.sum(axis=0), 1)
    # About the mean: squares of large values would drown the spread.
    values = np.where(given, columns - np.where(given, columns, 0.0).sum(axis=0) / count, 0.0)
    left = np.hstack([values, values**2, given])
    right = np.hstack([values, given])
    sums = np.zeros((len(weights), left.shape[1] * right.shape[1]))
    at_once = max(1, _PRODUCTS_AT_ONCE // max(1, sums.shape[1]))
    for begin in range(0, len(columns), at_once):
        part = slice(begin, begin + at_once)
        products = left[part, :, None] * right[part, None, :]
        sums += weights[:, part] @ products.reshape(len(products), -1)
    return sums.reshape(len(weights), left.shape[1], right.shape[1])


def pairwise(sums: Floats) -> tuple[Floats, Ints]:
    """Return the correlations and numbers of pairs from cross sums (..., 3 k, 2 k); both (..., k, k).

    NaN where one of the two has no spread among their pairs; 1 on the diagonal of a column that has some.
    """
    width = sums.shape[-2] // 3
    product, total = sums[..., :width, :width], sums[..., :width, width:]
    square, pairs = sums[..., width : 2 * width, width:], sums[..., 2 * width :, width:]
    count = np.maximum(pairs, 1.0)
    spread = square - total**2 / count
    spread = np.where(spread > _NO_SPREAD * square, spread, 0.0)
    scale = np.sqrt(spread * np.swapaxes(spread, -1, -2))
    together = product - total * np.swapaxes(total, -1, -2) / count
    found = np.divide(together, scale, out=np.full(scale.shape, np.nan), where=scale > 0)
    return np.clip(found, -1.0, 1.0), np.rint(pairs).astype(np.int64)


def sound(measured: Floats) -> Floats:
    """Return the nearest matrices with unit diagonal and no eigenvalue under `FLOOR`; (..., k, k)."""
    matrix = _filled(measured)
    flat = matrix.reshape(-1, *matrix.shape[-2:])
    for place in np.flatnonzero(np.linalg.eigvalsh(flat)[:, 0] < FLOOR) if flat.size else ():
        flat[place] = nearest(flat[place])
    return flat.reshape(matrix.shape)


def nearest(matrix: Floats, *, floor: float = FLOOR) -> Floats:
    """Return the correlation matrix nearest to a symmetric one, no eigenvalue under `floor`.

    Alternating projections with Dykstra's correction (Higham 2002), by the Frobenius norm. What the last
    round leaves under the floor is mixed away with the identity.
    """
    point, correction = matrix, np.zeros_like(matrix)
    for _ in range(_ROUNDS):
        moved = point - correction
        values, vectors = np.linalg.eigh(moved)
        lifted = (vectors * np.maximum(values, floor)) @ vectors.T
        correction = lifted - moved
        before, point = point, (lifted + lifted.T) / 2
        np.fill_diagonal(point, 1.0)
        if np.abs(point - before).max() < _SETTLED:
            break
    short = max(floor - _smallest(point), 0.0)
    weight = short / (short + 1.0 - floor)
    return (1.0 - weight) * point + weight * np.eye(len(point))


def _filled(measured: Floats) -> Floats:
    """Return a copy with 0 for unknown correlations and 1 on the diagonal."""
    filled = np.nan_to_num(measured, nan=0.0)
    places = np.arange(filled.shape[-1])
    filled[..., places, places] = 1.0
    return filled


def _smallest(matrix: Floats) -> float:
    return float(np.linalg.eigvalsh(matrix)[0]) if len(matrix) else 1.0
