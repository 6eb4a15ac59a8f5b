"""Publishing: what has come since the last edition is counted, week by week, and told where it may be."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, datetime, timedelta

import numpy as np

from mapping.columns import Ints
from mapping.contributions import Counted, Found, Key, Pattern, contributions, counted_in, ledger_of
from mapping.disclosure import Visibility
from mapping.edition import Edition, Figures, Left
from mapping.edition_figures import Material, figures_of
from mapping.lattice import ALL, WHOLE, Scopes, Spot, is_over, periods_of, scopes_of, spot_of, spots_at
from mapping.protecting import Known, News, as_classes, publish_rows

_TO_SUNDAY = timedelta(days=6)

_MANY = 4
"""With so many times k new answers in a week a cell is told anew at once, else when its month is over: weekly
figures of small cells use up the answers that finer cells could be told with (measured)."""


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
        left=Left(rows=press.known.rows, left=[each.tolist() for each in press.known.left]),
        waiting=press.waiting,
    )


_MONTH = 3
"""The place of the month among the periods of a week."""


class _Press:
    """Counts batch by batch, and keeps what readers know of it."""

    def __init__(self, previous: Edition | None, *, scopes: Scopes, k: int) -> None:
        self.scopes = scopes
        self.counted: dict[Key, Counted] = counted_in(previous) if previous else {}
        self.dealt = dict(previous.ledger.customers) if previous else {}
        self.step = previous.step if previous else 0
        self.told: dict[Spot, tuple[int, date]] = {}
        self._begun = {
            (spot.scope, spot.group) for spot in map(spot_of, previous.figures if previous else ())
        }
        self.known = _known(previous, scopes=scopes, k=k)
        classes = len(self.known.left) - 1
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
        self.known = self.known.without_classes({self.dealt[key[0]] for key, _ in self._gone})
        return len(self._gone)

    def count(self, fresh: Sequence[Key], found: Mapping[Key, Found]) -> None:
        """Count what is new, week by week: what was taken back comes with the first."""
        weeks: dict[date, list[Key]] = defaultdict(list)
        for key in sorted(fresh):
            weeks[key[2]].append(key)
        for week in sorted(weeks):
            self._count_week(week, {key: found[key] for key in weeks[week]})
        if not weeks:
            self._publish([], {}, [], is_month_over=False)

    def _count_week(self, week: date, batch: Mapping[Key, Found]) -> None:
        """Count one week's new contributions and find what may be told with them."""
        self.step += 1
        cells = self._cells(batch)
        self.dealt |= as_classes(
            sorted(cells), cells, k=len(self.known.left) - 1, dealt=self.dealt, waiting=self.waiting
        )
        kinds: dict[tuple[str, date, Pattern], list[Key]] = defaultdict(list)
        for key, one in batch.items():
            kinds[key[1], key[2], one.pattern].append(key)
        sunday = week + _TO_SUNDAY
        told = self._publish(
            list(kinds),
            batch,
            list(kinds.values()),
            is_month_over=is_over(periods_of(week)[_MONTH], through=sunday),
        )
        self.told |= {spot_of(row): (self.step, sunday) for row in told}
        self._begun |= {(spot.scope, spot.group) for spot in map(spot_of, told)}
        self.counted |= {key: Counted(one.pattern, one.checksum, self.step) for key, one in batch.items()}
        self._wait(cells, told)
        self.known = self.known.of_rows(
            [row for row in self.known.rows if not is_over(spot_of(row).period, through=sunday)]
        )

    def _publish(
        self,
        kinds: Sequence[tuple[str, date, Pattern]],
        batch: Mapping[Key, Found],
        keys: Sequence[Sequence[Key]],
        *,
        is_month_over: bool,
    ) -> frozenset[str]:
        """Ask which rows may be told now that these kinds of contributions have come."""
        gone = sorted({(key[1], key[2], pattern) for key, pattern in self._gone})
        self._gone = []
        member, lost = self._members(kinds), self._members(gone)
        size = np.array([len(each) for each in keys], dtype=np.int64)
        sizes = {spot: int(size[member.get(spot, [])].sum()) for spot in {*member, *lost}}
        asked = {spot for spot in sizes if is_month_over or self._is_asked(spot, sizes[spot])}
        rows = sorted(sizes, key=lambda spot: (spot not in asked, spot.rank, -sizes[spot], spot))
        classes = np.zeros((len(self.known.left) - 1, len(kinds)), dtype=np.bool_)
        for place, each in enumerate(keys):
            classes[[self.dealt[key[0]] for key in each if batch[key].has_answers], place] = True
        news = News(
            rows=[spot.key for spot in rows],
            asked=len(asked),
            member=_indicators(rows, member, width=len(kinds)),
            classes=classes,
            gone=_indicators(rows, lost, width=len(gone)),
        )
        self.known, told = publish_rows(self.known, news)
        return frozenset(row for row in told if spot_of(row) in member)

    def _is_asked(self, spot: Spot, size: int) -> bool:
        """Say whether a spot with so many new answers is to be told before its month is over."""
        many = _MANY * (len(self.known.left) - 1)
        return not spot.rank[0] or size >= many or (spot.scope, spot.group) not in self._begun

    def _members(self, kinds: Iterable[tuple[str, date, Pattern]]) -> dict[Spot, list[int]]:
        """Return which kinds each spot holds."""
        members: dict[Spot, list[int]] = defaultdict(list)
        for place, (point, week, pattern) in enumerate(kinds):
            for spot in self._spots(point, week, pattern):
                members[spot].append(place)
        return members

    def _spots(self, point: str, week: date, pattern: Pattern) -> Iterator[Spot]:
        """Return the spots that a contribution counts in and that are not settled."""
        spots = spots_at(week, scopes=self._at[point], groups=(ALL, *pattern))
        return (spot for spot in spots if spot.period not in self._settled)

    def _cells(self, batch: Mapping[Key, Found]) -> dict[str, list[str]]:
        """Return the scopes and groups that each customer is new in, the finest first."""
        cells: dict[str, dict[str, None]] = defaultdict(dict)
        for (customer, point, _), one in batch.items():
            if one.has_answers:
                for group in (ALL, *one.pattern):
                    cells[customer] |= dict.fromkeys(
                        f"{scope}|{group}" for scope in reversed(self._at[point])
                    )
        for customer, _, _ in batch:
            cells.setdefault(customer, {})
        return {customer: list(here) for customer, here in cells.items()}

    def _wait(self, cells: Mapping[str, Sequence[str]], told: AbstractSet[str]) -> None:
        """Remember of which classes customers have come into cells that were not told with them."""
        for customer, here in cells.items():
            for cell in here:
                tally = self.waiting.setdefault(cell, [0] * (len(self.known.left) - 1))
                tally[self.dealt[customer]] += 1
        for row in told:
            spot = spot_of(row)
            if spot.period == ALL:
                self.waiting.pop(f"{spot.scope}|{spot.group}", None)


