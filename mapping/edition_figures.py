"""The figures of an edition's cells: rolled up from the very contributions that were counted in each."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta

import numpy as np

from mapping.columns import Flags, Ints
from mapping.contributions import Counted, Key, keys_of
from mapping.deliveries import DeliveryTable
from mapping.disclosure import Cell, as_shown
from mapping.edition import Figures
from mapping.lattice import ALL, WHOLE, Spot, span
from mapping.rollup import Rollup, Stages, roll_up
from mapping.table import ScoreTable

_DECIMALS = 1
"""Means are told to a tenth: customers who are in several cells make them no sums, so no row guards them."""

Told = Mapping[Spot, tuple[int, date]]
"""The spots to tell: up to which step, which is that of the week up to this Sunday."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What an edition is made of.

    `groups` holds the customers of each `persona:ID` and `segment:ID`, `media` the medium of touchpoints;
    `token` makes of a customer's id what may be kept of it.
    """

    table: ScoreTable
    deliveries: DeliveryTable
    stages: Stages
    groups: Mapping[str, AbstractSet[str]] = field(default_factory=dict)
    media: Mapping[str, str] = field(default_factory=dict)
    token: Callable[[str], str] = str


def figures_of(
    material: Material, told: Told, *, counted: Mapping[Key, Counted], k: int
) -> Iterator[tuple[str, Figures]]:
    """Return the figures of each spot, by its key."""
    answered = _Counted.of(material.table, material.token, counted)
    delivered = _Counted.of(material.deliveries, material.token, counted)
    views: dict[tuple[str, str, tuple[int, date]], list[str]] = defaultdict(list)
    for spot, until in told.items():
        views[spot.period, spot.group, until].append(spot.scope)
    for (period, group, (step, through)), scopes in views.items():
        table = material.table.picked(answered.rows(period, group, step))
        sent = material.deliveries.picked(delivered.rows(period, group, step))
        rolled = _rolled(table, sent, material)
        for scope in scopes:
            cell = _rounded(as_shown(rolled(scope), k=k), through=through)
            yield Spot(scope, period, group).key, Figures(cell=cell, through=through, step=step)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Counted:
    """The rows of a table with the step each was counted in, and the groups it was counted for."""

    week: Ints
    step: Ints
    groups: Mapping[str, Flags]

    @classmethod
    def of(
        cls, table: ScoreTable | DeliveryTable, token: Callable[[str], str], counted: Mapping[Key, Counted]
    ) -> "_Counted":
        found = [counted.get(key) for key in keys_of(table, token)]
        groups: dict[str, Flags] = {}
        for row, one in enumerate(found):
            for group in one.pattern if one else ():
                groups.setdefault(group, np.zeros(len(found), dtype=np.bool_))[row] = True
        return cls(
            week=table.week.astype("datetime64[D]").astype(np.int64),
            step=np.array([one.step if one else _NEVER for one in found], dtype=np.int64),
            groups=groups,
        )

    def rows(self, period: str, group: str, step: int) -> Flags:
        """Return the rows of a period and group that were counted by this step."""
        days = span(period)
        keep: Flags = self.step <= step
        if days.since is not None and days.until is not None:
            keep &= (self.week >= _day(days.since)) & (self.week <= _day(days.until))
        return keep if group == ALL else keep & self.groups.get(group, np.zeros(len(keep), dtype=np.bool_))


_NEVER = 2**62


def _day(day: date) -> int:
    return int(np.datetime64(day, "D").astype(np.int64))


def _rolled(table: ScoreTable, sent: DeliveryTable, material: Material) -> Callable[[str], Rollup]:
    """Return what looks up the rollup of a scope."""
    rollups = roll_up(table, stages=material.stages, deliveries=sent)
    media: dict[str, list[str]] = defaultdict(list)
    for point, medium in material.media.items():
        media[medium].append(point)
    by_medium = roll_up(table, stages=media, deliveries=sent).stages if media else {}

    def rollup(scope: str) -> Rollup:
        kind, _, name = scope.partition(":")
        if kind == WHOLE:
            return rollups.overall
        return {"stage": rollups.stages, "touchpoint": rollups.touchpoints, "medium": by_medium}[kind][name]

    return rollup


def _rounded(cell: Cell, *, through: date) -> Cell:
    """Return the cell with means to a tenth, and as its last time the end of the last week it counts."""
    return replace(
        cell,
        score=_tenth(cell.score),
        low=_tenth(cell.low),
        high=_tenth(cell.high),
        rating_mean=_tenth(cell.rating_mean),
        last_at=datetime.combine(through + timedelta(days=1), time(), tzinfo=UTC),
    )


def _tenth(value: float | None) -> float | None:
    return None if value is None else round(value, _DECIMALS) + 0.0
