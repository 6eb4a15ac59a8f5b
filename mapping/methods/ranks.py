"""Which of two samples lies lower, by ranks alone: Brunner-Munzel's test and Cliff's delta.

For scores of unlike spread and many ties, as votes on five levels are. Both look at all pairs of one value
of A and one of B; neither ever lists them, so the cost is that of sorting.
"""

from dataclasses import dataclass
from math import exp, inf, lgamma, log, log1p, sqrt
from typing import Literal

import numpy as np

from mapping.columns import Floats

LEAST = 5
"""Fewest values a sample needs: under five the t distribution is far from what chance gives."""

_Z2 = 1.959963984540054**2
_SMALL = 1e-300
_CLOSE = 1e-15
_HALF = 0.5


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
    p = student_two_sided(statistic, df=df)
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


def student_two_sided(statistic: float, *, df: float) -> float:
    """Return the chance that Student's t with `df` degrees lies further from 0 than `statistic`."""
    whole = df + statistic**2
    return incomplete_beta(df / whole, a=df / 2, b=0.5, rest=statistic**2 / whole)


def incomplete_beta(x: float, *, a: float, b: float, rest: float | None = None) -> float:
    """Return the regularised incomplete beta function I_x(a, b), by its continued fraction (DLMF 8.17.22).

    `rest` is 1 - x where the caller knows it better than by subtraction, for an x close to 1.
    """
    if not (0 <= x <= 1 and a > 0 and b > 0):
        raise ValueError(f"x is {x}, a {a}, b {b}: x must be within 0..1, a and b above 0")
    left = 1 - x if rest is None else rest
    if 0.0 in {x, left}:
        return x
    log_x = log(x) if left > _HALF else log1p(-left)
    front = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log_x + b * log(left))
    # The fraction converges fast on this side of the mean; on the other, the mirrored one does.
    if x < (a + 1) / (a + b + 2):
        return min(1.0, front / (a * _fraction(x, a, b)))
    return max(0.0, 1 - front / (b * _fraction(left, b, a)))


def _fraction(x: float, a: float, b: float) -> float:
    """Return 1 + d1/(1 + d2/(1 + ...)), by Lentz's method."""
    value = upper = 1.0
    lower = 0.0
    # About sqrt(max(a, b)) steps are needed; so many serve a sample of a thousand million.
    for step in range(1, 100_000):
        half = step // 2
        if step % 2:
            term = -(a + half) * (a + b + half) * x / ((a + 2 * half) * (a + 2 * half + 1))
        else:
            term = half * (b - half) * x / ((a + 2 * half - 1) * (a + 2 * half))
        lower = 1 / (1 + term * lower or _SMALL)
        upper = 1 + term / upper or _SMALL
        value *= upper * lower
        if abs(upper * lower - 1) < _CLOSE:
            break
    return value


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
