"""Which part of a history a stream is held against: the earliest that did not change on the way.

A baseline of all of it would hold what came after a change as well, and never tell of the change.
"""

import numpy as np

from mapping.columns import Floats, Times
from mapping.methods.monitors.change_point import NoChange, change_point
from mapping.methods.monitors.limits import Baseline, baseline

SURE = 0.99
"""So sure must a change be to part a history: one steady history of a hundred is parted by chance."""

_MOST = 1_000
"""So many values are looked at, means of neighbours where there are more."""


def earliest_steady(values: Floats, times: Times, *, rng: np.random.Generator) -> tuple[int, int]:
    """Return where the earliest stretch without a change that is long enough for a baseline begins and ends.

    What lies before a change and is too short to be known is left out; where no stretch is long enough it is
    the last one, which may become so. Values are in the order of their times.
    """
    begin, end = 0, len(values)
    while (place := _changed(values[begin:end], rng=rng)) is not None:
        at = begin + place
        before = baseline(values[begin:at], times[begin:at], until=times[at - 1])
        if isinstance(before, Baseline):
            end = at
        else:
            begin = at
    return begin, end


def _changed(values: Floats, *, rng: np.random.Generator) -> int | None:
    """Return the place of the change that is sure; None where there is none."""
    size = max(1, -(-len(values) // _MOST))
    whole = len(values) // size * size
    found = change_point(values[:whole].reshape(-1, size).mean(axis=1), rng=rng)
    return None if isinstance(found, NoChange) or found.sure < SURE else found.at * size
