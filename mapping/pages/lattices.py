"""Where a page's figures come from: an edition as it was published, or live sums cut the same way."""

from collections import defaultdict
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from datetime import date
from functools import cached_property
from itertools import product
from typing import Protocol

from mapping.deliveries import DeliveryTable
from mapping.disclosure import Cell, Disclosed, as_shown, disclose, guarded
from mapping.edition import NOBODY, Edition, counted_through, shown_in
from mapping.edition_figures import Material
from mapping.lattice import ALL, Spot, is_week, periods_of, span, spot_of
from mapping.rollup import Stages, roll_up
from mapping.table import ScoreTable

_ALWAYS = date(9999, 12, 30)


class Lattice(Protocol):
    """Figures that may be shown, by period and group."""

    @property
    def sizes(self) -> Mapping[tuple[str, str], int]:
        """How many cells are told of each period and group; of others, none."""

    def shown(self, period: str, group: str) -> Disclosed:
        """Return the cells of one map."""

    def media(self, period: str, group: str) -> Mapping[str, Cell]:
        """Return the cells of the media, where they are told."""

    def through(self, touchpoint: str, period: str, group: str) -> date | None:
        """Return the last day that a touchpoint's figures count; None where none are told."""


class Published:
    """An edition."""

    def __init__(self, edition: Edition, *, stages: Stages) -> None:
        """Show what the edition tells of these stages."""
        self._edition, self._stages = edition, stages

    @cached_property
    def sizes(self) -> Mapping[tuple[str, str], int]:
        """How many cells are told of each period and group."""
        sizes: dict[tuple[str, str], int] = defaultdict(int)
        for key in self._edition.figures:
            spot = spot_of(key)
            sizes[spot.period, spot.group] += 1
        return sizes

    def shown(self, period: str, group: str) -> Disclosed:
        """Return the cells of one map as they were published."""
        return shown_in(self._edition, stages=self._stages, period=period, group=group)

    def media(self, period: str, group: str) -> Mapping[str, Cell]:
        """Return the cells of the media, where these are published."""
        scopes = [scope for scope in self._edition.scopes if scope.startswith("medium:")]
        return {
            scope.partition(":")[2]: self._cell(Spot(scope, period, group).key) for scope in sorted(scopes)
        }

    def through(self, touchpoint: str, period: str, group: str) -> date | None:
        """Return the last Sunday that a touchpoint's figures count."""
        return counted_through(self._edition, touchpoint=touchpoint, period=period, group=group)

    def _cell(self, key: str) -> Cell:
        found = self._edition.figures.get(key)
        if found is not None:
            return found.cell
        hidden = self._edition.hidden.get(key)
        return NOBODY if hidden is None else Cell(visibility=hidden)


class Live:
    """What is summed up now: each map hides its own small cells, for those who may see single answers."""

    def __init__(self, material: Material, *, k: int) -> None:
        """Show cells of `k` customers or more."""
        self._material, self._k = material, k
        self._shown: dict[tuple[str, str], tuple[Disclosed, Mapping[str, Cell]]] = {}

    @cached_property
    def sizes(self) -> Mapping[tuple[str, str], int]:
        """How many cells there are of each period and group, hidden ones among them."""
        material = self._material
        weeks: list[date] = sorted(set(material.table.week.tolist()))
        periods = {period for week in weeks for period in periods_of(week)} | {ALL}
        cells = 1 + len(material.stages) + sum(len(points) for points in material.stages.values())
        return {
            (period, group): cells
            for period, group in product(sorted(periods), (ALL, *material.groups))
            if group == ALL or not is_week(period)
        }

    def shown(self, period: str, group: str) -> Disclosed:
        """Return the cells of one map."""
        return self._at(period, group)[0]

    def media(self, period: str, group: str) -> Mapping[str, Cell]:
        """Return the cells of the media."""
        return self._at(period, group)[1]

    def through(self, touchpoint: str, period: str, group: str) -> date | None:
        """Return a last day after all answers, where a score is told."""
        cell = self.shown(period, group).touchpoints.get(touchpoint)
        return None if cell is None or cell.score is None else _ALWAYS

    def _at(self, period: str, group: str) -> tuple[Disclosed, Mapping[str, Cell]]:
        if (period, group) not in self._shown:
            self._shown[period, group] = self._made(period, group)
        return self._shown[period, group]

    def _made(self, period: str, group: str) -> tuple[Disclosed, Mapping[str, Cell]]:
        material = self._material
        table, sent = self._of(period, group)
        rollups = roll_up(table, stages=material.stages, deliveries=sent)
        points: dict[str, list[str]] = defaultdict(list)
        for point, medium in material.media.items():
            points[medium].append(point)
        by_medium = roll_up(table, stages=points, deliveries=sent).stages if points else {}
        shown = disclose(rollups, stages=material.stages, min_customers=self._k)
        media = {
            medium: guarded(as_shown(cell, k=self._k), [shown.touchpoints[point] for point in points[medium]])
            for medium, cell in by_medium.items()
        }
        return shown, media

    def _of(self, period: str, group: str) -> tuple[ScoreTable, DeliveryTable]:
        """Return the rows of a period and group."""
        days, material = span(period), self._material
        table, sent = material.table, material.deliveries
        if days.since is not None:
            table, sent = (
                table.between(since=days.since, until=days.until),
                sent.between(since=days.since, until=days.until),
            )
        if group != ALL:
            among: AbstractSet[str] = material.groups[group]
            table, sent = table.of_customers(among), sent.of_customers(among)
        return table, sent
