"""Which part of a history a stream is held against: the earliest that did not change on the way.

A baseline of all of it would hold what came after a change as well, and never tell of the change.
"""

import numpy as np

from mapping.columns import Floats
from mapping.methods.monitors.change_point import NoChange, change_point
from mapping.methods.monitors.limits import FEWEST_ANSWERS

SURE = 0.99
"""So sure must a change be to part a history: one steady history of a hundred is parted by chance."""

_MOST = 1_000
"""So many values are looked at, means of neighbours where there are more."""


def earliest_steady(values: Floats, *, rng: np.random.Generator) -> tuple[int, int]:
    """Return where the earliest stretch without a change begins and ends; values are in order of time.

    What lies before a change and is under 20 values, or all the same, is left out.
    """
    begin, end = 0, len(values)
    while (place := _changed(values[begin:end], rng=rng)) is not None:
        at = begin + place
        if place >= FEWEST_ANSWERS and np.ptp(values[begin:at]) > 0:
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
