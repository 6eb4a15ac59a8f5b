"""Whole columns of SQLite as one text each: half of reading a million rows is making Python's values."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Connection,
    Integer,
    LargeBinary,
    Text,
    bindparam,
    cast,
    func,
    literal,
    literal_column,
    select,
)
from sqlalchemy.sql.roles import FromClauseRole

Codes = NDArray[np.int64]
Numbers = NDArray[np.float64]
Texts = NDArray[np.bytes_]

_BLOCK = 65_536
"""How many rows become one text; a column's is some megabytes long."""

_LINE, _SPACE = "\n", " "
_ROW = literal_column("rowid", type_=BigInteger)
_WITHIN = (bindparam("after", type_=BigInteger) < _ROW, bindparam("upto", type_=BigInteger) >= _ROW)

FINE = 2.0**60
_MIDDLE = 2**61 + 1
"""Valences, -2 to 2, are told as whole numbers: exact where further than 2^-8 from 0, else to 2^-60.

As a decimal number SQLite would tell 15 digits, and half a level could fall to its other side. 0 is none.
"""

_WEIGHTS = np.random.default_rng(20261122).integers(1, 2**64, size=1_024, dtype=np.uint64)


def lines(column: ColumnElement[str] | ColumnElement[str | None]) -> ColumnElement[bytes]:
    """Return all texts of a block, none of which has a line break, with '' for NULL."""
    return cast(func.group_concat(func.coalesce(column, ""), _LINE), LargeBinary)


def wholes(column: ColumnElement[int]) -> ColumnElement[str]:
    """Return all whole numbers of a block, none of them NULL."""
    return func.group_concat(column, _SPACE)


def valences(column: ColumnElement[float] | ColumnElement[float | None]) -> ColumnElement[str]:
    """Return all valences of a block, NULL among them."""
    fine = cast(column * literal(FINE), Integer) + literal(_MIDDLE, BigInteger)
    return func.group_concat(func.coalesce(fine, 0), _SPACE)


def unindexed(column: ColumnElement[str]) -> ColumnElement[str]:
    """Return the column as it serves no index: whoever reads all is quickest row by row, as they lie."""
    return literal_column(f"+{column}", type_=Text())


def in_blocks(
    connection: Connection,
    table: FromClauseRole,
    *,
    columns: Sequence[ColumnElement[bytes] | ColumnElement[str] | ColumnElement[int]],
    only: Sequence[ColumnElement[bool]],
    asked: Mapping[str, object],
) -> Iterator[Sequence[bytes | str]]:
    """Yield the packed columns of one block of rows after the other, in the order they were written."""
    last = connection.execute(select(func.max(_ROW)).select_from(table)).scalar() or 0
    query = select(*columns).select_from(table).where(*only, *_WITHIN)
    for after in range(0, last, _BLOCK):
        block = connection.execute(query, {**asked, "after": after, "upto": after + _BLOCK}).one()
        if block[0] is not None:
            yield [each if isinstance(each, bytes) else str(each) for each in block]


def texts_of(packed: bytes) -> Texts:
    """Return the texts of `lines`, as bytes of equal width."""
    width = packed.index(b"\n") if b"\n" in packed else len(packed)
    ended = packed + b"\n"
    if width and len(ended) % (width + 1) == 0:
        grid = np.frombuffer(ended, dtype=np.uint8).reshape(-1, width + 1)
        if bool(np.all(grid[:, width] == ord("\n"))) and packed.count(b"\n") == len(grid) - 1:
            return np.ascontiguousarray(grid[:, :width]).view(f"S{width}")[:, 0]
    return np.array(packed.split(b"\n"), dtype=np.bytes_)


def wholes_of(packed: str) -> Codes:
    """Return the numbers of `wholes`."""
    return np.fromstring(packed, dtype=np.int64, sep=_SPACE)


def valences_of(packed: str) -> Numbers:
    """Return the numbers of `valences`, NaN for NULL."""
    fine = wholes_of(packed)
    return np.where(fine == 0, np.nan, (fine - _MIDDLE) / FINE)


def numbered(texts: Texts) -> tuple[Texts, Codes]:
    """Return each text once, sorted, and the place of each row's among them."""
    hashes = _hashes(texts)
    order = np.argsort(hashes)
    ranked = hashes[order]
    is_new = np.ones(len(texts), dtype=np.bool_)
    np.not_equal(ranked[1:], ranked[:-1], out=is_new[1:])
    codes = np.empty(len(texts), dtype=np.int64)
    codes[order] = np.cumsum(is_new) - 1
    distinct = texts[order[is_new]]
    if not np.array_equal(distinct[codes], texts):  # two texts of one hash
        distinct, codes = np.unique(texts, return_inverse=True)
    ranks = np.argsort(distinct)
    places = np.empty(len(ranks), dtype=np.int64)
    places[ranks] = np.arange(len(ranks))
    return distinct[ranks], places[codes]


def found_in(known: Texts, wanted: Texts) -> Codes:
    """Return the place of each wanted text among those known, each of them once; -1 for none."""
    if not len(known):
        return np.full(len(wanted), -1, dtype=np.int64)
    width = max(known.dtype.itemsize, wanted.dtype.itemsize)
    known, wanted = known.astype(f"S{width}", copy=False), wanted.astype(f"S{width}", copy=False)
    keys = _hashes(known)
    order = np.argsort(keys)
    ranked = keys[order]
    if np.any(ranked[1:] == ranked[:-1]):  # two texts of one hash
        return _looked_up(known, wanted)
    hashes = _hashes(wanted)
    asking = np.argsort(hashes)  # in order, each looks where the one before it did
    places = np.empty(len(wanted), dtype=np.int64)
    places[asking] = order[np.minimum(np.searchsorted(ranked, hashes[asking]), len(ranked) - 1)]
    return np.where(known[places] == wanted, places, -1)


def _looked_up(known: Texts, wanted: Texts) -> Codes:
    places = {text: place for place, text in enumerate(known.tolist())}
    return np.array([places.get(text, -1) for text in wanted.tolist()], dtype=np.int64)


def _hashes(texts: Texts) -> NDArray[np.uint64]:
    """Return a number for each text; two texts seldom have the same."""
    words = -(-max(texts.dtype.itemsize, 1) // 4)
    weights = np.resize(_WEIGHTS, words)
    hashes = np.empty(len(texts), dtype=np.uint64)
    for begin in range(0, len(texts), _BLOCK):  # what fits into the processor's cache
        block = np.ascontiguousarray(texts[begin : begin + _BLOCK].astype(f"S{4 * words}", copy=False))
        grid = block.view(np.uint32).reshape(len(block), words)
        hashes[begin : begin + _BLOCK] = grid.astype(np.uint64) @ weights
    return hashes
