"""Who alone does something among all processes: a lock of PostgreSQL's, or a lease in SQLite."""

import select
from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import blake2b

import psycopg
from sqlalchemy import Connection, NullPool, bindparam, create_engine, delete, or_, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import SQLAlchemyError

from feedback.errors import FeedbackError
from feedback.store.base import StoreBase
from feedback.store.engine import Engines, translated
from feedback.store.keys import Keys
from feedback.store.sql import HERE, Values, micros
from feedback.store.tables import LEADER
from feedback.vault import Entropy

_ADD = postgresql.insert(LEADER)
_LEAD = _ADD.on_conflict_do_update(
    index_elements=["workspace", "name"],
    set_={"owner": _ADD.excluded.owner, "held_until": _ADD.excluded.held_until},
    where=or_(LEADER.c.owner == _ADD.excluded.owner, LEADER.c.held_until <= bindparam("now")),
)
_FOLLOW = delete(LEADER).where(
    LEADER.c.workspace == HERE, LEADER.c.name == bindparam("called"), LEADER.c.owner == bindparam("by")
)

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
        """Close the connection, and with it the lock."""
        connection, self._connection = self._connection, None
        if connection is not None:
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


class LeaderStore(StoreBase):
    """For what only one process may do at a time: speak as a bot, hold its line open."""

    def __init__(self, engines: Engines, keys: Keys, *, entropy: Entropy) -> None:
        super().__init__(engines, keys, entropy=entropy)
        self._grips: dict[str, Grip] = {}
        self._leases: dict[str, str] = {}

    def lead(self, name: str, *, owner: str, now: datetime, lease: timedelta) -> bool:
        """Take or keep the lead of `name`; False when it is somebody else's.

        It is ours until `lease` is over (SQLite), or until our connection ends (PostgreSQL). From any thread.
        """
        if self.dialect == "postgresql":
            grip = self._grips.get(name)
            if grip is None:
                grip = self._grips[name] = Grip(self._engines, lock_of(self.workspace, name))
            return grip.take()
        row: Values = {"workspace": self.workspace, "name": name, "owner": owner}
        with self._engines.writing() as connection:
            until = {"held_until": micros(now + lease), "now": micros(now)}
            leads = connection.execute(_LEAD, row | until).rowcount == 1
        if leads:
            self._leases[name] = owner
        return leads

    def may_lead(self, name: str) -> bool:
        """Say, without asking the database, whether anything speaks against the lead still being ours."""
        return self.dialect != "postgresql" or (name in self._grips and self._grips[name].is_alive())

    def follow(self, name: str, *, owner: str) -> None:
        """Give the lead of `name` back, so that another can have it at once."""
        if name in self._grips:
            self._grips.pop(name).let_go()
        if self._leases.pop(name, None) is not None:
            with self._engines.writing() as connection:
                connection.execute(_FOLLOW, self._here(called=name, by=owner))

    def close(self) -> None:
        """Give every lead back, then close every connection."""
        for name in list(self._grips):
            self.follow(name, owner="")
        for name, owner in list(self._leases.items()):
            with suppress(FeedbackError):  # it ends by itself
                self.follow(name, owner=owner)
        super().close()


def lock_of(*of: str) -> int:
    """Return the number of PostgreSQL's advisory lock for something: 64 bits of a hash."""
    return int.from_bytes(blake2b(_joined(of), digest_size=8).digest(), signed=True)


def _joined(of: Iterable[str]) -> bytes:
    return "\0".join(of).encode()


def _socket(connection: Connection) -> int:
    driver = connection.connection.driver_connection
    return driver.fileno() if isinstance(driver, psycopg.Connection) else -1
