"""When did it start: the one change behind an alarm, and all the changes of a year.

One change: the arg-max of the cumulative sum (Page 1954), each split weighed by how well it could be seen, so
that it is the split of least squares. Many: PELT (Killick, Fearnhead & Eckley 2012). Values are in the order
of their times; places are counted from 0, and a change at k is between the answers k - 1 and k.
"""

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np

from mapping.columns import Floats, Ints

LEAST = 5
"""Answers on either side of the one change; an alarm may come soon after it."""

LEAST_LOOKING_BACK = 15
"""Answers in a segment of a year looked back over."""

_TAIL = 0.025


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """The change at place `at` (between `low` and `high`), and the means on its sides.

    `size` is after less before. Intervals are by bootstrap, meant as 95 %: measured, that of the time holds
    in 0.92 to 0.95 of samples, that of the size in 0.87 to 0.95. `sure` is 1 less the share of shufflings of
    the same values whose best split looks as clear: the chance of this without a change.
    """

    at: int
    low: int
    high: int
    before: float
    after: float
    size: float
    size_low: float
    size_high: float
    sure: float
    answers: int
    answers_after: int


@dataclass(frozen=True, slots=True, kw_only=True)
class NoChange:
    """No change can be told from these answers."""

    reason: Literal["few_answers", "no_spread"]
    answers: int
    needed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Segment:
    """The answers from place `start` up to, not with, `end`, and their mean in the values' own unit."""

    start: int
    end: int
    mean: float


def change_point(
    values: Floats, *, rng: np.random.Generator, least: int = LEAST, rounds: int = 500
) -> Change | NoChange:
    """Return the most likely single change in `values`, with how sure it is, when, and how large."""
    n = len(values)
    if not np.isfinite(values).all():
        raise ValueError("a value is not a number; leave out answers without one")
    if n < 2 * least:
        return NoChange(reason="few_answers", answers=n, needed=2 * least)
    if np.ptp(values) == 0:
        return NoChange(reason="no_spread", answers=n, needed=2 * least)
    at, height = (found[0] for found in _best_splits(values[None, :], least=least))
    before, after = values[:at], values[at:]
    _, by_chance = _best_splits(rng.permuted(np.tile(values, (rounds, 1)), axis=1), least=least)
    places, sizes = _drawn_again(before, after, rng=rng, least=least, rounds=rounds)
    low, high = np.quantile(places, [_TAIL, 1 - _TAIL], method="inverted_cdf")
    size = float(after.mean() - before.mean())
    # Choosing the best split overstates the size, in the samples as in the answers: so turn the errors round.
    size_low, size_high = 2.0 * size - np.quantile(sizes, [1 - _TAIL, _TAIL])
    return Change(
        at=int(at),
        low=min(int(low), int(at)),
        high=max(int(high), int(at)),
        before=float(before.mean()),
        after=float(after.mean()),
        size=size,
        size_low=min(float(size_low), size),
        size_high=max(float(size_high), size),
        sure=1.0 - (1.0 + float((by_chance >= height).sum())) / (rounds + 1.0),
        answers=n,
        answers_after=len(after),
    )


def segments(
    values: Floats,
    *,
    least: int = LEAST_LOOKING_BACK,
    penalty: float | None = None,
    cost: Literal["l2", "rank"] = "l2",
) -> tuple[Segment, ...]:
    """Return the stretches of steady mean that cost least; one of all the values where nothing changed.

    The cost is squared error, of the values or of their ranks, in units of the noise's variance; each change
    costs `penalty` more: 3 ln n if None.
    """
    if not np.isfinite(values).all():
        raise ValueError("a value is not a number; leave out answers without one")
    if len(values) == 0:
        return ()
    scaled = _scaled(_ranks(values) if cost == "rank" else values)
    price = 3.0 * float(np.log(len(values))) if penalty is None else penalty
    edges = [0, *_pelt(scaled, least=least, price=price), len(values)]
    return tuple(
        Segment(start=start, end=end, mean=float(values[start:end].mean())) for start, end in pairwise(edges)
    )


def _best_splits(rows: Floats, *, least: int) -> tuple[Ints, Floats]:
    """Return each row's best split and the height of its weighed cumulative sum there."""
    n = rows.shape[1]
    sums = np.cumsum(rows - rows.mean(axis=1, keepdims=True), axis=1)
    left = np.arange(least, n - least + 1)
    heights = np.abs(sums[:, left - 1]) / np.sqrt(left * (n - left) / n)
    best = heights.argmax(axis=1)
    return left[best].astype(np.int64), heights[np.arange(len(rows)), best]


def _drawn_again(
    before: Floats, after: Floats, *, rng: np.random.Generator, least: int, rounds: int
) -> tuple[Ints, Floats]:
    """Return where bootstrap samples of both sides change, and by how much."""
    rows = np.column_stack(
        [side[rng.integers(len(side), size=(rounds, len(side)))] for side in (before, after)]
    )
    places, _ = _best_splits(rows, least=least)
    n = rows.shape[1]
    sums = np.cumsum(rows, axis=1)
    ahead = sums[np.arange(rounds), places - 1]
    sizes: Floats = (sums[:, -1] - ahead) / (n - places) - ahead / places
    return places, sizes


def _ranks(values: Floats) -> Floats:
    """Return each value's rank, the mean of them among equals."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    ranks: Floats = (last - (counts - 1) / 2.0)[inverse]
    return ranks


def _scaled(values: Floats) -> Floats:
    """Return the values in units of their noise, told from neighbours: changes hardly count."""
    noise = float(np.sqrt((np.diff(values) ** 2).mean() / 2.0)) if len(values) > 1 else 0.0
    scaled: Floats = (values - values.mean()) / (noise or 1.0)
    return scaled


def _pelt(values: Floats, *, least: int, price: float) -> list[int]:
    """Return the places of the changes.

    A start is dropped once it cannot win again; with segments of at least `least` that is `least` answers
    after it first loses, for only then may the change that beats it stand.
    """
    n = len(values)
    sums, squares = (np.concatenate([[0.0], np.cumsum(each)]) for each in (values, values**2))
    best, cause = np.full(n + 1, np.inf), np.zeros(n + 1, dtype=np.int64)
    best[0] = -price
    starts, ends = np.zeros(1, dtype=np.int64), np.full(1, n + 1, dtype=np.int64)
    for end in range(least, n + 1):
        if end >= 2 * least:
            starts, ends = np.append(starts, end - least), np.append(ends, n + 1)
        keep = ends > end
        starts, ends = starts[keep], ends[keep]
        total = sums[end] - sums[starts]
        costs = best[starts] + squares[end] - squares[starts] - total**2 / (end - starts)
        winner = int(costs.argmin())
        best[end], cause[end] = costs[winner] + price, starts[winner]
        lost = (costs >= best[end]) & (ends > n)
        ends[lost] = end + least
    return _traced(cause, n)


def _traced(cause: Ints, n: int) -> list[int]:
    """Follow the changes back from the end."""
    changes: list[int] = []
    place = int(cause[n])
    while place > 0:
        changes.append(place)
        place = int(cause[place])
    return changes[::-1]
