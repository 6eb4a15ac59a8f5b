"""The same portable SQL on a real PostgreSQL, and rows to ask it about."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import psycopg
from psycopg import sql

from mapping.engine import Column, Columns
from mapping.sql.dialect import POSTGRESQL, Dialect
from mapping.sql.relations import RELATIONS, Kind

_TYPES: Mapping[Kind, str] = {
    "key": "bigint", "time": "timestamp", "number": "double precision", "count": "bigint",
}  # fmt: skip


@dataclass(frozen=True)
class Postgres:
    """Puts the relations into temporary tables and asks the server."""

    url: str

    @property
    def dialect(self) -> Dialect:
        return POSTGRESQL

    def ask(self, text: str, relations: Mapping[str, Columns]) -> Columns:
        with psycopg.connect(self.url) as connection:
            for name, columns in relations.items():
                self._load(connection, name, columns)
            cursor = connection.execute(text.encode())
            names = [column.name for column in cursor.description or ()]
            found: list[tuple[object, ...]] = list(zip(*cursor.fetchall(), strict=True))
            connection.rollback()
        return {name: _column(values) for name, values in zip(names, found or [()] * len(names), strict=True)}

    def _load(self, connection: psycopg.Connection, name: str, columns: Columns) -> None:
        declared = RELATIONS[name]
        table = sql.Identifier(name)
        parts = [
            sql.SQL("{} {}").format(sql.Identifier(column), sql.SQL(_TYPES[declared[column]]))
            for column in columns
        ]
        connection.execute(sql.SQL("CREATE TEMP TABLE {} ({})").format(table, sql.SQL(", ").join(parts)))
        with connection.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(table)) as copy:
            for row in zip(*(_values(each) for each in columns.values()), strict=True):
                copy.write_row(row)


def _values(column: Column) -> list[object]:
    return [None if value != value else value for value in column.tolist()]  # noqa: PLR0124 - only NaN differs from itself


def _column(values: tuple[object, ...]) -> Column:
    if any(hasattr(value, "year") for value in values):
        return np.array(values, dtype="datetime64[us]")
    return np.array([None if value is None else float(str(value)) for value in values], dtype=np.float64)
