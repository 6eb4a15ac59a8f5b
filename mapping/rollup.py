"""Partials become figures per stage, per touchpoint and over all: one customer, one vote."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from mapping.columns import Flags, Floats, Ints, Times, as_datetime
from mapping.deliveries import DeliveryTable
from mapping.interval import Share, mean_intervals, pooled_prior, wilson
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


def prior_of(table: ScoreTable, *, stages: Stages) -> Floats:
    """Return the journey's shares of the five levels: those of all its stages' votes together."""
    places = {point: place for place, points in enumerate(stages.values()) for point in points}
    return pooled_prior(Votes.of(table, places=places, cells=len(stages)).levels())


def roll_up(
    table: ScoreTable, *, stages: Stages, deliveries: DeliveryTable | None = None, prior: Floats | None = None
) -> Rollups:
    """Roll the table up along `stages`; touchpoints that no stage holds are left out.

    `prior` is that of the journey where `stages` are a part of it; None is what these stages come to.
    """
    sent = DeliveryTable.of(()) if deliveries is None else deliveries
    to_stage = {point: place for place, points in enumerate(stages.values()) for point in points}
    to_point = {point: place for place, point in enumerate(to_stage)}
    by_stage = Votes.of(table, places=to_stage, cells=len(stages))
    # One prior for all cells: the stages' votes together are the journey's pooled distribution.
    prior = pooled_prior(by_stage.levels()) if prior is None else prior
    totals = _Totals.of(table, sent, points=list(to_stage))
    together = Votes.of(table, places=dict.fromkeys(to_stage, 0), cells=1)
    apart = Votes.of(table, places=to_point, cells=len(to_point))
    return Rollups(
        overall=_cells(together, totals.at(dict.fromkeys(to_stage, 0), cells=1), prior=prior)[0],
        stages=dict(
            zip(stages, _cells(by_stage, totals.at(to_stage, cells=len(stages)), prior=prior), strict=True)
        ),
        touchpoints=dict(
            zip(to_point, _cells(apart, totals.at(to_point, cells=len(to_point)), prior=prior), strict=True)
        ),
    )


def _cells(votes: Votes, totals: "_Totals", *, prior: Floats) -> list[Rollup]:
    """Return the figures of each cell."""
    customers = votes.customers()
    voters, score = votes.mean(votes.score)
    rated, rating_mean = votes.mean(votes.rating)
    low, high = mean_intervals(votes.levels(), prior=prior, means=np.nan_to_num(score))
    counts, sent = totals.counts, totals.sent
    return [
        Rollup(
            answers=int(counts[cell, 0]),
            customers=int(customers[cell]),
            voters=int(voters[cell]),
            rated=int(rated[cell]),
            score=_known(score[cell]),
            low=_known(low[cell]) if voters[cell] else None,
            high=_known(high[cell]) if voters[cell] else None,
            rating_mean=_known(rating_mean[cell]),
            histogram=tuple(counts[cell, 2 : 2 + len(LEVELS)].tolist()),
            emotions=_emotions(totals.emotion_names, counts[cell]),
            delivered=int(sent[cell, 0]),
            responded=int(sent[cell, 1]),
            response=wilson(int(sent[cell, 1]), of=int(sent[cell, 0])),
            last_at=as_datetime(totals.last_at[cell]),
        )
        for cell in range(votes.cells)
    ]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Totals:
    """What simply adds up, a row per cell.

    `counts` are answers, rows with known emotions, the histogram and the emotions; `sent` what was delivered
    and responded to.
    """

    points: Sequence[str]
    emotion_names: Sequence[str]
    counts: Ints
    sent: Ints
    last_at: Times

    @classmethod
    def of(cls, table: ScoreTable, sent: DeliveryTable, *, points: Sequence[str]) -> "_Totals":
        """Add up by touchpoint: the one pass over all rows, for stages and the whole are sums of these."""
        places = {point: place for place, point in enumerate(points)}
        place = row_places(table.touchpoints, table.touchpoint, places)
        sent_place = row_places(sent.touchpoints, sent.touchpoint, places)
        columns = [table.answers, table.emotions_known, *table.histogram.T, *table.emotions.T]
        return cls(
            points=points,
            emotion_names=table.emotion_names,
            counts=_added(columns, place, groups=len(points)),
            sent=_added([sent.delivered, sent.responded], sent_place, groups=len(points)),
            last_at=_latest(table.last_at, place, groups=len(points)),
        )

    def at(self, places: Places, *, cells: int) -> "_Totals":
        """Add touchpoints up to cells."""
        place = np.array([places[point] for point in self.points], dtype=np.int64)
        return replace(
            self,
            counts=_added(self.counts.T, place, groups=cells),
            sent=_added(self.sent.T, place, groups=cells),
            last_at=_latest(self.last_at, place, groups=cells),
        )


def _added(columns: Iterable[Ints | Flags], place: Ints, *, groups: int) -> Ints:
    """Return the sums of each column by place; rows of place -1 count nowhere."""
    sums = [np.bincount(place + 1, weights=column, minlength=groups + 1)[1:] for column in columns]
    return np.column_stack(sums).astype(np.int64)


def _latest(times: Times, place: Ints, *, groups: int) -> Times:
    """Return the latest time at each place, not-a-time for none."""
    latest = np.full(groups, np.datetime64("NaT", "us"))
    for group in range(groups):
        latest[group] = np.fmax.reduce(times[place == group], initial=np.datetime64("NaT", "us"))
    return latest


def _emotions(names: Sequence[str], counts: Ints) -> Mapping[str, int] | None:
    """Return answers per emotion; None where no scorer named any: unknown is not zero."""
    if counts[1] == 0:
        return None
    return dict(zip(names, counts[2 + len(LEVELS) :].tolist(), strict=True))


def _known(value: np.float64) -> float | None:
    """Return the number, or None for NaN."""
    return None if np.isnan(value) else float(value)
