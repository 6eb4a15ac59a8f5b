"""Differences of shares agree with statsmodels, stay within -1..+1 and always leave some doubt."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import (
    confint_proportions_2indep,
    proportions_ztest,
)

from mapping.methods.proportions import ShareDifference, share_difference
from mapping.methods.ranks import TooFew

counts = st.integers(1, 400).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of)))


def compared(a: tuple[int, int], b: tuple[int, int]) -> ShareDifference:
    found = share_difference(a[0], of_a=a[1], count_b=b[0], of_b=b[1])
    assert isinstance(found, ShareDifference)
    return found


@settings(deadline=None)
@given(counts, counts)
def test_the_interval_is_newcombes(a: tuple[int, int], b: tuple[int, int]) -> None:
    found = compared(a, b)

    low, high = confint_proportions_2indep(*a, *b, method="newcomb", compare="diff")
    assert found.low == pytest.approx(low, abs=1e-9)
    assert found.high == pytest.approx(high, abs=1e-9)
    assert (found.n_a, found.n_b) == (a[1], b[1])


def test_newcombes_own_example() -> None:
    """Newcombe 1998, table II: 56 of 70 against 48 of 80."""
    found = compared((56, 70), (48, 80))

    assert (round(found.low, 4), round(found.high, 4)) == (0.0524, 0.3339)


@settings(deadline=None)
@given(counts, counts)
def test_p_is_that_of_the_score_test(a: tuple[int, int], b: tuple[int, int]) -> None:
    found = compared(a, b)

    together = a[0] + b[0]
    if together in {0, a[1] + b[1]}:
        assert found.p == 1.0
    else:
        assert found.p == pytest.approx(proportions_ztest([a[0], b[0]], [a[1], b[1]])[1], abs=1e-9)


@settings(deadline=None)
@given(counts, counts)
def test_it_holds_the_difference_stays_in_range_and_mirrors(a: tuple[int, int], b: tuple[int, int]) -> None:
    found, mirrored = compared(a, b), compared(b, a)

    assert -1 <= found.low <= found.difference <= found.high <= 1
    assert found.high - found.low > 0
    assert (mirrored.low, mirrored.high) == pytest.approx((-found.high, -found.low))
    assert mirrored.p == pytest.approx(found.p)


@pytest.mark.parametrize(("of_a", "of_b"), [(0, 4), (4, 0), (0, 0)])
def test_a_share_of_nothing_is_not_compared(of_a: int, of_b: int) -> None:
    refusal = TooFew(n_a=of_a, n_b=of_b, least=1)

    assert share_difference(0, of_a=of_a, count_b=0, of_b=of_b) == refusal
