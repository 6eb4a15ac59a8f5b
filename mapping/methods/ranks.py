"""Which of two samples lies lower, by ranks alone: Brunner-Munzel's test and Cliff's delta.

For scores of unlike spread and many ties, as votes on five levels are. Both look at all pairs of one value
of A and one of B; neither ever lists them, so the cost is that of sorting.
"""

from dataclasses import dataclass
from math import exp, inf, lgamma, sqrt
from typing import Literal

import numpy as np

from mapping.columns import Floats
from mapping.methods.student import two_sided

LEAST = 5
"""Fewest values a sample needs: under five the t distribution is far from what chance gives."""

_Z2 = 1.959963984540054**2


@dataclass(frozen=True, slots=True, kw_only=True)
class TooFew:
    """No answer: sample A or B has fewer than `least` values."""

    reason: Literal["too_few"] = "too_few"
    n_a: int
    n_b: int
    least: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RankTest:
    """Brunner-Munzel's test of P(A < B) + P(A = B) / 2 = 1/2.

    `chance_below` is that chance, 0..1, as the samples have it. `statistic` is above 0 where A lies lower,
    `df` the degrees of freedom, `p` two-sided. Where every value of A lies on one side of every value of B,
    no spread is left to estimate: the statistic is infinite, `df` None, and `p` the exact chance that a
    random split gives one of the two complete separations. Where all values are equal, `p` is 1.
    """

    n_a: int
    n_b: int
    chance_below: float
    statistic: float
    df: float | None
    p: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Dominance:
    """Cliff's delta P(A > B) - P(A < B) with about 95 %, all -1..+1: below 0 where A lies lower."""

    n_a: int
    n_b: int
    delta: float
    low: float
    high: float


def brunner_munzel(a: Floats, b: Floats, *, least: int = LEAST) -> RankTest | TooFew:
    """Test whether values of A tend to lie lower or higher than those of B (Brunner & Munzel 2000).

    Values that are NaN are left out. A `least` under 2 is taken as 2: one value has no spread.
    """
    a, b = a[~np.isnan(a)], b[~np.isnan(b)]
    n_a, n_b = len(a), len(b)
    if min(n_a, n_b) < max(least, 2):
        return TooFew(n_a=n_a, n_b=n_b, least=max(least, 2))
    places_a, places_b = _balance(a, b), _balance(b, a)
    chance = 0.5 - float(places_a.mean()) / 2
    spread_a, spread_b = float(places_a.var(ddof=1)) / n_a, float(places_b.var(ddof=1)) / n_b
    if spread_a + spread_b == 0:
        return _without_spread(n_a, n_b, chance)
    statistic = 2 * (chance - 0.5) / sqrt(spread_a + spread_b)
    df = (spread_a + spread_b) ** 2 / (spread_a**2 / (n_a - 1) + spread_b**2 / (n_b - 1))
    p = two_sided(statistic, df=df)
    return RankTest(n_a=n_a, n_b=n_b, chance_below=chance, statistic=statistic, df=df, p=p)


def cliffs_delta(a: Floats, b: Floats, *, least: int = LEAST) -> Dominance | TooFew:
    """Return by how much A dominates B, with Cliff's asymmetric interval (Cliff 1993; Feng & Cliff 2004).

    Complete separation leaves no variance. Its interval is then Wilson's for a share of 1 among as many
    values as the smaller sample has, since that is the most that the pairs can tell.
    """
    a, b = a[~np.isnan(a)], b[~np.isnan(b)]
    n_a, n_b = len(a), len(b)
    if min(n_a, n_b) < max(least, 2):
        return TooFew(n_a=n_a, n_b=n_b, least=max(least, 2))
    delta = float(_balance(a, b).mean())
    if abs(delta) == 1:
        inner = (min(n_a, n_b) - _Z2) / (min(n_a, n_b) + _Z2)
        low, high = (inner, 1.0) if delta > 0 else (-1.0, -inner)
        return Dominance(n_a=n_a, n_b=n_b, delta=delta, low=low, high=high)
    variance = _variance(a, b, delta)
    centre = delta - delta**3
    reach = sqrt(_Z2 * variance * ((1 - delta**2) ** 2 + _Z2 * variance))
    under = 1 - delta**2 + _Z2 * variance
    low, high = max(-1.0, (centre - reach) / under), min(1.0, (centre + reach) / under)
    return Dominance(n_a=n_a, n_b=n_b, delta=delta, low=min(low, delta), high=max(high, delta))


def _balance(of: Floats, against: Floats) -> Floats:
    """Return for each value of one sample: the share of the other below it, less the share above it."""
    others = np.sort(against)
    below = np.searchsorted(others, of, side="left")
    above = len(others) - np.searchsorted(others, of, side="right")
    balance: Floats = (below - above) / len(others)
    return balance


def _without_spread(n_a: int, n_b: int, chance: float) -> RankTest:
    """Return the test where both samples are of one piece: all values equal, or A wholly beside B."""
    beside = {0.0: -inf, 1.0: inf}.get(chance, 0.0)
    splits = lgamma(n_a + n_b + 1) - lgamma(n_a + 1) - lgamma(n_b + 1)
    p = min(1.0, 2 * exp(-splits)) if beside else 1.0
    return RankTest(n_a=n_a, n_b=n_b, chance_below=chance, statistic=beside, df=None, p=p)


def _variance(a: Floats, b: Floats, delta: float) -> float:
    """Return Cliff's unbiased variance of delta, no less than the least he allows it."""
    rows, columns = _balance(a, b), _balance(b, a)
    n_a, n_b = len(a), len(b)
    pairs = n_a * n_b
    others = np.sort(b)
    ties = int((np.searchsorted(others, a, side="right") - np.searchsorted(others, a, side="left")).sum())
    around = pairs - ties - pairs * delta**2
    by_row = n_b**2 * float(((rows - delta) ** 2).sum())
    by_column = n_a**2 * float(((columns + delta) ** 2).sum())
    variance = (by_row + by_column - around) / (pairs * (n_a - 1) * (n_b - 1))
    return max(variance, (1 - delta**2) / (pairs - 1))
