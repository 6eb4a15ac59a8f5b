"""Connections: how SQLite and PostgreSQL are reached, and how their troubles are told."""

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from types import NoneType
from typing import TypeVar, cast

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, NoSuchModuleError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.pool import ConnectionPoolEntry, PoolProxiedConnection, QueuePool

from feedback.errors import RefusedRecordError, StaleError, StoreFullError, StoreUnavailableError

_T = TypeVar("_T")

_BUSY_SECONDS = 10
_PATIENCE_SECONDS = 30
"""How long a thread waits for its turn to write, as SQLAlchemy's pools do for a connection."""

_READERS = 4
_STATEMENTS = 512
"""How many statements a connection to SQLite keeps ready: all of ours."""
_PRAGMAS = (
    f"PRAGMA busy_timeout = {_BUSY_SECONDS * 1000}",
    "PRAGMA journal_mode = WAL",  # readers and the writer do not wait for each other
    "PRAGMA synchronous = FULL",  # what was acknowledged survives a power cut
    "PRAGMA foreign_keys = ON",
    "PRAGMA temp_store = MEMORY",  # nothing half-sorted is left readable on the disk
    "PRAGMA secure_delete = ON",  # what was erased is overwritten, too
    "PRAGMA cache_size = -65536",
)
_FULL_STATES = {"53100"}
_DUPLICATE_STATES = {"23505"}
_RETRY_STATES = {"40001", "40P01"}


