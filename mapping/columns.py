"""What every columnar table here shares: coded ids, weeks, and rows joined by key."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from operator import lt
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Counts = NDArray[np.int32]
"""Counts of single rows: of half the width, for what a filter takes is what it has to move."""

Floats = NDArray[np.float64]
Times = NDArray["np.datetime64[datetime | int | None]"]
Flags = NDArray[np.bool_]

Scalar = TypeVar("Scalar", bound="np.generic[object]")

_MOST = 2**63 - 1

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, eq=False)
class Coded:
    """A column of ids as it comes from where they were counted through: each id once, and its place there."""

    ids: Sequence[str]
    codes: Ints

    def __len__(self) -> int:
        return len(self.codes)


Ids = Sequence[str] | Coded
"""A column of ids, written out or coded."""


def frozen(column: NDArray[Scalar]) -> NDArray[Scalar]:
    """Return the column itself, closed to writing from now on."""
    column.setflags(write=False)
    return column


def moment(when: datetime | None) -> np.datetime64:
    """Return an aware time as numpy keeps it (UTC, microseconds, no zone); NaT for None."""
    if when is None:
        return np.datetime64("NaT", "us")
    return np.datetime64((when.astimezone(UTC) - EPOCH) // timedelta(microseconds=1), "us")


def as_datetime(when: np.datetime64) -> datetime | None:
    """Return numpy's time as an aware one; None where it is not known."""
    if np.isnat(when):
        return None
    return EPOCH + timedelta(microseconds=int(when.astype("datetime64[us]").astype(np.int64)))


def coded(values: Ids) -> tuple[tuple[str, ...], Ints]:
    """Return the distinct values, sorted, and each value's place among them."""
    if isinstance(values, Coded):
        return recoded([(values.ids, values.codes)])
    ids = tuple(sorted(set(values)))
    place = {value: code for code, value in enumerate(ids)}
    return ids, np.fromiter((place[value] for value in values), dtype=np.int64, count=len(values))


def recoded(parts: Iterable[tuple[Sequence[str], Ints]]) -> tuple[tuple[str, ...], Ints]:
    """Return one sorted id list for several coded columns laid end to end, and the codes in it."""
    kept = list(parts)
    if len(kept) == 1 and all(map(lt, kept[0][0], kept[0][0][1:])):
        return tuple(kept[0][0]), kept[0][1]  # a million names are sorted by whoever counted them
    ids = tuple(sorted({name for names, _ in kept for name in names}))
    place = {name: code for code, name in enumerate(ids)}
    columns = [np.array([place[name] for name in names], dtype=np.int64)[codes] for names, codes in kept]
    return ids, np.concatenate([np.zeros(0, dtype=np.int64), *columns])


def places_of(rows: Flags | Ints) -> Ints:
    """Return the places of rows picked by flag or by place."""
    return np.flatnonzero(rows) if rows.dtype == np.bool_ else rows.astype(np.int64, copy=False)


def members_of(group: AbstractSet[str], ids: Sequence[str]) -> Flags:
    """Say of each id whether it is in the group."""
    return np.fromiter(map(group.__contains__, ids), dtype=np.bool_, count=len(ids))


def weeks_between(week: Times, *, since: date | None, until: date | None) -> Flags:
    """Say of each week whether its Monday lies on or after `since` and on or before `until`."""
    keep = np.ones(len(week), dtype=np.bool_)
    if since is not None:
        keep &= week >= np.datetime64(since, "D")
    if until is not None:
        keep &= week <= np.datetime64(until, "D")
    return keep


def in_key_order(*keys: Ints) -> tuple[Ints, Ints]:
    """Return the order that sorts rows by key, and where in that order each distinct key begins."""
    combined = combine(*keys)
    order = in_order(combined)
    ranked = combined[order]
    begins = np.flatnonzero(
        np.concatenate([np.ones(min(1, len(ranked)), dtype=np.bool_), ranked[1:] != ranked[:-1]])
    )
    return order, begins.astype(np.int64)


def in_order(keys: Ints) -> Ints:
    """Return the places of the keys, none negative, from the lowest to the highest; equals in turn."""
    size = len(keys)
    if not np.any(keys[1:] < keys[:-1]):
        return np.arange(size)
    if int(keys.max()) > _MOST // size - 1:
        return np.argsort(keys, kind="stable")
    # One number for key and place: sorting numbers is several times as fast as sorting places by numbers.
    return np.sort(keys * size + np.arange(size)) % size


def combine(*keys: Ints) -> Ints:
    """Return one number per row that is equal where all keys are, and ordered as they are."""
    combined = np.zeros(len(keys[0]), dtype=np.int64)
    for key in keys:
        lowest = int(key.min()) if len(key) else 0
        combined = combined * (int(key.max(initial=lowest)) - lowest + 1) + (key - lowest)
    return combined
