"""Weeks whose share of unhappy customers, or of replies, stands out against the weeks before."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np

from bot.reporting import Grounds, Query
from bot.watch_words import REPLIED, UNHAPPY
from config.weeks import WEEK, monday_of
from mapping.columns import Ints
from mapping.methods.monitors.ewma import Direction
from mapping.methods.monitors.p_chart import Centre, Rule, centre, p_chart
from mapping.table import ScoreTable
from mapping.votes import Votes

_RECENT = 4
_JUDGED = 8
_UNHAPPY_TO = -0.5
"""As in the trend: the border of the level negative."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlier:
    """A week that stands out: `count` of `size`, where `usual` is the share of the weeks before."""

    stage: str
    metric: str
    week: date
    count: int
    size: int
    usual: float
    direction: Direction
    rules: tuple[Rule, ...]


def outliers(grounds: Grounds, query: Query) -> tuple[Outlier, ...]:
    """Return the weeks among the last four that are over which stand out, stage by stage."""
    stages = [each.id for each in grounds.journey.stages if query.stage in {None, each.id}]
    return tuple(
        found for stage in stages for found in _of_stage(grounds, replace(query, stage=stage), stage)
    )


def is_told(outlier: Outlier, *, least: int) -> bool:
    """Say whether neither those counted nor those left over are too few to be told of."""
    left = outlier.size - outlier.count
    return not 0 < outlier.count < least and not 0 < left < least


def _of_stage(grounds: Grounds, query: Query, stage: str) -> Iterator[Outlier]:
    over = monday_of(grounds.as_of) - WEEK
    table, sent = grounds.scores(query), grounds.deliveries(query)
    unhappy = _unhappy(table)
    yield from _standing_out(stage, UNHAPPY, unhappy, over)
    weeks = sent.week.astype("datetime64[D]")
    replies = [
        (week.item(), int(sent.responded[weeks == week].sum()), int(sent.delivered[weeks == week].sum()))
        for week in np.unique(weeks)
    ]
    yield from _standing_out(stage, REPLIED, replies, over)


def _unhappy(table: ScoreTable) -> list[tuple[date, int, int]]:
    """Return of each week how many customers were unhappy, of how many."""
    places = dict.fromkeys(table.touchpoints, 0)
    weeks = table.week.astype("datetime64[D]")
    found: list[tuple[date, int, int]] = []
    for week in np.unique(weeks):
        votes = Votes.of(table.picked(weeks == week), places=places, cells=1).of_cell(0)
        cast = votes[~np.isnan(votes)]
        found.append((week.item(), int((cast <= _UNHAPPY_TO).sum()), len(cast)))
    return found


def _standing_out(
    stage: str, metric: str, weeks: Sequence[tuple[date, int, int]], last: date
) -> Iterator[Outlier]:
    kept = [each for each in weeks if each[0] <= last]
    days = [week for week, _, _ in kept]
    counts, sizes = _column([count for _, count, _ in kept]), _column([size for _, _, size in kept])
    before = np.array([week <= last - _JUDGED * WEEK for week in days], dtype=np.bool_)
    usual = centre(counts[before], sizes[before])
    if not isinstance(usual, Centre):
        return
    judged = p_chart(counts[~before], sizes[~before], share=usual.share)
    for week, found in zip(
        [day for day, is_before in zip(days, before, strict=True) if not is_before], judged, strict=True
    ):
        if found.direction is not None and week > last - _RECENT * WEEK:
            yield Outlier(
                stage=stage, metric=metric, week=week, count=found.count, size=found.size, usual=usual.share,
                direction=found.direction, rules=found.rules,
            )  # fmt: skip


def _column(values: Sequence[int]) -> Ints:
    return np.array(values, dtype=np.int64)
