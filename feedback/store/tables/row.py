"""What all tables share: the workspace in their keys, and how their names and constraints are made."""

import re
from collections.abc import Mapping
from typing import ClassVar, get_args

from sqlalchemy import CheckConstraint, ForeignKeyConstraint, MetaData
from sqlalchemy.orm import declared_attr
from sqlmodel import Field, SQLModel

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


class Row(SQLModel):
    """What all tables share: they belong to a workspace."""

    metadata: ClassVar[MetaData] = METADATA

    @declared_attr.directive
    def __tablename__(cls) -> str:  # noqa: N805 - SQLAlchemy calls it with the class
        """Name the table after its class: `JourneyVersionRow` is kept in `journey_version`."""
        return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", cls.__name__.removesuffix("Row")).lower()

    workspace: str = Field(primary_key=True)


def one_of(column: str, closed_set: object) -> CheckConstraint:
    """Let a column hold nothing but what is in a closed set."""
    values = ", ".join(f"'{value}'" for value in get_args(closed_set))
    return CheckConstraint(f"{column} IN ({values})", name=column)


def belongs_to(table: str, column: str) -> ForeignKeyConstraint:
    """Let a column name rows of another table of the same workspace."""
    return ForeignKeyConstraint(["workspace", column], [f"{table}.workspace", f"{table}.id"])
