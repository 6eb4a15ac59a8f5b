"""Who came to which touchpoint in which week, and a checksum of what is told of it, whatever the table."""

from collections.abc import Sequence
from dataclasses import dataclass
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from mapping.columns import Ints, Times, coded
from mapping.deliveries import DeliveryTable
from mapping.mention_table import MentionTable
from mapping.methods.events import EventTable
from mapping.table import ScoreTable

_Hashes = NDArray[np.uint64]
_Rows = ScoreTable | DeliveryTable | EventTable | MentionTable

_ODD = 0x9E3779B97F4A7C15
_STEPS = ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB))
_HALF = 32
_FINEST = 1e6
"""Sums of valences to so many parts: in which order a database adds them up must not tell."""

_DAYS = "datetime64[D]"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Came:
    """A row each, repeats allowed; codes into the id lists, `week` a Monday (UTC).

    `checksum` is positive and at most 2^32, so that those of a million rows add up exactly in a float.
    """

    customers: tuple[str, ...]
    touchpoints: tuple[str, ...]
    customer: Ints
    touchpoint: Ints
    week: Times
    checksum: Ints


def mondays(at: Times) -> Times:
    """Return the Monday of the week of each moment."""
    # The epoch was a Thursday, so weeks of numpy begin on one.
    days = at.astype(_DAYS).astype(np.int64)
    weeks: Times = (days - (days + 3) % 7).astype(_DAYS)
    return weeks


def answered(table: ScoreTable) -> Came:
    """Return who answered, and what that comes to."""
    counts = table.counts.astype(np.uint64)
    odd = _mixed(np.arange(1, counts.shape[1] + 1, dtype=np.uint64)) | np.uint64(1)
    # A row of numbers is one number: a single multiplication for each, and one mixing of all.
    tallied = (counts * odd).sum(axis=1, dtype=np.uint64)
    sums = np.rint(table.sums * _FINEST).astype(np.int64)
    return _came(table, table.week, tallied.view(np.int64), sums[:, 0], sums[:, 1])


def delivered(table: DeliveryTable) -> Came:
    """Return to whom something was put, and whether they replied."""
    return _came(table, table.week, table.delivered, table.responded)


def visited(table: EventTable) -> Came:
    """Return who came by, and when."""
    names = np.array([crc32(name.encode()) for name in table.campaigns], dtype=np.int64)
    return _came(table, mondays(table.at), table.at.view(np.int64), names[table.campaign])


def felt(table: EventTable) -> Came:
    """Return whose visits have a score, and which."""
    scored = table.picked(~np.isnan(table.score))
    found = np.rint(scored.score * _FINEST).astype(np.int64)
    return _came(scored, mondays(scored.at), scored.at.view(np.int64), found)


def keys_of(table: _Rows, at: Times) -> Came:
    """Return rows of which only the key is wanted."""
    return Came(
        customers=table.customers,
        touchpoints=table.touchpoints,
        customer=table.customer,
        touchpoint=table.touchpoint,
        week=mondays(at),
        checksum=np.zeros(len(at), dtype=np.int64),
    )


def keyed(customer: Sequence[str], touchpoint: Sequence[str], at: Times) -> Came:
    """Return rows of which only the key is known."""
    customers, customer_code = coded(customer)
    touchpoints, touchpoint_code = coded(touchpoint)
    return Came(
        customers=customers,
        touchpoints=touchpoints,
        customer=customer_code,
        touchpoint=touchpoint_code,
        week=mondays(at),
        checksum=np.zeros(len(customer), dtype=np.int64),
    )


def _came(table: _Rows, week: Times, *columns: Ints) -> Came:
    hashes = np.full(len(week), _ODD, dtype=np.uint64)
    for column in columns:
        hashes = _mixed(hashes ^ column.astype(np.int64).view(np.uint64))
    return Came(
        customers=table.customers,
        touchpoints=table.touchpoints,
        customer=table.customer,
        touchpoint=table.touchpoint,
        week=week,
        checksum=(hashes >> np.uint64(_HALF)).astype(np.int64) + 1,
    )


def _mixed(numbers: _Hashes) -> _Hashes:
    """Return numbers of which every bit depends on every bit (the finalizer of splitmix64)."""
    mixed = numbers + np.uint64(_ODD)
    for shift, factor in _STEPS:
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return mixed ^ (mixed >> np.uint64(31))
