"""Where to look first: importance against performance, and the opportunity score.

The importance-performance matrix (Martilla & James 1977) with importance derived from the drivers' shares;
the lines are the data's own means. Ulwick's opportunity score (2002) is importance plus what satisfaction
lacks of it, both as ten times the share of customers in the top two of five levels.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.random import Generator

from mapping.columns import Flags, Floats
from mapping.interval import bins, mean_intervals, pooled_prior
from mapping.methods.answered import Answered
from mapping.methods.driver_tiers import DriverTiers, Standing

TOP_TWO_FROM = 0.5
"""Border of the nearest level on -2..+2 from which a score is in the top two of five."""

LEAST_ASKED = 30
"""Customers who must have told an item's importance, and as many their satisfaction with it."""

DRAWS = 500

_TAILS = (0.025, 0.975)
_WEIGHTS_AT_ONCE = 2**21

Side = Literal["over", "under", "across"]
Quadrant = Literal["keep_up", "concentrate", "low_priority", "overkill", "cannot_tell"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounded:
    """A figure with about 95 % bounds."""

    value: float
    low: float
    high: float

    def side_of(self, line: float) -> Side:
        """Say on which side of a line the whole interval lies."""
        if self.low > line:
            return "over"
        return "under" if self.high < line else "across"


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """A touchpoint in the matrix: a driver's share and the mean (-2..+2) of `voters` customers' scores."""

    touchpoint: str
    importance: Bounded
    performance: Bounded
    voters: int
    quadrant: Quadrant


@dataclass(frozen=True, slots=True, kw_only=True)
class Matrix:
    """Every driver's place, the most important first, and the two lines."""

    placed: tuple[Placed, ...]
    importance_line: float
    performance_line: float
    customers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Opportunity:
    """An item's opportunity score, 0..20, from its importance and satisfaction, 0..10 each.

    `weighed` customers told how important it is, `voters` how satisfied they are.
    """

    item: str
    importance: float
    satisfaction: float
    score: Bounded
    weighed: int
    voters: int


@dataclass(frozen=True, slots=True, kw_only=True)
class FewAsked:
    """An item that fewer than `LEAST_ASKED` customers weighed or scored."""

    item: str
    weighed: int
    voters: int


def importance_performance(tiers: DriverTiers, answered: Answered) -> Matrix:
    """Place each driver of `answered`, whose scores, also without an overall score, give its performance."""
    places = [answered.touchpoints.index(each.driver.touchpoint) for each in tiers.standings]
    performance, voters = _performance(answered.scores[:, places])
    importance_line = float(np.mean([each.driver.share for each in tiers.standings]))
    performance_line = float(np.mean([each.value for each in performance]))
    return Matrix(
        placed=tuple(
            Placed(
                touchpoint=standing.driver.touchpoint,
                importance=_importance(standing),
                performance=mean,
                voters=count,
                quadrant=quadrant(
                    _importance(standing).side_of(importance_line), mean.side_of(performance_line)
                ),
            )
            for standing, mean, count in zip(tiers.standings, performance, voters, strict=True)
        ),
        importance_line=importance_line,
        performance_line=performance_line,
        customers=tiers.drivers.customers,
    )


def quadrant(importance: Side, performance: Side) -> Quadrant:
    """Return the quadrant of two sides; none where an interval lies across its line."""
    match importance, performance:
        case "over", "over":
            return "keep_up"
        case "over", "under":
            return "concentrate"
        case "under", "under":
            return "low_priority"
        case "under", "over":
            return "overkill"
        case _:
            return "cannot_tell"


def opportunities(
    items: Sequence[str], *, importance: Floats, satisfaction: Floats, rng: Generator, draws: int = DRAWS
) -> tuple[Opportunity | FewAsked, ...]:
    """Return each item's opportunity score, in the items' order.

    `importance` and `satisfaction` (customers, items) are what customers told, on -2..+2, NaN where not.
    The bootstrap is Rubin's (1981): customers get random weights. Half a customer on either side is added
    (Jeffreys), so that a share of all or none of them has a width too.
    """
    if not importance.shape == satisfaction.shape == (len(importance), len(items)):
        raise ValueError(
            f"importance {importance.shape} and satisfaction {satisfaction.shape} must fit items"
        )
    if draws < 1:
        raise ValueError(f"draws is {draws}; it must be at least 1")
    weighed, voters = _told(importance), _told(satisfaction)
    needs, likes = _tenfold_top_two(importance), _tenfold_top_two(satisfaction)
    score = opportunity(needs, likes)
    low, high = np.quantile(_drawn_scores(importance, satisfaction, rng=rng, draws=draws), _TAILS, axis=0)
    return tuple(
        Opportunity(
            item=item,
            importance=float(needs[place]),
            satisfaction=float(likes[place]),
            score=_bounded(float(score[place]), float(low[place]), float(high[place])),
            weighed=weighed[place],
            voters=voters[place],
        )
        if min(weighed[place], voters[place]) >= LEAST_ASKED
        else FewAsked(item=item, weighed=weighed[place], voters=voters[place])
        for place, item in enumerate(items)
    )


def opportunity(importance: Floats, satisfaction: Floats) -> Floats:
    """Return importance + max(importance - satisfaction, 0) of figures on 0..10 (Ulwick 2002)."""
    score: Floats = importance + np.maximum(importance - satisfaction, 0.0)
    return score


def _drawn_scores(importance: Floats, satisfaction: Floats, *, rng: Generator, draws: int) -> Floats:
    """Return the opportunity scores under random weights of the customers; (draws, items)."""
    at_once = max(1, _WEIGHTS_AT_ONCE // max(1, len(importance)))
    made: list[Floats] = []
    for begin in range(0, draws, at_once):
        weights = rng.standard_exponential((min(at_once, draws - begin), len(importance)))
        needs, likes = (_weighted_tenfold(weights, told, rng=rng) for told in (importance, satisfaction))
        made.append(opportunity(needs, likes))
    return np.concatenate(made)


def _weighted_tenfold(weights: Floats, told: Floats, *, rng: Generator) -> Floats:
    """Return ten times the weighted top-two share, half a customer of random weight on either side."""
    top, given = weights @ _top_two(told), weights @ (~np.isnan(told))
    more, less = rng.standard_gamma(0.5, (2, *top.shape))
    share: Floats = 10.0 * (top + more) / (given + more + less)
    return share


def _tenfold_top_two(told: Floats) -> Floats:
    """Return ten times the share of those who told something that is in the top two levels; 0 of nobody."""
    share: Floats = 10.0 * _top_two(told).sum(axis=0) / np.maximum(_told(told), 1)
    return share


def _top_two(told: Floats) -> Flags:
    top: Flags = told >= TOP_TWO_FROM
    return top


def _told(told: Floats) -> list[int]:
    counts: list[int] = (~np.isnan(told)).sum(axis=0).tolist()
    return counts


def _performance(scores: Floats) -> tuple[list[Bounded], list[int]]:
    """Return each touchpoint's mean with the interval that the map shows, and its voters."""
    voters = _told(scores)
    means = np.nansum(scores, axis=0) / np.maximum(voters, 1)
    counts = np.array([bins(column[~np.isnan(column)]).sum(axis=0) for column in scores.T])
    low, high = mean_intervals(counts, prior=pooled_prior(counts), means=means)
    bounds = zip(means.tolist(), low.tolist(), high.tolist(), strict=True)
    return [_bounded(mean, least, most) for mean, least, most in bounds], voters


def _importance(standing: Standing) -> Bounded:
    return Bounded(value=standing.driver.share, low=standing.low, high=standing.high)


def _bounded(value: float, low: float, high: float) -> Bounded:
    """Return the figure with bounds that hold it."""
    return Bounded(value=value, low=min(low, value), high=max(high, value))
