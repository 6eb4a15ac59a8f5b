"""Partials become figures per stage, per touchpoint and over all: one customer, one vote."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np

from mapping.columns import Counts, Flags, Floats, Ints, Times, as_datetime
from mapping.deliveries import DeliveryTable
from mapping.interval import Share, mean_intervals, pooled_prior, wilson
from mapping.table import LEVELS, ScoreTable
from mapping.votes import Places, VoteColumns, Votes, row_places

_NEVER = np.iinfo(np.int64).min
"""What numpy takes for not a time."""

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
    totals = _Totals.of(table, sent, points=list(to_stage))
    to_all = dict.fromkeys(to_stage, 0)
    cast = VoteColumns.of(table)
    cells = _cells(
        [
            (Votes.of(cast, places=to_all, cells=1), totals.at(to_all, cells=1)),
            (Votes.of(cast, places=to_stage, cells=len(stages)), totals.at(to_stage, cells=len(stages))),
            (Votes.of(cast, places=to_point, cells=len(to_point)), totals),
        ],
        prior=prior,
    )
    stage, point = 1, 1 + len(stages)
    return Rollups(
        overall=cells[0],
        stages=dict(zip(stages, cells[stage:point], strict=True)),
        touchpoints=dict(zip(to_point, cells[point:], strict=True)),
    )


def _cells(parts: Sequence[tuple[Votes, "_Totals"]], *, prior: Floats | None) -> list[Rollup]:
    """Return the figures of each cell of each part: over all, by stage, by touchpoint."""
    scored = [votes.mean(votes.score) for votes, _ in parts]
    voters, means = (np.concatenate(column) for column in zip(*scored, strict=True))
    lows, highs = np.full((2, len(voters)), np.nan)
    # All intervals at once: a step towards them costs much the same for one cell and for a dozen.
    cast = np.flatnonzero(voters)
    levels = [votes.levels() for votes, _ in parts]
    # One prior for all cells: the stages' votes together are the journey's pooled distribution.
    pooled = pooled_prior(levels[1]) if prior is None else prior
    lows[cast], highs[cast] = mean_intervals(np.concatenate(levels)[cast], prior=pooled, means=means[cast])
    sizes = np.cumsum([votes.cells for votes, _ in parts])[:-1]
    between = zip(np.split(lows, sizes), np.split(highs, sizes), strict=True)
    return [
        cell
        for (votes, totals), score, interval in zip(parts, scored, between, strict=True)
        for cell in _part(votes, totals, score, interval)
    ]


def _part(
    votes: Votes, totals: "_Totals", mean: tuple[Ints, Floats], interval: tuple[Floats, Floats]
) -> Iterator[Rollup]:
    """Yield the figures of each cell, of which the mean score and its interval are known."""
    customers, (voters, score), (low, high) = votes.customers(), mean, interval
    rated, rating_mean = votes.mean(votes.rating)
    counts, sent = totals.counts, totals.sent
    for cell in range(votes.cells):
        yield Rollup(
            answers=int(counts[cell, 0]),
            customers=int(customers[cell]),
            voters=int(voters[cell]),
            rated=int(rated[cell]),
            score=_known(score[cell]),
            low=_known(low[cell]),
            high=_known(high[cell]),
            rating_mean=_known(rating_mean[cell]),
            histogram=tuple(counts[cell, 2 : 2 + len(LEVELS)].tolist()),
            emotions=_emotions(totals.emotion_names, counts[cell]),
            delivered=int(sent[cell, 0]),
            responded=int(sent[cell, 1]),
            response=wilson(int(sent[cell, 1]), of=int(sent[cell, 0])),
            last_at=as_datetime(totals.last_at[cell]),
        )


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
        felt = table.amounts.felt_in(place, groups=len(points), emotions=len(table.emotion_names))
        return cls(
            points=points,
            emotion_names=table.emotion_names,
            counts=np.concatenate([_added(_tallied(table), place, groups=len(points)), felt], axis=1),
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


def _tallied(table: ScoreTable) -> Iterator[Counts | Flags]:
    """Yield what is counted, a column at a time."""
    yield table.answers
    yield table.emotions_known
    for level in range(len(LEVELS)):
        yield table.level(level)


def _added(columns: Iterable[Ints | Counts | Flags], place: Ints, *, groups: int) -> Ints:
    """Return the sums of each column by place; rows of place -1 count nowhere."""
    group = place + 1
    sums = [np.bincount(group, weights=column, minlength=groups + 1)[1:] for column in columns]
    return np.column_stack(sums).astype(np.int64)


def _latest(times: Times, place: Ints, *, groups: int) -> Times:
    """Return the latest time at each place, not-a-time for none; rows of place -1 count nowhere."""
    latest = np.full(groups + 1, _NEVER)
    np.maximum.at(latest, place + 1, times.view(np.int64))
    return latest[1:].view("datetime64[us]")


def _emotions(names: Sequence[str], counts: Ints) -> Mapping[str, int] | None:
    """Return answers per emotion; None where no scorer named any: unknown is not zero."""
    if counts[1] == 0:
        return None
    return dict(zip(names, counts[2 + len(LEVELS) :].tolist(), strict=True))


def _known(value: np.float64) -> float | None:
    """Return the number, or None for NaN."""
    return None if np.isnan(value) else float(value)
