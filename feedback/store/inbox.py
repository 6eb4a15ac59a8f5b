"""The inbox: stored raw before it is acknowledged, dealt with once, quarantined after three failures."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import bindparam, case, or_, select, update

from feedback.records import InboxItem
from feedback.store.base import StoreBase
from feedback.store.rows import inbox_row
from feedback.store.sql import HERE, AnyRow, Values, fixed, insert_new, micros
from feedback.store.tables import INBOX

POISON_AFTER = 3

_KEY = (
    INBOX.c.workspace == HERE,
    INBOX.c.channel == bindparam("at"),
    INBOX.c.key == bindparam("item"),
)
_PUT = insert_new("inbox").returning(INBOX.c.channel, INBOX.c.key)
_WAITING = (
    select(INBOX)
    .where(
        INBOX.c.workspace == HERE,
        INBOX.c.state == fixed("new"),
        or_(INBOX.c.lease_until.is_(None), INBOX.c.lease_until <= bindparam("now")),
    )
    .order_by(INBOX.c.received_at, INBOX.c.channel, INBOX.c.key)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True)
)
_LEASE = update(INBOX).where(*_KEY).values(lease_until=bindparam("until"), owner=bindparam("by"))
_FAIL = (
    update(INBOX)
    .where(*_KEY, INBOX.c.state == "new")
    .values(
        attempts=INBOX.c.attempts + 1,
        failure=bindparam("why"),
        lease_until=bindparam("until"),
        owner=None,
        state=case((INBOX.c.attempts + 1 >= POISON_AFTER, "poison"), else_="new"),
    )
)
_POISON = (
    select(INBOX)
    .where(INBOX.c.workspace == HERE, INBOX.c.state == "poison")
    .order_by(INBOX.c.received_at.desc())
    .limit(bindparam("limit"))
)


class InboxStore(StoreBase):
    """For ingress: what platforms told us."""

    def put_inbox(
        self, items: Sequence[InboxItem], *, owner: str | None = None, until: datetime | None = None
    ) -> list[bool]:
        """Keep what came in; True where it is new. With `owner` nobody else claims it before `until`."""
        if not items:
            return []
        leased: Values = {"owner": owner, "lease_until": None if until is None else micros(until)}
        rows = {
            (item.channel, item.key): inbox_row(item, keys=self._keys) | leased for item in reversed(items)
        }
        with self._engines.writing() as connection:
            new = set(connection.execute(_PUT, list(rows.values())).tuples())
        return [_take(new, _key(item)) for item in items]

    def claim_inbox(
        self, *, now: datetime, limit: int, lease: timedelta, owner: str
    ) -> tuple[InboxItem, ...]:
        """Take what nobody is dealing with, oldest first: after a crash, or from another process."""
        with self._engines.writing() as connection:
            here = self._here(now=micros(now), limit=limit)
            found = connection.execute(_WAITING, here).all()
            leases = [
                {
                    "here": row.workspace,
                    "at": row.channel,
                    "item": row.key,
                    "by": owner,
                    "until": micros(now + lease),
                }
                for row in found
            ]
            if leases:
                connection.execute(_LEASE, leases)
        return tuple(self._reader.inbox(row) for row in found)

    def fail_inbox(self, channel: str, key: str, *, failure: str, retry_at: datetime) -> bool:
        """Note a failure; return whether the item is tried again: after three it is quarantined."""
        here = {"here": self.workspace, "at": channel, "item": key}
        with self._engines.writing() as connection:
            connection.execute(_FAIL, {**here, "why": failure, "until": micros(retry_at)})
            return connection.execute(select(INBOX.c.state).where(*_KEY), here).scalar() == "new"

    def poison(self, *, limit: int = 100) -> tuple[InboxItem, ...]:
        """Return what is in quarantine, newest first."""
        with self._engines.reading() as connection:
            return tuple(
                self._reader.inbox(row) for row in connection.execute(_POISON, self._here(limit=limit))
            )


def _take(new: set[tuple[str, str]], key: tuple[str, str]) -> bool:
    """Say whether `key` is new, once: its second mention in a batch is a repeat."""
    if key not in new:
        return False
    new.remove(key)
    return True


def _key(item: InboxItem) -> tuple[str, str]:
    return item.channel, item.key


def _of(row: AnyRow) -> Values:
    return {"here": row.workspace, "at": row.channel, "item": row.key}
