"""How good: accuracy, macro-F1, recall, Spearman, each with a bootstrap interval. Numpy only."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Truth = NDArray[np.generic]
Measure = Callable[[Truth, Truth], float]
"""From what is true and what was told, row by row, to a number."""

_RESAMPLES = 1000


@dataclass(frozen=True, slots=True)
class Measured:
    """A value with the ends of its 95 % interval, and the rows it is taken on."""

    value: float
    low: float
    high: float
    rows: int

    def __str__(self) -> str:
        """Return it in percent, as tables show it."""
        return f"{100 * self.value:.1f} ({100 * self.low:.1f}-{100 * self.high:.1f})"


def measured(measure: Measure, truth: Truth, told: Truth, *, seed: int = 1) -> Measured:
    """Return `measure` with its percentile bootstrap interval over rows (Efron & Tibshirani 1993)."""
    chance = np.random.default_rng(seed)
    places = chance.integers(0, len(truth), (_RESAMPLES, len(truth)))
    drawn = [measure(truth[each], told[each]) for each in places]
    low, high = np.nanpercentile(drawn, [2.5, 97.5])
    return Measured(measure(truth, told), float(low), float(high), len(truth))


def accuracy(truth: Truth, told: Truth) -> float:
    """Return the share of rows told right."""
    return float((truth == told).mean())


def recall_of(name: str) -> Measure:
    """Return the share of a class's rows that are told to be of it."""
    return lambda truth, told: (
        float((told[truth == name] == name).mean()) if (truth == name).any() else np.nan
    )


def macro_recall(truth: Truth, told: Truth) -> float:
    """Return the mean of the recalls of the classes that occur."""
    return float(np.mean([(told[truth == name] == name).mean() for name in np.unique(truth)]))


def macro_f1(truth: Truth, told: Truth) -> float:
    """Return the mean of the F1 of each class (for rows of one class), or of each column (for 0/1 tables)."""
    if truth.ndim == 1:
        names = np.unique(truth)
        truth, told = truth[:, None] == names, told[:, None] == names
    hits = (truth.astype(bool) & told.astype(bool)).sum(0)
    return float(np.mean(2 * hits / np.maximum(1, truth.sum(0) + told.sum(0))))


def spearman(truth: Truth, told: Truth) -> float:
    """Return the correlation of the ranks, ties at their mean rank (Spearman 1904).

    Whoever says the same of everything tells no order: that is none, 0.
    """
    if len(np.unique(truth)) == 1 or len(np.unique(told)) == 1:
        return 0.0
    return float(np.corrcoef(_ranks(truth), _ranks(told))[0, 1])


def kappa(truth: Truth, told: Truth) -> float:
    """Return the agreement beyond chance of two labellers (Cohen 1960)."""
    names = np.unique(np.concatenate([truth, told]))
    by_chance = sum(float((truth == name).mean() * (told == name).mean()) for name in names)
    return (accuracy(truth, told) - by_chance) / (1 - by_chance)


def best_thresholds(
    truth: Truth, chances: NDArray[np.float64], tried: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return, for each column of `chances` [n, columns], the threshold tried that gives the best F1."""
    f1 = np.array([_f1_by_column(truth, chances >= level) for level in tried])
    return tried[f1.argmax(0)]


def _f1_by_column(truth: Truth, told: Truth) -> NDArray[np.float64]:
    hits = (truth.astype(bool) & told.astype(bool)).sum(0)
    return 2 * hits / np.maximum(1, truth.sum(0) + told.sum(0))


def _ranks(values: Truth) -> NDArray[np.float64]:
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = counts.cumsum()
    return (ends - (counts - 1) / 2)[inverse]
