"""Who reached which stage when: the walk through the journey that funnel, times and leavers are counted from.

The walk is closed and ordered. Its rules, for each customer:

- They enter at their first event in the first stage. Every other stage is reached at their first event in it
  that is not before the stage reached last.
- Same time: two events at one moment are in order, whichever row comes first.
- Re-entry: only the first time counts. Coming back to a stage starts no window anew and counts nobody again.
- Window: going on must happen within the window of the stage reached last, its end included. Who comes later
  is lost there, and does not count as reaching what follows.
- Skipping: `never` ends the way at the first stage not reached. `allowed` passes over a stage between, but
  only where no event in it fits; the first stage cannot be skipped.
- Not yet: who has not gone on and whose window is not over at `as_of`. Without a window nobody is ever lost.
- Customers who never were in the first stage are no part of the walk. The funnel counts them apart.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Literal

import numpy as np

from mapping.columns import Flags, Ints, Times, frozen, moment
from mapping.methods.events import EventTable, Stages, changes, places

Skipping = Literal["never", "allowed"]

_NEVER = int(np.iinfo(np.int64).max)
_LONGEST = 2**62  # microseconds: further than any two times of a calendar lie apart
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Passages:
    """Who reached which stage when: arrays of (customers of the table, stages).

    `at` is when a stage was reached and `next_at` when the next one was, NaT for never. `is_over` says
    whether the window for going on had ended at `as_of`; false where the stage was not reached, has no
    window, or is the last.
    """

    stages: tuple[str, ...]
    windows: tuple[timedelta | None, ...]
    as_of: datetime
    at: Times
    next_at: Times
    is_over: Flags

    @property
    def seen_until(self) -> int:
        """`as_of` in microseconds since 1970, UTC."""
        return int(moment(self.as_of).astype(np.int64))

    @property
    def lengths(self) -> tuple[int, ...]:
        """The windows in microseconds; where there is none, longer than any wait."""
        return tuple(map(_length, self.windows))

    @property
    def has_reached(self) -> Flags:
        """Whether the customer reached the stage in order."""
        return ~np.isnat(self.at)

    @property
    def went_on(self) -> Flags:
        """Whether they then reached a further stage in time."""
        return ~np.isnat(self.next_at)

    @property
    def is_lost(self) -> Flags:
        """Whether their window ended without their going on."""
        return self.is_over & ~self.went_on


def passages(
    table: EventTable,
    *,
    stages: Stages,
    as_of: datetime,
    windows: Mapping[str, timedelta] | None = None,
    skipping: Skipping = "never",
) -> Passages:
    """Walk every customer through the stages at once; a row for each of the table's customers.

    ValueError for a window of no stage or of negative length.
    """
    limits = _checked(windows or {}, stages=stages)
    seen = seen_until(table, as_of)
    place = places(seen, stages=stages).place
    at = np.full((len(table.customers), len(stages)), _NEVER, dtype=np.int64)
    since, until = np.zeros(len(at), dtype=np.int64) - _NEVER, np.full(len(at), _NEVER, dtype=np.int64)
    for number, window in enumerate(limits):
        when = _first_since(seen, place == number, since)
        here = (when < _NEVER) & (when <= until)
        at[here, number] = when[here]
        since[here], until[here] = when[here], when[here] + _length(window)
        if skipping == "never" or number == 0:
            since[~here] = _NEVER
    return _passages(at, stages=tuple(stages), windows=limits, as_of=as_of)


def seen_until(table: EventTable, as_of: datetime) -> EventTable:
    """Return the events up to and including `as_of`."""
    return table.picked(table.at <= moment(as_of))


def _passages(
    at: Ints, *, stages: tuple[str, ...], windows: tuple[timedelta | None, ...], as_of: datetime
) -> Passages:
    """Add to the times reached when each customer went on, and whether their time for it is over."""
    now = int(moment(as_of).astype(np.int64))
    next_at = np.full_like(at, _NEVER)
    for before, after in reversed(list(pairwise(range(len(stages))))):
        next_at[:, before] = np.where(at[:, after] < _NEVER, at[:, after], next_at[:, after])
    next_at[at == _NEVER] = _NEVER
    waited = np.where(at < _NEVER, now - np.minimum(at, now), -1)
    is_over = waited > np.array([_length(window) for window in windows], dtype=np.int64)
    is_over[:, -1:] = False
    return Passages(
        stages=stages,
        windows=windows,
        as_of=as_of,
        at=frozen(_times(at)),
        next_at=frozen(_times(next_at)),
        is_over=frozen(is_over),
    )


def _first_since(seen: EventTable, here: Flags, since: Ints) -> Ints:
    """Return per customer the first of these events that is not before `since`, _NEVER for none."""
    rows = np.flatnonzero(here)
    when = seen.at[rows].astype(np.int64)
    fits = when >= since[seen.customer[rows]]
    customer, when = seen.customer[rows][fits], when[fits]
    first = changes(customer)
    found = np.full(len(since), _NEVER, dtype=np.int64)
    found[customer[first]] = when[first]
    return found


def _checked(windows: Mapping[str, timedelta], *, stages: Stages) -> tuple[timedelta | None, ...]:
    """Return the window of each stage, None for none."""
    unknown = sorted(windows.keys() - stages.keys())
    if unknown:
        raise ValueError(f"a window is given for {unknown[0]!r}, which is no stage")
    if any(window < timedelta() for window in windows.values()):
        raise ValueError("a window cannot be shorter than nothing")
    return tuple(map(windows.get, stages))


def _length(window: timedelta | None) -> int:
    """Return the window in microseconds; where there is none, longer than any wait."""
    return _LONGEST if window is None else min(window // _MICROSECOND, _LONGEST)


def _times(microseconds: Ints) -> Times:
    """Return times, NaT for _NEVER."""
    return np.where(microseconds == _NEVER, np.datetime64("NaT", "us"), microseconds.astype("datetime64[us]"))
