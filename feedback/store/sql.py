"""The few constructs that SQLite and PostgreSQL write differently, and moments as integers."""

import json
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import TypeAlias

from sqlalchemy import (
    BindParameter,
    Boolean,
    ColumnElement,
    Dialect,
    Row,
    String,
    Text,
    bindparam,
    literal_column,
)
from sqlalchemy.dialects import postgresql
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.sql.operators import OperatorType
from sqlalchemy.types import TypeDecorator, TypeEngine

from feedback.store.tables.schema import SCHEMA

AnyRow: TypeAlias = Row[*tuple[object, ...]]
Values: TypeAlias = dict[str, object]
"""The columns of one row to be written."""

HERE: BindParameter[str] = bindparam("here", type_=String)
"""The workspace a statement is about: every WHERE begins with it."""

DAY_US = 86_400_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EPOCH_DAY = _EPOCH.toordinal()
_ONE_US = timedelta(microseconds=1)


def micros(moment: datetime) -> int:
    """Return `moment` as whole microseconds since 1970, UTC."""
    return (moment - _EPOCH) // _ONE_US


def micros_or_none(moment: datetime | None) -> int | None:
    """Return `moment` as whole microseconds, if there is one."""
    return None if moment is None else (moment - _EPOCH) // _ONE_US


def moment(us: int) -> datetime:
    """Return the aware moment `us` microseconds after 1970."""
    return _EPOCH + timedelta(microseconds=us)


def moment_or_none(us: int | None) -> datetime | None:
    """Return the aware moment, if there is one."""
    return None if us is None else _EPOCH + timedelta(microseconds=us)


def day_number(day: date) -> int:
    """Return the days from 1970 to `day`."""
    return day.toordinal() - _EPOCH_DAY


def week_of(us: int) -> int:
    """Return the day number of the Monday that begins the week of a moment (day 0 was a Thursday)."""
    return (us // DAY_US + 3) // 7 * 7 - 3


def week_column(us: ColumnElement[int]) -> ColumnElement[int]:
    """Return `week_of` as SQL; integers divide alike in both databases for moments after 1970."""
    return (us // DAY_US + 3) // 7 * 7 - 3


class _Texts(TypeDecorator[Collection[str]]):
    """Many texts in one parameter: an array for PostgreSQL, JSON for SQLite."""

    impl = Text
    cache_ok: bool | None = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[str] | TypeEngine[Sequence[str]]:
        if dialect.name == "postgresql":
            return dialect.type_descriptor(postgresql.ARRAY(Text))
        return dialect.type_descriptor(Text())

    def process_bind_param(self, value: Collection[str] | None, dialect: Dialect) -> str | list[str] | None:
        if value is None:
            return None
        return list(value) if dialect.name == "postgresql" else json.dumps(list(value))


class _Among(FunctionElement[bool]):
    type: TypeEngine[bool] = Boolean()
    inherit_cache: bool | None = True

    def self_group(self, against: OperatorType | None = None) -> "_Among":  # noqa: ARG002
        """Stay as it is; SQLAlchemy would write `(...) = 1` for SQLite, and no index serves that."""
        return self


def among(
    column: ColumnElement[str], values: BindParameter[Collection[str]], **also: BindParameter[str]
) -> ColumnElement[bool]:
    """Say whether a row is HERE with `column` among many values, and other columns equal to `also`.

    Unlike IN it is one statement for any number of values.
    """
    fixed = {"workspace": HERE, **also}
    columns = column.table.c
    return _Among(column, values, *(each for name in fixed for each in (columns[name], fixed[name])))


def texts(name: str) -> BindParameter[Collection[str]]:
    """Return a parameter that takes many texts."""
    return bindparam(name, type_=_Texts())


def fixed(value: str) -> ColumnElement[str]:
    """Return a text written into the statement: a parameter would not match the WHERE of a partial index."""
    return literal_column(f"'{value}'")


@compiles(_Among, "sqlite")
def _among_json(element: _Among, compiler: SQLCompiler, **options: object) -> str:
    column, values, *fixed = (compiler.process(clause, **options) for clause in element.clauses)
    equal = [f"{name} = {value}" for name, value in zip(fixed[::2], fixed[1::2], strict=True)]
    listed = f"SELECT value FROM json_each({values})"  # noqa: S608 - a compiled parameter
    return " AND ".join([*equal, f"{column} IN ({listed})"])


@compiles(_Among, "postgresql")
def _among_array(element: _Among, compiler: SQLCompiler, **options: object) -> str:
    column, values, *fixed = (compiler.process(clause, **options) for clause in element.clauses)
    equal = [f"{name} = {value}" for name, value in zip(fixed[::2], fixed[1::2], strict=True)]
    return " AND ".join([*equal, f"{column} = ANY({values})"])


def upsert(table_name: str, *, keep: Collection[str] = ()) -> postgresql.Insert:
    """Return an INSERT that overwrites the row of the same key, except for the columns to `keep`.

    SQLite took ON CONFLICT over from PostgreSQL word for word, so the one construct serves both.
    """
    table = SCHEMA.tables[table_name]
    keys = {column.name for column in table.primary_key}
    insert = postgresql.insert(table)
    changed = [column.name for column in table.columns if column.name not in keys | set(keep)]
    return insert.on_conflict_do_update(
        index_elements=[column.name for column in table.primary_key],
        set_={name: insert.excluded[name] for name in changed},
    )


def insert_new(table_name: str) -> postgresql.Insert:
    """Return an INSERT that leaves rows alone whose key is there already."""
    return postgresql.insert(SCHEMA.tables[table_name]).on_conflict_do_nothing()
