"""Limits keep false alarms as rare as they say, over all streams and over baselines that mislead."""

from datetime import UTC, datetime

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.columns import Floats, Times
from mapping.methods.monitors.ewma import LEAST, begun, judged, updated, width
from mapping.methods.monitors.limits import (
    ENOUGH_ANSWERS,
    Baseline,
    Learning,
    allowed,
    baseline,
    chart,
    limit,
    simulated_peaks,
)

LEVELS = np.array([-2.0, -1.0, 0.0, 1.0, 2.0])
TASTE = [0.02, 0.05, 0.2, 0.43, 0.3]
START = np.datetime64("2026-01-05T00:00:00", "us")
AT = datetime(2026, 3, 16, tzinfo=UTC)


def _values(n: int, seed: int = 1) -> Floats:
    return np.random.default_rng(seed).choice(LEVELS, size=n, p=TASTE)


def _times(n: int, *, days: float) -> Times:
    times: Times = np.full(n, START)
    for place, day in enumerate(np.linspace(0, days, n)):
        times[place] += np.timedelta64(round(day * 86_400_000_000), "us")
    return times


@pytest.mark.parametrize(
    ("answers", "days", "by"),
    [(50, 3, "answers"), (24, 56, "weeks"), (20, 56, "weeks"), (400, 400, "answers")],
)
def test_fifty_answers_or_eight_weeks_of_twenty_make_a_baseline(answers: int, days: int, by: str) -> None:
    values, times = _values(answers), _times(answers, days=days)

    found = baseline(values, times, until=START + np.timedelta64(days, "D"))

    assert isinstance(found, Baseline)
    assert found.by == by
    assert found.answers == answers
    assert found.centre == pytest.approx(values.mean())
    assert found.per_week == pytest.approx(answers / max(1.0, days / 7))


@pytest.mark.parametrize(("answers", "days"), [(0, 0), (1, 90), (49, 55), (19, 90)])
def test_less_is_still_learning(answers: int, days: int) -> None:
    found = baseline(_values(answers), _times(answers, days=days), until=START + np.timedelta64(days, "D"))

    assert isinstance(found, Learning)
    assert found.reason == "few_answers"
    assert found.answers == answers


def test_answers_that_are_all_the_same_teach_nothing_about_chance() -> None:
    found = baseline(np.full(80, 2.0), _times(80, days=30), until=START + np.timedelta64(30, "D"))

    assert isinstance(found, Learning)
    assert found.reason == "no_spread"


def test_answers_without_a_value_or_a_time_do_not_count() -> None:
    values, times = _values(60), _times(60, days=30)
    values[:6], times[6:12] = np.nan, np.datetime64("NaT")

    found = baseline(values, times, until=START + np.timedelta64(30, "D"))

    assert isinstance(found, Learning)
    assert found.answers == 48


@settings(deadline=None)
@given(st.integers(1, 500), st.floats(0.01, 0.5))
def test_the_streams_chances_make_the_chance_of_all_together(streams: int, yearly: float) -> None:
    assert 1 - (1 - allowed(streams, yearly=yearly)) ** streams == pytest.approx(yearly)


def test_the_limit_leaves_at_most_the_share_asked_for_and_hardly_less() -> None:
    found = limit(_values(60), per_week=5, share=0.1, rng=np.random.default_rng(2), worlds=100, futures=20)

    assert 0.1 - 2 / 2_000 <= found.rate <= 0.1
    assert found.rate_p90 > found.rate
    assert found.horizon == 261


def test_the_same_seed_gives_the_same_limit() -> None:
    first, second = (
        limit(_values(60), per_week=3, share=0.1, rng=np.random.default_rng(9), worlds=20, futures=10)
        for _ in range(2)
    )

    assert first == second


def test_rarer_alarms_and_shorter_baselines_need_wider_limits() -> None:
    rng = np.random.default_rng(3)

    def found(share: float, answers: int) -> float:
        values = np.repeat(LEVELS, (np.array(TASTE) * answers).round().astype(int))
        # The width holds the baseline's doubt, so compare what an average may stray by, in spreads.
        far = width(1_000, smoothing=0.05, answers=len(values))
        return far * limit(values, per_week=8, share=share, rng=rng, worlds=100, futures=20).value

    assert found(0.1, 50) < found(0.01, 50)
    assert found(0.1, 400) < found(0.1, 50)


