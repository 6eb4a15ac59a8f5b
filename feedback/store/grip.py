"""A lock of PostgreSQL's that is held by a connection of its own."""

import select
from contextlib import suppress

import psycopg
from sqlalchemy import Connection, NullPool, create_engine, text
from sqlalchemy.exc import SQLAlchemyError

from feedback.errors import FeedbackError
from feedback.store.engine import Engines, translated

# Both ends notice within seconds when the other one's machine is gone; a dead process says so itself.
_KEEPALIVES = {"keepalives_idle": 2, "keepalives_interval": 2, "keepalives_count": 2}
_SERVERS = " ".join(f"-c tcp_{name}={value}" for name, value in _KEEPALIVES.items())
_ARGUMENTS = {
    "connect_timeout": 5, "application_name": "aftertouch leader", "tcp_user_timeout": 6_000,
    "options": _SERVERS, **_KEEPALIVES,
}  # fmt: skip


class Grip:
    """A lock of PostgreSQL's, held as long as a connection of its own lives; for one thread at a time."""

    def __init__(self, engines: Engines, key: int) -> None:
        self._place = engines.place
        self._engine = create_engine(
            engines.writer.url, poolclass=NullPool, connect_args=_ARGUMENTS, isolation_level="AUTOCOMMIT",
            hide_parameters=True,
        )  # fmt: skip
        self._key = key
        self._connection: Connection | None = None

    def take(self) -> bool:
        """Take the lock, or see whether it still is ours; False when it is somebody else's."""
        try:
            with translated(self._place):
                if self._connection is None:
                    return self._took()
                self._connection.execute(text("SELECT 1"))
        except FeedbackError:
            self.let_go()
            raise
        return True

    def is_alive(self) -> bool:
        """Say, without asking the server, whether anything speaks against the lock being ours."""
        if self._connection is None:
            return False
        # A server that ends an idle connection writes to it or closes it; else it has nothing to say.
        said = select.poll()
        with suppress(OSError, SQLAlchemyError, psycopg.Error):
            said.register(_socket(self._connection), select.POLLIN)
            return not said.poll(0)
        return False

    def let_go(self) -> None:
        """Give the lock back, and close the connection."""
        connection, self._connection = self._connection, None
        if connection is None:
            return
        # Left to the closing, the server frees it some time later; somebody may be waiting for it now.
        with suppress(SQLAlchemyError, psycopg.Error):
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": self._key})
        with suppress(SQLAlchemyError, psycopg.Error):
            connection.close()

    def _took(self) -> bool:
        connection = self._engine.connect()
        try:
            took = connection.execute(text("SELECT pg_try_advisory_lock(:key)"), {"key": self._key}).scalar()
        except BaseException:
            connection.close()
            raise
        if took:
            self._connection = connection
        else:
            connection.close()
        return bool(took)


def _socket(connection: Connection) -> int:
    driver = connection.connection.driver_connection
    return driver.fileno() if isinstance(driver, psycopg.Connection) else -1
