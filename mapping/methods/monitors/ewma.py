"""The watch over one stream (stage x metric): a moving average over its answers, weighted by freshness.

Roberts 1959; Lucas & Saccucci 1990. Values are in the stream's own unit, say -2..+2. One answer costs one
`updated` and one `judged`, however many came before.
"""

from dataclasses import dataclass
from datetime import datetime
from math import isfinite, sqrt
from typing import Literal

Direction = Literal["down", "up"]

LEAST = 5
"""Answers watched before anything is said."""

HEAVIEST, LIGHTEST = 0.05, 0.02
"""Weights of the newest answer; see `smoothing`."""

BUSY = 30.0
"""Answers a week above which the newest answer weighs less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ewma:
    """Where a stream stands: the average's `value` after `n` answers, the first watched at `started`."""

    value: float
    n: int
    started: datetime
    last: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """What a stream is held against: its baseline's mean and spread over `answers`, and the limit.

    `limit` is in standard deviations of the average (see `width`), `smoothing` the newest answer's weight.
    """

    centre: float
    spread: float
    answers: int
    smoothing: float
    limit: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """The average between its limits `low` and `high`; `direction` where it is outside, else None.

    `strength` is the distance from the centre in units of the limit: over 1 is outside.
    """

    direction: Direction | None
    value: float
    low: float
    high: float
    strength: float
    n: int


def smoothing(per_week: float) -> float:
    """Return the newest answer's weight: 0.05 to 30 answers a week, then 0.05 sqrt(30 / `per_week`) to 0.02.

    Not 0.1 to 0.2 for busy streams, as is often advised: by benchmarks/methods/monitors.py that finds
    small drops far later and large ones hours sooner.
    """
    if per_week <= BUSY:
        return HEAVIEST
    return max(LIGHTEST, HEAVIEST * sqrt(BUSY / per_week))


def begun(centre: float, *, at: datetime) -> Ewma:
    """Return a stream without answers, standing at its baseline's mean."""
    return Ewma(value=centre, n=0, started=at, last=at)


def updated(state: Ewma, x: float, *, at: datetime, smoothing: float) -> Ewma:
    """Return the stream after the answer `x`; answers are taken in the order in which they come."""
    if not isfinite(x):
        raise ValueError(f"an answer is {x}; leave out answers without a value")
    return Ewma(
        value=state.value + smoothing * (x - state.value),
        n=state.n + 1,
        started=state.started,
        last=max(state.last, at),
    )


def width(n: int, *, smoothing: float, answers: int) -> float:
    """Return the standard deviation, in spreads, of the average after `n` answers less the baseline's mean.

    The average's own part grows with `n` (Lucas & Saccucci 1990); 1 / `answers` is what the mean of the
    baseline does not know. The second stands in full from the start, so first answers do not alarm.
    """
    own = smoothing / (2.0 - smoothing) * (1.0 - (1.0 - smoothing) ** (2 * n))
    return sqrt(own + 1.0 / answers)


def judged(state: Ewma, *, chart: Chart) -> Judgement:
    """Say whether the average lies outside its limits, and on which side."""
    away = state.value - chart.centre
    sigma = width(state.n, smoothing=chart.smoothing, answers=chart.answers)
    reach = chart.limit * chart.spread * sigma
    outside = state.n >= LEAST and abs(away) > reach
    side: Direction = "down" if away < 0 else "up"
    return Judgement(
        direction=side if outside else None,
        value=state.value,
        low=chart.centre - reach,
        high=chart.centre + reach,
        strength=abs(away) / reach,
        n=state.n,
    )
