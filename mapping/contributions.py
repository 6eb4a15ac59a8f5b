"""Contributions: what one customer said at one touchpoint in one week, as an edition counts it."""

from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date
from zlib import crc32

import numpy as np

from config.weeks import TO_SUNDAY
from mapping.columns import Ints, Times
from mapping.deliveries import DeliveryTable
from mapping.edition import Edition, Ledger
from mapping.table import LEVELS, ScoreTable

Key = tuple[str, str, date]
"""A customer's token, a touchpoint and the Monday of a week."""

Pattern = tuple[str, ...]
"""The groups that a customer was in when first counted, sorted."""


UNSCORED = 9
"""Stands for a level where an answer has none."""


@dataclass(frozen=True, slots=True)
class Found:
    """A contribution as it stands now: at which levels something was said, and which emotions were named.

    `levels` is empty where something was only delivered.
    """

    pattern: Pattern
    checksum: int
    levels: tuple[int, ...] = ()
    emotions: tuple[str, ...] = ()

    @property
    def has_answers(self) -> bool:
        """Whether anything was said."""
        return bool(self.levels)


@dataclass(frozen=True, slots=True)
class Counted:
    """A contribution as it was counted, in which step."""

    pattern: Pattern
    checksum: int
    step: int


def contributions(
    table: ScoreTable,
    deliveries: DeliveryTable,
    *,
    points: AbstractSet[str],
    through: date,
    groups: Mapping[str, AbstractSet[str]],
    token: Callable[[str], str],
) -> dict[Key, Found]:
    """Return every contribution at `points` in the weeks up to the Sunday `through`."""
    patterns = _patterns({*table.customers, *deliveries.customers}, groups)
    keys = keys_of(table, token)
    answered = dict(zip(keys, _checksums(table.counts, table.sums), strict=True))
    levels = dict(zip(keys, _levels(table), strict=True))
    emotions = dict(zip(keys, _emotions(table), strict=True))
    sent = np.column_stack([deliveries.delivered, deliveries.responded])
    delivered = dict(zip(keys_of(deliveries, token), _checksums(sent), strict=True))
    tokens = {token(customer): pattern for customer, pattern in patterns.items()}
    return {
        key: Found(
            tokens[key[0]],
            crc32(b"%d %d" % (answered.get(key, 0), delivered.get(key, 0))),
            levels.get(key, ()),
            emotions.get(key, ()),
        )
        for key in answered | delivered
        if key[1] in points and key[2] + TO_SUNDAY <= through
    }


def keys_of(table: ScoreTable | DeliveryTable, token: Callable[[str], str]) -> list[Key]:
    """Return the key of each row."""
    tokens = [token(customer) for customer in table.customers]
    return [
        (tokens[customer], table.touchpoints[point], week)
        for customer, point, week in zip(
            table.customer.tolist(), table.touchpoint.tolist(), _days(table.week), strict=True
        )
    ]


def counted_in(edition: Edition) -> dict[Key, Counted]:
    """Return what an edition has counted."""
    ledger = edition.ledger
    patterns = [tuple(pattern) for pattern in ledger.patterns]
    keys = zip(ledger.customer, ledger.touchpoint, ledger.week, strict=True)
    rest = zip(ledger.pattern, ledger.checksum, ledger.step, strict=True)
    return {
        key: Counted(patterns[pattern], checksum, step)
        for key, (pattern, checksum, step) in zip(keys, rest, strict=True)
    }


def ledger_of(counted: Mapping[Key, Counted], *, dealt: Mapping[str, int]) -> Ledger:
    """Return what was counted as it is kept; whoever has nothing counted any more is forgotten."""
    patterns = sorted({each.pattern for each in counted.values()})
    place = {pattern: number for number, pattern in enumerate(patterns)}
    keys = sorted(counted)
    rows = [counted[key] for key in keys]
    return Ledger(
        customers={customer: dealt[customer] for customer in sorted({key[0] for key in keys})},
        patterns=patterns,
        customer=[key[0] for key in keys],
        touchpoint=[key[1] for key in keys],
        week=[key[2] for key in keys],
        pattern=[place[row.pattern] for row in rows],
        checksum=[row.checksum for row in rows],
        step=[row.step for row in rows],
    )


def _levels(table: ScoreTable) -> list[tuple[int, ...]]:
    """Return at which levels something was said in each row."""
    is_unscored = (table.answers > table.histogram.sum(axis=1)) | ~table.histogram.any(axis=1)
    said = np.column_stack([table.histogram > 0, is_unscored]).tolist()
    names = (*LEVELS, UNSCORED)
    return [tuple(level for level, here in zip(names, row, strict=True) if here) for row in said]


def _emotions(table: ScoreTable) -> list[tuple[str, ...]]:
    """Return which emotions were named in each row."""
    found: list[tuple[str, ...]] = [()] * len(table)
    rows, columns = np.nonzero(table.emotions)
    for row, column in zip(rows.tolist(), columns.tolist(), strict=True):
        found[row] += (table.emotion_names[column],)
    return found


def _days(weeks: Times) -> Sequence[date]:
    days: Sequence[date] = weeks.astype("datetime64[D]").tolist()
    return days


def _checksums(*columns: Ints | np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> list[int]:
    """Return a checksum of each row; that of a row of noughts is not nought."""
    wide = np.concatenate([np.ascontiguousarray(each, dtype=np.float64) for each in columns], axis=1)
    raw, size = wide.tobytes(), wide.shape[1] * wide.itemsize
    return [crc32(raw[begin : begin + size], 1) for begin in range(0, len(raw), size)] if size else []


def _patterns(customers: AbstractSet[str], groups: Mapping[str, AbstractSet[str]]) -> dict[str, Pattern]:
    named = sorted(groups)
    return {one: tuple(group for group in named if one in groups[group]) for one in customers}
