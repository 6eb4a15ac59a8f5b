"""Counts each of which holds the next, such as a funnel's: shown so far as no step between is a few."""

from collections.abc import Sequence
from itertools import pairwise


def shown_chain(counts: Sequence[int], *, k: int) -> tuple[int | None, ...]:
    """Return the counts as they may be shown, None for hidden ones.

    Every count is of distinct customers who are all in the count before. Whoever reads two counts knows
    their difference; so a count shows only if it is nought or `k` and more, and differs from the last one
    shown by nought or by `k` and more. ValueError where a count is larger than the one before.
    """
    if any(after > before for before, after in pairwise(counts)):
        raise ValueError("a count is larger than the one before; give counts of which each holds the next")
    shown: list[int | None] = []
    last: int | None = None
    for count in counts:
        is_large = count == 0 or count >= k
        is_open = is_large and (last is None or last == count or last - count >= k)
        shown.append(count if is_open else None)
        last = count if is_open else last
    return tuple(shown)
