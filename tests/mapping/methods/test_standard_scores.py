"""NPS, CSAT and CES name their formula, count everybody who answered, and say how sure they are."""

from math import sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from mapping.methods.standard_scores import Ces, NoAnswers, Nps, StandardScore, ces, csat, nps

ratings = st.dictionaries(st.integers(0, 10), st.integers(0, 30))
sevens = st.dictionaries(st.integers(1, 7), st.integers(0, 30))


def promoters(counts: dict[int, int]) -> Nps:
    found = nps(counts)
    assert isinstance(found, Nps)
    return found


def effort(counts: dict[int, int]) -> Ces:
    found = ces(counts, scale=7)
    assert isinstance(found, Ces)
    return found


def test_nps_is_promoters_less_detractors_of_all_who_answered() -> None:
    found = promoters({0: 1, 6: 2, 7: 3, 8: 4, 9: 5, 10: 5})

    assert found.score.formula == "nps_0_10"
    assert found.score.denominator == "all_who_answered"
    assert found.score.n == 20
    assert found.score.value == pytest.approx(100 * (10 - 3) / 20)
    assert (found.detractors, found.passives, found.promoters) == pytest.approx((0.15, 0.35, 0.5))


@pytest.mark.parametrize("classes", [(200, 300, 500), (900, 50, 50), (2_000, 1_000, 2_000)])
def test_the_interval_of_many_answers_is_that_of_the_multinomial_variance(
    classes: tuple[int, int, int],
) -> None:
    found = promoters(dict(zip((3, 7, 10), classes, strict=True)))

    n = sum(classes)
    low, _, high = (count / n for count in classes)
    half = 196 * sqrt((high + low - (high - low) ** 2) / n)
    assert found.score.low == pytest.approx(found.score.value - half, abs=0.1 * half)
    assert found.score.high == pytest.approx(found.score.value + half, abs=0.1 * half)


def test_the_interval_of_few_answers_is_what_draws_from_the_posterior_give() -> None:
    found = promoters({2: 1, 8: 2, 10: 4})

    floored = 0.01 + 0.97 / 3
    drawn = np.random.default_rng(3).dirichlet(np.array([1, 2, 4]) + floored, 100_000) @ [-100, 0, 100]
    assert found.score.low == pytest.approx(float(np.quantile(drawn, 0.025)), abs=1)
    assert found.score.high == pytest.approx(float(np.quantile(drawn, 0.975)), abs=1)


def test_the_prior_of_the_journey_moves_few_answers_only() -> None:
    good = (0.05, 0.15, 0.8)
    few, many = nps({0: 3}, prior=good), nps({0: 3_000}, prior=good)

    assert isinstance(few, Nps)
    assert isinstance(many, Nps)
    assert few.score.high > 0 > many.score.high
    assert many.score.low == many.score.value == -100


@settings(deadline=None, max_examples=30)
@given(ratings)
def test_nps_keeps_its_range_and_leaves_doubt(counts: dict[int, int]) -> None:
    found = nps(counts)

    if isinstance(found, NoAnswers):
        assert sum(counts.values()) == 0
        return
    assert -100 <= found.score.low <= found.score.value <= found.score.high <= 100
    assert found.score.low < found.score.high
    assert found.promoters + found.passives + found.detractors == pytest.approx(1)


def test_csat_is_the_share_of_fours_and_fives_with_wilsons_interval() -> None:
    found = csat({1: 2, 3: 3, 4: 4, 5: 6})

    assert isinstance(found, StandardScore)
    expected = stats.binomtest(10, 15).proportion_ci(method="wilson")
    assert found.formula == "csat_top_2_of_5"
    assert found.n == 15
    assert found.value == pytest.approx(2 / 3)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))


def test_ces_has_both_of_its_forms() -> None:
    found = effort({1: 1, 4: 2, 5: 3, 7: 4})

    assert (found.mean.formula, found.agreement.formula) == ("ces_mean_1_7", "ces_agree_5_7")
    assert found.mean.n == 10
    assert found.mean.value == pytest.approx((1 + 8 + 15 + 28) / 10)
    assert found.agreement.value == pytest.approx(0.7)


def test_ces_on_five_values_is_another_formula() -> None:
    found = ces({2: 1, 4: 2, 5: 1}, scale=5)

    assert isinstance(found, Ces)
    assert (found.mean.formula, found.agreement.formula) == ("ces_mean_1_5", "ces_agree_4_5")
    assert (found.mean.value, found.agreement.value) == (3.75, 0.75)


@settings(deadline=None, max_examples=30)
@given(sevens)
def test_ces_keeps_its_range_and_leaves_doubt(counts: dict[int, int]) -> None:
    found = ces(counts, scale=7)

    if isinstance(found, NoAnswers):
        return
    assert 1 <= found.mean.low <= found.mean.value <= found.mean.high <= 7
    assert found.mean.low < found.mean.high


def test_the_ces_means_interval_is_that_of_the_normal_mean_for_many_answers() -> None:
    counts = {1: 100, 3: 200, 5: 400, 7: 300}
    found = effort(counts)

    answers = np.repeat(list(counts), list(counts.values()))
    half = 1.96 * answers.std() / sqrt(len(answers))
    assert (found.mean.low, found.mean.high) == pytest.approx(
        (answers.mean() - half, answers.mean() + half), abs=0.05 * half
    )


def test_nobody_asked_has_no_score() -> None:
    assert nps({}) == csat({3: 0}) == ces({}, scale=5) == NoAnswers()


@pytest.mark.parametrize("value", [-1, 11])
def test_a_value_off_the_scale_is_the_callers_mistake(value: int) -> None:
    with pytest.raises(ValueError, match="not on the scale"):
        nps({value: 1})


def test_a_seven_is_no_value_of_five_and_a_count_is_not_below_zero() -> None:
    with pytest.raises(ValueError, match="scale 1 to 5"):
        ces({7: 1}, scale=5)
    with pytest.raises(ValueError, match="below 0"):
        csat({4: -1})
