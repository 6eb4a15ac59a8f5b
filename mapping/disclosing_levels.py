"""Answers by level and by emotion as they may be shown: few hide, and so does what would give them away.

A count by level of which few make up one tells that exactly so many felt so. Counts are of answers.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet

import numpy as np

from mapping.columns import Flags, Ints
from mapping.disclosing_counts import disclosed_counts

Lines = Sequence[tuple[str, Sequence[str]]]
"""Names of wholes, each with those of the parts that add up to it."""


def hidden_counts(
    counts: Mapping[str, Sequence[int]], lines: Lines, *, untold: AbstractSet[str], adds_up: bool, k: int
) -> dict[str, tuple[bool, ...]]:
    """Say of each cell which of its counts hide; cells that are `untold` hide all of theirs.

    Cells have equally many counts. Where these add up (`adds_up`) to a sum that is known, one that hides
    takes others with it. A count hides in all parts where it hides in the whole.
    """
    names = list(counts)
    place = {name: number for number, name in enumerate(names)}
    table = np.array([counts[name] for name in names], dtype=np.int64).reshape(len(names), -1)
    hidden = (table > 0) & (table < k)
    hidden[[place[name] for name in untold if name in place]] = True
    if adds_up:
        for number in np.flatnonzero(hidden.any(axis=1)).tolist():
            told = disclosed_counts(table[number].tolist(), k=k)
            hidden[number] |= [count is None for count in told]
    spans = [
        (place[whole], np.array([place[part] for part in parts], dtype=np.int64)) for whole, parts in lines
    ]
    while True:
        before = hidden.copy()
        for whole, parts in spans:
            hidden[parts] |= hidden[whole]
            _cover(table, hidden, parts, k=k)
        if adds_up:
            _cover(table.T, hidden.T, np.arange(table.shape[1]), k=k)
        if (hidden == before).all():
            return {name: tuple(hidden[number].tolist()) for name, number in place.items()}


def _cover(table: Ints, hidden: Flags, rows: Ints, *, k: int) -> None:
    """Hide more of these rows in every column in which what hides does not cover for each other."""
    here = table[rows] * hidden[rows]
    filled, total = np.count_nonzero(here, axis=0), here.sum(axis=0)
    for column in np.flatnonzero((filled > 0) & ((filled < 2) | (total < k))).tolist():  # noqa: PLR2004 - a pair
        counts = table[rows, column]
        order = sorted(np.flatnonzero((counts > 0) & ~hidden[rows, column]).tolist(), key=counts.item)
        while order and not _covers(counts[hidden[rows, column] & (counts > 0)], k=k):
            hidden[rows[order.pop(0)], column] = True
        if not _covers(counts[hidden[rows, column] & (counts > 0)], k=k):
            hidden[rows, column] = True  # with nothing else to cover it, not even noughts are told


def _covers(counts: Ints, *, k: int) -> bool:
    """Say whether counts that hide cover for each other; those of nothing give nothing away."""
    return len(counts) == 0 or (len(counts) > 1 and int(counts.sum()) >= k)
