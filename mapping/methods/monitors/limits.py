"""How far a stream may stray: the limit at which false alarms of all streams together stay rare.

What a stream is truly like is drawn again and again from what its baseline leaves open: the values seen with
random weights (the Bayesian bootstrap, Rubin 1981), and one more vote spread over the levels, so that a bad
answer which is not in 50 is still thought possible. In each such world the chart that was learnt from the
baseline is shown years of answers. A simulated year alarms at every limit under its peak, so the limit is a
quantile of the peaks: where bisection over limits, with the same draws at each, would end.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, sqrt
from typing import Literal

import numpy as np

from mapping.columns import Floats, Ints, Times
from mapping.methods.monitors.ewma import LEAST, Chart, smoothing, width

ENOUGH_ANSWERS = 50
ENOUGH_WEEKS = 8.0
FEWEST_ANSWERS = 20
"""A baseline is 50 answers, or 8 weeks with at least 20; whichever comes first."""

YEARLY = 0.10
"""False alarms a year, over all streams together: the chance of one or more."""

WEEKS_A_YEAR = 365.25 / 7

LEVELS = (-2.0, -1.0, 0.0, 1.0, 2.0)
"""The values of answers, where a stream does not say otherwise."""

_STEP = 1.0
_CHUNK = 64
_FINE = (1_024, 16_384)
_WEEK = np.timedelta64(7, "D") / np.timedelta64(1, "us")


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    """What a stream is like: mean and spread of its `answers`, over `weeks`; `by` which rule it counts."""

    centre: float
    spread: float
    answers: int
    weeks: float
    per_week: float
    by: Literal["answers", "weeks"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Learning:
    """No baseline yet: too few answers for the time, or answers that are all the same."""

    reason: Literal["few_answers", "no_spread"]
    answers: int
    weeks: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """The limit `value`, and how it was had: `allowed` false alarms a year in this stream, 0..1.

    `rate` is the simulated share of years with a false alarm, over all that the stream may truly be like;
    `rate_p90` is that of the world than which one in ten is worse. `horizon` answers make a year.
    """

    value: float
    smoothing: float
    horizon: int
    allowed: float
    rate: float
    rate_p90: float
    worlds: int
    futures: int


def baseline(
    values: Floats, times: Times, *, until: np.datetime64, enough: int = ENOUGH_ANSWERS
) -> Baseline | Learning:
    """Return what the stream is like from its first answer to `until`; rows without a value do not count.

    So many answers are `enough` in any time.
    """
    known = np.isfinite(values) & ~np.isnat(times)
    kept = values[known]
    answers = len(kept)
    span = until - times[known].min() if answers else np.timedelta64(0, "us")
    weeks = max(0.0, float(span / np.timedelta64(1, "us")) / _WEEK)
    is_full = answers >= enough
    if not is_full and (weeks < ENOUGH_WEEKS or answers < FEWEST_ANSWERS):
        return Learning(reason="few_answers", answers=answers, weeks=weeks)
    if np.ptp(kept) == 0:
        return Learning(reason="no_spread", answers=answers, weeks=weeks)
    return Baseline(
        centre=float(kept.mean()),
        spread=float(_spread(kept)),
        answers=answers,
        weeks=weeks,
        per_week=answers / max(1.0, weeks),
        by="answers" if is_full else "weeks",
    )


def allowed(streams: int, *, yearly: float = YEARLY) -> float:
    """Return the chance of a false alarm a year that each of `streams` may have."""
    if streams < 1 or not 0 < yearly < 1:
        raise ValueError(f"{streams} streams at {yearly} a year; there must be one, and a chance in 0..1")
    return float(1.0 - (1.0 - yearly) ** (1.0 / streams))


def limit(
    values: Floats,
    *,
    per_week: float,
    share: float,
    rng: np.random.Generator,
    levels: Sequence[float] = LEVELS,
    worlds: int = 200,
    futures: int = 50,
) -> Limit:
    """Return the limit at which a baseline of `values` gives a false alarm in at most `share` of the years.

    Slow (a second for 30 million simulated answers): for the caller to keep until the baseline changes.
    """
    kept = values[np.isfinite(values)]
    if len(kept) == 0 or np.ptp(kept) == 0:
        raise ValueError(f"{len(kept)} values without spread; ask `baseline` first, which says Learning")
    weight = smoothing(per_week)
    horizon = max(LEAST, round(per_week * WEEKS_A_YEAR))
    drawn = _worlds(kept, levels, worlds=worlds, rng=rng)
    peaks = simulated_peaks(kept, drawn, horizon=horizon, weight=weight, rng=rng, futures=futures)
    falling = np.sort(peaks, axis=None)[::-1]
    found = float(falling[min(floor(share * falling.size), falling.size - 1)])
    rates = (peaks > found).mean(axis=1)
    return Limit(
        value=found,
        smoothing=weight,
        horizon=horizon,
        allowed=share,
        rate=float((peaks > found).mean()),
        rate_p90=_ninth_decile(rates, futures=futures),
        worlds=worlds,
        futures=futures,
    )


def chart(base: Baseline, found: Limit) -> Chart:
    """Return what the stream is held against from now on."""
    return Chart(
        centre=base.centre,
        spread=base.spread,
        answers=base.answers,
        smoothing=found.smoothing,
        limit=found.value,
    )


def simulated_peaks(
    values: Floats, worlds: Floats, *, horizon: int, weight: float, rng: np.random.Generator, futures: int
) -> Floats:
    """Return the highest strength, in limits of 1, of years of `horizon` answers; (worlds, futures).

    The chart is learnt from `values`; the answers of each row are drawn from that row of `worlds`.
    """
    count, fine = worlds.shape
    pool, starts = worlds.ravel() - values.mean(), np.repeat(np.arange(count) * fine, futures)
    away = np.zeros(count * futures)
    peak = np.zeros_like(away)
    for first in range(1, horizon + 1, _CHUNK):
        steps = min(_CHUNK, horizon + 1 - first)
        picks: Ints = rng.integers(fine, size=(steps, away.size))
        for n, row in enumerate(picks, first):
            away *= 1.0 - weight
            away += weight * pool[starts + row]
            if n >= LEAST:
                np.maximum(peak, np.abs(away) / width(n, smoothing=weight, answers=len(values)), out=peak)
    return peak.reshape(count, futures) / _spread(values)


def _worlds(values: Floats, levels: Sequence[float], *, worlds: int, rng: np.random.Generator) -> Floats:
    """Return what the stream may truly be like: answers to draw from, (worlds, answers)."""
    atoms = np.concatenate([values, np.array(levels)])
    votes = np.concatenate([np.ones(len(values)), np.full(len(levels), 1.0 / max(1, len(levels)))])
    fine = min(max(_FINE[0], 4 * len(values)), _FINE[1])
    counts = rng.multinomial(fine, rng.dirichlet(votes, size=worlds))
    return np.repeat(np.tile(atoms, worlds), counts.ravel()).reshape(worlds, fine)


def _spread(values: Floats) -> Floats:
    """Return the spread along the last axis, with one more answer a whole level away: never nothing."""
    deviations = values - values.mean(axis=-1, keepdims=True)
    spread: Floats = np.sqrt(((deviations**2).sum(axis=-1) + _STEP**2) / values.shape[-1])
    return spread


def _ninth_decile(rates: Floats, *, futures: int) -> float:
    """Return the 90th percentile of the true rates, given shares of `futures` that scatter around them."""
    mean, seen = float(rates.mean()), float(rates.var())
    if seen == 0:
        return mean
    chance = float((rates * (1.0 - rates)).sum()) / (len(rates) * max(1, futures - 1))
    shrink = sqrt(max(0.0, 1.0 - chance / seen))
    return mean + shrink * (float(np.quantile(rates, 0.9)) - mean)
