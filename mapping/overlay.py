"""Several groups of customers on one map: each one's score at each stage, and none that gives few away.

Groups may overlap, and readers see everybody's score beside them. So at a stage the scores of groups are
shown together only where no sum of them, taken times any numbers and less the touchpoints', stands on fewer
than k customers: not 'all but this group', and not 'this group but not that one'. Nothing is shown of a
group over the whole journey, from which its hidden stages could be had by subtraction.
"""

from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from itertools import combinations, product
from math import gcd

import numpy as np
from numpy.typing import NDArray

from mapping.columns import Ints
from mapping.disclosure import Cell, Disclosed, Visibility
from mapping.rollup import Rollup, Stages, prior_of, roll_up
from mapping.table import ScoreTable

Grid = NDArray[np.bool_]

FEWEST, MOST = 2, 4
"""How many groups one map can hold; more lines than four are a tangle."""

_LARGEST_WEIGHT = 4
"""Sums that cancel as many customers as they can have weights that are minors of matrices of -1, 0 and 1;
for four groups these have three rows, and no determinant of such is above 4."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CustomerGroup:
    """Customers set beside others: `id` for programs, such as `persona:busy`, `name` for people."""

    id: str
    name: str
    members: AbstractSet[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Overlay:
    """One group's line: its cells by stage id, with score, interval and voters and nothing else."""

    id: str
    name: str
    stages: Mapping[str, Cell]


def overlaid(
    table: ScoreTable,
    groups: Sequence[CustomerGroup],
    *,
    stages: Stages,
    shown: Disclosed,
    min_customers: int,
    whole: Stages | None = None,
) -> tuple[Overlay, ...]:
    """Return each group's figures as they may be shown beside `shown`, the map of all rows of `table`.

    `whole` is the journey that `stages` are a part of, where they are.
    Raise ValueError for fewer than two groups or more than four.
    """
    if not FEWEST <= len(groups) <= MOST:
        raise ValueError(f"a map holds {FEWEST} to {MOST} groups beside each other, not {len(groups)}")
    answered = [table.of_customers(group.members) for group in groups]
    rollups = [
        roll_up(own, stages=stages, prior=prior_of(own, stages=whole or stages)).stages for own in answered
    ]
    member = np.array([[name in group.members for name in table.customers] for group in groups], dtype=bool)
    cells = {
        stage: _cells(
            [rollup[stage] for rollup in rollups],
            shown.stages[stage],
            _patterns(table, member, points, shown),
            k=min_customers,
        )
        for stage, points in stages.items()
    }
    return tuple(
        Overlay(id=group.id, name=group.name, stages={stage: cells[stage][place] for stage in stages})
        for place, group in enumerate(groups)
    )


def _cells(rollups: Sequence[Rollup], whole: Cell, patterns: Sequence[Ints], *, k: int) -> list[Cell]:
    """Return one stage's cells; groups hide until nobody is given away."""
    voters = [rollup.voters for rollup in rollups]
    if whole.score is None:
        hidden = whole.visibility if whole.is_hidden else Visibility.FEW
        return [
            Cell(visibility=hidden) if whole.is_hidden or any(voters) else _cell(each) for each in rollups
        ]
    large = [place for place, count in enumerate(voters) if count >= k]
    # As many groups as may be shown together; of equally many those with most voters.
    told = max(
        (
            some
            for size in range(len(large) + 1)
            for some in combinations(large, size)
            if _is_safe(patterns, some, k=k)
        ),
        key=lambda some: (len(some), sum(voters[place] for place in some)),
    )
    return [
        _cell(rollup)
        if place in told or not rollup.voters
        else Cell(visibility=Visibility.COMPLEMENT if rollup.voters >= k else Visibility.FEW)
        for place, rollup in enumerate(rollups)
    ]


def _cell(rollup: Rollup) -> Cell:
    return Cell(
        visibility=Visibility.SHOWN,
        voters=rollup.voters,
        score=rollup.score,
        low=rollup.low,
        high=rollup.high,
    )


def _patterns(
    table: ScoreTable, member: Grid,
    points: Sequence[str], shown: Disclosed,
) -> list[Ints]:  # fmt: skip
    """Return, for each touchpoint that is shown and for the others together, a row of 0 and 1 a voter.

    A row says of which groups the voter is. Readers can take away everybody's score at a shown touchpoint.
    """
    apart = [{point} for point in points if shown.touchpoints[point].score is not None]
    rest = set(points).difference(*apart)
    blocks = [*apart, *([rest] if rest else [])]
    found = []
    for block in blocks:
        inside = np.array([name in block for name in table.touchpoints], dtype=np.bool_)
        rows = inside[table.touchpoint] & (table.scored > 0)
        voters = np.unique(table.customer[rows])
        if len(voters):
            found.append(member[:, voters].T.astype(np.int64))
    return found


def _is_safe(patterns: Sequence[Ints], told: Sequence[int], *, k: int) -> bool:
    """Say whether every sum of the groups told stands on nobody, or on `k` voters at some touchpoint."""
    if not told:
        return True
    weights = _weights(len(told))
    left = np.zeros((len(patterns), len(weights)), dtype=np.int64)
    for number, block in enumerate(patterns):
        kinds, counts = np.unique(block[:, told], axis=0, return_counts=True)
        values = weights @ kinds.T
        # The touchpoint's own score can be taken away so often that the largest lot of voters cancels.
        alike = values[:, :, None] == values[:, None, :]
        left[number] = len(block) - (alike * counts).sum(axis=2).max(axis=1)
    most = left.max(axis=0, initial=0)
    return bool(np.all((most == 0) | (most >= k)))


@cache
def _weights(count: int) -> Ints:
    """Return the weights to sum groups with: whole, without common divisor, the first positive."""
    span = range(-_LARGEST_WEIGHT, _LARGEST_WEIGHT + 1)
    found = [
        each
        for each in product(span, repeat=count)
        if gcd(*each) == 1 and next(weight for weight in each if weight) > 0
    ]
    return np.array(found, dtype=np.int64)
