"""Who alone does something among all processes: a lock of PostgreSQL's, or a lease in SQLite."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import blake2b
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, delete, or_
from sqlalchemy.dialects import postgresql

from feedback.errors import FeedbackError
from feedback.store.base import StoreBase
from feedback.store.engine import Engines
from feedback.store.keys import Keys
from feedback.store.sql import HERE, Values, micros
from feedback.store.tables.workspace import LEADER
from feedback.vault import Entropy

if TYPE_CHECKING:  # it brings the driver of PostgreSQL, a twentieth of what a command imports
    from feedback.store.grip import Grip

_ADD = postgresql.insert(LEADER)
_LEAD = _ADD.on_conflict_do_update(
    index_elements=["workspace", "name"],
    set_={"owner": _ADD.excluded.owner, "held_until": _ADD.excluded.held_until},
    where=or_(LEADER.c.owner == _ADD.excluded.owner, LEADER.c.held_until <= bindparam("now")),
)
_FOLLOW = delete(LEADER).where(
    LEADER.c.workspace == HERE, LEADER.c.name == bindparam("called"), LEADER.c.owner == bindparam("by")
)


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
                from feedback.store.grip import Grip  # noqa: PLC0415 - see above

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