def _scopes_at(scopes: Scopes) -> dict[str, list[str]]:
    """Return the scopes that each touchpoint is in."""
    return {point: [scope for scope in scopes if point in scopes[scope]] for point in scopes[WHOLE]}


def _known(previous: Edition | None, *, scopes: Scopes, k: int) -> Known:
    """Return what readers know of the rows as they are now defined."""
    if previous is None:
        return Known.nothing(k)
    rows = tuple(previous.left.rows)
    left = [
        np.array(each, dtype=np.int64).reshape(len(rows), len(each[0]) if each else 0)
        for each in previous.left.left
    ]
    left += [np.zeros((len(rows), 0), dtype=np.int64) for _ in range(k + 1 - len(left))]
    known = Known(rows=rows, left=tuple(left))
    changed = {scope for scope, points in scopes.items() if set(previous.scopes.get(scope, ())) != points}
    if not changed:
        return known
    asked = sorted({spot_of(row)[1:] for row in rows})
    sums = {
        Spot(scope, period, group).key: [
            Spot(f"touchpoint:{point}", period, group).key for point in scopes[scope]
        ]
        for scope in sorted(changed)
        for period, group in asked
    }
    return known.redefined(sums)


def _indicators(rows: Sequence[Spot], members: Mapping[Spot, Sequence[int]], *, width: int) -> Ints:
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
