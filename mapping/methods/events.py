"""Who was where, when, and how it felt: the one table that funnel, paths and map count from.

Two figures that should be equal are not always made by the same query, and then nobody trusts either.
So 'customers of a stage' has one definition, `reached`, and every method here takes it from this module.
"""

from collections.abc import Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime

import numpy as np
from numpy.typing import ArrayLike

from mapping.columns import Flags, Floats, Ids, Ints, Times, coded, frozen, moment, recoded

Stages = Mapping[str, Sequence[str]]
"""Stage id to the ids of its touchpoints, both in the journey's order."""

_MOST = 2.0


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class EventTable:
    """Events in columns of equal length, sorted by customer, then time, then the order they came in.

    `customer`, `touchpoint`, `medium` and `campaign` are codes into the sorted id lists, in which '' stands
    for a medium or campaign that is not known. `at` is UTC in microseconds. `score` is a valence, -2..+2,
    NaN where the event has none.
    """

    customers: tuple[str, ...]
    touchpoints: tuple[str, ...]
    media: tuple[str, ...]
    campaigns: tuple[str, ...]
    customer: Ints
    touchpoint: Ints
    at: Times
    score: Floats
    medium: Ints
    campaign: Ints

    @classmethod
    def of_columns(
        cls,
        *,
        customer: Ids,
        touchpoint: Ids,
        at: ArrayLike,
        score: ArrayLike | None = None,
        medium: Ids | None = None,
        campaign: Ids | None = None,
    ) -> "EventTable":
        """Build the table from equally long columns; ValueError for unequal ones, no time, or no valence."""
        size = len(customer)
        customers, customer_code = coded(customer)
        touchpoints, touchpoint_code = coded(touchpoint)
        media, medium_code = coded([""] * size if medium is None else medium)
        campaigns, campaign_code = coded([""] * size if campaign is None else campaign)
        return cls(
            customers=customers,
            touchpoints=touchpoints,
            media=media,
            campaigns=campaigns,
            customer=customer_code,
            touchpoint=touchpoint_code,
            at=np.array(at, dtype="datetime64[us]"),
            score=np.full(size, np.nan) if score is None else np.array(score, dtype=np.float64),
            medium=medium_code,
            campaign=campaign_code,
        ).tidied()

    @classmethod
    def merged(cls, tables: Iterable["EventTable"]) -> "EventTable":
        """Return one table of all events; the tables' order matters only for one customer at one moment."""
        parts = list(tables) or [cls.of_columns(customer=(), touchpoint=(), at=())]
        customers, customer = recoded((part.customers, part.customer) for part in parts)
        touchpoints, touchpoint = recoded((part.touchpoints, part.touchpoint) for part in parts)
        media, medium = recoded((part.media, part.medium) for part in parts)
        campaigns, campaign = recoded((part.campaigns, part.campaign) for part in parts)
        return cls(
            customers=customers,
            touchpoints=touchpoints,
            media=media,
            campaigns=campaigns,
            customer=customer,
            touchpoint=touchpoint,
            at=np.concatenate([part.at for part in parts]),
            score=np.concatenate([part.score for part in parts]),
            medium=medium,
            campaign=campaign,
        ).tidied()

    def __len__(self) -> int:
        return len(self.customer)

    @property
    def begins(self) -> Ints:
        """The row at which each customer's events begin."""
        return np.flatnonzero(changes(self.customer)).astype(np.int64)

    def of_customers(self, customers: AbstractSet[str]) -> "EventTable":
        """Keep the events of these customers: a persona's or a segment's members."""
        member = np.array([name in customers for name in self.customers], dtype=np.bool_)
        return self.picked(member[self.customer])

    def between(self, *, since: datetime | None = None, until: datetime | None = None) -> "EventTable":
        """Keep the events at or after `since` and before `until`: neighbouring periods share none."""
        keep = np.ones(len(self), dtype=np.bool_)
        if since is not None:
            keep &= self.at >= moment(since)
        if until is not None:
            keep &= self.at < moment(until)
        return self.picked(keep)

    def picked(self, rows: Flags | Ints) -> "EventTable":
        """Return the rows picked by flag or place; ids no longer used stay in the lists."""
        return replace(
            self,
            customer=frozen(self.customer[rows]),
            touchpoint=frozen(self.touchpoint[rows]),
            at=frozen(self.at[rows]),
            score=frozen(self.score[rows]),
            medium=frozen(self.medium[rows]),
            campaign=frozen(self.campaign[rows]),
        )

    def tidied(self) -> "EventTable":
        """Return the rows in their order, closed to writing; ValueError where the columns are no events."""
        columns = (self.touchpoint, self.at, self.score, self.medium, self.campaign)
        if any(column.shape != self.customer.shape for column in columns):
            raise ValueError("the columns of events differ in length; give one value per event in each")
        if np.isnat(self.at).any():
            raise ValueError("an event has no time; leave it out, since it has no place in a path")
        if (np.abs(self.score) > _MOST).any():
            raise ValueError("a score lies outside -2..+2; scale it, or make it NaN where there is none")
        return self.picked(np.lexsort((self.at, self.customer)).astype(np.int64))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Places:
    """Where each event took place: the ids of the places, and per event one of them, -1 for none."""

    ids: tuple[str, ...]
    place: Ints


def places(table: EventTable, *, stages: Stages | None = None) -> Places:
    """Return the touchpoint of each event, or its stage where stages are given.

    ValueError where two stages hold the same touchpoint: its events would count twice.
    """
    if stages is None:
        return Places(ids=table.touchpoints, place=table.touchpoint)
    held = [(point, number) for number, points in enumerate(stages.values()) for point in points]
    to_stage = dict(held)
    if len(to_stage) < len({(point, number) for point, number in held}):
        raise ValueError("two stages hold the same touchpoint; leave it in one of them")
    lookup = np.array([*(to_stage.get(name, -1) for name in table.touchpoints), -1], dtype=np.int64)
    return Places(ids=tuple(stages), place=lookup[table.touchpoint])


def reached(table: EventTable, *, stages: Stages | None = None) -> dict[str, int]:
    """Return how many distinct customers have an event in each stage; without stages, at each touchpoint."""
    where = places(table, stages=stages)
    counts = distinct(table.customer, where.place, groups=len(where.ids))
    return dict(zip(where.ids, counts.tolist(), strict=True))


def distinct(customer: Ints, group: Ints, *, groups: int) -> Ints:
    """Return the number of distinct customers in each of `groups` groups; rows of group -1 count nowhere."""
    inside = group >= 0
    width = max(groups, 1)
    # Rows come sorted by customer, and sorting those on takes a tenth of what np.unique's hashing takes.
    pairs = np.sort(customer[inside] * width + group[inside])
    return np.bincount(pairs[changes(pairs)] % width, minlength=groups)[:groups].astype(np.int64)


def changes(column: Ints) -> Flags:
    """Say of each row whether it differs from the one above; the first row does."""
    differs = np.ones(len(column), dtype=np.bool_)
    np.not_equal(column[1:], column[:-1], out=differs[1:])
    return differs
