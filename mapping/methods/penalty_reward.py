"""What a bad and what a very good touchpoint goes with: the penalty-reward contrasts of Brandt (1987).

All touchpoints stand in one regression of the overall score, each with two marks: low (the nearest level is
neutral or worse, 3 or less of 5) and top (the nearest level is very positive, 5 of 5); a 4 is what both are
compared with. A customer without a score for a touchpoint gets a third mark, so that nobody is left out.
Errors are HC3. The classes carry Kano's names, but show what goes with satisfaction, not what causes it:
whether that is Kano's must-be is disputed (Mikulic & Prebezac 2011).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from mapping.columns import Flags, Floats
from mapping.methods.answered import SURE_CUSTOMERS, Answered, Refused
from mapping.methods.least_squares import Effect, Fit, least_squares

LOW_UNDER = 0.5
TOP_FROM = 1.5
"""Borders of the nearest levels on -2..+2: under one neutral or worse, from the other very positive."""

LEAST_ANSWERS = 20
"""Customers who must be low, in the middle and top each; rarer gaps are not worth a mark of their own."""

NEGLIGIBLE = 0.1
"""Points of the overall score (-2..+2) within which an effect may be called none."""

Kano = Literal["must_be", "attractive", "performance", "indifferent", "cannot_tell"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """A touchpoint's penalty (low against middle) and reward (top against middle) in points of the whole.

    `asymmetry` is the size of the penalty less the reward. `low`, `middle`, `top` customers scored so,
    `unused` did not use the touchpoint, `silent` did not answer.
    """

    touchpoint: str
    penalty: Effect
    reward: Effect
    asymmetry: Effect
    kano: Kano
    low: int
    middle: int
    top: int
    unused: int
    silent: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A touchpoint with fewer than `LEAST_ANSWERS` low, middle or top scores."""

    touchpoint: str
    low: int
    middle: int
    top: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PenaltyReward:
    """The contrasts in the order of the touchpoints, from `customers` customers."""

    contrasts: tuple[Contrast, ...]
    skipped: tuple[Skipped, ...]
    customers: int
    r_squared: float

    @property
    def is_unsure(self) -> bool:
        """Whether few customers stand behind it."""
        return self.customers < SURE_CUSTOMERS


def penalty_reward(answered: Answered, *, negligible: float = NEGLIGIBLE) -> PenaltyReward | Refused:
    """Return each touchpoint's penalty and reward, or why there are too few data."""
    base, skipped = _with_enough(answered)
    if refused := base.refusal():
        return refused
    fit = least_squares(_design(base), base.overall)
    if not isinstance(fit, Fit):
        return base.refused("few_customers" if fit.reason == "few_rows" else "collinear")
    return PenaltyReward(
        contrasts=tuple(
            _contrast(base, fit, place, negligible=negligible) for place in range(len(base.touchpoints))
        ),
        skipped=skipped,
        customers=base.customers,
        r_squared=fit.r_squared,
    )


def kano_class(penalty: Effect, reward: Effect, asymmetry: Effect, *, negligible: float = NEGLIGIBLE) -> Kano:
    """Return the class that the 95 % intervals allow.

    - performance: the penalty lies under 0 and the reward over 0.
    - must_be: the penalty lies under 0, the reward may be none, and the penalty is larger than the reward
      (their difference lies over 0: that one of two is significant does not make them differ).
    - attractive: the same the other way round.
    - indifferent: both lie within `negligible` of 0.
    - cannot_tell: all else, as where the interval is too wide, or an effect has the wrong sign.
    """
    if penalty.is_over_zero or reward.is_under_zero:
        return "cannot_tell"
    if penalty.is_under_zero and reward.is_over_zero:
        return "performance"
    if penalty.is_under_zero and asymmetry.is_over_zero:
        return "must_be"
    if reward.is_over_zero and asymmetry.is_under_zero:
        return "attractive"
    ends = (penalty.low, penalty.high, reward.low, reward.high)
    return "indifferent" if max(map(abs, ends)) <= negligible else "cannot_tell"


def _with_enough(answered: Answered) -> tuple[Answered, tuple[Skipped, ...]]:
    """Return the customers and touchpoints that can be contrasted, and the touchpoints that cannot.

    A customer whose gap hardly anybody shares is left out: one row alone would decide that gap's mark.
    """
    kept, skipped = np.arange(len(answered.touchpoints)), list[Skipped]()
    while True:
        base = _without_rare_gaps(answered.columns(kept).usable())
        low, middle, top = (part.sum(axis=0) for part in _parts(base))
        few = np.flatnonzero(np.minimum(np.minimum(low, middle), top) < LEAST_ANSWERS)
        if not len(few):
            return base, tuple(skipped)
        skipped += [
            Skipped(
                touchpoint=base.touchpoints[place],
                low=int(low[place]),
                middle=int(middle[place]),
                top=int(top[place]),
            )
            for place in few
        ]
        kept = np.delete(kept, few)


def _without_rare_gaps(base: Answered) -> Answered:
    """Return the customers whose every gap at least `LEAST_ANSWERS` of them share."""
    while True:
        gap = ~base.given
        rare = gap.sum(axis=0) < LEAST_ANSWERS
        has_none: Flags = (gap & rare).sum(axis=1) == 0
        if has_none.all():
            return base
        base = base.rows(has_none)


def _parts(base: Answered) -> tuple[Flags, Flags, Flags]:
    """Say whose scores are low, in the middle and top; (customers, touchpoints) each."""
    low, top = base.scores < LOW_UNDER, base.scores >= TOP_FROM
    return low, base.given & ~low & ~top, top


def _design(base: Answered) -> Floats:
    """Return the marks low and top of each touchpoint, and behind them columns that span 1 and the gaps.

    Gaps often repeat each other (a page of questions left out, one touchpoint used in place of another).
    Only what they span counts, so uncorrelated columns that span the same take their place.
    """
    low, _, top = _parts(base)
    nuisance = np.column_stack([np.ones(base.customers), ~base.given]).astype(np.float64)
    basis, sizes, _ = np.linalg.svd(nuisance, full_matrices=False)
    spanning = basis[:, sizes > sizes[0] * base.customers * np.finfo(np.float64).eps]
    return np.column_stack([low, top, spanning]).astype(np.float64)


def _contrast(base: Answered, fit: Fit, place: int, *, negligible: float) -> Contrast:
    """Return the contrasts of the touchpoint at `place`."""
    count, width = len(base.touchpoints), len(fit.coefficients)
    penalty = fit.effect(_weights(width, [(place, 1.0)]))
    reward = fit.effect(_weights(width, [(count + place, 1.0)]))
    asymmetry = fit.effect(_weights(width, [(place, -1.0), (count + place, -1.0)]))
    low, middle, top = (int(part[:, place].sum()) for part in _parts(base))
    return Contrast(
        touchpoint=base.touchpoints[place],
        penalty=penalty,
        reward=reward,
        asymmetry=asymmetry,
        kano=kano_class(penalty, reward, asymmetry, negligible=negligible),
        low=low,
        middle=middle,
        top=top,
        unused=int(base.unused[:, place].sum()),
        silent=int((~base.given & ~base.unused)[:, place].sum()),
    )


def _weights(width: int, each: Sequence[tuple[int, float]]) -> Floats:
    weights = np.zeros(width)
    for place, weight in each:
        weights[place] = weight
    return weights
