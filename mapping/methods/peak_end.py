"""The mean of each customer's peak and end, beside the plain mean: what is remembered of a journey.

In 174 effects peak-end went along with the judgement afterwards about as well as the plain mean did
(Alaybek et al. 2022), so both are given and neither is the better one.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from mapping.columns import Floats, Ints, Times
from mapping.interval import bins, mean_intervals


@dataclass(frozen=True, slots=True, kw_only=True)
class NoScores:
    """No answer: no row has both a score and a time; `dropped` had not."""

    reason: Literal["no_scores"] = "no_scores"
    dropped: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Estimate:
    """A mean over customers with about 95 %, on -2..+2."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PeakEnd:
    """Peak-end and plain mean of the same `n` customers; `scores` rows were used, `dropped` were not."""

    n: int
    scores: int
    dropped: int
    peak_end: Estimate
    plain: Estimate


def peak_end(customer: Ints, *, at: Times, score: Floats, prior: Floats) -> PeakEnd | NoScores:
    """Take (peak + end) / 2 of each customer and the mean of these over customers; one row is one score.

    The peak is the score (-2..+2) of the greatest absolute value, the later one of equals, and the end the
    last in time; at one time, the later row. Rows without a score or a time are dropped. `prior` as in
    `mean_intervals`.
    """
    if not len(customer) == len(at) == len(score):
        raise ValueError(f"columns differ in length: {len(customer)}, {len(at)}, {len(score)}")
    known = np.flatnonzero(~(np.isnan(score) | np.isnat(at)))
    dropped = len(score) - len(known)
    if len(known) == 0:
        return NoScores(dropped=dropped)
    rows = known[np.lexsort((at[known], customer[known]))]
    ids, code, counts = np.unique(customer[rows], return_inverse=True, return_counts=True)
    ordered = score[rows]
    last = np.cumsum(counts) - 1
    # Sorted by size within each customer, and stably, so the last of each is the latest of the greatest.
    by_size = np.lexsort((np.abs(ordered), code))
    votes = (ordered[by_size][last] + ordered[last]) / 2
    means = np.bincount(code, weights=ordered) / counts
    return PeakEnd(
        n=len(ids),
        scores=len(rows),
        dropped=dropped,
        peak_end=_estimate(votes, prior),
        plain=_estimate(means, prior),
    )


def _estimate(votes: Floats, prior: Floats) -> Estimate:
    mean = votes.mean(keepdims=True)
    low, high = mean_intervals(bins(votes).sum(axis=0)[None, :], prior=prior, means=mean)
    return Estimate(value=float(mean[0]), low=float(low[0]), high=float(high[0]))
