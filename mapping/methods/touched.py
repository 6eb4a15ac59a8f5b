"""What became of customers who came by one way, such as a medium or a campaign, and whether they went on.

A customer's first event by the way is when they were touched. Who was at the goal by then is in no share:
nothing could have brought them there any more. Nor is who still has time: 'not yet' is not 'never'.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

import numpy as np

from mapping.columns import Flags, Floats, Ints, moment
from mapping.methods import grouped
from mapping.methods.events import EventTable

Felt = Literal["by_it", "since_then"]
"""Whose scores count: of the events by the way, or of all the customer's events from the first one on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Touched:
    """The `customers` who came by one way, of whom `came` reached the goal in time and `did_not`.

    The others were there before, or still have time. `votes` are each customer's own mean scores (-2..+2).
    """

    customers: int
    came: int
    did_not: int
    votes: Floats

    @property
    def of(self) -> int:
        """How many could have come and have had their time."""
        return self.came + self.did_not


def touched(
    table: EventTable, by: Flags, goal: Flags, *, as_of: datetime, window: timedelta, felt: Felt
) -> Touched:
    """Follow the customers of the rows `by` to the first of their rows of the `goal` within `window`.

    The table's rows are those until `as_of`.
    """
    first, who = _first(table, by)
    at_goal, arrived = _first(table, goal)
    length = np.timedelta64(window // timedelta(microseconds=1), "us")
    goal_at = np.full(len(table.customers), np.datetime64("NaT"), dtype="datetime64[us]")
    goal_at[arrived] = table.at[at_goal]
    touched_at, then = table.at[first], goal_at[who]
    has_had_time = touched_at + length <= moment(as_of)
    is_before = then <= touched_at
    is_in_time = then <= touched_at + length
    counted = has_had_time & ~is_before
    return Touched(
        customers=len(who),
        came=int((counted & is_in_time).sum()),
        did_not=int((counted & ~is_in_time).sum()),
        votes=_votes(table, by if felt == "by_it" else _since(table, first, who)),
    )


def _first(table: EventTable, rows: Flags) -> tuple[Ints, Ints]:
    """Return the first of the rows of each customer who has any, and these customers' codes."""
    places = np.flatnonzero(rows)
    who, begins = np.unique(table.customer[places], return_index=True)
    return places[begins].astype(np.int64), who.astype(np.int64)


def _since(table: EventTable, first: Ints, who: Ints) -> Flags:
    """Say of each row whether it is its customer's first one by the way, or a later one."""
    begin = np.full(len(table.customers), len(table), dtype=np.int64)
    begin[who] = first
    since: Flags = np.arange(len(table)) >= begin[table.customer]
    return since


def _votes(table: EventTable, rows: Flags) -> Floats:
    count, mean = grouped.means(table.score[rows], table.customer[rows], groups=len(table.customers))
    votes: Floats = mean[count > 0]
    return votes
