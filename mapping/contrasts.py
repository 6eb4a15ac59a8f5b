"""Groups of customers set beside all others, and one period beside another: which differences count.

Every difference has its interval; those looked at together share one bound on false ones
(Benjamini & Hochberg 1995), so looking at more groups does not find more by chance alone.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace

import numpy as np

from mapping.columns import Flags, Floats
from mapping.interval import bins, mean_intervals, pooled_prior
from mapping.methods.many import benjamini_hochberg
from mapping.methods.means import MeanDifference, mean_difference
from mapping.methods.ranks import RankTest, brunner_munzel
from mapping.report import Bounded
from mapping.rollup import Stages
from mapping.table import ScoreTable
from mapping.votes import Votes

EVERYWHERE = ""
"""The place that stands for the whole journey."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a contrast: how many customers voted, and their mean vote (-2..+2) with its interval."""

    voters: int
    score: Bounded


@dataclass(frozen=True, slots=True, kw_only=True)
class Contrast:
    """Group against others at one place (a stage's id, or everywhere).

    None where either side has fewer than `least` voters. `counts` says whether the difference is kept when
    all those looked at share one bound on false ones.
    """

    group: str
    place: str
    own: Side | None = None
    others: Side | None = None
    difference: MeanDifference | None = None
    test: RankTest | None = None
    counts: bool = False

    @property
    def is_told(self) -> bool:
        """Whether both sides are large enough to be told."""
        return self.difference is not None


def contrasts(
    one: Mapping[str, ScoreTable], others: Mapping[str, ScoreTable], *, stages: Stages, least: int
) -> tuple[Contrast, ...]:
    """Set `one[group]` beside `others[group]`, over all and at each stage, by group in the order given.

    A side of fewer than `least` voters is told of neither.
    """
    places = [EVERYWHERE, *stages]
    prior = _prior([*one.values(), *others.values()], stages)
    found: list[Contrast] = []
    for group, table in one.items():
        own, rest = _votes(table, stages), _votes(others[group], stages)
        found += [
            _contrast(group, place, own[at], rest[at], prior=prior, least=least)
            for at, place in enumerate(places)
        ]
    return _counted(found)


def told_apart(table: ScoreTable, members: AbstractSet[str]) -> tuple[ScoreTable, ScoreTable]:
    """Return the rows of `members`, and those of everybody else."""
    inside: Flags = np.array([name in members for name in table.customers], dtype=np.bool_)
    rows = inside[table.customer]
    return table.picked(rows), table.picked(~rows)


def side(votes: Floats, *, prior: Floats) -> Side:
    """Return how many voted and how; NaN is no vote, and there must be one."""
    cast = votes[~np.isnan(votes)]
    mean = cast.mean(keepdims=True)
    low, high = mean_intervals(bins(cast).sum(axis=0, keepdims=True), prior=prior, means=mean)
    return Side(voters=len(cast), score=Bounded(float(mean[0]), float(low[0]), float(high[0])))


def _contrast(group: str, place: str, own: Floats, others: Floats, *, prior: Floats, least: int) -> Contrast:
    difference = mean_difference(own, others, prior=prior, least=least)
    if not isinstance(difference, MeanDifference):
        return Contrast(group=group, place=place)
    test = brunner_munzel(own, others, least=least)
    return Contrast(
        group=group,
        place=place,
        own=side(own, prior=prior),
        others=side(others, prior=prior),
        difference=difference,
        test=test if isinstance(test, RankTest) else None,
    )


def _counted(found: Sequence[Contrast]) -> tuple[Contrast, ...]:
    """Mark the differences that are kept of all that were looked at."""
    tested = [each for each in found if each.test is not None]
    kept = iter(benjamini_hochberg([each.test.p for each in tested if each.test]).kept.tolist())
    return tuple(each if each.test is None else replace(each, counts=next(kept)) for each in found)


def _prior(tables: Sequence[ScoreTable], stages: Stages) -> Floats:
    to_stage = {point: place for place, points in enumerate(stages.values()) for point in points}
    levels = [Votes.of(table, places=to_stage, cells=len(stages)).levels() for table in tables]
    return pooled_prior(np.concatenate(levels))


def _votes(table: ScoreTable, stages: Stages) -> list[Floats]:
    """Return the votes over all, and at each stage."""
    to_stage = {point: place for place, points in enumerate(stages.values()) for point in points}
    whole = Votes.of(table, places=dict.fromkeys(to_stage, 0), cells=1)
    by_stage = Votes.of(table, places=to_stage, cells=len(stages))
    return [whole.of_cell(0), *(by_stage.of_cell(cell) for cell in range(len(stages)))]
