"""The figures of an edition's cells: rolled up from the very contributions that were counted in each."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date
from typing import NamedTuple

import numpy as np

from mapping.columns import Flags, Ints
from mapping.contributions import Counted, Key, keys_of
from mapping.deliveries import DeliveryTable
from mapping.disclosure import Cell, as_shown, untold_in
from mapping.edition import Figures
from mapping.lattice import ALL, WHOLE, Spot, scopes_of, span, tells_parts
from mapping.period import midnight
from mapping.rollup import Rollup, Stages, roll_up
from mapping.table import LEVELS, ScoreTable

_DECIMALS = 1
"""Means are told to a tenth: customers who are in several cells make them no sums, so no row guards them."""


class Told(NamedTuple):
    """What to tell of a spot: what was counted by a step, that of the week up to a Sunday, and its parts."""

    step: int
    through: date
    levels: AbstractSet[int]
    emotions: AbstractSet[str]


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
    material: Material, told: Mapping[Spot, Told], *, counted: Mapping[Key, Counted], k: int
) -> Iterator[tuple[str, Figures]]:
    """Return the figures of each spot, by its key."""
    answered = _Counted.of(material.table, material.token, counted)
    delivered = _Counted.of(material.deliveries, material.token, counted)
    views: dict[tuple[str, str, int], list[str]] = defaultdict(list)
    for spot, until in told.items():
        views[spot.period, spot.group, until.step].append(spot.scope)
    for (period, group, step), scopes in views.items():
        table = material.table.picked(answered.rows(period, group, step))
        sent = material.deliveries.picked(delivered.rows(period, group, step))
        shown = _shown(table, sent, material, k=k)
        for scope in scopes:
            spot = Spot(scope, period, group)
            until = told[spot]
            cell = _rounded(_parted(shown(scope), spot, until), through=until.through)
            yield spot.key, Figures(cell=cell, through=until.through, step=step)


def _parted(cell: Cell, spot: Spot, told: Told) -> Cell:
    """Leave out the levels and emotions that are not told; that nobody said something is no secret."""
    counts, named = cell.histogram, cell.emotions
    if counts is not None:
        levels = zip(LEVELS, counts, strict=True)
        counts = tuple(count if level in told.levels or not count else None for level, count in levels)
    if named is not None:
        named = {
            name: count if name in told.emotions or not count else None for name, count in named.items()
        }  # fmt: skip
    return replace(
        cell,
        histogram=counts if tells_parts(spot) else None,
        emotions=named if tells_parts(spot) else None,
    )


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


def _shown(table: ScoreTable, sent: DeliveryTable, material: Material, *, k: int) -> Callable[[str], Cell]:
    """Return what looks up the cell of a scope: all its figures, none that fewer than `k` stand behind."""
    rollups = roll_up(table, stages=material.stages, deliveries=sent)
    scopes = scopes_of(material.stages, material.media)
    more: dict[str, Rollup] = {}
    for kind in ("medium", "share"):
        held = {scope: sorted(points) for scope, points in scopes.items() if scope.startswith(f"{kind}:")}
        more |= roll_up(table, stages=held, deliveries=sent).stages if held else {}
    untold = untold_in(rollups, stages=material.stages, k=k)

    def shown(scope: str) -> Cell:
        kind, _, name = scope.partition(":")
        known = {WHOLE: {"": rollups.overall}, "stage": rollups.stages, "touchpoint": rollups.touchpoints}
        found = more[scope] if scope in more else known[kind][name]
        return as_shown(found, untold=untold.get(scope, frozenset()), k=k)

    return shown


def _rounded(cell: Cell, *, through: date) -> Cell:
    """Return the cell with means to a tenth, and as its last time the end of the last week it counts."""
    return replace(
        cell,
        score=_tenth(cell.score),
        low=_tenth(cell.low),
        high=_tenth(cell.high),
        rating_mean=_tenth(cell.rating_mean),
        last_at=midnight(through, days=1),
    )


def _tenth(value: float | None) -> float | None:
    return None if value is None else round(value, _DECIMALS) + 0.0
