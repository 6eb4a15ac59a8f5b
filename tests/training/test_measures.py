"""The measures agree with scipy's and with what can be counted by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from training.measures import (
    accuracy,
    best_thresholds,
    kappa,
    macro_f1,
    macro_recall,
    measured,
    recall_of,
    spearman,
)

SIDES = np.array(["positive", "positive", "negative", "neutral"])
TOLD = np.array(["positive", "negative", "negative", "positive"])

numbers = st.lists(st.tuples(st.integers(-4, 4), st.integers(-4, 4)), min_size=3, max_size=40).filter(
    lambda pairs: len({one for one, _ in pairs}) > 1 and len({other for _, other in pairs}) > 1
)


def test_accuracy_is_the_share_told_right() -> None:
    assert accuracy(SIDES, TOLD) == 0.5


def test_recall_is_taken_on_one_classes_rows() -> None:
    assert recall_of("positive")(SIDES, TOLD) == 0.5
    assert np.isnan(recall_of("mixed")(SIDES, TOLD))


def test_macro_recall_counts_each_class_alike() -> None:
    assert macro_recall(SIDES, TOLD) == pytest.approx((0.5 + 1 + 0) / 3)


def test_macro_f1_of_classes_and_of_tables_is_the_same_thing() -> None:
    names = np.unique(SIDES)
    assert macro_f1(SIDES, TOLD) == pytest.approx((2 / 4 + 2 / 3 + 0) / 3)
    assert macro_f1(SIDES[:, None] == names, TOLD[:, None] == names) == macro_f1(SIDES, TOLD)


def test_who_says_the_same_of_everything_tells_no_order() -> None:
    assert spearman(np.array([1.0, 2.0, 3.0]), np.array([0.5, 0.5, 0.5])) == 0.0


@given(numbers)
def test_spearman_is_scipys(pairs: list[tuple[int, int]]) -> None:
    one, other = (np.array(each, dtype=float) for each in zip(*pairs, strict=True))
    assert spearman(one, other) == pytest.approx(stats.spearmanr(one, other).statistic, abs=1e-9)


def test_kappa_is_nought_by_chance_and_one_in_full_agreement() -> None:
    assert kappa(SIDES, SIDES) == pytest.approx(1.0)
    half = np.array(["a", "a", "b", "b"])
    assert kappa(half, np.array(["a", "b", "a", "b"])) == pytest.approx(0.0)


def test_an_interval_holds_the_value_and_is_the_same_each_time() -> None:
    truth = np.array([0, 1] * 50)
    told = np.where(np.arange(100) % 5 == 0, 1 - truth, truth)
    found = measured(accuracy, truth, told)
    assert found == measured(accuracy, truth, told)
    assert found.low < found.value == 0.8 < found.high
    assert str(found) == f"80.0 ({100 * found.low:.1f}-{100 * found.high:.1f})"


def test_the_best_threshold_is_found_for_each_column() -> None:
    truth = np.array([[1, 0], [1, 1], [0, 1]])
    chances = np.array([[0.9, 0.2], [0.8, 0.4], [0.6, 0.5]])
    assert list(best_thresholds(truth, chances, np.array([0.3, 0.7]))) == [0.7, 0.3]
