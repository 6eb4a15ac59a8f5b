"""A share per week against what it was: a p-chart with exact limits and at most four rules.

For the negative share and the reply rate. Limits and sides come from binomial tails, not from a normal
curve: weeks are small and shares near 0. The rules are those of
Western Electric and of the NHS (Montgomery's textbook has both).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Literal

import numpy as np

from mapping.columns import Flags, Floats, Ints
from mapping.interval import Share, wilson
from mapping.methods.monitors.ewma import Direction

LEAST_CASES = 10
"""A week of fewer has no limits and is passed over by every rule."""

BASELINE_WEEKS, BASELINE_CASES = 8, 50
"""Judged weeks and cases that a baseline needs, both."""

THREE_SIGMA, TWO_SIGMA = 0.0013499, 0.0227501
"""The normal tail beyond three and two standard deviations: the odds, kept exactly for small counts."""

_PAIR, _TRIPLE, _RUN, _TREND = 2, 3, 8, 6
_HALF = 0.5


class Rule(StrEnum):
    """Why a week stands out."""

    BEYOND = "beyond_three_sigma"
    TWO_OF_THREE = "two_of_three_beyond_two_sigma"
    RUN = "eight_on_one_side"
    TREND = "six_in_a_row"


RULES: frozenset[Rule] = frozenset({Rule.BEYOND, Rule.TWO_OF_THREE, Rule.RUN})
"""The rules in use. Not the trend: measured, it adds false alarms in busy weeks and finds next to nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Centre:
    """The baseline's share with its interval, of `cases` in `weeks` that count; never 0 or 1 itself."""

    share: float
    interval: Share
    cases: int
    weeks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Learning:
    """No baseline yet: `cases` in `weeks` of at least `LEAST_CASES`."""

    reason: Literal["few_weeks", "few_cases"]
    cases: int
    weeks: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """One week: `count` of `size`, the shares `low` to `high` that are not beyond three sigma, and its rules.

    All is None or empty where the week is too small to be judged.
    """

    count: int
    size: int
    share: float | None = None
    low: float | None = None
    high: float | None = None
    direction: Direction | None = None
    rules: tuple[Rule, ...] = ()


def centre(counts: Ints, sizes: Ints) -> Centre | Learning:
    """Return the share of the baseline weeks together; small weeks do not count."""
    counts_in, sizes_in = _checked(counts, sizes)
    judged = sizes_in >= LEAST_CASES
    cases, hits, weeks = int(sizes_in[judged].sum()), int(counts_in[judged].sum()), int(judged.sum())
    interval = wilson(hits, of=cases)
    if interval is None or weeks < BASELINE_WEEKS:
        return Learning(reason="few_weeks", cases=cases, weeks=weeks)
    if cases < BASELINE_CASES:
        return Learning(reason="few_cases", cases=cases, weeks=weeks)
    # Half a case on either side (Jeffreys' prior): a share never seen is not impossible.
    return Centre(share=(hits + 0.5) / (cases + 1.0), interval=interval, cases=cases, weeks=weeks)


def p_chart(counts: Ints, sizes: Ints, *, share: float, rules: frozenset[Rule] = RULES) -> tuple[Week, ...]:
    """Judge weeks in their order against the baseline's `share` (0 < share < 1)."""
    counts_in, sizes_in = _checked(counts, sizes)
    if not 0 < share < 1:
        raise ValueError(f"the baseline's share is {share}; it must lie between 0 and 1")
    judged = sizes_in >= LEAST_CASES
    sides: tuple[tuple[Direction, Floats], ...] = tuple(
        zip(("down", "up"), _tails(counts_in[judged], sizes_in[judged], share), strict=True)
    )
    shares = counts_in[judged] / sizes_in[judged]
    found = [_rules_kept(tail, shares if side == "up" else -shares, rules) for side, tail in sides]
    place = np.cumsum(judged) - 1
    bounds = {size: limits(size, share=share) for size in set(sizes_in[judged].tolist())}
    return tuple(
        _week(int(counts_in[row]), int(size), bounds[int(size)], [kept[place[row]] for kept in found])
        if judged[row]
        else Week(count=int(counts_in[row]), size=int(size))
        for row, size in enumerate(sizes_in)
    )


def limits(size: int, *, share: float) -> tuple[int, int]:
    """Return the least and the greatest count of `size` that is not beyond three sigma."""
    within = _distribution(size, share)
    low = int(np.searchsorted(np.cumsum(within), THREE_SIGMA, side="right"))
    high = size - int(np.searchsorted(np.cumsum(within[::-1]), THREE_SIGMA, side="right"))
    return low, high


def _week(count: int, size: int, bounds: tuple[int, int], found: Sequence[tuple[Rule, ...]]) -> Week:
    """Return a judged week; `found` are the rules met below and above."""
    (low, high), (down, up) = bounds, found
    side: Direction | None = "down" if down else "up" if up else None
    return Week(
        count=count,
        size=size,
        share=count / size,
        low=low / size,
        high=high / size,
        direction=side,
        rules=down or up,
    )


def _rules_kept(tail: Floats, towards: Floats, rules: frozenset[Rule]) -> list[tuple[Rule, ...]]:
    """Return the rules that each week meets on one side; `tail` is the chance of this or further out."""
    near = tail <= TWO_SIGMA
    rising = np.array([False, *(later > earlier for earlier, later in pairwise(towards))], dtype=np.bool_)
    met = {
        Rule.BEYOND: tail <= THREE_SIGMA,
        Rule.TWO_OF_THREE: near & (_of_last(near, _TRIPLE) >= _PAIR),
        # More than half is no side: where 0 of 10 is the usual week, eight of them are no run.
        Rule.RUN: _of_last(tail <= _HALF, _RUN) == _RUN,
        Rule.TREND: _of_last(rising, _TREND - 1) == _TREND - 1,
    }
    return [tuple(rule for rule in Rule if rule in rules and met[rule][week]) for week in range(len(tail))]


def _of_last(flags: Flags, span: int) -> Ints:
    """Return how many of the last `span` weeks, this one included, are flagged."""
    total = np.concatenate([np.zeros(span, dtype=np.int64), np.cumsum(flags, dtype=np.int64)])
    within: Ints = total[span:] - total[: len(flags)]
    return within


def _tails(counts: Ints, sizes: Ints, share: float) -> tuple[Floats, Floats]:
    """Return the chance of each count or fewer, and of it or more."""
    below, above = np.zeros(len(counts)), np.zeros(len(counts))
    for size in np.unique(sizes):
        rows = np.flatnonzero(sizes == size)
        chances = _distribution(int(size), share)
        below[rows] = np.cumsum(chances)[counts[rows]]
        above[rows] = np.cumsum(chances[::-1])[size - counts[rows]]
    return below, above


def _distribution(size: int, share: float) -> Floats:
    """Return the binomial chances of 0 to `size`."""
    factorials = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, size + 1)))])
    k = np.arange(size + 1)
    ways = factorials[-1] - factorials - factorials[::-1]
    chances: Floats = np.exp(ways + k * np.log(share) + (size - k) * np.log1p(-share))
    return chances


def _checked(counts: Ints, sizes: Ints) -> tuple[Ints, Ints]:
    """Return both columns, or say what is wrong with them."""
    if len(counts) != len(sizes) or (counts < 0).any() or (counts > sizes).any():
        raise ValueError("a week's count must lie in 0..size, with one size for each count")
    return counts, sizes
