"""Many questions at once: which p values still count when so many were looked at."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mapping.columns import Flags, Floats, frozen

RATE = 0.10
"""Of the differences that a picture names, at most this share may be false on average."""

LEVEL = 0.05
"""The chance that even one of several alarms is false."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Kept:
    """For each of `n` p values, in the order given: whether it is kept, and its adjusted p value, 0..1."""

    n: int
    level: float
    kept: Flags
    adjusted: Floats


def benjamini_hochberg(p_values: Sequence[float] | Floats, *, rate: float = RATE) -> Kept:
    """Keep as many as hold the share of false ones among them to `rate` (Benjamini & Hochberg 1995)."""
    p = _checked(p_values, rate)
    order = np.argsort(p, kind="stable")
    raised = p[order] * len(p) / np.arange(1, len(p) + 1)
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum.accumulate(raised[::-1])[::-1]
    return _kept(adjusted, rate)


def holm(p_values: Sequence[float] | Floats, *, level: float = LEVEL) -> Kept:
    """Keep as many as hold the chance of even one false one to `level` (Holm 1979)."""
    p = _checked(p_values, level)
    order = np.argsort(p, kind="stable")
    raised = p[order] * np.arange(len(p), 0, -1)
    adjusted = np.empty(len(p))
    adjusted[order] = np.maximum.accumulate(raised)
    return _kept(adjusted, level)


def _checked(p_values: Sequence[float] | Floats, level: float) -> Floats:
    """Return the p values as a column; a p value that is unknown has no place here."""
    p = np.asarray(p_values, dtype=np.float64)
    if not ((p >= 0) & (p <= 1)).all():
        raise ValueError("each p value must be a number within 0..1; leave refused comparisons out")
    if not 0 < level < 1:
        raise ValueError(f"the rate is {level}; it must lie between 0 and 1")
    return p


def _kept(adjusted: Floats, level: float) -> Kept:
    adjusted = np.minimum(adjusted, 1.0)
    return Kept(n=len(adjusted), level=level, kept=frozen(adjusted <= level), adjusted=frozen(adjusted))
