"""The moving average follows its stream, and says something only when it is outside its limits."""

import math
from dataclasses import FrozenInstanceError
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.methods.monitors.ewma import (
    LEAST,
    Chart,
    Ewma,
    begun,
    judged,
    smoothing,
    updated,
    width,
)

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
CHART = Chart(centre=1.0, spread=0.9, answers=100, smoothing=0.05, limit=3.0)
answers = st.lists(st.floats(-2, 2), max_size=60)


def _after(values: list[float], chart: Chart = CHART) -> Ewma:
    state = begun(chart.centre, at=START)
    for hour, value in enumerate(values):
        state = updated(state, value, at=START + timedelta(hours=hour), smoothing=chart.smoothing)
    return state


@settings(deadline=None)
@given(answers)
def test_the_average_is_the_weighted_sum_that_roberts_wrote_down(values: list[float]) -> None:
    weight, n = CHART.smoothing, len(values)
    by_hand = (1 - weight) ** n * CHART.centre
    by_hand += sum(weight * (1 - weight) ** (n - 1 - place) * value for place, value in enumerate(values))

    state = _after(values)

    assert state.value == pytest.approx(by_hand)
    assert state.n == n
    assert state.started == START
    assert state.last == START + timedelta(hours=max(0, n - 1))


def test_an_answer_leaves_the_state_before_it_as_it_was() -> None:
    before = _after([1.0])

    updated(before, -2.0, at=START, smoothing=0.05)

    assert before == _after([1.0])
    with pytest.raises(FrozenInstanceError):
        before.value = 3.0  # type: ignore[misc]  # that it is refused is the point


@settings(deadline=None)
@given(st.lists(st.sampled_from([-2.0, -1.0, 0.0, 1.0, 2.0]), max_size=LEAST - 1))
def test_fewer_answers_than_five_never_alarm(values: list[float]) -> None:
    assert judged(_after(values), chart=CHART).direction is None


@pytest.mark.parametrize(("value", "direction"), [(-1.0, "down"), (2.9, "up"), (1.0, None)])
def test_a_lasting_change_is_found_on_its_side(value: float, direction: str | None) -> None:
    verdict = judged(_after([value] * 60), chart=CHART)

    assert verdict.direction == direction
    assert (verdict.strength > 1) == (direction is not None)


@settings(deadline=None)
@given(answers)
def test_outside_is_where_the_average_lies_past_a_limit_that_is_shown(values: list[float]) -> None:
    verdict = judged(_after(values), chart=CHART)

    outside = verdict.n >= LEAST and not verdict.low <= verdict.value <= verdict.high
    assert (verdict.direction is not None) == outside


@pytest.mark.parametrize("n", [1, 5, 30, 400])
def test_the_width_is_what_simulated_averages_scatter_by(n: int) -> None:
    """Less a little at first, where the width holds all of the baseline's doubt and the average only some."""
    rng = np.random.default_rng(5)
    centre = rng.normal(size=(4_000, 40)).mean(axis=1)
    away = np.zeros(4_000)
    for _ in range(n):
        away += 0.05 * (rng.normal(size=4_000) - centre - away)

    shown = width(n, smoothing=0.05, answers=40)
    true = math.sqrt(shown**2 - (1 - (1 - 0.95**n) ** 2) / 40)
    assert true == pytest.approx(float(away.std()), rel=0.05)
    assert shown >= true


def test_the_limits_open_as_answers_come_and_then_stay() -> None:
    widths = [width(n, smoothing=0.05, answers=100) for n in range(1, 300)]

    assert widths == sorted(widths)
    assert widths[-1] == pytest.approx(math.sqrt(0.05 / 1.95 + 0.01))


def test_busy_streams_remember_more_answers() -> None:
    rates = [1, 30, 31, 60, 120, 187.5, 1_000]
    weights = [smoothing(rate) for rate in rates]

    assert weights == sorted(weights, reverse=True)
    assert weights[:2] == [0.05, 0.05]
    assert weights[4] == pytest.approx(0.025)
    assert weights[-2:] == [pytest.approx(0.02), 0.02]


@pytest.mark.parametrize("value", [math.nan, math.inf])
def test_an_answer_without_a_value_is_the_callers_mistake(value: float) -> None:
    with pytest.raises(ValueError, match="leave out"):
        _after([value])


def test_an_answer_that_comes_late_does_not_turn_the_clock_back() -> None:
    state = updated(_after([1.0, 1.0]), 0.0, at=START - timedelta(days=1), smoothing=0.05)

    assert state.last == START + timedelta(hours=1)
