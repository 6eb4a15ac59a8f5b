"""Votes by group: how many, their mean, and its interval. Groups are numbered from 0; NaN is no vote."""

import numpy as np

from mapping.columns import Floats, Ints
from mapping.interval import bins, mean_intervals, pooled_prior


def means(votes: Floats, group: Ints, *, groups: int) -> tuple[Ints, Floats]:
    """Return how many votes each group has, and their mean, NaN of none."""
    cast = ~np.isnan(votes)
    count = np.bincount(group[cast], minlength=groups).astype(np.int64)
    total = np.bincount(group[cast], weights=votes[cast], minlength=groups)
    mean: Floats = np.divide(total, count, out=np.full(groups, np.nan), where=count > 0)
    return count, mean


def intervals(votes: Floats, group: Ints, *, groups: int, prior_of: Floats) -> tuple[Floats, Floats]:
    """Return about 95 % for the mean vote of each group, -2..+2; all of `prior_of` are the prior.

    Groups of no votes have only the prior's interval, which is nothing to show.
    """
    cast = ~np.isnan(votes)
    levels = bins(votes[cast])
    sums = [np.bincount(group[cast], weights=level, minlength=groups) for level in levels.T]
    counts = np.column_stack(sums).astype(np.float64)
    prior = pooled_prior(bins(prior_of[~np.isnan(prior_of)]))
    _, mean = means(votes, group, groups=groups)
    return mean_intervals(counts, prior=prior, means=np.nan_to_num(mean))
