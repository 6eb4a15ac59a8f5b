"""Peak-end takes each customer's strongest and last score, whatever the order of the rows."""

from collections import defaultdict
from datetime import datetime, timedelta
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.columns import Times
from mapping.interval import bins, mean_intervals
from mapping.methods.peak_end import NoScores, PeakEnd, peak_end

START = datetime(2026, 3, 2, 9)  # noqa: DTZ001 - numpy keeps times in UTC without saying so
EVEN = np.full(5, 0.2)
Row = tuple[int, int, float]
rows = st.lists(
    st.tuples(st.integers(3, 6), st.integers(0, 40), st.sampled_from([-2.0, -1.5, -1.0, 0.0, 1.0, 1.5, 2.0])),
    min_size=1,
    max_size=30,
    unique_by=lambda row: row[1],
)


def times(days: list[int]) -> Times:
    return np.array([START + timedelta(days=day) for day in days], dtype="datetime64[us]")


def found(kept: list[Row]) -> PeakEnd | NoScores:
    customer, at, score = zip(*kept, strict=True) if kept else ((), (), ())
    return peak_end(
        np.array(customer, dtype=np.int64),
        at=times(list(at)),
        score=np.array(score, dtype=np.float64),
        prior=EVEN,
    )


def value(*scores: float) -> float:
    """Return the peak-end of one customer with these scores, one a day."""
    answer = found([(1, day, score) for day, score in enumerate(scores)])
    assert isinstance(answer, PeakEnd)
    return answer.peak_end.value


@pytest.mark.parametrize(
    ("scores", "expected"),
    [
        ((1.0,), 1.0),
        ((0.0, -2.0, 1.0), -0.5),
        ((2.0, -2.0, 1.0), -0.5),
        ((-2.0, 2.0, 1.0), 1.5),
        ((1.0, 0.0, -1.0), -1.0),
    ],
)
def test_a_customers_peak_end_by_hand(scores: tuple[float, ...], expected: float) -> None:
    assert value(*scores) == expected


@settings(deadline=None)
@given(rows, st.randoms(use_true_random=False))
def test_it_is_what_a_loop_over_customers_gives_in_any_order(kept: list[Row], random: Random) -> None:
    answer = found(random.sample(kept, len(kept)))

    own: dict[int, list[float]] = defaultdict(list)
    for customer, _, score in sorted(kept, key=lambda row: row[1]):
        own[customer].append(score)
    peaks = [max(reversed(scores), key=abs) for scores in own.values()]
    votes = [(peak + scores[-1]) / 2 for peak, scores in zip(peaks, own.values(), strict=True)]
    assert isinstance(answer, PeakEnd)
    assert (answer.n, answer.scores, answer.dropped) == (len(own), len(kept), 0)
    assert answer.peak_end.value == pytest.approx(np.mean(votes))
    assert answer.plain.value == pytest.approx(np.mean([np.mean(scores) for scores in own.values()]))
    assert answer.peak_end.low <= answer.peak_end.value <= answer.peak_end.high


def test_its_interval_is_that_of_any_other_mean_of_votes() -> None:
    answer = found([(1, 1, 2.0), (1, 2, 1.0), (2, 3, -1.0), (3, 4, 0.0)])

    votes = np.array([1.5, -1.0, 0.0])
    low, high = mean_intervals(bins(votes).sum(axis=0)[None, :], prior=EVEN, means=votes.mean(keepdims=True))
    assert isinstance(answer, PeakEnd)
    assert (answer.peak_end.low, answer.peak_end.high) == (low[0], high[0])


def test_at_one_moment_the_later_row_is_the_later_one() -> None:
    answer = found([(1, 1, -2.0), (1, 1, 2.0)])

    assert isinstance(answer, PeakEnd)
    assert answer.peak_end.value == 2.0


def test_rows_without_a_score_or_a_time_are_dropped_and_counted() -> None:
    at = times([1, 2, 3])
    at[1] = np.datetime64("NaT")

    answer = peak_end(np.array([1, 1, 2]), at=at, score=np.array([1.0, -2.0, np.nan]), prior=EVEN)

    assert isinstance(answer, PeakEnd)
    assert (answer.n, answer.scores, answer.dropped, answer.peak_end.value) == (1, 1, 2, 1.0)


def test_no_scores_have_no_peak() -> None:
    assert found([]) == NoScores(dropped=0)
    assert found([(1, 1, float("nan"))]) == NoScores(dropped=1)


def test_columns_of_unlike_length_are_the_callers_mistake() -> None:
    with pytest.raises(ValueError, match="differ in length"):
        peak_end(np.array([1]), at=times([1, 2]), score=np.array([1.0]), prior=EVEN)
