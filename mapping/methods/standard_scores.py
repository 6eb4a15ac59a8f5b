"""The scores everybody knows: NPS, CSAT and CES, each with its formula named, its n and an interval.

All are made from a histogram of raw values: value to count. One vote is one customer who answered that
question in the period, counted once, with their last answer (a mean of several is no value of the scale).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from mapping.columns import Floats
from mapping.interval import FLOOR, wilson
from mapping.methods.means import LevelMean, around

Formula = Literal[
    "nps_0_10", "csat_top_2_of_5", "ces_mean_1_7", "ces_mean_1_5", "ces_agree_5_7", "ces_agree_4_5"
]
"""What was computed; the name holds the scale."""

Denominator = Literal["all_who_answered"]
"""Whom `n` counts: all who gave this question a value, those in the middle of the scale too."""

_NPS = range(11)
_DETRACTOR, _PROMOTER = 6, 9
_CSAT, _SATISFIED = range(1, 6), 4
_AGREE = {5: 4, 7: 5}
_MEAN: Mapping[int, Formula] = {5: "ces_mean_1_5", 7: "ces_mean_1_7"}
_AGREEING: Mapping[int, Formula] = {5: "ces_agree_4_5", 7: "ces_agree_5_7"}


@dataclass(frozen=True, slots=True, kw_only=True)
class NoAnswers:
    """No figure: nobody answered."""

    reason: Literal["no_answers"] = "no_answers"
    n: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class StandardScore:
    """One score with about 95 %, in its own unit: NPS -100..+100, shares 0..1, the CES mean on its scale."""

    formula: Formula
    denominator: Denominator = "all_who_answered"
    n: int
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Nps:
    """The net promoter score and the three shares that it is made of, 0..1."""

    score: StandardScore
    promoters: float
    passives: float
    detractors: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ces:
    """The customer effort score in both of its forms: 1 disagrees that it was easy, the top agrees."""

    mean: StandardScore
    agreement: StandardScore


def nps(counts: Mapping[int, int], *, prior: Sequence[float] = (1 / 3, 1 / 3, 1 / 3)) -> Nps | NoAnswers:
    """Return the share of promoters (9, 10) less that of detractors (0 to 6), times 100 (Reichheld 2003).

    The interval is the posterior on the three classes. `prior` has their shares in the order of detractors,
    passives and promoters, those of the whole journey where known, and counts as one vote.
    """
    column = _checked(counts, _NPS)
    classes = np.array([column[: _DETRACTOR + 1].sum(), column[7:9].sum(), column[_PROMOTER:].sum()])
    total = int(classes.sum())
    if total == 0:
        return NoAnswers()
    detractors, passives, promoters = (classes / total).tolist()
    floored = FLOOR + (1 - FLOOR * len(classes)) * np.array(prior)
    known = LevelMean.of(classes, prior=floored, levels=(-100, 0, 100))
    value = 100 * (promoters - detractors)
    score = _bounded("nps_0_10", total, value, around(value, known), ends=(-100, 100))
    return Nps(score=score, promoters=promoters, passives=passives, detractors=detractors)


def csat(counts: Mapping[int, int]) -> StandardScore | NoAnswers:
    """Return the share of the satisfied (4 and 5 of 1 to 5), with Wilson's interval."""
    column = _checked(counts, _CSAT)
    return _share("csat_top_2_of_5", column, column[_SATISFIED - 1 :])


def ces(counts: Mapping[int, int], *, scale: Literal[5, 7]) -> Ces | NoAnswers:
    """Return the mean agreement that it was easy, and the share that agrees (5 to 7 of 7, 4 and 5 of 5)."""
    levels = range(1, scale + 1)
    column = _checked(counts, levels)
    agreement = _share(_AGREEING[scale], column, column[_AGREE[scale] - 1 :])
    if isinstance(agreement, NoAnswers):
        return agreement
    value = float(column @ np.array(levels)) / agreement.n
    known = LevelMean.of(column, prior=np.full(scale, 1 / scale), levels=levels)
    mean = _bounded(_MEAN[scale], agreement.n, value, around(value, known), ends=(1, scale))
    return Ces(mean=mean, agreement=agreement)


def _checked(counts: Mapping[int, int], levels: range) -> Floats:
    """Return the counts of all levels in order."""
    strange = sorted(value for value in counts if value not in levels)
    if strange:
        raise ValueError(f"values {strange} are not on the scale {levels[0]} to {levels[-1]}")
    if min(counts.values(), default=0) < 0:
        raise ValueError("a count is below 0")
    return np.array([counts.get(level, 0) for level in levels], dtype=np.float64)


def _share(formula: Formula, column: Floats, top: Floats) -> StandardScore | NoAnswers:
    n = int(column.sum())
    share = wilson(int(top.sum()), of=n)
    if share is None:
        return NoAnswers()
    return StandardScore(formula=formula, n=n, value=share.value, low=share.low, high=share.high)


def _bounded(
    formula: Formula, n: int, value: float, points: tuple[float, float], *, ends: tuple[float, float]
) -> StandardScore:
    low, high = max(points[0], ends[0]), min(points[1], ends[1])
    return StandardScore(formula=formula, n=n, value=value, low=low, high=high)
