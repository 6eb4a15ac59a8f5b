"""Who must not be told apart: cells of few customers are hidden, and so is what would give them away."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from mapping.interval import Share
from mapping.rollup import Rollup, Rollups, Stages

LOW_N = 10
"""Fewer voters than this are shown with a hollow face and 'low n'."""


class Visibility(StrEnum):
    """Whether a cell's figures are shown, and if not, why."""

    SHOWN = "shown"
    EMPTY = "no_answers"
    FEW = "few_customers"
    COMPLEMENT = "complement"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A rollup as it may be shown: None is either not known or not told; `visibility` says which."""

    visibility: Visibility = Visibility.EMPTY
    answers: int | None = None
    customers: int | None = None
    voters: int | None = None
    rated: int | None = None
    score: float | None = None
    low: float | None = None
    high: float | None = None
    rating_mean: float | None = None
    histogram: tuple[int, ...] | None = None
    emotions: Mapping[str, int] | None = None
    delivered: int | None = None
    responded: int | None = None
    response: Share | None = None
    last_at: datetime | None = None

    @property
    def is_hidden(self) -> bool:
        """Whether there is something that is not told."""
        return self.visibility in {Visibility.FEW, Visibility.COMPLEMENT}

    @property
    def reason(self) -> str | None:
        """Why there is no score; None where there is one."""
        if self.score is not None:
            return None
        if self.visibility is not Visibility.SHOWN:
            return self.visibility.value
        return "no_scores" if self.voters == 0 else "few_scored"

    @property
    def is_low_n(self) -> bool:
        """Whether the score stands on few customers."""
        return self.score is not None and (self.voters or 0) < LOW_N


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosed:
    """Every cell as it may be shown."""

    overall: Cell
    stages: Mapping[str, Cell]
    touchpoints: Mapping[str, Cell]


def disclose(rollups: Rollups, *, stages: Stages, min_customers: int) -> Disclosed:
    """Hide every cell of fewer than `min_customers`, and what would give it away by subtraction."""
    if min_customers < 1:
        raise ValueError(f"min_customers is {min_customers}; it must be at least 1")
    hidden_stages = _hidden(rollups.stages, rollups.stages, k=min_customers)
    hidden_points: dict[str, Visibility] = {}
    for stage, points in stages.items():
        if stage in hidden_stages:
            # The touchpoints of a stage add up to it, so none of them may show.
            hidden_points |= {
                point: hidden_stages[stage] for point in points if rollups.touchpoints[point].customers
            }
        else:
            hidden_points |= _hidden(rollups.touchpoints, points, k=min_customers)
    few_over_all = {"": Visibility.FEW} if 0 < rollups.overall.customers < min_customers else {}
    return Disclosed(
        overall=as_shown(rollups.overall, few_over_all.get(""), k=min_customers),
        stages={
            name: as_shown(cell, hidden_stages.get(name), k=min_customers)
            for name, cell in rollups.stages.items()
        },
        touchpoints={
            name: as_shown(cell, hidden_points.get(name), k=min_customers)
            for name, cell in rollups.touchpoints.items()
        },
    )


def _hidden(cells: Mapping[str, Rollup], names: Iterable[str], *, k: int) -> dict[str, Visibility]:
    """Return which of the cells that add up to a shown whole must hide.

    One hidden cell is the whole less the others; so at least two hide, of `k` customers together.
    """
    filled = sorted((name for name in names if cells[name].customers), key=lambda name: cells[name].customers)
    hidden = {name: Visibility.FEW for name in filled if cells[name].customers < k}
    rest = [name for name in filled if name not in hidden]
    while hidden and rest and not _covers(hidden, cells, k=k):
        hidden[rest.pop(0)] = Visibility.COMPLEMENT
    return hidden


def _covers(hidden: Mapping[str, Visibility], cells: Mapping[str, Rollup], *, k: int) -> bool:
    """Say whether the hidden cells cover for each other."""
    return len(hidden) > 1 and sum(cells[name].customers for name in hidden) >= k


def as_shown(rollup: Rollup, hidden: Visibility | None = None, *, k: int) -> Cell:
    """Return what may be shown of one rollup: figures that fewer than `k` customers make up are left out."""
    if hidden is not None:
        return Cell(visibility=hidden)
    scored = rollup.voters >= k
    rated = rollup.rated >= k
    sent = rollup.delivered >= k
    return Cell(
        visibility=Visibility.SHOWN if rollup.customers else Visibility.EMPTY,
        answers=rollup.answers,
        customers=rollup.customers,
        voters=rollup.voters if scored or not rollup.voters else None,
        rated=rollup.rated if rated or not rollup.rated else None,
        score=rollup.score if scored else None,
        low=rollup.low if scored else None,
        high=rollup.high if scored else None,
        rating_mean=rollup.rating_mean if rated else None,
        histogram=rollup.histogram if scored else None,
        emotions=rollup.emotions if scored else None,
        delivered=rollup.delivered if sent or not rollup.delivered else None,
        responded=rollup.responded if sent or not rollup.delivered else None,
        response=rollup.response if sent else None,
        last_at=rollup.last_at,
    )
