"""Votes by group: how many, their mean, and its interval. Groups are numbered from 0; NaN is no vote."""

import numpy as np

from mapping.columns import Floats, Ints
from mapping.interval import bins, mean_intervals, pooled_prior
from mapping.table import LEVELS


def means(votes: Floats, group: Ints, *, groups: int) -> tuple[Ints, Floats]:
    """Return how many votes each group has, and their mean, NaN of none."""
    votes, group = _cast(votes, group)
    count = np.bincount(group, minlength=groups).astype(np.int64)
    total = np.bincount(group, weights=votes, minlength=groups)
    mean: Floats = np.divide(total, count, out=np.full(groups, np.nan), where=count > 0)
    return count, mean


def intervals(votes: Floats, group: Ints, *, groups: int, prior_of: Floats) -> tuple[Floats, Floats]:
    """Return about 95 % for the mean vote of each group, -2..+2; all of `prior_of` are the prior.

    Groups of no votes have only the prior's interval, which is nothing to show.
    """
    prior = pooled_prior(bins(prior_of[~np.isnan(prior_of)]))
    _, mean = means(votes, group, groups=groups)
    return mean_intervals(levels(votes, group, groups=groups), prior=prior, means=np.nan_to_num(mean))


def levels(votes: Floats, group: Ints, *, groups: int) -> Floats:
    """Return the votes of each group split over the five levels as `bins` splits them; (groups, 5)."""
    votes, group = _cast(votes, group)
    above = np.clip(votes, LEVELS[0], LEVELS[-1]) - LEVELS[0]
    lower = np.minimum(above.astype(np.int64), len(LEVELS) - 2)
    cell, size = group * len(LEVELS) + lower, groups * len(LEVELS)
    upper = above - lower
    # Two passes over the votes: a column for each level would be five, of twice the numbers.
    split = np.zeros(size)
    split += np.bincount(cell, weights=1 - upper, minlength=size)
    split += np.bincount(cell + 1, weights=upper, minlength=size)[:size]
    return split.reshape(groups, len(LEVELS))


def _cast(votes: Floats, group: Ints) -> tuple[Floats, Ints]:
    """Return the votes that were cast, and their groups."""
    missing = np.isnan(votes)
    return (votes[~missing], group[~missing]) if missing.any() else (votes, group)


def totals(values: Floats | Ints, group: Ints, *, groups: int) -> Floats:
    """Return the sums by group of each column; (rows, k) gives (groups, k)."""
    return np.column_stack([np.bincount(group, weights=column, minlength=groups) for column in values.T])