def test_bisection_with_the_same_draws_would_end_at_the_limit() -> None:
    def found(share: float) -> float:
        rng = np.random.default_rng(4)
        return limit(_values(60), per_week=5, share=share, rng=rng, worlds=50, futures=20).value

    peaks = np.sort([found((rank + 0.5) / 1_000) for rank in range(0, 1_000, 50)])
    assert len(np.unique(peaks)) == 20
    low, high = 0.0, 40.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (low, middle) if (peaks > middle).mean() <= 0.1 else (middle, high)
    assert found(100.5 / 1_000) == pytest.approx(high)


def test_peaks_are_those_of_the_chart_run_answer_by_answer() -> None:
    values, worlds = _values(30), np.stack([_values(200, seed=2), _values(200, seed=3)])
    peaks = simulated_peaks(values, worlds, horizon=100, weight=0.1, rng=np.random.default_rng(6), futures=1)

    rng = np.random.default_rng(6)
    picks = np.concatenate([rng.integers(200, size=(64, 2)), rng.integers(200, size=(36, 2))])
    centre = float(values.mean())
    spread = np.sqrt((((values - centre) ** 2).sum() + 1) / 30)
    for row in range(2):
        value, peak = centre, 0.0
        for n, pick in enumerate(picks[:, row], 1):
            value += 0.1 * (worlds[row, pick] - value)
            if n >= LEAST:
                peak = max(peak, abs(value - centre) / spread / width(n, smoothing=0.1, answers=30))
        assert peaks[row, 0] == pytest.approx(peak)


def test_a_bad_answer_that_the_baseline_has_not_seen_is_no_alarm_by_itself() -> None:
    values = np.array([2.0] * 48 + [1.0] * 2)
    base = baseline(values, _times(50, days=70), until=START + np.timedelta64(70, "D"))
    assert isinstance(base, Baseline)
    alarms = {}
    for levels in ((), LEVELS.tolist()):
        found = limit(values, per_week=5, share=0.02, rng=np.random.default_rng(1), levels=levels, worlds=100)
        state = begun(base.centre, at=AT)
        for value in (2.0, 2.0, 2.0, 2.0, -2.0):
            state = updated(state, value, at=AT, smoothing=found.smoothing)
        alarms[bool(levels)] = judged(state, chart=chart(base, found)).direction

    assert alarms == {False: "down", True: None}


def test_the_limit_keeps_its_word_on_baselines_it_has_not_seen() -> None:
    """Ten baselines of the same taste, each with its own limit, together; benchmarks run many more."""
    rng = np.random.default_rng(8)
    alarms = []
    for seed in range(10):
        seen = _values(60, seed=100 + seed)
        found = limit(seen, per_week=5, share=0.1, rng=rng, worlds=100, futures=10)
        spread = np.sqrt((seen.var() * 60 + 1) / 60)
        away = np.full(200, seen.mean())
        peak = np.zeros(200)
        for n, answers in enumerate(rng.choice(LEVELS, size=(found.horizon, 200), p=TASTE), 1):
            away += 0.05 * (answers - away)
            if n >= LEAST:
                far = np.abs(away - seen.mean()) / spread / width(n, smoothing=0.05, answers=60)
                peak = np.maximum(peak, far)
        alarms.append(float((peak > found.value).mean()))

    assert 0.02 <= np.mean(alarms) <= 0.2


def test_the_chart_takes_its_centre_from_the_baseline_and_its_limit_from_the_simulation() -> None:
    values = _values(60)
    base = baseline(values, _times(60, days=60), until=START + np.timedelta64(60, "D"))
    assert isinstance(base, Baseline)
    found = limit(
        values, per_week=base.per_week, share=0.1, rng=np.random.default_rng(1), worlds=20, futures=10
    )

    made = chart(base, found)

    assert (made.centre, made.answers) == (base.centre, 60)
    assert (made.limit, made.smoothing) == (found.value, 0.05)


def test_asking_for_a_limit_without_a_baseline_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="Learning"):
        limit(np.full(ENOUGH_ANSWERS, 1.0), per_week=3, share=0.1, rng=np.random.default_rng(1))
    with pytest.raises(ValueError, match="streams"):
        allowed(0)
