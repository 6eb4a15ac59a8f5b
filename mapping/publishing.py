"""Publishing: what has come since the last edition is counted, week by week, and told where it may be."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime
from typing import NamedTuple

import numpy as np

from config.weeks import TO_SUNDAY
from mapping.columns import Ints
from mapping.contributions import Counted, Found, Key, Pattern, contributions, counted_in, ledger_of
from mapping.disclosure import Visibility
from mapping.edition import Edition, Figures, Left
from mapping.edition_figures import Material, Told, figures_of
from mapping.lattice import (
    ALL,
    WHOLE,
    Row,
    Scopes,
    Spot,
    is_over,
    periods_of,
    row_of,
    scopes_of,
    spot_of,
    spots_at,
    tells_parts,
)
from mapping.moods import Moods
from mapping.protecting import Known, News, as_classes, publish_rows
from mapping.table import LEVELS

_MANY = 4
"""With so many times k new answers in a week a cell is told anew at once, else when its month is over: weekly
figures of small cells use up the answers that finer cells could be told with (measured). With as many for
each level its levels are told with it, else when the month is over."""


def publish(
    previous: Edition | None, material: Material, *, k: int, through: date, made_at: datetime
) -> Edition:
    """Return the next edition: all weeks up to the Sunday `through`, as far as they may be told.

    Where nothing has come, changed or gone since, the edition stays the one it was.
    """
    scopes = scopes_of(material.stages, material.media)
    found = contributions(
        material.table,
        material.deliveries,
        points=scopes[WHOLE],
        through=through,
        groups=material.groups,
        token=material.token,
    )
    press = _Press(previous, scopes=scopes, k=k)
    if previous is not None and not press.take_back(found) and found.keys() <= press.counted.keys():
        return previous
    fresh = [key for key in found if key not in press.counted]
    press.count(fresh, found)
    figures = dict(previous.figures) if previous else {}
    figures |= figures_of(material, press.told, counted=press.counted, k=k)
    return Edition(
        made_at=made_at,
        through=through,
        k=len(press.known.left) - 1,
        step=press.step,
        scopes={scope: sorted(points) for scope, points in scopes.items()},
        figures=figures,
        hidden=_hidden(press.counted, figures, scopes=scopes, k=k),
        ledger=ledger_of(press.counted, dealt=press.dealt),
        left=_left(press.known),
        moods={name: _left(known) for name, known in press.moods.known.items()},
        waiting=press.waiting,
    )


_MONTH = 3
"""The place of the month among the periods of a week."""


_GONE = -9
"""Stands for a level in what has gone of the row over all levels."""


class Kind(NamedTuple):
    """Contributions that count in the same rows; `level` None is a delivery."""

    point: str
    week: date
    pattern: Pattern
    level: int | None


class _Press:
    """Counts batch by batch, and keeps what readers know of it."""

    def __init__(self, previous: Edition | None, *, scopes: Scopes, k: int) -> None:
        self.scopes = scopes
        self.counted: dict[Key, Counted] = counted_in(previous) if previous else {}
        self.dealt = dict(previous.ledger.customers) if previous else {}
        self.step = previous.step if previous else 0
        self.told: dict[Spot, Told] = {}
        self._begun = {
            (spot.scope, spot.group) for spot in map(spot_of, previous.figures if previous else ())
        }
        self.known = (
            _known(previous.left, previous.scopes, scopes=scopes, k=k) if previous else Known.nothing(k)
        )
        classes = len(self.known.left) - 1
        kept = previous.moods if previous else {}
        self.moods = Moods(
            {
                name: _known(left, previous.scopes, scopes=scopes, k=k)
                for name, left in kept.items()
                if previous
            },
            scopes=scopes,
            k=classes,
        )
        waiting = previous.waiting if previous else {}
        self.waiting = {cell: [*tally, *[0] * (classes - len(tally))] for cell, tally in waiting.items()}
        self._gone: list[tuple[Key, Pattern]] = []
        weeks = {key[2] for key in self.counted}
        periods = {period for week in weeks for period in periods_of(week)}
        # A period that was over when it was published is settled: what comes late counts in longer ones.
        self._settled = {
            period for period in periods if previous and is_over(period, through=previous.through)
        }
        self._at = _scopes_at(scopes)

    def take_back(self, found: Mapping[Key, Found]) -> int:
        """Take back what has changed or gone since it was counted; return how much that is."""
        self._gone = [
            (key, one.pattern)
            for key, one in self.counted.items()
            if key[1] in self._at and (key not in found or found[key].checksum != one.checksum)
        ]
        for key, _ in self._gone:
            del self.counted[key]
        touched = {self.dealt[key[0]] for key, _ in self._gone}
        self.known = self.known.without_classes(touched)
        self.moods.take_back({key[1] for key, _ in self._gone}, touched)
        return len(self._gone)

    def count(self, fresh: Sequence[Key], found: Mapping[Key, Found]) -> None:
        """Count what is new, week by week: what was taken back comes with the first."""
        weeks: dict[date, list[Key]] = defaultdict(list)
        for key in sorted(fresh):
            weeks[key[2]].append(key)
        for week in sorted(weeks):
            self._count_week(week, {key: found[key] for key in weeks[week]})
        if not weeks:
            self._publish([], [], is_month_over=False)
            self.moods.count({}, self.dealt, told=set())

    def _count_week(self, week: date, batch: Mapping[Key, Found]) -> None:
        """Count one week's new contributions and find what may be told with them."""
        self.step += 1
        cells = self._cells(batch)
        self.dealt |= as_classes(
            sorted(cells), cells, k=len(self.known.left) - 1, dealt=self.dealt, waiting=self.waiting
        )
        kinds: dict[Kind, list[Key]] = defaultdict(list)
        for key, one in batch.items():
            for level in one.levels or (None,):
                kinds[Kind(key[1], key[2], one.pattern, level)].append(key)
        sunday = week + TO_SUNDAY
        told = self._publish(
            list(kinds),
            list(kinds.values()),
            is_month_over=is_over(periods_of(week)[_MONTH], through=sunday),
        )
        moods = self.moods.count(batch, self.dealt, told={row.spot for row in told})
        for spot in (row.spot for row in told if row.level is None):
            levels = frozenset(row.level for row in told if row.spot == spot and row.level is not None)
            self.told[spot] = Told(self.step, sunday, levels, moods.get(spot, frozenset()))
            self._begun.add((spot.scope, spot.group))
        self.counted |= {key: Counted(one.pattern, one.checksum, self.step) for key, one in batch.items()}
        self._wait(cells, told)
        self.known = self.known.of_rows(
            [row for row in self.known.rows if not is_over(row_of(row).spot.period, through=sunday)]
        )

    def _publish(
        self, kinds: Sequence[Kind], keys: Sequence[Sequence[Key]], *, is_month_over: bool
    ) -> set[Row]:
        """Ask which rows may be told now that these kinds of contributions have come."""
        # What has gone is told apart row by row: a difference of two rows may tell of nothing else.
        gone = sorted(
            Kind(point, week, pattern, level)
            for point, week, pattern in {(key[1], key[2], pattern) for key, pattern in self._gone}
            for level in (_GONE, *LEVELS)
        )
        self._gone = []
        member, lost = self._members(kinds), self._members(gone)
        size = np.array([len(each) for each in keys], dtype=np.int64)
        sizes = {row: int(size[member.get(row, [])].sum()) for row in {*member, *lost}}
        rows, asked, needs = self._asked(sizes, is_month_over=is_month_over)
        classes = np.zeros((len(self.known.left) - 1, len(kinds)), dtype=np.bool_)
        for place, (kind, each) in enumerate(zip(kinds, keys, strict=True)):
            if kind.level is not None:
                classes[[self.dealt[key[0]] for key in each], place] = True
        news = News(
            rows=[row.key for row in rows],
            asked=asked,
            member=_indicators(rows, member, width=len(kinds)),
            classes=classes,
            gone=_indicators(rows, lost, width=len(gone)),
            needs=needs,
        )
        self.known, told = publish_rows(self.known, news)
        found = {row_of(key) for key in told}
        return {row for row in found if Row(row.spot) in member}

    def _asked(
        self, sizes: Mapping[Row, int], *, is_month_over: bool
    ) -> tuple[list[Row], int, dict[int, int]]:
        """Return all rows, those to be asked for first, how many these are, and which of them needs which."""
        spots = {row.spot for row in sizes}
        wanted = {spot for spot in spots if is_month_over or self._is_asked(spot, sizes.get(Row(spot), 0))}
        parted = {spot for spot in wanted if tells_parts(spot)}
        if not is_month_over:
            parted = {spot for spot in parted if sizes.get(Row(spot), 0) >= self._many * len(LEVELS)}
        asked = {Row(spot) for spot in wanted} | {Row(spot, level) for spot in parted for level in LEVELS}
        order = sorted(
            {*asked, *sizes, *map(Row, spots)},
            key=lambda row: (
                row not in asked, row.rank, row.level is not None, -sizes.get(row, 0), row.key,
            ),
        )  # fmt: skip
        place = {row: number for number, row in enumerate(order)}
        needs = {place[row]: place[Row(row.spot)] for row in asked if row.level is not None}
        return order, len(asked), needs

    def _is_asked(self, spot: Spot, size: int) -> bool:
        """Say whether a spot with so many new answers is to be told before its month is over."""
        return not spot.rank[0] or size >= self._many or (spot.scope, spot.group) not in self._begun

    @property
    def _many(self) -> int:
        """How many new answers a week are many."""
        return _MANY * (len(self.known.left) - 1)

    def _members(self, kinds: Iterable[Kind]) -> dict[Row, list[int]]:
        """Return which kinds each row adds up."""
        members: dict[Row, list[int]] = defaultdict(list)
        for place, kind in enumerate(kinds):
            for spot in self._spots(kind.point, kind.week, kind.pattern):
                members[Row(spot)].append(place)
                if kind.level in LEVELS and tells_parts(spot):
                    members[Row(spot, kind.level)].append(place)
        return members

    def _spots(self, point: str, week: date, pattern: Pattern) -> Iterator[Spot]:
        """Return the spots that a contribution counts in and that are not settled."""
        spots = spots_at(week, scopes=self._at[point], groups=(ALL, *pattern))
        return (spot for spot in spots if spot.period not in self._settled)

    def _cells(self, batch: Mapping[Key, Found]) -> dict[str, list[str]]:
        """Return the scopes, groups and levels that each customer is new in, the finest first."""
        cells: dict[str, dict[str, None]] = defaultdict(dict)
        for (customer, point, _), one in batch.items():
            if one.has_answers:
                scopes = [*reversed(self._at[point])]
                levels = [level for level in one.levels if level in LEVELS]
                cells[customer] |= {
                    f"{scope}|{ALL}#{level}": None for scope in scopes for level in levels
                }  # fmt: skip
                for group in (ALL, *one.pattern):
                    cells[customer] |= dict.fromkeys(f"{scope}|{group}" for scope in scopes)
        for customer, _, _ in batch:
            cells.setdefault(customer, {})
        return {customer: list(here) for customer, here in cells.items()}

    def _wait(self, cells: Mapping[str, Sequence[str]], told: AbstractSet[Row]) -> None:
        """Remember of which classes customers have come into cells that were not told with them."""
        for customer, here in cells.items():
            for cell in here:
                tally = self.waiting.setdefault(cell, [0] * (len(self.known.left) - 1))
                tally[self.dealt[customer]] += 1
        for spot, level in told:
            if spot.period == ALL:
                cell = f"{spot.scope}|{spot.group}"
                self.waiting.pop(cell if level is None else f"{cell}#{level}", None)


