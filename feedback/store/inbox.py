"""The inbox: stored raw before it is acknowledged, dealt with once, quarantined after three failures."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta

from sqlalchemy import Connection, String, and_, bindparam, case, or_, select, update

from feedback.records import InboxItem
from feedback.store.base import StoreBase
from feedback.store.prepared import Prepared, ask
from feedback.store.rows import inbox_row
from feedback.store.sql import HERE, AnyRow, Values, among, fixed, insert_new, micros, texts
from feedback.store.tables.traffic import INBOX

POISON_AFTER = 3

_KEY = (
    INBOX.c.workspace == HERE,
    INBOX.c.channel == bindparam("at"),
    INBOX.c.key == bindparam("item"),
)
_PUT = Prepared(insert_new("inbox"))
_KNOWN = select(INBOX.c.channel, INBOX.c.key).where(
    among(INBOX.c.key, texts("ids"), channel=bindparam("at", type_=String))
)
_WAITING = (
    select(INBOX)
    .where(
        INBOX.c.workspace == HERE,
        INBOX.c.state == fixed("new"),
        or_(
            INBOX.c.lease_until <= bindparam("now"),
            and_(INBOX.c.lease_until.is_(None), INBOX.c.received_at <= bindparam("left_before")),
        ),
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
_ONE = select(INBOX).where(*_KEY)
_POISON = (
    select(INBOX)
    .where(INBOX.c.workspace == HERE, INBOX.c.state == "poison")
    .order_by(INBOX.c.received_at.desc())
    .limit(bindparam("limit"))
)


class _SomeKnownError(Exception):
    """Not all of what came in is new, so that all is undone."""


class InboxStore(StoreBase):
    """For ingress: what platforms told us."""

    def put_inbox(self, items: Sequence[InboxItem]) -> list[bool]:
        """Keep what came in, before anybody acknowledges it; True where it is new."""
        rows = {_key(item): inbox_row(item, keys=self._keys) for item in reversed(items)}
        new = self._put_new(rows)
        return [_take(new, _key(item)) for item in items]

    def _put_new(self, rows: Mapping[tuple[str, str], Values]) -> set[tuple[str, str]]:
        """Insert what is new, and return its keys; mostly that is all, and nothing has to be looked up."""
        with suppress(_SomeKnownError), self._engines.writing() as connection:
            if _PUT.write(connection, [*rows.values()]) == len(rows):
                return set(rows)
            raise _SomeKnownError
        while True:
            with self._engines.writing() as connection:
                new = rows.keys() - self._known(connection, rows.keys())
                if _PUT.write(connection, [rows[key] for key in rows if key in new]) == len(new):
                    return new  # otherwise another process put one in between: look again

    def _known(self, connection: Connection, keys: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
        of: defaultdict[str, list[str]] = defaultdict(list)
        for channel, key in keys:
            of[channel].append(key)
        return {
            (row.channel, row.key)
            for channel, found in of.items()
            for row in ask(connection, _KNOWN, self._here(at=channel, ids=found))
        }

    def claim_inbox(
        self, *, now: datetime, limit: int, lease: timedelta, owner: str
    ) -> tuple[InboxItem, ...]:
        """Take what nobody has dealt with for as long as `lease`, oldest first: whoever put it died."""
        with self._engines.writing() as connection:
            here = self._here(now=micros(now), left_before=micros(now - lease), limit=limit)
            found = ask(connection, _WAITING, here)
            if found:
                until = micros(now + lease)
                connection.execute(_LEASE, [_of(row) | {"by": owner, "until": until} for row in found])
        return tuple(self._reader.inbox(row) for row in found)

    def fail_inbox(self, items: Sequence[tuple[str, str, str]], *, now: datetime) -> None:
        """Count a failed try of (channel, key, failure); it can be claimed at once, the third is the last."""
        rows = [
            {"here": self.workspace, "at": channel, "item": key, "why": failure, "until": micros(now)}
            for channel, key, failure in items
        ]
        if rows:
            with self._engines.writing() as connection:
                connection.execute(_FAIL, rows)

    def inbox_item(self, channel: str, key: str) -> InboxItem | None:
        """Return what came in under a key, whatever became of it."""
        with self._engines.reading() as connection:
            row = connection.execute(
                select(INBOX).where(*_KEY), self._here(at=channel, item=key)
            ).one_or_none()
        return None if row is None else self._reader.inbox(row)

    def inbox_address(self, channel: str, key: str) -> str | None:
        """Return the address an item came from; None when there is no such item."""
        with self._engines.reading() as connection:
            row = connection.execute(_ONE, self._here(at=channel, item=key)).one_or_none()
        return None if row is None else self._reader.inbox(row).address

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
