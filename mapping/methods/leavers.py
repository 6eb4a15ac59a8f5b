"""How leavers of a stage felt, last, beside those who went on: a difference that goes with leaving.

It does not show that feeling made them leave: whoever leaves may have had other reasons to be unhappy.
"""

from dataclasses import dataclass

import numpy as np

from mapping.columns import Flags, Floats, Ints
from mapping.interval import bins, mean_intervals, pooled_prior
from mapping.methods.events import EventTable, Stages, changes, places
from mapping.methods.passages import Passages
from mapping.methods.ranks import LEAST, Dominance, RankTest, TooFew, brunner_munzel, cliffs_delta


@dataclass(frozen=True, slots=True, kw_only=True)
class LastScores:
    """Last scores of one side: `scored` of its `customers` had one; their mean with about 95 %, -2..+2."""

    customers: int
    scored: int
    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaversBeside:
    """Leavers beside stayers of a stage. `dominance` is Cliff's delta: below 0 where leavers felt worse."""

    stage: str
    leavers: LastScores
    stayers: LastScores
    dominance: Dominance
    test: RankTest


def beside_stayers(
    table: EventTable, passed: Passages, *, stage: str, stages: Stages, least: int = LEAST
) -> LeaversBeside | TooFew:
    """Compare the last scores of who was lost after `stage` (A) with those of who went on (B).

    A last score is that of the last event with one in `stage` or a stage before it, not after the customer
    went on or, for leavers, after their window ended; so neither side is asked about what came later. Who is
    not yet on is on neither side. Refused where either side has fewer than `least` such scores.
    """
    number = passed.stages.index(stage)
    lost, went_on = passed.is_lost[:, number], passed.went_on[:, number]
    last = _last_scores(table, _cutoffs(passed, number), places(table, stages=stages).place, number)
    leavers, stayers = last[lost], last[went_on]
    dominance = cliffs_delta(leavers, stayers, least=least)
    test = brunner_munzel(leavers, stayers, least=least)
    if isinstance(dominance, TooFew):
        return dominance
    if isinstance(test, TooFew):
        return test
    sides = _sides(leavers, stayers)
    return LeaversBeside(stage=stage, leavers=sides[0], stayers=sides[1], dominance=dominance, test=test)


def _cutoffs(passed: Passages, number: int) -> Ints:
    """Return per customer the last microsecond that still counts; before all time for the others."""
    went_on, lost = passed.went_on[:, number], passed.is_lost[:, number]
    cutoff = np.full(len(lost), np.iinfo(np.int64).min, dtype=np.int64)
    cutoff[went_on] = passed.next_at[went_on, number].astype(np.int64)
    cutoff[lost] = passed.at[lost, number].astype(np.int64) + passed.lengths[number]
    return cutoff


def _last_scores(table: EventTable, cutoff: Ints, place: Ints, number: int) -> Floats:
    """Return each customer's last score in the first stages up to `number`, NaN for none."""
    fits: Flags = ~np.isnan(table.score) & (place >= 0) & (place <= number)
    fits &= table.at.astype(np.int64) <= cutoff[table.customer]
    rows = np.flatnonzero(fits)
    last = rows[changes(table.customer[rows][::-1])[::-1]]
    scores = np.full(len(cutoff), np.nan)
    scores[table.customer[last]] = table.score[last]
    return scores


def _sides(*sides: Floats) -> list[LastScores]:
    """Return the figures of each side; their scores together are the prior of both."""
    known = [side[~np.isnan(side)] for side in sides]
    counts = np.array([bins(side).sum(axis=0) for side in known])
    means = np.array([side.mean() for side in known])
    low, high = mean_intervals(counts, prior=pooled_prior(counts), means=means)
    return [
        LastScores(
            customers=len(side),
            scored=len(known[each]),
            mean=float(means[each]),
            low=float(low[each]),
            high=float(high[each]),
        )
        for each, side in enumerate(sides)
    ]
