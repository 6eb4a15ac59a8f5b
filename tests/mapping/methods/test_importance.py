"""A touchpoint gets a quadrant only where its intervals are clear of the lines; scores have widths."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy import stats

from benchmarks.methods.airport import airport
from mapping.columns import Floats
from mapping.methods.answered import Answered
from mapping.methods.driver_tiers import DriverTiers, driver_tiers
from mapping.methods.importance import (
    Bounded,
    FewAsked,
    Matrix,
    Opportunity,
    importance_performance,
    opportunities,
    opportunity,
    quadrant,
)

shares = st.floats(0, 10)


def made_up(customers: int = 600) -> Answered:
    rng = np.random.default_rng(3)
    felt = rng.normal(size=(customers, 4)) + np.array([0.9, -0.9, 0.9, -0.9])
    return Answered(
        touchpoints=("keep", "fix", "extra", "later"),
        scores=np.clip(np.rint(felt), -2, 2),
        unused=np.zeros(felt.shape, dtype=bool),
        overall=felt @ [1.0, 1.0, 0.1, 0.1] + 0.5 * rng.normal(size=customers),
    )


def placed(answered: Answered) -> Matrix:
    tiers = driver_tiers(answered, rng=np.random.default_rng(1), draws=100)
    assert isinstance(tiers, DriverTiers)
    return importance_performance(tiers, answered)


def one(importance: Floats, satisfaction: Floats, *, draws: int = 400) -> Opportunity | FewAsked:
    (found,) = opportunities(
        ["a"],
        importance=importance[:, None],
        satisfaction=satisfaction[:, None],
        rng=np.random.default_rng(2),
        draws=draws,
    )
    return found


def test_each_quadrant_has_its_touchpoint() -> None:
    matrix = placed(made_up())

    assert {each.touchpoint: each.quadrant for each in matrix.placed} == {
        "keep": "keep_up",
        "fix": "concentrate",
        "extra": "overkill",
        "later": "low_priority",
    }
    assert matrix.customers == 600


def test_the_lines_are_the_datas_own_means() -> None:
    matrix = placed(made_up())

    assert matrix.importance_line == pytest.approx(np.mean([each.importance.value for each in matrix.placed]))
    assert matrix.performance_line == pytest.approx(
        np.mean([each.performance.value for each in matrix.placed])
    )


def test_performance_counts_customers_without_an_overall_score_too() -> None:
    answered = made_up()
    answered.overall[:200] = np.nan

    matrix = placed(answered)

    assert matrix.customers == 400
    for each in matrix.placed:
        column = answered.scores[:, answered.touchpoints.index(each.touchpoint)]
        assert each.voters == 600
        assert each.performance.value == pytest.approx(column.mean())
        assert each.performance.low < each.performance.value < each.performance.high


@pytest.mark.parametrize("across", [("across", "over"), ("under", "across"), ("across", "across")])
def test_across_a_line_there_is_no_quadrant(across: tuple[str, str]) -> None:
    assert quadrant(*across) == "cannot_tell"  # type: ignore[arg-type] # sides by name


@given(st.floats(-1, 1), st.floats(0, 1), st.floats(0, 1), st.floats(-1, 1))
def test_a_side_is_told_only_of_the_whole_interval(
    value: float, under: float, over: float, line: float
) -> None:
    bounded = Bounded(value=value, low=value - under, high=value + over)

    match bounded.side_of(line):
        case "over":
            assert line < bounded.low
        case "under":
            assert line > bounded.high
        case "across":
            assert bounded.low <= line <= bounded.high


@given(shares, shares)
def test_an_opportunity_lies_between_importance_and_twice_it(importance: float, satisfaction: float) -> None:
    score = float(opportunity(np.array(importance), np.array(satisfaction)))

    assert importance <= score <= 2 * importance
    assert score == importance + max(importance - satisfaction, 0)


def test_an_opportunity_is_made_of_top_two_shares() -> None:
    importance = np.repeat([2.0, 1.0, 0.0, np.nan], [40, 40, 20, 50])
    satisfaction = np.repeat([np.nan, 2.0, 0.4, -1.0], [50, 30, 40, 30])

    found = one(importance, satisfaction)

    assert isinstance(found, Opportunity)
    assert (found.importance, found.satisfaction) == (8, 3)
    assert found.score.value == 13
    assert (found.weighed, found.voters) == (100, 100)
    assert found.score.low < 13 < found.score.high


def test_bounds_are_jeffreys_where_nobody_is_satisfied() -> None:
    """Importance 10 and satisfaction 0 of all: the score is twice the importance less the satisfaction."""
    found = one(np.full(50, 2.0), np.full(50, -2.0), draws=4_000)

    assert isinstance(found, Opportunity)
    assert (found.score.value, found.score.high) == (20, 20)
    rng = np.random.default_rng(7)
    expected = 20 * stats.beta(50.5, 0.5).rvs(200_000, random_state=rng)
    expected -= 10 * stats.beta(0.5, 50.5).rvs(200_000, random_state=rng)
    assert found.score.low == pytest.approx(float(np.quantile(expected, 0.025)), abs=0.1)


def test_importance_and_satisfaction_of_one_customer_stay_together() -> None:
    """Where those who find it important are satisfied, both move as one and the score is surer."""
    told = np.repeat([2.0, -2.0], 50)

    together, against = one(told, told), one(told, -told)

    assert isinstance(together, Opportunity)
    assert isinstance(against, Opportunity)
    assert together.score.high - together.score.low < against.score.high - against.score.low


def test_few_answers_make_no_score() -> None:
    told = np.repeat([2.0, np.nan], [29, 71])

    assert one(told, np.ones(100)) == FewAsked(item="a", weighed=29, voters=100)
    assert one(np.zeros(0), np.zeros(0)) == FewAsked(item="a", weighed=0, voters=0)


@given(arrays.arrays(np.float64, (40, 2), elements=st.integers(-2, 2).map(float)))
def test_bounds_always_hold_the_score_and_have_a_width(told: Floats) -> None:
    for each in opportunities(
        ["a", "b"], importance=told, satisfaction=told[:, ::-1], rng=np.random.default_rng(1), draws=60
    ):
        assert isinstance(each, Opportunity)
        assert 0 <= each.score.low <= each.score.value <= each.score.high <= 20
        assert each.score.low < each.score.high


def test_customers_taken_in_parts_are_drawn_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    told = np.repeat([2.0, -2.0], 50)
    whole = one(told, told)
    monkeypatch.setattr("mapping.methods.importance._WEIGHTS_AT_ONCE", 3 * 100)
    parts = one(told, told)

    assert isinstance(whole, Opportunity)
    assert isinstance(parts, Opportunity)
    assert parts.score.low == pytest.approx(whole.score.low, abs=0.5)


def test_shapes_that_differ_and_no_draws_are_a_callers_mistake() -> None:
    with pytest.raises(ValueError, match="must fit"):
        opportunities(
            ["a"], importance=np.ones((5, 1)), satisfaction=np.ones((5, 2)), rng=np.random.default_rng(1)
        )
    with pytest.raises(ValueError, match="at least 1"):
        one(np.ones(40), np.ones(40), draws=0)


def test_at_the_airport_food_is_to_concentrate_on_and_safety_is_done_well() -> None:
    answered = airport(2015)
    if answered is None:
        pytest.skip("the shared data are not here")

    found = {each.touchpoint: each.quadrant for each in placed(answered).placed}

    assert (found["food"], found["clean"], found["safe"]) == ("concentrate", "keep_up", "overkill")
    assert found["signs"] == "cannot_tell"
