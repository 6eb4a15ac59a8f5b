"""Student's t agrees with scipy."""

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy import special, stats

from mapping.methods.student import incomplete_beta, point, two_sided


@settings(deadline=None)
@given(st.floats(0, 1), st.floats(0.05, 2_000), st.floats(0.05, 2_000))
def test_the_incomplete_beta_function_is_scipys(x: float, a: float, b: float) -> None:
    assert incomplete_beta(x, a=a, b=b) == pytest.approx(special.betainc(a, b, x), abs=1e-9)


@settings(deadline=None)
@given(st.floats(-60, 60), st.floats(0.5, 1e7))
@example(1e-05, 24_923.0)
@example(6.1e-05, 103_927.0)
def test_students_tail_is_scipys(statistic: float, df: float) -> None:
    assert two_sided(statistic, df=df) == pytest.approx(2 * stats.t.sf(abs(statistic), df), abs=1e-8)


@pytest.mark.parametrize(("x", "a", "b"), [(-0.1, 1, 1), (1.1, 1, 1), (0.5, 0, 1), (0.5, 1, -2)])
def test_the_incomplete_beta_function_refuses_what_it_is_not_defined_for(
    x: float, a: float, b: float
) -> None:
    with pytest.raises(ValueError, match="must be within"):
        incomplete_beta(x, a=a, b=b)


@settings(deadline=None)
@given(st.floats(0, 1), st.floats(0.05, 3_000), st.floats(0.05, 3_000))
def test_the_incomplete_beta_function_is_scipys_to_the_eighth_digit(x: float, a: float, b: float) -> None:
    assert incomplete_beta(x, a=a, b=b) == pytest.approx(float(special.betainc(a, b, x)), rel=1e-8, abs=1e-11)


@pytest.mark.parametrize("freedom", [1, 2, 5, 30, 1_000, 100_000])
@pytest.mark.parametrize("share", [0.5, 0.8, 0.975, 0.9995])
def test_t_points_are_scipys(freedom: int, share: float) -> None:
    expected = float(stats.t.ppf(share, freedom))
    assert point(share, df=freedom) == pytest.approx(expected, rel=1e-8, abs=1e-9)