class KeptOpen:
    """The one connection that writes: fetching it anew each time was a tenth of what writing costs.

    After anything that went wrong it is given back to its engine, which sees to whether it is still good.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._turn = Lock()
        self._connection: Connection | None = None

    @contextmanager
    def transaction(self) -> Iterator[Connection]:
        """Wait until nobody else writes, and write; TimeoutError of the pool where that takes too long."""
        with self._alone():
            connection = self._connection = self._connection or self._engine.connect()
            try:
                with connection.begin():
                    yield connection
            except BaseException:
                self._give_back()
                raise

    @contextmanager
    def raw(self) -> Iterator[PoolProxiedConnection]:
        """Lend the driver's own connection, outside any transaction."""
        with self._alone():
            self._give_back()
            with closing(self._engine.raw_connection()) as connection:
                yield connection

    def dispose(self) -> None:
        """Close it; whoever writes again opens another."""
        with self._alone():
            self._give_back()
            self._engine.dispose()

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if not self._turn.acquire(timeout=_PATIENCE_SECONDS):
            raise PoolTimeoutError
        try:
            yield
        finally:
            self._turn.release()

    def _give_back(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Engines:
    """One connection that writes, a few that read; `dialect` is sqlite or postgresql."""

    dialect: str
    place: str
    writer: Engine
    reader: Engine
    kept: KeptOpen

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Open the one writing transaction; it commits when the block ends and is undone when it raises."""
        with translated(self.place), self.kept.transaction() as connection:
            yield connection

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """Open a reading transaction: one consistent view, from any thread."""
        with translated(self.place), self.reader.begin() as connection:
            yield connection

    def truncate(self) -> None:
        """Take over what stands in SQLite's log, and empty it: pages as they were before lie in there.

        Where somebody reads at this moment, the log is emptied by the next to try.
        """
        if self.dialect != "sqlite":
            return
        with translated(self.place), self.kept.raw() as connection:
            connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def dispose(self) -> None:
        """Close every connection."""
        self.reader.dispose()
        self.kept.dispose()


def connect(url: str) -> Engines:
    """Prepare the connections to `url`; none is opened yet."""
    parsed = _parse(url)
    place = parsed.render_as_string(hide_password=True)
    if parsed.get_backend_name() == "sqlite":
        return _sqlite(parsed, place=place)
    return _postgresql(parsed, place=place)


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):
        raise StoreUnavailableError(f"the database URL is not one; {_EXPECTED}") from None
    if parsed.drivername in {"postgresql", "postgres"}:
        return parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername not in {"sqlite", "postgresql+psycopg"}:
        raise StoreUnavailableError(f"{parsed.drivername!r} is no database we know; {_EXPECTED}")
    if parsed.drivername == "sqlite" and not parsed.database:
        raise StoreUnavailableError(f"the database URL names no file; {_EXPECTED}")
    return parsed


_EXPECTED = "expected sqlite:///FILE or postgresql://USER:PASSWORD@HOST/DATABASE"


def _sqlite(url: URL, *, place: str) -> Engines:
    folder = Path(url.database or "").absolute().parent
    if not folder.is_dir():
        raise StoreUnavailableError(f"{place}: the folder {folder} does not exist; make it, or name another")
    for needs_none in (NoneType, bool, bytes):
        sqlite3.register_adapter(needs_none, _itself)
    arguments = {
        "check_same_thread": False,
        "timeout": _BUSY_SECONDS,
        "cached_statements": _STATEMENTS,
    }
    writer, reader = (
        create_engine(
            url, connect_args=arguments, hide_parameters=True,
            poolclass=QueuePool, pool_size=size, max_overflow=0,
        )
        for size in (1, _READERS)
    )  # fmt: skip
    event.listen(writer, "connect", _prepare_sqlite)
    event.listen(writer, "begin", _begin_immediately)
    event.listen(reader, "connect", _prepare_sqlite_reader)
    event.listen(reader, "begin", _begin)
    return Engines(dialect="sqlite", place=place, writer=writer, reader=reader, kept=KeptOpen(writer))


def _itself(value: _T) -> _T:
    """Adapt nothing: where a value of such a type has no adapter, `sqlite3` raises and catches an error."""
    return value


def _postgresql(url: URL, *, place: str) -> Engines:
    arguments = {"connect_timeout": _BUSY_SECONDS, "application_name": "aftertouch"}
    writer, reader = (
        create_engine(url, connect_args=arguments, hide_parameters=True, pool_size=size, max_overflow=0)
        for size in (1, _READERS)
    )
    # Several statements see one state; a batch that writes locks what it changes instead.
    reader = reader.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    return Engines(dialect="postgresql", place=place, writer=writer, reader=reader, kept=KeptOpen(writer))


def _prepare_sqlite(connection: sqlite3.Connection, _entry: ConnectionPoolEntry) -> None:
    # Python's own transaction handling begins too late and cannot begin IMMEDIATE.
    connection.isolation_level = None
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _prepare_sqlite_reader(connection: sqlite3.Connection, entry: ConnectionPoolEntry) -> None:
    _prepare_sqlite(connection, entry)
    connection.execute("PRAGMA query_only = ON")


def _begin_immediately(connection: Connection) -> None:
    # A transaction that turns from reading to writing midway is refused at once when another process
    # writes; one that says so at the start waits its turn.
    _driver(connection).execute("BEGIN IMMEDIATE")


def _begin(connection: Connection) -> None:
    _driver(connection).execute("BEGIN")


def _driver(connection: Connection) -> sqlite3.Connection:
    return cast("sqlite3.Connection", connection.connection.driver_connection)


@contextmanager
def translated(place: str) -> Iterator[None]:
    """Turn the drivers' errors into ours: one class per remedy, and no values in the message."""
    try:
        yield
    except PoolTimeoutError:
        raise StoreUnavailableError(f"{place}: all connections are busy; try again") from None
    except DBAPIError as error:
        raise _told(error, place=place) from None
    except sqlite3.Error as error:
        # From what goes straight to the driver (`prepared`).
        raise _told(_wrapped(error), place=place) from None
    except NoSuchModuleError as error:
        raise StoreUnavailableError(f"{place}: {error}") from None
    except OSError as error:
        raise StoreUnavailableError(f"{place}: {error.strerror}") from None


def _wrapped(error: sqlite3.Error) -> DBAPIError:
    kind = OperationalError if isinstance(error, sqlite3.OperationalError) else DBAPIError
    return kind(None, None, error)


_REMEDIES: Mapping[str, str] = {
    "SQLITE_CANTOPEN": "it cannot be opened; check the rights of the file and its folder",
    "SQLITE_READONLY": "it can be read and not written; check the rights of the file and its folder",
    "SQLITE_IOERR": "the disk could not be written or read; it may be full: make room, then look at the disk",
}


def _told(error: DBAPIError, *, place: str) -> Exception:
    state = _state(error)
    if state == "SQLITE_FULL" or state in _FULL_STATES:
        return StoreFullError(f"{place}: the disk is full, so nothing of the batch was written; make room")
    if state in {"SQLITE_BUSY", "SQLITE_BUSY_SNAPSHOT", "SQLITE_LOCKED"}:
        seconds = f"another process has kept it locked for {_BUSY_SECONDS} s"
        return StoreUnavailableError(f"{place}: {seconds}; end that process, or use PostgreSQL for several")
    if state in {"SQLITE_NOTADB", "SQLITE_CORRUPT"}:
        return StoreUnavailableError(
            f"{place}: this is no SQLite database, or a damaged one; restore a backup"
        )
    if state.startswith("SQLITE_CONSTRAINT_UNIQUE") or state == "SQLITE_CONSTRAINT_PRIMARYKEY":
        return StaleError("another process wrote the same thing first; decide again")
    if state in _DUPLICATE_STATES | _RETRY_STATES:
        return StaleError("another process wrote the same thing first; decide again")
    remedy = next((each for name, each in _REMEDIES.items() if state.startswith(name)), None)
    if remedy is not None:
        return StoreUnavailableError(f"{place}: {remedy}")
    if isinstance(error, OperationalError) and not state:
        return StoreUnavailableError(f"{place}: {_reason(error)}; see that it runs and that the URL is right")
    if isinstance(error, OperationalError) or error.connection_invalidated:
        return StoreUnavailableError(f"{place}: {_reason(error)}")
    return RefusedRecordError(f"{place}: {state or type(error).__name__}: {_rule(error)}")


def _rule(error: DBAPIError) -> str:
    """Name the rule that was broken; PostgreSQL's whole message would quote the row."""
    if isinstance(error.orig, sqlite3.Error):
        return _reason(error)
    from psycopg import Error  # noqa: PLC0415 - a twentieth of what a command imports, which SQLite needs not

    if isinstance(error.orig, Error):
        told = error.orig.diag
        return told.constraint_name or f"{told.table_name}.{told.column_name}"
    return _reason(error)


def _state(error: DBAPIError) -> str:
    original = error.orig
    if isinstance(original, sqlite3.Error):
        return str(getattr(original, "sqlite_errorname", ""))
    return str(getattr(original, "sqlstate", None) or "")


def _reason(error: DBAPIError) -> str:
    """Return the driver's own first sentence; connection troubles name hosts and users, never values."""
    lines = str(error.orig).strip().splitlines()
    return lines[0] if lines else type(error.orig).__name__


def is_reachable(engines: Engines) -> bool:
    """Say whether the database answers at all; for health checks."""
    with suppress(SQLAlchemyError, StoreUnavailableError), engines.reading() as connection:
        return connection.exec_driver_sql("SELECT 1").scalar() == 1
    return False
