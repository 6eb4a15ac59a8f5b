"""Counts of customers in a report's table: few are hidden, and so is what would give them away."""

from collections.abc import Sequence


def disclosed_counts(counts: Sequence[int], *, k: int, total_is_shown: bool = True) -> tuple[int | None, ...]:
    """Return the counts of distinct customers as they may be shown, None for hidden ones.

    The groups counted must be disjoint. A count of 1 to `k` - 1 hides. Where readers know the sum of all
    (`total_is_shown`; a sum below `k` must not be shown at all), the next smallest hide with it until nobody
    who knows the sum, and the rule, can tell a few; noughts hide too where that is not enough.
    """
    if k < 1:
        raise ValueError(f"k is {k}; it must be at least 1")
    if any(count < 0 for count in counts):
        raise ValueError("a count is negative; count customers, not differences")
    hidden = {place for place, count in enumerate(counts) if 0 < count < k}
    if hidden and total_is_shown:
        hidden = _covered(counts, hidden, k=k)
    return tuple(None if place in hidden else count for place, count in enumerate(counts))


def _covered(counts: Sequence[int], few: set[int], *, k: int) -> set[int]:
    """Return the few and the places that hide for their sake."""
    rest = sorted(
        (place for place, count in enumerate(counts) if count >= k), key=lambda place: counts[place]
    )
    for size in range(len(rest) + 1):
        shown = [counts[place] for place in rest[size:]]
        if _is_open([counts[place] for place in few], [counts[place] for place in rest[:size]], shown, k=k):
            return few.union(rest[:size])
    return set(range(len(counts)))


def _is_open(few: Sequence[int], others: Sequence[int], shown: Sequence[int], *, k: int) -> bool:
    """Say whether a hidden count could be `k`, and a few could be another few, for all that is known.

    Known are the sum of the hidden ones, how many they are, and that who hides for the sake of others has `k`
    or more and no more than any that is shown.
    """
    number, total = len(few) + len(others), sum(few) + sum(others)
    if number == 1 or total - (number - 1) < k:
        return False
    least = len(few) - 1 + k * len(others)
    most = (len(few) - 1) * (k - 1) + len(others) * min(shown, default=total)
    return min(k - 1, total - least) > max(1, total - most)
