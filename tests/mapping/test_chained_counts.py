"""What a funnel shows cannot be subtracted to a few customers."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mapping.chained_counts import shown_chain


@given(
    st.lists(st.integers(0, 60), max_size=8).map(lambda found: sorted(found, reverse=True)), st.integers(3, 8)
)
def test_no_two_counts_that_are_shown_differ_by_a_few(counts: list[int], k: int) -> None:
    shown = [count for count in shown_chain(counts, k=k) if count is not None]

    assert not [count for count in shown if 0 < count < k]
    assert not [pair for pair in combinations(shown, 2) if 0 < pair[0] - pair[1] < k]


def test_a_long_funnel_of_many_shows_everything_that_parts_many() -> None:
    assert shown_chain([300, 300, 284, 179, 21, 3], k=5) == (300, 300, 284, 179, 21, None)


def test_counts_that_do_not_hold_each_other_are_refused() -> None:
    with pytest.raises(ValueError, match="larger than the one before"):
        shown_chain([3, 5], k=3)
