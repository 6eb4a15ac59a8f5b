"""A change of the mix is no change of anybody's mind."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.columns import Floats
from mapping.methods.means import MeanDifference, mean_difference
from mapping.methods.reweighting import FairChange, NotComparable, fair_change

EVEN = np.full(5, 0.2)
segment_votes = st.lists(st.sampled_from([-2.0, -1.0, 0.0, 0.5, 1.0, 2.0]), max_size=8)
periods = st.dictionaries(st.sampled_from("abcd"), segment_votes, max_size=4)


def votes(**segments: list[float]) -> dict[str, Floats]:
    return {name: np.array(cast) for name, cast in segments.items()}


def change(old: dict[str, Floats], new: dict[str, Floats]) -> FairChange:
    found = fair_change(old, new, prior=EVEN)
    assert isinstance(found, FairChange)
    return found


def test_simpsons_paradox_is_seen_through() -> None:
    """Both segments are happier than before, and yet the mean falls: many more critical ones answered."""
    old = votes(glad=[1.5] * 80, critical=[-1.5] * 20)
    new = votes(glad=[2.0] * 20, critical=[-1.0] * 80)

    found = change(old, new)

    assert found.raw == pytest.approx(-0.4 - 0.9)
    assert found.within == pytest.approx(0.5)
    assert found.mix == pytest.approx(-1.8)
    assert found.low > 0
    assert found.verdict == "above"
    assert found.shares == {"critical": 0.8, "glad": 0.2}


def test_the_old_period_reweighted_is_direct_standardisation_by_hand() -> None:
    found = change(votes(a=[1.0, 2], b=[-1.0, -1, 0]), votes(a=[1.0], b=[0.0, 0, -1]))

    assert found.reweighted == pytest.approx(0.25 * 1.5 + 0.75 * (-2 / 3))
    assert found.old == pytest.approx(1 / 5)
    assert found.new == 0.0
    assert (found.n_old, found.n_new) == (5, 4)


def test_segments_of_one_period_only_are_named_and_left_out() -> None:
    old = votes(a=[1.0, 1, 1], gone=[-2.0])
    new = votes(a=[1.0, 1, 1], fresh=[2.0] * 9, empty=[], unheard=[np.nan])

    found = change(old, new)

    assert (found.raw, found.mix, found.within) == (0.0, 0.0, 0.0)
    assert found.only_old == {"gone": 0.25}
    assert found.only_new == {"fresh": 0.75}
    assert found.verdict == "cannot_tell"


def test_one_segment_is_a_plain_difference() -> None:
    a, b = np.array([2.0, 1, 0, 1]), np.array([-1.0, 0, 0])

    found = change({"all": b}, {"all": a})

    plain = mean_difference(a, b, prior=EVEN)
    assert isinstance(plain, MeanDifference)
    assert (found.low, found.high) == pytest.approx((plain.low, plain.high))
    assert found.chance_below == pytest.approx(plain.chance_below)
    assert found.mix == pytest.approx(0)


@settings(deadline=None, max_examples=25)
@given(periods, periods)
def test_the_parts_add_up(old: dict[str, list[float]], new: dict[str, list[float]]) -> None:
    found = fair_change(votes(**old), votes(**new), prior=EVEN)

    if isinstance(found, NotComparable):
        return
    assert found.mix + found.within == pytest.approx(found.raw)
    assert found.raw == pytest.approx(found.new - found.old)
    assert found.low <= found.within <= found.high
    assert sum(found.shares.values()) == pytest.approx(1)
    kept = [cast for name in found.shares for cast in new[name]]
    assert found.new == pytest.approx(np.mean(kept))
    assert len(kept) == found.n_new


def test_the_order_of_segments_does_not_matter() -> None:
    old, new = votes(a=[1.0, 2], b=[0.0, 0]), votes(b=[1.0, 2], a=[1.0, -1])

    assert change(dict(reversed(old.items())), new) == change(old, new)


def test_periods_that_share_no_segment_or_too_few_votes_are_not_compared() -> None:
    one = votes(a=[1.0, 1, 1])

    assert fair_change({}, {}, prior=EVEN) == NotComparable(
        reason="no_shared_segment", n_old=0, n_new=0, least=3
    )
    assert fair_change(one, votes(b=[1.0]), prior=EVEN) == NotComparable(
        reason="no_shared_segment", n_old=3, n_new=1, least=3
    )
    assert fair_change(one, votes(a=[1.0, 1], b=[1.0]), prior=EVEN) == NotComparable(
        reason="too_few", n_old=3, n_new=2, least=3
    )
