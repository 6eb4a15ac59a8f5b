"""Counts in a report's table: who reads it cannot tell that fewer than k were in a group."""

from itertools import product

import pytest

from mapping.disclosing_counts import disclosed_counts


def test_counts_of_k_or_more_and_of_nobody_are_shown() -> None:
    assert disclosed_counts([5, 0, 80], k=5) == (5, 0, 80)


def test_the_next_smallest_hides_with_a_single_few() -> None:
    assert disclosed_counts([3, 40, 12], k=5) == (None, 40, None)


def test_a_few_hides_alone_where_nobody_knows_the_sum() -> None:
    assert disclosed_counts([3, 40, 12], k=5, total_is_shown=False) == (None, 40, 12)


def test_many_ones_do_not_cover_for_each_other() -> None:
    assert disclosed_counts([1, 1, 1, 1, 1, 30], k=5) == (None, None, None, None, None, None)


def test_nobody_hides_too_where_nothing_else_covers() -> None:
    assert disclosed_counts([2, 3, 0], k=5) == (None, None, None)


def test_with_k_of_one_everything_is_shown() -> None:
    assert disclosed_counts([1, 0, 2], k=1) == (1, 0, 2)


@pytest.mark.parametrize(("counts", "k"), [([3], 0), ([-1, 4], 5)])
def test_what_cannot_be_a_count_is_refused(counts: list[int], k: int) -> None:
    with pytest.raises(ValueError, match=r"k is 0|negative"):
        disclosed_counts(counts, k=k)


@pytest.mark.parametrize("k", [3, 4])
@pytest.mark.parametrize("groups", [2, 3, 4])
def test_nobody_who_knows_the_sum_and_the_rule_can_tell_a_few(groups: int, k: int) -> None:
    worlds: dict[tuple[object, ...], list[tuple[int, ...]]] = {}
    for counts in product(range(8), repeat=groups):
        if sum(counts) >= k:
            worlds.setdefault((sum(counts), disclosed_counts(counts, k=k)), []).append(counts)

    for alike in worlds.values():
        for place in range(groups):
            could_be = {counts[place] for counts in alike}
            assert len(could_be) > 1 or could_be.isdisjoint(range(1, k))
