"""What is held back of figures that move with every window: weeks count once enough customers are in them.

The weeks of a touchpoint fall into blocks, each just long enough for k customers. A window tells of whole
blocks alone, so two windows, today's and last week's among them, differ by k customers or by nobody.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np

from config.weeks import TO_SUNDAY
from mapping.columns import Flags, Ints, Times

Span = tuple[date, date]
"""A first and a last week, by their Mondays."""

Weeks = Mapping[date, Ints]
"""Who came in each week, by its Monday, the first week first."""

_DAYS, _WEEK = "datetime64[D]", 7


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Came:
    """Who came to which touchpoint in which week: a row each, repeats allowed; codes into `touchpoints`."""

    touchpoints: tuple[str, ...]
    touchpoint: Ints
    week: Times
    customer: Ints
    customers: tuple[str, ...]

    def by_week(self) -> Mapping[str, Weeks]:
        """Return who came to each touchpoint, week by week: each once, as codes into `customers`."""
        if not len(self.week):
            return {}
        day = self.week.astype(_DAYS).astype(np.int64)
        first, many = int(day.min()), len(self.customers)
        week = (day - first) // _WEEK
        length = int(week.max()) + 1
        # One number for each touchpoint, week and customer sorts far faster than three columns.
        seen = np.sort((self.touchpoint * length + week) * many + self.customer)
        seen = seen[np.diff(seen, prepend=-1) > 0]
        cells, begins = np.unique(seen // many, return_index=True)
        found: dict[str, dict[date, Ints]] = {}
        for cell, (begin, end) in zip(cells.tolist(), pairwise([*begins.tolist(), len(seen)]), strict=True):
            point, at = divmod(cell, length)
            monday = np.datetime64(first + at * _WEEK, "D").item()
            found.setdefault(self.touchpoints[point], {})[monday] = seen[begin:end] % many
        return found

    def called(self, weeks: Weeks, week: date, span: Span | None) -> frozenset[str]:
        """Return who is told of in a week, where the span of a touchpoint holds it."""
        if span is None or not span[0] <= week <= span[1] or week not in weeks:
            return frozenset()
        return frozenset(self.customers[code] for code in weeks[week].tolist())


def mondays(at: Times) -> Times:
    """Return the Monday of the week of each moment."""
    # The epoch was a Thursday, so weeks of numpy begin on one.
    days = at.astype(_DAYS).astype(np.int64)
    weeks: Times = (days - (days + 3) % 7).astype(_DAYS)
    return weeks


def spans(came: Came, *, k: int, since: date | None, until: date | None) -> Mapping[str, Span]:
    """Return the weeks of each touchpoint that a window may tell of; one that has none is left out."""
    return _spans(came.by_week(), k=k, since=since, until=until)


def spans_of_group(
    everybody: Came, group: Came, *, k: int, since: date | None, until: date | None
) -> Mapping[str, Span]:
    """Return the weeks of each touchpoint that a group's window may tell of, beside those of everybody.

    Where all but few are in the group, what everybody's figures have beyond the group's would be those few.
    """
    all_came, group_came = everybody.by_week(), group.by_week()
    of_all = _spans(all_came, k=k, since=since, until=until)
    return {
        point: span
        for point, span in _spans(group_came, k=k, since=since, until=until).items()
        if not _are_few(
            (
                everybody.called(all_came[point], week, of_all.get(point))
                ^ group.called(group_came[point], week, span)
                for week in all_came[point]
            ),
            k=k,
        )
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


def _spans(
    came: Mapping[str, Weeks], *, k: int, since: date | None, until: date | None
) -> Mapping[str, Span]:
    found = {point: _within(_blocks(weeks, k=k), since=since, until=until) for point, weeks in came.items()}
    return {point: span for point, span in found.items() if span is not None}


def _blocks(came: Weeks, *, k: int) -> list[Span]:
    """Return the blocks of a touchpoint, from its first week on; the last weeks wait for more customers."""
    blocks: list[Span] = []
    first: date | None = None
    met = np.empty(0, dtype=np.int64)
    for week, who in came.items():
        met = who if first is None else np.union1d(met, who)
        first = first or week
        if len(met) >= k:
            blocks.append((first, week))
            first = None
    return blocks


def _within(blocks: list[Span], *, since: date | None, until: date | None) -> Span | None:
    inside = [
        (first, last)
        for first, last in blocks
        if (since is None or first >= since) and (until is None or last + TO_SUNDAY <= until)
    ]
    return (inside[0][0], inside[-1][1]) if inside else None


def _are_few(left_over: Iterable[frozenset[str]], *, k: int) -> bool:
    """Say whether somebody, but fewer than k, is told of with one of two and not with the other."""
    met = frozenset[str]()
    for who in left_over:
        met |= who
        if len(met) >= k:
            return False
    return bool(met)
