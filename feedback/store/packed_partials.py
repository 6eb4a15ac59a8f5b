"""All partials of a journey, read from SQLite in packed columns: a map of the whole reads nothing else."""

from collections.abc import Mapping, Sequence

import numpy as np
from sqlalchemy import ColumnElement, Connection, Integer, bindparam, cast, func, literal

from feedback.store.named import Codes, Named
from feedback.store.packed import (
    FINE,
    Texts,
    in_blocks,
    lines,
    numbered,
    texts_of,
    unindexed,
    wholes,
    wholes_of,
)
from feedback.store.partials import COUNTS, SUMS, Findings, Partials, made_of
from feedback.store.sql import HERE
from feedback.store.tables.figures import PARTIAL

_NEVER = -(2**63)
_BITS, _AT_ONCE = 15, 4
"""Counts travel four in a number; where one of a block is too large for that, rows are read one by one."""

_GROUPS = tuple(COUNTS[first : first + _AT_ONCE] for first in range(0, len(COUNTS), _AT_ONCE))


def _together(names: Sequence[str]) -> ColumnElement[int]:
    parts = [PARTIAL.c[name] * literal(1 << (_BITS * place)) for place, name in enumerate(names)]
    together = parts[0]
    for part in parts[1:]:
        together = together + part
    return together


def _whole(column: ColumnElement[float]) -> ColumnElement[int]:
    return cast(column, Integer)


def _fine(column: ColumnElement[float]) -> ColumnElement[int]:
    """Return what is left beside the whole number: a sum of valences is further from 0 than they are."""
    return cast((column - cast(column, Integer)) * literal(FINE), Integer)


_COLUMNS = (
    func.max(*(PARTIAL.c[name] for name in COUNTS)),
    lines(PARTIAL.c.customer),
    lines(PARTIAL.c.touchpoint),
    wholes(PARTIAL.c.week),
    wholes(func.coalesce(PARTIAL.c.last_at, _NEVER)),
    lines(PARTIAL.c.emotions),
    *(wholes(part(PARTIAL.c[name])) for name in SUMS for part in (_whole, _fine)),
    *(wholes(_together(names)) for names in _GROUPS),
)
_LARGEST = func.max(_COLUMNS[0])
_OURS = unindexed(PARTIAL.c.workspace) == HERE, unindexed(PARTIAL.c.journey) == bindparam("of")


def read_packed_partials(connection: Connection, asked: Mapping[str, object]) -> Partials | None:
    """Return all partials of the journey `of` in the workspace `here`; None if rows must be read singly."""
    columns = (_LARGEST, *_COLUMNS[1:])
    blocks = [
        _Block(block) for block in in_blocks(connection, PARTIAL, columns=columns, only=_OURS, asked=asked)
    ]
    if not blocks or any(block.largest >> _BITS for block in blocks):
        return None
    customers, findings = np.concatenate([block.texts(1) for block in blocks]), Findings()
    found = np.concatenate([findings.coded(block.split(5)) for block in blocks])
    first = 6 + 2 * len(SUMS)
    return made_of(
        customer=_named(customers),
        touchpoint=_named(np.concatenate([block.texts(2) for block in blocks])),
        week=_joined(blocks, 3),
        last_at=_joined(blocks, 4),
        emotions=findings.each,
        found=found,
        sums=[_joined(blocks, place) + _joined(blocks, place + 1) / FINE for place in range(6, first, 2)],
        counts=[
            count
            for place, names in enumerate(_GROUPS, start=first)
            for count in _apart(_joined(blocks, place), len(names))
        ],
    )


class _Block:
    """The packed columns of one block of rows."""

    def __init__(self, columns: Sequence[bytes | str]) -> None:
        self._columns = columns
        self.largest = int(columns[0])

    def split(self, place: int) -> list[bytes]:
        """Return the texts of a column."""
        return self._bytes(place).split(b"\n")

    def texts(self, place: int) -> Texts:
        """Return them as bytes of equal width."""
        return texts_of(self._bytes(place))

    def wholes(self, place: int) -> Codes:
        """Return the numbers of a column."""
        return wholes_of(self._bytes(place).decode())

    def _bytes(self, place: int) -> bytes:
        value = self._columns[place]
        return value if isinstance(value, bytes) else value.encode()


def _joined(blocks: Sequence[_Block], place: int) -> Codes:
    return np.concatenate([block.wholes(place) for block in blocks])


def _named(texts: Texts) -> Named:
    ids, codes = numbered(texts)
    return Named(ids=tuple(each.decode() for each in ids.tolist()), codes=codes)


def _apart(together: Codes, many: int) -> Sequence[Codes]:
    return [together >> (_BITS * place) & ((1 << _BITS) - 1) for place in range(many)]
