"""What is held back of figures that move with every window: weeks count once enough customers are in them.

The weeks of a touchpoint fall into blocks, each just long enough for k customers. A window tells of whole
blocks alone, so two windows, today's and last week's among them, differ by k customers or by nobody.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np

from config.weeks import TO_SUNDAY
from mapping.columns import Flags, Ints, Times

Span = tuple[date, date]
"""A first and a last week, by their Mondays."""

_DAYS = "datetime64[D]"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Came:
    """Who came to which touchpoint in which week: a row each, repeats allowed; codes into `touchpoints`."""

    touchpoints: tuple[str, ...]
    touchpoint: Ints
    week: Times
    customer: Ints
    customers: tuple[str, ...]

    def at(self, touchpoint: str) -> Mapping[date, frozenset[str]]:
        """Return who came to a touchpoint, week by week."""
        if touchpoint not in self.touchpoints:
            return {}
        rows = np.flatnonzero(self.touchpoint == self.touchpoints.index(touchpoint))
        if not len(rows):
            return {}
        rows = rows[np.lexsort((self.customer[rows], self.week[rows]))]
        weeks, begins = np.unique(self.week[rows].astype(_DAYS), return_index=True)
        parts = pairwise([*begins.tolist(), len(rows)])
        return {
            week: self._called(rows[begin:end])
            for week, (begin, end) in zip(weeks.tolist(), parts, strict=True)
        }

    def _called(self, rows: Ints) -> frozenset[str]:
        return frozenset(self.customers[code] for code in np.unique(self.customer[rows]).tolist())


def mondays(at: Times) -> Times:
    """Return the Monday of the week of each moment."""
    # The epoch was a Thursday, so weeks of numpy begin on one.
    days = at.astype(_DAYS).astype(np.int64)
    weeks: Times = (days - (days + 3) % 7).astype(_DAYS)
    return weeks


def spans(came: Came, *, k: int, since: date | None, until: date | None) -> Mapping[str, Span]:
    """Return the weeks of each touchpoint that a window may tell of; one that has none is left out."""
    found = {
        point: _within(_blocks(came.at(point), k=k), since=since, until=until) for point in came.touchpoints
    }
    return {point: span for point, span in found.items() if span is not None}


def spans_of_group(
    everybody: Came, group: Came, *, k: int, since: date | None, until: date | None
) -> Mapping[str, Span]:
    """Return the weeks of each touchpoint that a group's window may tell of, beside those of everybody.

    Where all but few are in the group, what everybody's figures have beyond the group's would be those few.
    """
    of_all = spans(everybody, k=k, since=since, until=until)
    of_group = spans(group, k=k, since=since, until=until)
    return {
        point: span
        for point, span in of_group.items()
        if not 0 < _left_over(everybody.at(point), group.at(point), of_all.get(point), span) < k
    }


def tells(touchpoints: tuple[str, ...], touchpoint: Ints, at: Times, known: Mapping[str, Span]) -> Flags:
    """Return which rows lie in the weeks that their touchpoint may tell of."""
    never = np.datetime64("NaT", "D")
    first = np.array([known[each][0] if each in known else never for each in touchpoints], dtype=_DAYS)
    last = np.array(
        [known[each][1] + TO_SUNDAY if each in known else never for each in touchpoints], dtype=_DAYS
    )
    day = at.astype(_DAYS)
    # Compared with no time, nothing holds.
    shown: Flags = (day >= first[touchpoint]) & (day <= last[touchpoint])
    return shown


def _blocks(came: Mapping[date, frozenset[str]], *, k: int) -> list[Span]:
    """Return the blocks of a touchpoint, from its first week on; the last weeks wait for more customers."""
    blocks: list[Span] = []
    first, met = None, frozenset[str]()
    for week, who in sorted(came.items()):
        first, met = first or week, met | who
        if len(met) >= k:
            blocks.append((first, week))
            first, met = None, frozenset()
    return blocks


def _within(blocks: list[Span], *, since: date | None, until: date | None) -> Span | None:
    inside = [
        (first, last)
        for first, last in blocks
        if (since is None or first >= since) and (until is None or last + TO_SUNDAY <= until)
    ]
    return (inside[0][0], inside[-1][1]) if inside else None


def _left_over(
    everybody: Mapping[date, frozenset[str]],
    group: Mapping[date, frozenset[str]],
    of_all: Span | None,
    of_group: Span,
) -> int:
    """Return how many customers stand in what is told of everybody and not of the group, or the other way."""
    nobody = frozenset[str]()
    left = nobody
    for week, who in everybody.items():
        all_told = who if of_all is not None and of_all[0] <= week <= of_all[1] else nobody
        group_told = group.get(week, nobody) if of_group[0] <= week <= of_group[1] else nobody
        left |= all_told ^ group_told
    return len(left)
