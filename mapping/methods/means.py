"""The difference of two cells' scores, and the chance that one is below the other, from few votes.

Each cell's level mean has the Dirichlet posterior of `mapping/interval.py`. Its distribution function is one
integral per point; sums of independent level means are then convolutions on a lattice. No draws are made.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from mapping.columns import Floats
from mapping.interval import NARROWEST, PRIOR_WEIGHT, bins
from mapping.methods.ranks import TooFew
from mapping.table import LEVELS

LEAST = 3
"""Fewest votes a cell needs: coverage is measured from three on (docs/methods.md)."""

SURE = 0.95
"""A cell is called below or above another from this chance on; between, nobody can tell."""

Verdict = Literal["below", "above", "cannot_tell"]

_TAIL = 0.025
# Where the distribution function is taken, in standard deviations from the mean: closely where the mass is,
# then ever further apart, since few votes can have a long tail. Past the last point lies under 0.05 %.
_NEAR = np.linspace(-4.0, 4.0, 129)
_FAR = np.geomspace(4.0, 20.0, 25)[1:]
_REACH = np.concatenate([-_FAR[::-1], _NEAR, _FAR])
# Nodes of the integral, in u = ln t. The phase turns by at most weight / 2 per unit of u, so wide steps serve
# few votes; test_means holds both to scipy's beta distribution from 1 to 1,000,000 votes.
_FEW = 25.0
_FEW_NODES, _MANY_NODES = np.arange(-15.0, 25.0, 0.2), np.arange(-15.0, 25.0, 0.05)
_FINENESS = 100  # lattice cells per standard deviation of the sum


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LevelMean:
    """What is known of a mean: its posterior's mean and deviation, and the chance that it is at most `at`."""

    mean: float
    deviation: float
    at: Floats
    reached: Floats

    @classmethod
    def of(cls, counts: Floats, *, prior: Floats, levels: Sequence[float] = LEVELS) -> "LevelMean":
        """Take the posterior of the mean level from the votes per level; the prior counts as one vote."""
        values = np.array(levels, dtype=np.float64)
        alpha = counts + PRIOR_WEIGHT * prior
        values, alpha = values[alpha > 0], alpha[alpha > 0]
        if len(values) < 2:  # noqa: PLR2004 - one level alone would be certain
            raise ValueError("the prior must give a share to two levels at least; see `pooled_prior`")
        weight = float(alpha.sum())
        mean = float(alpha @ values) / weight
        deviation = float(np.sqrt(alpha @ (values - mean) ** 2 / weight / (weight + 1.0)))
        at = np.unique(np.clip(mean + deviation * _REACH, values.min(), values.max()))
        inner = np.maximum.accumulate(np.clip(_reached(alpha, values, at[1:-1]), 0.0, 1.0))
        return cls(mean=mean, deviation=deviation, at=at, reached=np.concatenate([[0.0], inner, [1.0]]))

    def point(self, chance: float) -> float:
        """Return the value below which the mean lies with this chance."""
        return float(np.interp(chance, self.reached, self.at))


@dataclass(frozen=True, slots=True, kw_only=True)
class MeanDifference:
    """A's mean vote less B's, -4..+4, with about 95 %.

    `chance_below` is the posterior chance, 0..1, that A's true mean is below B's; `verdict` says whether A is
    `below` or `above` B, or that nobody can tell.
    """

    n_a: int
    n_b: int
    difference: float
    low: float
    high: float
    chance_below: float
    verdict: Verdict


