"""What customers gave is taken where it fits together, and refused with the numbers where it is little."""

import numpy as np
import pytest

from mapping.columns import Flags, Floats
from mapping.methods.answered import Answered, Refused

NONE = np.nan


def answered(scores: Floats, overall: Floats, unused: Flags | None = None) -> Answered:
    return Answered(
        touchpoints=tuple(f"t{place}" for place in range(scores.shape[1])),
        scores=scores,
        unused=np.zeros(scores.shape, dtype=bool) if unused is None else unused,
        overall=overall,
    )


def test_only_customers_with_an_overall_score_and_two_touchpoints_are_usable() -> None:
    scores = np.array([[1, 2, NONE], [1, NONE, NONE], [0, 0, 0], [-1, -2, 1]])

    kept = answered(scores, np.array([1, 1, NONE, 2])).usable()

    assert kept.overall.tolist() == [1, 2]
    assert kept.given.tolist() == [[True, True, False], [True, True, True]]


@pytest.mark.parametrize(
    ("scores", "overall", "unused"),
    [
        ([[3.0]], [1.0], [[False]]),
        ([[1.0]], [np.inf], [[False]]),
        ([[1.0]], [1.0, 2.0], [[False]]),
        ([[1.0]], [1.0], [[False, True]]),
        ([[1.0]], [1.0], [[True]]),
    ],
)
def test_what_does_not_fit_together_is_a_callers_mistake(
    scores: list[list[float]], overall: list[float], unused: list[list[bool]]
) -> None:
    with pytest.raises(ValueError, match=r"must be|outside|has a score"):
        answered(np.array(scores), np.array(overall), np.array(unused))


def test_the_refusal_says_what_lacks_and_how_much_there_is() -> None:
    rng = np.random.default_rng(1)
    scores, overall = rng.integers(-2, 3, (100, 2)).astype(float), rng.integers(-2, 3, 100).astype(float)

    assert answered(scores, overall).refusal() is None
    assert answered(scores[:99], overall[:99]).refusal() == Refused(
        reason="few_customers", customers=99, touchpoints=2
    )
    assert answered(scores[:, :1], overall).refusal() == Refused(
        reason="few_touchpoints", customers=100, touchpoints=1
    )
    assert answered(scores, np.ones(100)).refusal() == Refused(
        reason="overall_all_equal", customers=100, touchpoints=2
    )


def test_chosen_columns_keep_their_names_and_gaps() -> None:
    unused = np.array([[False, False, True]])
    whole = answered(np.array([[1, 2, NONE]]), np.array([1.0]), unused)

    turned = whole.columns(np.array([2, 0]))

    assert turned.touchpoints == ("t2", "t0")
    assert turned.unused.tolist() == [[True, False]]
    assert turned.given.tolist() == [[False, True]]
