"""Drivers that the bootstrap does not tell apart stand in one tier, and chance comes from outside."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from benchmarks.methods.airport import airport
from mapping.columns import Flags
from mapping.methods.answered import Answered, Refused
from mapping.methods.correlations import correlate
from mapping.methods.driver_tiers import DriverTiers, drawn_shares, driver_tiers, tiers, told_apart
from mapping.methods.drivers import Usable, shares, usable_drivers

orders = arrays.arrays(np.bool_, st.integers(1, 7).map(lambda count: (count, count)))


def made_up(weights: list[float], customers: int = 400, seed: int = 5) -> Answered:
    rng = np.random.default_rng(seed)
    felt = rng.normal(size=(customers, 1)) + rng.normal(size=(customers, len(weights)))
    scores = np.where(rng.random(felt.shape) < 0.2, np.nan, np.clip(np.rint(felt), -2, 2))
    return Answered(
        touchpoints=tuple(f"t{place}" for place in range(len(weights))),
        scores=scores,
        unused=np.zeros(scores.shape, dtype=bool),
        overall=felt @ weights + rng.normal(size=customers),
    )


def told(weights: list[float], *, seed: int = 1, draws: int = 200) -> DriverTiers:
    found = driver_tiers(made_up(weights), rng=np.random.default_rng(seed), draws=draws)
    assert isinstance(found, DriverTiers)
    return found


def test_one_stands_over_another_from_95_percent_of_the_draws_on() -> None:
    drawn = np.column_stack([np.full(100, 0.5), np.where(np.arange(100) < 5, 0.6, 0.4)])

    assert told_apart(drawn).tolist() == [[False, True], [False, False]]
    drawn[5, 1] = 0.5  # a tie holds no order
    assert not told_apart(drawn).any()


@given(orders)
def test_no_two_that_are_not_told_apart_stand_in_different_tiers(over: Flags) -> None:
    found = tiers(over)

    assert found[0] == 1
    assert set(np.diff(found).tolist()) <= {0, 1}
    for first in range(len(over)):
        for second in range(first + 1, len(over)):
            assert found[first] == found[second] or over[first, second]


@given(orders)
def test_a_tier_ends_wherever_it_may(over: Flags) -> None:
    found = tiers(over)

    for place in range(1, len(over)):
        assert (found[place] > found[place - 1]) == over[:place, place:].all()


def test_drivers_chained_by_overlaps_are_one_tier() -> None:
    """Second and third are not told apart, nor first and second; so first and third are together too."""
    over = np.array([[0, 0, 1, 1], [0, 0, 0, 1], [0, 0, 0, 1], [0, 0, 0, 0]], dtype=bool)

    assert tiers(over).tolist() == [1, 1, 1, 2]
    assert tiers(np.zeros((0, 0), dtype=bool)).tolist() == []


def test_clear_differences_make_tiers_and_equal_weights_do_not() -> None:
    clear = told([2.0, 2.0, 0.5, 0.5])

    assert [each.tier for each in clear.standings] == [1, 1, 2, 2]
    assert {each.driver.touchpoint for each in clear.standings[:2]} == {"t0", "t1"}
    assert [(each.best_rank, each.worst_rank) for each in clear.standings] == [(1, 2)] * 2 + [(3, 4)] * 2
    assert {each.tier for each in told([1.0, 1.0, 1.0]).standings} == {1}


def test_bounds_hold_the_share_and_ranks_hold_the_place() -> None:
    found = told([1.0, 0.8, 0.3, 0.0])

    for place, each in enumerate(found.standings, start=1):
        assert 0 <= each.low <= each.driver.share <= each.high <= 1
        assert each.low < each.high
        assert each.best_rank <= place <= each.worst_rank
    assert found.r_squared_low < found.drivers.r_squared < found.r_squared_high
    assert 0.5 < found.top_kept <= 1


def test_the_same_seed_gives_the_same_tiers_and_another_does_not() -> None:
    assert told([1.0, 0.5], seed=3) == told([1.0, 0.5], seed=3)
    assert told([1.0, 0.5], seed=3).standings != told([1.0, 0.5], seed=4).standings


def test_draws_are_shares_of_customers_drawn_with_repeats(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("mapping.methods.driver_tiers._WEIGHTS_AT_ONCE", 2 * 400)
    usable = usable_drivers(made_up([1.0, 0.5, 0.0]))
    assert isinstance(usable, Usable)
    customers = usable.answered.customers

    drawn = drawn_shares(usable, rng=np.random.default_rng(9), draws=5)

    picked = np.random.default_rng(9).integers(customers, size=(5, customers))
    assert np.allclose(drawn, [shares(correlate(usable.columns[each]).matrix) for each in picked])


def test_fewer_than_a_hundred_customers_are_refused() -> None:
    few = made_up([1.0, 0.5], customers=60)

    found = driver_tiers(few, rng=np.random.default_rng(1))

    assert isinstance(found, Refused)
    assert (found.reason, found.customers) == ("few_customers", few.usable().customers)


def test_no_draws_are_a_callers_mistake() -> None:
    with pytest.raises(ValueError, match="at least 1"):
        driver_tiers(made_up([1.0]), rng=np.random.default_rng(1), draws=0)


def test_the_airport_survey_has_a_long_first_tier_and_two_that_hardly_matter() -> None:
    answered = airport(2015)
    if answered is None:
        pytest.skip("the shared data are not here")

    found = driver_tiers(answered, rng=np.random.default_rng(2015), draws=200)

    assert isinstance(found, DriverTiers)
    tier = {each.driver.touchpoint: each.tier for each in found.standings}
    assert tier["food"] == tier["clean"] == tier["roads"] == 1
    assert tier["safe"] == tier["security"] == max(tier.values()) > 1
    assert 0.35 < found.top_kept < 0.75
