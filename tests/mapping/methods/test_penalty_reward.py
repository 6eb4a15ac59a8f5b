"""Penalties and rewards are statsmodels' figures, and a class is named only where the intervals allow it."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.methods.airport import airport
from mapping.columns import Floats
from mapping.methods.answered import Answered, Refused
from mapping.methods.least_squares import Effect
from mapping.methods.penalty_reward import Contrast, PenaltyReward, Skipped, kano_class, penalty_reward


def made_up(
    penalties: list[float], rewards: list[float], *, customers: int = 2_000, gaps: float = 0.2
) -> Answered:
    rng = np.random.default_rng(12)
    felt = rng.choice([-2.0, -1, 0, 1, 2], p=[0.05, 0.1, 0.15, 0.4, 0.3], size=(customers, len(penalties)))
    overall = (felt <= 0) @ penalties + (felt == 2) @ rewards + 0.5 * rng.normal(size=customers)
    scores = np.where(rng.random(felt.shape) < gaps, np.nan, felt)
    return Answered(
        touchpoints=tuple(f"t{place}" for place in range(len(penalties))),
        scores=scores,
        unused=np.isnan(scores) & (rng.random(felt.shape) < 0.5),
        overall=overall,
    )


def found(answered: Answered) -> PenaltyReward:
    result = penalty_reward(answered)
    assert isinstance(result, PenaltyReward)
    return result


def with_scores(answered: Answered, scores: Floats) -> Answered:
    return Answered(
        touchpoints=answered.touchpoints,
        scores=scores,
        unused=answered.unused & np.isnan(scores),
        overall=answered.overall,
    )


def effect(low: float, high: float) -> Effect:
    return Effect(value=(low + high) / 2, error=(high - low) / 4, low=low, high=high, p=0.5)


def test_each_kind_of_touchpoint_is_told_by_its_class() -> None:
    contrasts = found(made_up([-0.4, 0.0, -0.3, 0.0], [0.0, 0.4, 0.3, 0.0])).contrasts

    assert [each.kano for each in contrasts] == ["must_be", "attractive", "performance", "indifferent"]


def test_figures_are_statsmodels_with_marks_for_gaps() -> None:
    answered = made_up([-0.4, 0.0, -0.3], [0.0, 0.4, 0.3])
    base = answered.usable()

    result = found(answered)

    marks = np.column_stack([base.scores <= 0, base.scores == 2, ~base.given]).astype(float)
    told = sm.OLS(base.overall, sm.add_constant(marks)).fit(cov_type="HC3", use_t=True)
    assert result.customers == base.customers
    assert result.r_squared == pytest.approx(told.rsquared)
    for place, each in enumerate(result.contrasts):
        for got, at in ((each.penalty, 1 + place), (each.reward, 4 + place)):
            assert got.value == pytest.approx(told.params[at])
            assert got.error == pytest.approx(told.bse[at])
            assert got.p == pytest.approx(told.pvalues[at], abs=1e-12)
            assert (got.low, got.high) == pytest.approx(tuple(told.conf_int()[at]))
        assert each.asymmetry.value == pytest.approx(-each.penalty.value - each.reward.value)


def test_every_customer_is_counted_as_one_thing() -> None:
    result = found(made_up([-0.4, 0.0, 0.1], [0.0, 0.4, 0.1]))

    for each in result.contrasts:
        assert each.low + each.middle + each.top + each.unused + each.silent == result.customers
        assert min(each.unused, each.silent) > 0


def test_a_score_between_two_levels_counts_as_the_nearest() -> None:
    answered = made_up([-0.4, -0.3], [0.1, 0.3], gaps=0.0)
    shaken = with_scores(answered, np.clip(answered.scores + 0.4, -2, 2))

    assert [each.penalty for each in found(shaken).contrasts] == pytest.approx(
        [each.penalty for each in found(answered).contrasts]
    )


def test_gaps_that_repeat_each_other_do_not_matter() -> None:
    """One touchpoint is used in place of another, and a third and fourth are on one page."""
    answered = made_up([-0.4, -0.4, -0.4, -0.4], [0.2, 0.2, 0.2, 0.2], gaps=0.0)
    scores, half = answered.scores.copy(), np.arange(2_000) % 2 == 0
    scores[half, 0], scores[~half, 1], scores[:500, 2:] = np.nan, np.nan, np.nan

    result = found(with_scores(answered, scores))

    assert result.customers == 1_500
    assert {each.kano for each in result.contrasts} == {"performance"}


def test_a_customer_with_a_rare_gap_is_left_out() -> None:
    answered = made_up([-0.4, -0.4], [0.2, 0.2], gaps=0.0)
    scores = np.column_stack([answered.scores, answered.scores[:, 1]])
    scores[:, 2] = np.random.default_rng(1).permutation(scores[:, 2])
    scores[:19, 2] = np.nan
    three = Answered(
        touchpoints=("a", "b", "c"),
        scores=scores,
        unused=np.zeros(scores.shape, dtype=bool),
        overall=answered.overall,
    )

    assert found(three).customers == 1_981
    scores[19, 2] = np.nan
    assert found(three).customers == 2_000


def test_a_touchpoint_with_few_low_middle_or_top_scores_is_skipped() -> None:
    answered = made_up([-0.4, -0.4, -0.4, -0.4, -0.4], [0.2, 0.2, 0.2, 0.2, 0.2], gaps=0.0)
    scores = answered.scores.copy()
    scores[:, 0] = np.where(np.arange(2_000) < 19, -1, np.maximum(scores[:, 0], 1))
    scores[:, 1] = np.where(np.arange(2_000) < 19, 1, np.where(scores[:, 1] == 1, 2, scores[:, 1]))
    scores[:, 2] = np.where(np.arange(2_000) < 19, 2, np.minimum(scores[:, 2], 1))

    result = found(with_scores(answered, scores))

    assert [each.touchpoint for each in result.contrasts] == ["t3", "t4"]
    assert [(each.touchpoint, min(each.low, each.middle, each.top)) for each in result.skipped] == [
        ("t0", 19), ("t1", 19), ("t2", 19)
    ]  # fmt: skip
    assert isinstance(result.skipped[0], Skipped)


def test_too_little_is_refused_with_the_numbers() -> None:
    few = made_up([-0.4, 0.0], [0.0, 0.4], customers=99, gaps=0.0)
    half = few.rows(np.arange(40))

    assert penalty_reward(few) == Refused(reason="few_customers", customers=99, touchpoints=2)
    assert penalty_reward(half) == Refused(reason="few_touchpoints", customers=0, touchpoints=0)


def test_touchpoints_that_repeat_each_other_are_refused() -> None:
    answered = made_up([-0.4, -0.4], [0.2, 0.2], gaps=0.0)
    scores = answered.scores.copy()
    scores[:, 1] = scores[:, 0]

    assert penalty_reward(with_scores(answered, scores)) == Refused(
        reason="collinear", customers=2_000, touchpoints=2
    )


@pytest.mark.parametrize(
    ("penalty", "reward", "asymmetry", "kano"),
    [
        ((-0.4, -0.2), (0.1, 0.3), (-0.2, 0.3), "performance"),
        ((-0.4, -0.2), (-0.1, 0.1), (0.1, 0.5), "must_be"),
        ((-0.4, -0.2), (-0.1, 0.4), (-0.1, 0.5), "cannot_tell"),
        ((-0.1, 0.1), (0.2, 0.4), (-0.5, -0.1), "attractive"),
        ((-0.4, 0.1), (0.2, 0.4), (-0.5, 0.1), "cannot_tell"),
        ((-0.1, 0.05), (-0.05, 0.1), (-0.1, 0.1), "indifferent"),
        ((-0.11, 0.05), (-0.05, 0.1), (-0.1, 0.1), "cannot_tell"),
        ((0.1, 0.2), (0.2, 0.4), (-0.5, -0.1), "cannot_tell"),
        ((-0.4, -0.2), (-0.3, -0.1), (0.1, 0.5), "cannot_tell"),
    ],
)
def test_the_class_is_what_the_intervals_allow(
    penalty: tuple[float, float], reward: tuple[float, float], asymmetry: tuple[float, float], kano: str
) -> None:
    assert kano_class(effect(*penalty), effect(*reward), effect(*asymmetry)) == kano


@given(*[st.tuples(st.floats(-1, 1), st.floats(0, 1))] * 3)
def test_a_must_be_never_turns_into_an_attractive_by_wider_intervals(
    penalty: tuple[float, float], reward: tuple[float, float], asymmetry: tuple[float, float]
) -> None:
    ends = [(middle - half, middle + half) for middle, half in (penalty, reward, asymmetry)]
    wider = [(low - 0.2, high + 0.2) for low, high in ends]

    narrow, wide = (kano_class(*(effect(*each) for each in of)) for of in (ends, wider))

    assert wide in {narrow, "cannot_tell", *({"must_be", "attractive"} if narrow == "performance" else ())}


def airport_contrasts(year: int) -> dict[str, Contrast]:
    answered = airport(year)
    if answered is None:
        pytest.skip("the shared data are not here")
    return {each.touchpoint: each for each in found(answered).contrasts}


def test_at_the_airport_safety_is_missed_but_not_praised() -> None:
    contrasts = airport_contrasts(2015)

    safe, food = contrasts["safe"], contrasts["food"]
    assert (safe.kano, food.kano) == ("must_be", "performance")
    assert safe.penalty.value == pytest.approx(-0.14, abs=0.01)
    assert safe.penalty.p < 0.001
    assert safe.reward.value == pytest.approx(0.02, abs=0.01)
    assert safe.reward.p > 0.3
    assert (food.penalty.value, food.reward.value) == pytest.approx((-0.17, 0.14), abs=0.01)


def test_at_the_airport_no_effect_has_the_wrong_sign_for_sure() -> None:
    for each in airport_contrasts(2014).values():
        assert not each.penalty.is_over_zero
        assert not each.reward.is_under_zero
