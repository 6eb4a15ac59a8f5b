"""Adjusted p values are those of statsmodels, whatever the order of the questions."""

from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

from mapping.methods.many import Kept, benjamini_hochberg, holm

chances = st.lists(st.one_of(st.floats(0, 1), st.floats(0, 0.05), st.just(0.01)), min_size=1, max_size=40)


@settings(deadline=None)
@given(chances)
def test_benjamini_hochberg_is_that_of_statsmodels(p_values: list[float]) -> None:
    found = benjamini_hochberg(p_values)

    kept, adjusted, _, _ = multipletests(p_values, alpha=0.10, method="fdr_bh")
    assert np.allclose(found.adjusted, adjusted)
    assert (found.kept == (found.adjusted <= 0.10)).all()
    near = np.abs(adjusted - 0.10) < 1e-12
    assert (found.kept == kept)[~near].all()


@settings(deadline=None, max_examples=12)  # statsmodels collects garbage in each call
@given(chances)
def test_holm_is_that_of_statsmodels(p_values: list[float]) -> None:
    found = holm(p_values)

    kept, adjusted, _, _ = multipletests(p_values, alpha=0.05, method="holm")
    assert np.allclose(found.adjusted, adjusted)
    near = np.abs(adjusted - 0.05) < 1e-12
    assert (found.kept == kept)[~near].all()


@settings(deadline=None)
@given(chances, st.randoms(use_true_random=False))
def test_each_answer_goes_with_its_own_question(p_values: list[float], random: Random) -> None:
    order = random.sample(range(len(p_values)), len(p_values))
    shuffled = [p_values[place] for place in order]

    for method in (benjamini_hochberg, holm):
        assert np.allclose(method(shuffled).adjusted, method(p_values).adjusted[order])


@settings(deadline=None)
@given(chances)
def test_holm_keeps_no_more_than_the_same_level_of_false_discoveries(p_values: list[float]) -> None:
    strict, lenient = holm(p_values, level=0.1), benjamini_hochberg(p_values, rate=0.1)

    assert not (strict.kept & ~lenient.kept).any()
    assert (lenient.adjusted >= np.array(p_values) - 1e-15).all()


@pytest.mark.parametrize("found", [benjamini_hochberg([]), holm([])], ids=["discoveries", "holm"])
def test_no_questions_have_no_answers(found: Kept) -> None:
    assert (found.n, len(found.kept), len(found.adjusted)) == (0, 0, 0)


def test_one_question_is_left_as_it_is() -> None:
    assert holm([0.03]).adjusted.tolist() == benjamini_hochberg([0.03]).adjusted.tolist() == [0.03]


@pytest.mark.parametrize("p_values", [[float("nan")], [1.2], [-0.1]])
def test_what_is_no_p_value_is_the_callers_mistake(p_values: list[float]) -> None:
    with pytest.raises(ValueError, match=r"within 0\.\.1"):
        holm(p_values)


def test_a_rate_of_nothing_is_the_callers_mistake() -> None:
    with pytest.raises(ValueError, match="rate"):
        benjamini_hochberg([0.1], rate=0.0)
