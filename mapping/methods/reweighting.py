"""A change between two periods, told apart from a change in who answered (Simpson's paradox).

When more of the critical segment answers, the mean falls although nobody feels worse. So the old period is
weighted to the new period's segment shares first (direct standardisation); what is left is the change within.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from mapping.columns import Floats
from mapping.methods.means import LEAST, Verdict, around, posterior, verdict, weighted_sum

Votes = Mapping[str, Floats]
"""Segment to its customers' votes in one period (-2..+2, one a customer; NaN is none)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotComparable:
    """No answer: no segment voted in both periods, or those that did cast fewer than `least` in one."""

    reason: Literal["no_shared_segment", "too_few"]
    n_old: int
    n_new: int
    least: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FairChange:
    """How the mean vote changed from `old` to `new`, over the segments that voted in both periods.

    `raw` is new - old = `mix` + `within`. `mix` comes from other shares of the segments, `within` from other
    votes inside them; `low` and `high` are its about 95 %. `reweighted` is the old mean at the new shares.
    `verdict` says whether the new period is below or above at equal mix, `chance_below` how likely below is.
    `only_old` and `only_new` name the segments left out, with the share of their period's votes, 0..1.
    """

    n_old: int
    n_new: int
    old: float
    new: float
    reweighted: float
    raw: float
    mix: float
    within: float
    low: float
    high: float
    chance_below: float
    verdict: Verdict
    shares: Mapping[str, float]
    only_old: Mapping[str, float]
    only_new: Mapping[str, float]


def fair_change(old: Votes, new: Votes, *, prior: Floats, least: int = LEAST) -> FairChange | NotComparable:
    """Compare two periods at the segment shares of the new one; `prior` as in `mean_difference`."""
    old, new = _cast(old), _cast(new)
    both = sorted(old.keys() & new.keys())
    n_old, n_new = (sum(len(period[segment]) for segment in both) for period in (old, new))
    if not both:
        return NotComparable(reason="no_shared_segment", n_old=_total(old), n_new=_total(new), least=least)
    if min(n_old, n_new) < least:
        return NotComparable(reason="too_few", n_old=n_old, n_new=n_new, least=least)
    shares = {segment: len(new[segment]) / n_new for segment in both}
    before = sum(len(old[segment]) / n_old * float(old[segment].mean()) for segment in both)
    reweighted = sum(share * float(old[segment].mean()) for segment, share in shares.items())
    now = sum(share * float(new[segment].mean()) for segment, share in shares.items())
    known = weighted_sum(
        [posterior(period[segment], prior=prior) for period in (new, old) for segment in both],
        weights=[*shares.values(), *(-share for share in shares.values())],
    )
    low, high = around(now - reweighted, known)
    below = float(np.interp(0.0, known.at, known.reached))
    return FairChange(
        n_old=n_old,
        n_new=n_new,
        old=before,
        new=now,
        reweighted=reweighted,
        raw=now - before,
        mix=reweighted - before,
        within=now - reweighted,
        low=low,
        high=high,
        chance_below=below,
        verdict=verdict(below),
        shares=shares,
        only_old=_left_out(old, both),
        only_new=_left_out(new, both),
    )


def _cast(votes: Votes) -> dict[str, Floats]:
    """Return the segments with at least one vote, without the missing ones."""
    cast = {segment: column[~np.isnan(column)] for segment, column in votes.items()}
    return {segment: column for segment, column in cast.items() if len(column)}


def _total(votes: Votes) -> int:
    return sum(len(column) for column in votes.values())


def _left_out(votes: Votes, both: list[str]) -> dict[str, float]:
    """Return the share of the period's votes of each segment that the other period does not have."""
    total = _total(votes)
    return {segment: len(votes[segment]) / total for segment in sorted(votes.keys() - set(both))}
