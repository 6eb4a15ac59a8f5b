"""Partials become figures per stage, per touchpoint and over all: one customer, one vote."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from mapping.columns import Floats, Ints, Times, as_datetime
from mapping.deliveries import DeliveryTable
from mapping.interval import Share, mean_intervals, pooled_prior, wilson
from mapping.methods import grouped
from mapping.table import LEVELS, ScoreTable
from mapping.votes import Places, Votes, row_places

Stages = Mapping[str, Sequence[str]]
"""Stage id to the ids of its touchpoints, both in the journey's order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rollup:
    """The figures of one cell. Means and interval are on -2..+2; None where nothing was counted.

    `answers` answers accepted, `customers` who gave them, `voters` of these with a score, `rated` of these
    with an explicit rating. `score` and `rating_mean` are means over customers of each one's own mean.
    `histogram` counts scored answers in five bins; `emotions` answers per emotion, None if none were named.
    """

    answers: int = 0
    customers: int = 0
    voters: int = 0
    rated: int = 0
    score: float | None = None
    low: float | None = None
    high: float | None = None
    rating_mean: float | None = None
    histogram: tuple[int, ...] = (0,) * len(LEVELS)
    emotions: Mapping[str, int] | None = None
    delivered: int = 0
    responded: int = 0
    response: Share | None = None
    last_at: datetime | None = None

    @property
    def response_rate(self) -> float | None:
        """Sessions answered of those delivered, 0..1; None where nothing was delivered."""
        return self.response.value if self.response else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rollups:
    """Every cell of one period: over all, by stage id and by touchpoint id."""

    overall: Rollup
    stages: Mapping[str, Rollup]
    touchpoints: Mapping[str, Rollup]


def roll_up(table: ScoreTable, *, stages: Stages, deliveries: DeliveryTable | None = None) -> Rollups:
    """Roll the table up along `stages`; touchpoints that no stage holds are left out."""
    sent = DeliveryTable.of(()) if deliveries is None else deliveries
    to_stage = {point: place for place, points in enumerate(stages.values()) for point in points}
    to_point = {point: place for place, point in enumerate(to_stage)}
    # One prior for all cells: the stages' votes together are the journey's pooled distribution.
    prior = pooled_prior(Votes.of(table, places=to_stage, cells=len(stages)).levels())
    return Rollups(
        overall=_cells(table, sent, places=dict.fromkeys(to_stage, 0), prior=prior, cells=1)[0],
        stages=dict(
            zip(stages, _cells(table, sent, places=to_stage, prior=prior, cells=len(stages)), strict=True)
        ),
        touchpoints=dict(
            zip(to_point, _cells(table, sent, places=to_point, prior=prior, cells=len(to_point)), strict=True)
        ),
    )


def _cells(
    table: ScoreTable, sent: DeliveryTable, *, places: Places, prior: Floats, cells: int
) -> list[Rollup]:
    """Return the figures of each cell."""
    votes = Votes.of(table, places=places, cells=cells)
    voters, score = votes.mean(votes.score)
    rated, rating_mean = votes.mean(votes.rating)
    low, high = mean_intervals(votes.levels(), prior=prior, means=np.nan_to_num(score))
    counts, last_at = _answer_totals(table, places=places, cells=cells)
    delivered, responded = _sent_totals(sent, places=places, cells=cells)
    return [
        Rollup(
            answers=int(counts[cell, 0]),
            customers=int(votes.customers()[cell]),
            voters=int(voters[cell]),
            rated=int(rated[cell]),
            score=_known(score[cell]),
            low=_known(low[cell]) if voters[cell] else None,
            high=_known(high[cell]) if voters[cell] else None,
            rating_mean=_known(rating_mean[cell]),
            histogram=tuple(counts[cell, 2 : 2 + len(LEVELS)].tolist()),
            emotions=_emotions(table.emotion_names, counts[cell]),
            delivered=int(delivered[cell]),
            responded=int(responded[cell]),
            response=wilson(int(responded[cell]), of=int(delivered[cell])),
            last_at=as_datetime(last_at[cell]),
        )
        for cell in range(cells)
    ]


def _answer_totals(table: ScoreTable, *, places: Places, cells: int) -> tuple[Ints, Times]:
    """Return per cell: answers, rows with known emotions, histogram, emotions; and the last time."""
    place = row_places(table.touchpoints, table.touchpoint, places)
    rows = np.flatnonzero(place >= 0)
    columns = np.column_stack([table.answers, table.emotions_known, table.histogram, table.emotions])
    last_at = np.full(cells, np.datetime64("NaT", "us"))
    np.fmax.at(last_at, place[rows], table.last_at[rows])
    return grouped.totals(columns[rows], place[rows], groups=cells).astype(np.int64), last_at


def _sent_totals(sent: DeliveryTable, *, places: Places, cells: int) -> tuple[Ints, Ints]:
    """Return the sessions delivered and those responded to, per cell."""
    place = row_places(sent.touchpoints, sent.touchpoint, places)
    rows = np.flatnonzero(place >= 0)
    columns = np.column_stack([sent.delivered, sent.responded])
    sums = grouped.totals(columns[rows], place[rows], groups=cells).astype(np.int64)
    return sums[:, 0], sums[:, 1]


def _emotions(names: Sequence[str], counts: Ints) -> Mapping[str, int] | None:
    """Return answers per emotion; None where no scorer named any: unknown is not zero."""
    if counts[1] == 0:
        return None
    return dict(zip(names, counts[2 + len(LEVELS) :].tolist(), strict=True))


def _known(value: np.float64) -> float | None:
    """Return the number, or None for NaN."""
    return None if np.isnan(value) else float(value)
