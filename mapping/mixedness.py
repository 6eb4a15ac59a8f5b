"""How far customers are of two minds: a mean of nought from love and hate is not indifference."""

import numpy as np

from mapping.columns import Floats
from mapping.disclosing_counts import disclosed_counts
from mapping.interval import wilson
from mapping.report import HIDDEN, Bounded, Value

HAPPY = 0.5
"""From this mean vote on a customer counts as positive, from its negative down as negative."""


def mixedness(votes: Floats, *, k: int) -> Value:
    """Return how far customers' votes are of two minds, 0..1; a few on one side are not told of.

    The smaller of two shares is no larger than the smaller of what both are at most, and no smaller than that
    of what both are at least.
    """
    cast = votes[~np.isnan(votes)]
    happy, unhappy = int((cast >= HAPPY).sum()), int((cast <= -HAPPY).sum())
    if len(cast) < k:
        return HIDDEN if len(cast) else None
    shown = disclosed_counts((happy, unhappy, len(cast) - happy - unhappy), k=k)
    one, other = wilson(happy, of=len(cast)), wilson(unhappy, of=len(cast))
    if None in shown[:2] or one is None or other is None:
        return HIDDEN
    return Bounded(
        2 * min(one.value, other.value), 2 * min(one.low, other.low), min(1.0, 2 * min(one.high, other.high))
    )
