"""What all tables share: the workspace in their keys, and how their names and constraints are made."""

import re
from collections.abc import Mapping
from typing import ClassVar, get_args

from sqlalchemy import CheckConstraint, Column, ForeignKeyConstraint, MetaData, Table
from sqlalchemy.schema import SchemaItem
from sqlmodel import Field, SQLModel
from sqlmodel.main import SQLModelMetaclass

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)

ZERO: Mapping[str, object] = {"server_default": "0"}
"""Says of a column that rows written before it was there hold 0."""


class _TableOnly(SQLModelMetaclass):
    """Makes a table of a class and maps nothing: no row is an object, and mapping was a third of the time."""

    def __init__(
        cls,  # noqa: N805 - what a metaclass makes is a class
        name: str,
        bases: tuple[type, ...],
        declared: dict[str, object],
        **options: object,
    ) -> None:
        type.__init__(cls, name, bases, declared)
        if options.get("table"):
            columns: dict[str, Column[object]] = {field: getattr(cls, field) for field in cls.model_fields}
            for field, column in columns.items():
                column.name = column.key = field
            rules: tuple[SchemaItem, ...] = getattr(cls, "__table_args__", ())
            Table(_kept_in(name), METADATA, *columns.values(), *rules)


def _kept_in(name: str) -> str:
    """Name the table after its class: `JourneyVersionRow` is kept in `journey_version`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name.removesuffix("Row")).lower()


class Row(SQLModel, metaclass=_TableOnly):
    """What all tables share: they belong to a workspace."""

    metadata: ClassVar[MetaData] = METADATA

    workspace: str = Field(primary_key=True)


def one_of(column: str, closed_set: object) -> CheckConstraint:
    """Let a column hold nothing but what is in a closed set."""
    values = ", ".join(f"'{value}'" for value in get_args(closed_set))
    return CheckConstraint(f"{column} IN ({values})", name=column)


def belongs_to(table: str, column: str) -> ForeignKeyConstraint:
    """Let a column name rows of another table of the same workspace."""
    return ForeignKeyConstraint(["workspace", column], [f"{table}.workspace", f"{table}.id"])
