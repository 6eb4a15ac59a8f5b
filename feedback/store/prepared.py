"""Statements that are SQLAlchemy's, compiled once; in SQLite they go straight to the driver.

SQLAlchemy would look at every value of every row again: 5.9 of the 13.2 s a profile spent executing. What it
does around a statement, before and after, takes SQLite's driver longer than most of our statements do.
"""

import sqlite3
from collections import namedtuple
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import Protocol, cast

from sqlalchemy import Connection, Dialect, Select
from sqlalchemy.sql.dml import Delete, Insert, Update

from feedback.store.sql import AnyRow, Values

Writing = Insert | Update | Delete
Asking = Select[*tuple[object, ...]]
_Convert = Callable[[object], object]


class Prepared:
    """A statement whose every parameter is a column of the rows it is given."""

    def __init__(self, statement: Writing) -> None:
        self._statement = statement
        self._compiled: dict[str, tuple[str, tuple[str, ...] | None]] = {}

    def write(self, connection: Connection, rows: Sequence[Values]) -> int:
        """Execute once for each of `rows` and return how many rows of the table that touched."""
        if not rows:
            return 0
        sql, names = self._compiled.get(connection.dialect.name) or self._compile(connection)
        if names is None:
            return connection.exec_driver_sql(sql, list(rows)).rowcount
        pick = itemgetter(*names)
        return _driver(connection).executemany(sql, [pick(row) for row in rows]).rowcount

    def _compile(self, connection: Connection) -> tuple[str, tuple[str, ...] | None]:
        compiled = self._statement.compile(dialect=connection.dialect)
        names = getattr(compiled, "positiontup", None)
        made = str(compiled), None if names is None else tuple(names)
        self._compiled[connection.dialect.name] = made
        return made


def ask(connection: Connection, statement: Asking, values: Mapping[str, object]) -> Sequence[AnyRow]:
    """Return the rows that `statement` finds; it is one that lives as long as the process."""
    if connection.dialect.name != "sqlite":
        return connection.execute(statement, values).all()
    known = _KNOWN.get(statement) or _know(statement, connection.dialect)
    return known.rows(_driver(connection).execute(known.sql, known.given(values)))


def tell(connection: Connection, statement: Writing, values: Mapping[str, object]) -> int:
    """Execute `statement` once and return how many rows that touched; it lives as long as the process."""
    if connection.dialect.name != "sqlite":
        return connection.execute(statement, values).rowcount
    known = _KNOWN.get(statement) or _know(statement, connection.dialect)
    return _driver(connection).execute(known.sql, known.given(values)).rowcount


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """A statement as SQLite's driver takes it: its parameters in order, and how its rows are read."""

    sql: str
    parameters: Sequence[tuple[str, object, _Convert | None]]
    row: Callable[[Iterable[object]], AnyRow]
    converts: Sequence[tuple[int, _Convert]]

    def given(self, values: Mapping[str, object]) -> list[object]:
        """Return the parameters; one that is not among `values` stands in the statement itself."""
        return [
            values.get(name, default) if convert is None else convert(values.get(name, default))
            for name, default, convert in self.parameters
        ]

    def rows(self, found: Iterable[tuple[object, ...]]) -> Sequence[AnyRow]:
        """Return the rows found, with columns that SQLite has no type for as what they are."""
        if not self.converts:
            return list(map(self.row, found))
        return [self.row(self._converted(row)) for row in found]

    def _converted(self, row: tuple[object, ...]) -> list[object]:
        columns = list(row)
        for place, convert in self.converts:
            columns[place] = convert(columns[place])
        return columns


_KNOWN: dict[Asking | Writing, _Known] = {}


def _know(statement: Asking | Writing, dialect: Dialect) -> _Known:
    compiled = statement.compile(dialect=dialect)
    bound = [compiled.binds[name] for name in compiled.positiontup or ()]
    columns = [each.keyname for each in compiled._result_columns]  # noqa: SLF001 - public only after executing
    types = [each.type.dialect_impl(dialect) for each in compiled._result_columns]  # noqa: SLF001 - the same
    read = [(place, each.result_processor(dialect, None)) for place, each in enumerate(types)]
    known = _KNOWN[statement] = _Known(
        sql=str(compiled),
        parameters=[
            (bind.key, bind.value, bind.type.dialect_impl(dialect).bind_processor(dialect)) for bind in bound
        ],
        row=_rows_of(columns),
        converts=[(place, convert) for place, convert in read if convert is not None],
    )
    return known


class _Found(Protocol):
    """A row whose columns are found by name, as SQLAlchemy's are."""

    @classmethod
    def _make(cls, columns: Iterable[object], /) -> AnyRow:
        """Return the row of these columns."""


class _Naming(Protocol):
    """Makes a kind of row."""

    def __call__(self, name: str, columns: Sequence[str], /, *, rename: bool) -> type[_Found]: ...


# Which columns there are, only the statement tells: nothing that a type could say.
_kind_of_row = cast("_Naming", namedtuple)  # noqa: PYI024 - the same


def _rows_of(columns: Sequence[str]) -> Callable[[Iterable[object]], AnyRow]:
    """Return what makes rows with columns of these names."""
    return _kind_of_row("Found", columns, rename=True)._make


def _driver(connection: Connection) -> sqlite3.Connection:
    return cast("sqlite3.Connection", connection.connection.driver_connection)