def _scopes_at(scopes: Scopes) -> dict[str, list[str]]:
    """Return the scopes that each touchpoint is in."""
    return {point: [scope for scope in scopes if point in scopes[scope]] for point in scopes[WHOLE]}


def _left(known: Known) -> Left:
    """Return what readers do not know yet as it is kept."""
    return Left(rows=known.rows, left=[each.tolist() for each in known.left])


def _known(kept: Left, before: Mapping[str, Sequence[str]], *, scopes: Scopes, k: int) -> Known:
    """Return what readers know of the rows as they are now defined, where scopes were as `before`."""
    rows = tuple(kept.rows)
    left = [
        np.array(each, dtype=np.int64).reshape(len(rows), len(each[0]) if each else 0) for each in kept.left
    ]
    left += [np.zeros((len(rows), 0), dtype=np.int64) for _ in range(k + 1 - len(left))]
    known = Known(rows=rows, left=tuple(left))
    changed = {scope for scope, points in scopes.items() if set(before.get(scope, ())) != points}
    if not changed:
        return known
    asked = sorted({(row.spot[1:], row.level) for row in map(row_of, rows)}, key=str)
    sums = {
        Row(Spot(scope, *spot), level).key: [
            Row(Spot(f"touchpoint:{point}", *spot), level).key for point in scopes[scope]
        ]
        for scope in sorted(changed)
        for spot, level in asked
    }
    return known.redefined(sums)


def _indicators(rows: Sequence[Row], members: Mapping[Row, Sequence[int]], *, width: int) -> Ints:
    """Return the rows as 0 and 1."""
    ones = np.zeros((len(rows), width), dtype=np.int64)
    for place, row in enumerate(rows):
        ones[place, members.get(row, [])] = 1
    return ones


def _hidden(
    counted: Mapping[Key, Counted], figures: Mapping[str, Figures], *, scopes: Scopes, k: int
) -> dict[str, Visibility]:
    """Say of each spot with answers and without figures whether its customers are too few by themselves."""
    kinds: dict[tuple[str, date, Pattern], set[str]] = defaultdict(set)
    for (customer, point, week), one in counted.items():
        kinds[point, week, one.pattern].add(customer)
    at = _scopes_at(scopes)
    customers: dict[str, set[str]] = defaultdict(set)
    for (point, week, pattern), these in kinds.items():
        for spot in spots_at(week, scopes=at.get(point, ()), groups=(ALL, *pattern)):
            if spot.key not in figures:
                customers[spot.key] |= these
    return {
        key: Visibility.FEW if len(found) < k else Visibility.COMPLEMENT for key, found in customers.items()
    }
