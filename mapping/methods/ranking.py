"""An order of cells that few votes do not upset: shrunken means, and tiers where the order cannot be told.

The highest and the lowest of many raw means are mostly cells of few votes. So each mean is drawn towards that
of all cells, the more the less is known of it. For the picture the raw mean stays.

How far the true means lie apart (tau) is itself known badly from ten cells. So every tau counts by how well
it fits (Rubin 1981; uniform prior, Gelman 2006): with DerSimonian & Laird's one value taken as certain, the
intervals cover 0.85 instead of 0.94 (docs/methods.md).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import erfc, sqrt
from typing import Literal

import numpy as np

from mapping.columns import Floats
from mapping.methods.means import SURE

LEAST_CELLS = 3
"""Fewest cells: of two, nobody can tell how far cells lie apart in general."""

PULL = 8.0
"""Each cell's variance of votes is joined with the pooled one as if that stood on this many votes."""

FLOOR = 0.1
"""Least pooled variance of votes: that of one vote in ten a level off, so equal votes are never sure."""

_Z = 1.959963984540054
# Every spread between true means that votes within -2..+2 allow, closest together near none.
_EDGES = 2.0 * np.linspace(0.0, 1.0, 61) ** 2
_TAUS, _WIDTHS = (_EDGES[1:] + _EDGES[:-1]) / 2, np.diff(_EDGES)


@dataclass(frozen=True, slots=True, kw_only=True)
class TooFewCells:
    """No answer: fewer than `least` cells have votes; `empty` names those that have none."""

    reason: Literal["too_few_cells"] = "too_few_cells"
    cells: int
    least: int
    empty: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RankedCell:
    """One cell: its raw mean of `n` votes, the shrunken mean with about 95 %, and its tier, 1 the highest."""

    id: str
    n: int
    mean: float
    shrunken: float
    low: float
    high: float
    tier: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranking:
    """The cells from the highest shrunken mean to the lowest, with the centre they are drawn to.

    `n` counts votes. `spread` is the standard deviation between the cells' true means by moments
    (DerSimonian & Laird 1986): 0 where chance alone explains how far the raw means lie apart.
    No two cells of one tier are told apart; neighbours in two tiers need not be either.
    """

    n: int
    centre: float
    spread: float
    cells: tuple[RankedCell, ...]
    empty: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Shrunken:
    """Means (cells) drawn to their `centre`, and what is not known of them: (cells, cells) covariances."""

    means: Floats
    covariances: Floats
    centre: float


def rank_cells(votes: Mapping[str, Floats]) -> Ranking | TooFewCells:
    """Rank cells by their votes (-2..+2, one a customer; NaN is none); cells without votes are named."""
    cast = {cell: column[~np.isnan(column)] for cell, column in votes.items()}
    ids = sorted(cell for cell, column in cast.items() if len(column))
    empty = tuple(sorted(cast.keys() - set(ids)))
    if len(ids) < LEAST_CELLS:
        return TooFewCells(cells=len(ids), least=LEAST_CELLS, empty=empty)
    means = np.array([cast[cell].mean() for cell in ids])
    variances = sampling_variances([cast[cell] for cell in ids])
    shrunken = shrink(means, variances=variances)
    reach = _Z * np.sqrt(np.diagonal(shrunken.covariances))
    cells = tuple(
        RankedCell(
            id=ids[place],
            n=len(cast[ids[place]]),
            mean=float(means[place]),
            shrunken=float(shrunken.means[place]),
            low=float(shrunken.means[place] - reach[place]),
            high=float(shrunken.means[place] + reach[place]),
            tier=tier,
        )
        for place, tier in _tiers(shrunken).items()
    )
    return Ranking(
        n=sum(cell.n for cell in cells),
        centre=shrunken.centre,
        spread=sqrt(between(means, variances=variances)),
        cells=cells,
        empty=empty,
    )


def between(means: Floats, *, variances: Floats) -> float:
    """Return the variance of the true means by moments, at least 0 (DerSimonian & Laird 1986)."""
    weight = 1 / variances
    heterogeneity = float(weight @ (means - weight @ means / weight.sum()) ** 2)
    surplus = heterogeneity - (len(means) - 1)
    return max(0.0, surplus / float(weight.sum() - weight @ weight / weight.sum()))


def shrink(means: Floats, *, variances: Floats) -> Shrunken:
    """Draw each mean to the common one by its sampling variance (above 0), averaged over every spread."""
    weight = 1 / (variances + _TAUS[:, None] ** 2)
    total = weight.sum(axis=1)
    centre = weight @ means / total
    misfit = (weight * (means - centre[:, None]) ** 2).sum(axis=1)
    fit = 0.5 * (np.log(weight).sum(axis=1) - np.log(total) - misfit)
    chance = np.exp(fit - fit.max()) * _WIDTHS
    chance /= chance.sum()
    pull = variances * weight
    drawn = means + pull * (centre[:, None] - means)
    mean = chance @ drawn
    own = np.diag(chance @ (_TAUS[:, None] ** 2 * pull))
    common = (pull * (chance / total)[:, None]).T @ pull
    by_spread = ((drawn - mean) * chance[:, None]).T @ (drawn - mean)
    return Shrunken(means=mean, covariances=own + common + by_spread, centre=float(chance @ centre))


def sampling_variances(votes: list[Floats]) -> Floats:
    """Return the variance of each group's mean: its own variance of votes, steadied by that of all groups.

    Three equal votes have no variance of their own, and a variance of three votes is mostly chance.
    """
    n = np.array([len(column) for column in votes], dtype=np.float64)
    squares = np.array([((column - column.mean()) ** 2).sum() for column in votes])
    freedom = float((n - 1).sum())
    pooled = max(FLOOR, float(squares.sum()) / freedom) if freedom else 1.0
    variances: Floats = (squares + PULL * pooled) / (n - 1 + PULL) / n
    return variances


def _tiers(shrunken: Shrunken) -> dict[int, int]:
    """Return each cell's tier, the highest mean first: a new one begins with a cell told from any in it."""
    tier, members = 1, list[int]()
    tiers = dict[int, int]()
    for place in np.argsort(-shrunken.means, kind="stable").tolist():
        if any(_chance_below(shrunken, place, other) >= SURE for other in members):
            tier, members = tier + 1, []
        members.append(place)
        tiers[place] = tier
    return tiers


def _chance_below(shrunken: Shrunken, one: int, other: int) -> float:
    """Return the chance that one cell's true mean is below the other's."""
    gap = float(shrunken.means[other] - shrunken.means[one])
    known = shrunken.covariances
    variance = float(known[one, one] + known[other, other] - 2 * known[one, other])
    return erfc(-gap / sqrt(2 * variance)) / 2 if variance > 0 else 0.5
