"""Drivers: how much of the overall satisfaction's variance goes with each touchpoint.

Touchpoints go together, so plain regression weights say little about any one of them. LMG (Lindeman,
Merenda & Gold 1980) is the gain in R squared averaged over all orders in which the touchpoints can enter:
the Shapley value of R squared. Above 14 touchpoints Johnson's (2000) relative weights stand in; they are an
approximation, with critics (Thomas, Zumbo, Kwan & Schweitzer 2014). Nothing here says what causes what.
"""

from dataclasses import dataclass
from functools import cache
from math import comb
from typing import Literal

import numpy as np

from mapping.columns import Floats, frozen
from mapping.methods.answered import SURE_CUSTOMERS, Answered, Refused
from mapping.methods.correlations import Correlations, correlate

MOST_EXACT = 14
"""Drivers up to which LMG is worked out: 2 to the 14th sets of drivers."""

LEAST_PAIRS = 30
"""Customers who must have scored both touchpoints, or the touchpoint and the whole, for a correlation."""

Method = Literal["lmg", "johnson"]
Sign = Literal[-1, 0, 1]
Unfit = Literal["few_pairs", "no_spread", "few_shared"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Dropped:
    """A touchpoint left out: of `pairs` customers, of one value only, or seldom scored together with others.

    For the last, `pairs` is the least number of customers shared with another touchpoint.
    """

    touchpoint: str
    reason: Unfit
    pairs: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """A touchpoint's `share` of the overall score's variance, 0..1; all shares add up to R squared.

    `correlation` with the overall score and its `sign` are of the two alone, from `pairs` customers;
    `unused` customers did not use the touchpoint, `silent` ones did not answer.
    """

    touchpoint: str
    share: float
    correlation: float
    sign: Sign
    pairs: int
    unused: int
    silent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Drivers:
    """Every driver, the largest share first, and what they stand on.

    `customers` have an overall score and scores of at least two drivers, `complete` of all drivers. The
    smallest eigenvalue of the correlations is told before and after they were made to fit together.
    """

    drivers: tuple[Driver, ...]
    dropped: tuple[Dropped, ...]
    method: Method
    r_squared: float
    customers: int
    complete: int
    smallest_before: float
    smallest_after: float

    @property
    def is_unsure(self) -> bool:
        """Whether so few customers stand behind it that the order is little more than a guess."""
        return self.customers < SURE_CUSTOMERS


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Usable:
    """The customers and touchpoints that can be used, their correlations (overall last), and the rest."""

    answered: Answered
    correlations: Correlations
    dropped: tuple[Dropped, ...]

    @property
    def columns(self) -> Floats:
        """The scores with the overall score behind them; (customers, drivers + 1)."""
        return np.column_stack([self.answered.scores, self.answered.overall])


def drivers(answered: Answered) -> Drivers | Refused:
    """Return each touchpoint's share of R squared, or why there are too few data."""
    usable = usable_drivers(answered)
    return usable if isinstance(usable, Refused) else described(usable)


def described(usable: Usable) -> Drivers:
    """Return the drivers of data that can be used."""
    base, found = usable.answered, usable.correlations
    share = shares(found.matrix)
    made = [
        Driver(
            touchpoint=base.touchpoints[place],
            share=float(share[place]),
            correlation=float(found.measured[place, -1]),
            sign=_sign(float(found.measured[place, -1])),
            pairs=int(found.pairs[place, -1]),
            unused=int(base.unused[:, place].sum()),
            silent=int((~base.given & ~base.unused)[:, place].sum()),
        )
        for place in np.argsort(-share, kind="stable")
    ]
    return Drivers(
        drivers=tuple(made),
        dropped=usable.dropped,
        method=method_for(len(made)),
        r_squared=float(share.sum()),
        customers=base.customers,
        complete=int(base.given.all(axis=1).sum()),
        smallest_before=found.smallest_before,
        smallest_after=found.smallest_after,
    )


def usable_drivers(answered: Answered) -> Usable | Refused:
    """Drop touchpoints that cannot be used until all left can, and refuse where too little is left."""
    kept, dropped = np.arange(len(answered.touchpoints)), list[Dropped]()
    while True:
        base = answered.columns(kept).usable()
        if refused := base.refusal():
            return refused
        found = correlate(np.column_stack([base.scores, base.overall]))
        worst = _worst(base, found)
        if worst is None:
            return Usable(answered=base, correlations=found, dropped=tuple(dropped))
        place, why = worst
        dropped.append(why)
        kept = np.delete(kept, place)


def method_for(count: int) -> Method:
    """Return how the shares of so many drivers are worked out."""
    return "lmg" if count <= MOST_EXACT else "johnson"


def shares(correlations: Floats) -> Floats:
    """Return the drivers' shares of R squared from (..., k + 1, k + 1) correlations, overall last."""
    exact = method_for(correlations.shape[-1] - 1) == "lmg"
    return lmg(correlations) if exact else relative_weights(correlations)


def lmg(correlations: Floats) -> Floats:
    """Return each driver's mean gain in R squared over all orders, exactly; (..., k)."""
    explained = subset_r_squared(correlations)
    gained: Floats = explained @ _orders(correlations.shape[-1] - 1)
    return gained


def subset_r_squared(correlations: Floats) -> Floats:
    """Return R squared of every set of drivers, (..., 2**k): bit j of the place says driver j is in.

    Drivers are settled one by one: each matrix makes two, one without the driver and one with it swept out
    (its Schur complement), both a row smaller. So the work per set is a few multiplications.
    """
    work = correlations[..., None, :, :]
    for _ in range(correlations.shape[-1] - 1):
        without, row = work[..., 1:, 1:], work[..., :1, 1:]
        swept = without - np.swapaxes(row, -1, -2) * row / work[..., :1, :1]
        work = np.concatenate([without, swept], axis=-3)
    explained: Floats = 1.0 - work[..., 0, 0]
    return explained


def relative_weights(correlations: Floats) -> Floats:
    """Return Johnson's relative weights, (..., k); they too add up to R squared.

    The drivers are replaced by the nearest uncorrelated columns; R squared is shared out among these, and
    from them among the drivers by squared correlations (Johnson 2000).
    """
    among, overall = correlations[..., :-1, :-1], correlations[..., :-1, -1:]
    values, vectors = np.linalg.eigh(among)
    root, turned = np.sqrt(values)[..., None, :], np.swapaxes(vectors, -1, -2)
    loadings = (vectors * root) @ turned
    slopes = (vectors / root) @ (turned @ overall)
    weights: Floats = (loadings**2 @ slopes**2)[..., 0]
    return weights


@cache
def _orders(count: int) -> Floats:
    """Return how much R squared of each set counts in each driver's mean gain; (2**count, count)."""
    sets = np.arange(2**count)[:, None]
    inside = (sets >> np.arange(count)[None, :]) & 1 == 1
    size = inside.sum(axis=1)
    # A set of s drivers stands in front of one more in 1 of count * comb(count - 1, s) orders.
    before = np.array([1.0 / (count * comb(count - 1, s)) for s in range(count)])
    gain = before[np.maximum(size - 1, 0)][:, None]
    loss = before[np.minimum(size, count - 1)][:, None]
    return frozen(np.where(inside, gain, -loss))


def _worst(base: Answered, found: Correlations) -> tuple[int, Dropped] | None:
    """Return the place of the touchpoint to drop next, and why; None where every one can be used."""
    pairs, shared = found.pairs[:-1, -1], found.pairs[:-1, :-1]
    lacking, flat = (shared < LEAST_PAIRS).sum(axis=1), np.isnan(found.measured[:-1, -1])
    reason: Unfit
    if pairs.min() < LEAST_PAIRS:
        place, reason, number = int(pairs.argmin()), "few_pairs", int(pairs.min())
    elif flat.any():
        place, reason, number = int(flat.argmax()), "no_spread", int(pairs[flat.argmax()])
    elif lacking.any():
        # The one that lacks most others goes first, of equals the one that fewer customers scored.
        place = int(np.lexsort((pairs, -lacking))[0])
        reason, number = "few_shared", int(shared[place].min())
    else:
        return None
    return place, Dropped(touchpoint=base.touchpoints[place], reason=reason, pairs=number)


def _sign(value: float) -> Sign:
    if value > 0:
        return 1
    return -1 if value < 0 else 0