def mean_difference(a: Floats, b: Floats, *, prior: Floats, least: int = LEAST) -> MeanDifference | TooFew:
    """Compare two groups of votes (each one customer's, -2..+2; NaN is none).

    `prior` is the pooled distribution of both or of the whole journey (`mapping.interval.pooled_prior`).
    The groups are taken as independent: customers who vote in both make the interval a little too wide.
    """
    a, b = a[~np.isnan(a)], b[~np.isnan(b)]
    if min(len(a), len(b)) < max(least, 1):
        return TooFew(n_a=len(a), n_b=len(b), least=max(least, 1))
    difference = float(a.mean() - b.mean())
    total = weighted_sum([posterior(a, prior=prior), posterior(b, prior=prior)], weights=[1.0, -1.0])
    low, high = around(difference, total)
    below = float(np.interp(0.0, total.at, total.reached))
    return MeanDifference(
        n_a=len(a),
        n_b=len(b),
        difference=difference,
        low=low,
        high=high,
        chance_below=below,
        verdict=verdict(below),
    )


def posterior(votes: Floats, *, prior: Floats) -> LevelMean:
    """Return what these votes (-2..+2) tell of their level mean."""
    return LevelMean.of(bins(votes).sum(axis=0), prior=prior)


def verdict(chance_below: float) -> Verdict:
    """Say what such a chance is worth."""
    if chance_below >= SURE:
        return "below"
    return "above" if chance_below <= 1 - SURE else "cannot_tell"


def around(raw: float, known: LevelMean) -> tuple[float, float]:
    """Return the 2.5 % and 97.5 % points, widened where needed to hold `raw`, the figure that is shown."""
    low, high = min(known.point(_TAIL), raw), max(known.point(1 - _TAIL), raw)
    narrow = max(NARROWEST - (high - low), 0.0) / 2
    return low - narrow, high + narrow


def weighted_sum(parts: Sequence[LevelMean], *, weights: Sequence[float]) -> LevelMean:
    """Return the distribution of the sum of independent level means, each times its weight."""
    pairs = [(part, weight) for part, weight in zip(parts, weights, strict=True) if weight]
    mean = sum(weight * part.mean for part, weight in pairs)
    deviation = float(np.sqrt(sum((weight * part.deviation) ** 2 for part, weight in pairs)))
    step = deviation / _FINENESS
    masses, start = [], 0.0
    for part, weight in pairs:
        mass, first = _lattice(part, weight, step)
        masses.append(mass)
        start += first
    length = sum(len(mass) for mass in masses) - len(masses) + 1
    spectrum = np.prod([np.fft.rfft(mass, length) for mass in masses], axis=0)
    mass = np.clip(np.fft.irfft(spectrum, length), 0.0, None)
    at = start + step * (np.arange(length + 1, dtype=np.float64) - 0.5)
    reached = np.concatenate([[0.0], np.cumsum(mass)])
    return LevelMean(mean=mean, deviation=deviation, at=at, reached=reached / reached[-1])


def _lattice(part: LevelMean, weight: float, step: float) -> tuple[Floats, float]:
    """Return the mass of `weight` times the mean in cells of width `step`, and the middle of the first."""
    at, reached = weight * part.at, part.reached
    if weight < 0:
        at, reached = at[::-1], 1.0 - reached[::-1]
    first, last = np.floor(at[0] / step + 0.5), np.ceil(at[-1] / step - 0.5)
    edges = step * (np.arange(first, max(last, first) + 2) - 0.5)
    return np.diff(np.interp(edges, at, reached)), float(first * step)


def _reached(alpha: Floats, values: Floats, at: Floats) -> Floats:
    """Return the chance that the mean level is at most each of `at` (Gil-Pelaez 1951, as in `interval`)."""
    step_nodes = _FEW_NODES if alpha.sum() <= _FEW else _MANY_NODES
    step, nodes = step_nodes[1] - step_nodes[0], np.exp(step_nodes)
    gap = values[:, None] - at[None, :]
    gap = gap / np.sqrt(alpha @ gap**2)
    phase = np.zeros((len(at), len(nodes)))
    decay = np.zeros((len(at), len(nodes)))
    for weight, distance in zip(alpha, gap, strict=True):
        reach = distance[:, None] * nodes[None, :]
        phase += weight * np.arctan(reach)
        decay += weight * np.log1p(reach**2)
    reached: Floats = 0.5 - (np.sin(phase) * np.exp(-0.5 * decay)).sum(axis=1) * step / np.pi
    return reached
