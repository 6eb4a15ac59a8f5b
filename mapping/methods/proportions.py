"""The difference of two shares: Newcombe's interval, and the score test's p value."""

from dataclasses import dataclass
from math import erfc, hypot, sqrt

from mapping.interval import Share, wilson
from mapping.methods.ranks import TooFew


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareDifference:
    """A's share less B's, -1..+1, with about 95 %; `a` and `b` are the shares with their own intervals."""

    n_a: int
    n_b: int
    a: Share
    b: Share
    difference: float
    low: float
    high: float
    p: float


def share_difference(count_a: int, *, of_a: int, count_b: int, of_b: int) -> ShareDifference | TooFew:
    """Compare `count_a / of_a` with `count_b / of_b`, counts of distinct customers.

    The interval is built of both shares' Wilson intervals (Newcombe 1998, method 10), so it never leaves
    -1..+1 and always has a width. `p` is two-sided, of the score test, which pools both under no difference.
    """
    a, b = wilson(count_a, of=of_a), wilson(count_b, of=of_b)
    if a is None or b is None:
        return TooFew(n_a=of_a, n_b=of_b, least=1)
    difference = a.value - b.value
    return ShareDifference(
        n_a=of_a,
        n_b=of_b,
        a=a,
        b=b,
        difference=difference,
        low=difference - hypot(a.value - a.low, b.high - b.value),
        high=difference + hypot(a.high - a.value, b.value - b.low),
        p=_score_p(count_a + count_b, difference, of_a=of_a, of_b=of_b),
    )


def _score_p(count: int, difference: float, *, of_a: int, of_b: int) -> float:
    """Return the two-sided p of `difference`, its spread taken from the share of both together."""
    share = count / (of_a + of_b)
    spread = sqrt(share * (1 - share) * (1 / of_a + 1 / of_b))
    return erfc(abs(difference) / spread / sqrt(2)) if spread else 1.0
