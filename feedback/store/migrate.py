"""The schema's versions: brought up to date when the store opens, and never by hand.

Developers write a new one with `python -m feedback.store.migrate "what changes"`, then read what it wrote.
"""

import sys
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import (
    Column,
    Connection,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    create_mock_engine,
    insert,
    inspect,
    select,
    text,
)
from sqlalchemy.engine.mock import MockConnection
from sqlalchemy.sql.ddl import ExecutableDDLElement

from feedback.errors import NewerDatabaseError
from feedback.store.engine import Engines, connect
from feedback.store.tables.schema import SCHEMA

if TYPE_CHECKING:  # Alembic takes a third of a second to import, and most starts have nothing to migrate.
    from alembic.config import Config

HEAD = "0027"
"""The version this code works with; a test holds it against the newest file in `migrations/versions`."""

_VERSION = Table(
    "alembic_version",
    MetaData(),
    Column("version_num", String(32), nullable=False),
    PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)
"""Alembic's own table, as it makes it."""

_FOLDER = Path(__file__).with_name("migrations")
_LOCK = 0x61667465  # "afte": any number that nobody else's advisory locks use


def bring_up_to_date(engines: Engines) -> None:
    """Create or upgrade the tables where needed; a database newer than this code is refused untouched."""
    with engines.reading() as connection:
        if _checked_version(connection, place=engines.place) == HEAD:
            return
    with engines.writing() as connection:
        if engines.dialect == "postgresql":  # SQLite's writing transaction is such a lock already
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        if not inspect(connection).has_table(_VERSION.name):
            create(connection)
        elif _checked_version(connection, place=engines.place) != HEAD:
            upgrade(connection)


def create(connection: Connection) -> None:
    """Make the tables of a new database as all migrations together would, inside the caller's transaction.

    This takes a tenth of their time; a test holds what comes of either against the other.
    """
    for statement in _statements(connection.dialect.name):
        connection.exec_driver_sql(statement)
    connection.execute(insert(_VERSION), {"version_num": HEAD})


@cache
def _statements(dialect: str) -> Sequence[str]:
    """Return what makes all tables there, written once: that is most of the work."""
    made: list[str] = []

    def write(statement: ExecutableDDLElement, *_: object, **__: object) -> None:
        made.append(str(statement.compile(dialect=engine.dialect)))

    engine: MockConnection = create_mock_engine(f"{dialect}://", write)
    SCHEMA.create_all(engine, checkfirst=False)
    _VERSION.create(engine, checkfirst=False)
    return made


def upgrade(connection: Connection, to: str = "head") -> None:
    """Apply the missing migrations inside the caller's transaction."""
    from alembic import command  # noqa: PLC0415 - see above

    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, to)


def _checked_version(connection: Connection, *, place: str) -> str | None:
    if not inspect(connection).has_table(_VERSION.name):
        return None
    version = connection.execute(select(_VERSION.c.version_num)).scalar()
    if version is not None and str(version) > HEAD:
        raise NewerDatabaseError(
            f"{place} has version {version}, this Aftertouch knows versions up to {HEAD}; "
            "upgrade Aftertouch, or restore the backup made before the database was upgraded"
        )
    return None if version is None else str(version)


def _config() -> "Config":
    from alembic.config import Config  # noqa: PLC0415 - see above

    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _write_revision(url: str, reason: str) -> None:
    from alembic import command  # noqa: PLC0415 - see above

    config = _config()
    engines = connect(url)
    with engines.writing() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        command.revision(config, reason, autogenerate=True, rev_id=f"{int(HEAD) + 1:04}")


if __name__ == "__main__":
    _write_revision("sqlite:///revision.db", sys.argv[1])
