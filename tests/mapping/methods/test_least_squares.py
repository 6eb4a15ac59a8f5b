"""Least squares agrees with statsmodels, its t distribution with scipy's."""

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from mapping.columns import Floats
from mapping.methods.least_squares import (
    Fit,
    Unfitted,
    least_squares,
    two_sided_p,
)


def made_up(rows: int = 80, columns: int = 4, seed: int = 3) -> tuple[Floats, Floats]:
    rng = np.random.default_rng(seed)
    design = np.column_stack([np.ones(rows), rng.normal(size=(rows, columns - 1))])
    scatter = np.exp(design[:, 1])
    return design, design @ rng.normal(size=columns) + scatter * rng.normal(size=rows)


@pytest.mark.parametrize(("rows", "columns"), [(7, 3), (80, 4), (400, 12)])
def test_everything_is_what_statsmodels_says(rows: int, columns: int) -> None:
    design, outcome = made_up(rows, columns)

    fit = least_squares(design, outcome)

    assert isinstance(fit, Fit)
    told = sm.OLS(outcome, design).fit(cov_type="HC3", use_t=True)
    effects = fit.effects()
    assert [each.value for each in effects] == pytest.approx(told.params.tolist())
    assert [each.error for each in effects] == pytest.approx(told.bse.tolist())
    assert [each.p for each in effects] == pytest.approx(told.pvalues.tolist(), rel=1e-7, abs=1e-12)
    assert [(each.low, each.high) for each in effects] == [
        pytest.approx(pair) for pair in told.conf_int().tolist()
    ]
    assert fit.r_squared == pytest.approx(told.rsquared)


def test_a_sum_of_coefficients_has_the_error_of_the_sum() -> None:
    design, outcome = made_up()
    weights = np.array([0.0, 1.0, -1.0, 0.5])

    fit = least_squares(design, outcome)

    assert isinstance(fit, Fit)
    told = sm.OLS(outcome, design).fit(cov_type="HC3", use_t=True).t_test(weights)
    assert fit.effect(weights).value == pytest.approx(float(np.squeeze(told.effect)))
    assert fit.effect(weights).error == pytest.approx(float(np.squeeze(told.sd)))
    assert fit.effect(weights).p == pytest.approx(float(told.pvalue))


def test_the_order_of_rows_does_not_matter() -> None:
    design, outcome = made_up()
    order = np.random.default_rng(1).permutation(len(outcome))

    one, two = least_squares(design, outcome), least_squares(design[order], outcome[order])

    assert isinstance(one, Fit)
    assert isinstance(two, Fit)
    assert np.allclose(one.covariance, two.covariance)


@pytest.mark.parametrize(
    ("design", "reason"),
    [
        (np.ones((2, 2)), "few_rows"),
        (np.zeros((0, 1)), "few_rows"),
        (np.column_stack([np.ones(9), np.arange(9.0), 5 - 1e6 * np.arange(9.0)]), "collinear"),
        (np.column_stack([np.ones(9), np.zeros(9)]), "collinear"),
        (np.column_stack([np.ones(9), np.arange(9) == 4]).astype(float), "row_alone"),
    ],
)
def test_what_cannot_be_fitted_is_told(design: Floats, reason: str) -> None:
    found = least_squares(design, np.arange(float(len(design))))

    assert found == Unfitted(reason=reason, rows=len(design), columns=design.shape[1])  # type: ignore[arg-type] # one of the reasons


def test_an_outcome_of_another_length_is_a_callers_mistake() -> None:
    with pytest.raises(ValueError, match="one value for each of 5 rows"):
        least_squares(np.ones((5, 1)), np.ones(4))


def test_an_outcome_without_spread_is_not_explained() -> None:
    fit = least_squares(np.column_stack([np.ones(9), np.arange(9.0)]), np.zeros(9))

    assert isinstance(fit, Fit)
    assert fit.r_squared == 0
    assert [each.p for each in fit.effects()] == [1, 1]


@given(st.floats(-40, 40), st.integers(1, 5_000))
def test_p_is_scipys(t: float, freedom: int) -> None:
    expected = 2 * float(stats.t.sf(abs(t), freedom))
    assert two_sided_p(t, error=1.0, freedom=freedom) == pytest.approx(expected, rel=1e-7, abs=1e-12)


def test_a_sure_effect_has_no_doubt_and_nothing_has_all() -> None:
    assert two_sided_p(1.0, error=0.0, freedom=5) == 0
    assert two_sided_p(0.0, error=0.0, freedom=5) == 1
