"""What waits on its way in and out, for operators: what it is and why, never whose it is or what it says."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import bindparam, func, select, update
from sqlalchemy.sql.dml import Update

from feedback.store.base import StoreBase
from feedback.store.sql import HERE, among, fixed, micros, moment, moment_or_none, texts
from feedback.store.tables.traffic import INBOX, OUTBOX

_IN_QUARANTINE = (INBOX.c.workspace == HERE, INBOX.c.state == fixed("poison"))
_ITEMS = (
    select(
        OUTBOX.c.id, OUTBOX.c.channel, OUTBOX.c.state, OUTBOX.c.priority, OUTBOX.c.created_at,
        OUTBOX.c.due_at, OUTBOX.c.attempts, OUTBOX.c.failure, OUTBOX.c.settled_at,
    )
    .where(OUTBOX.c.workspace == HERE, among(OUTBOX.c.state, texts("states")))
    .limit(bindparam("limit"))
)  # fmt: skip
_WAITING = _ITEMS.order_by(OUTBOX.c.settled_at.desc(), OUTBOX.c.priority, OUTBOX.c.due_at, OUTBOX.c.id)
_COUNTS = (
    select(OUTBOX.c.channel, OUTBOX.c.state, OUTBOX.c.failure, func.count().label("many"))
    .where(OUTBOX.c.workspace == HERE, among(OUTBOX.c.state, texts("states")))
    .group_by(OUTBOX.c.channel, OUTBOX.c.state, OUTBOX.c.failure)
    .order_by(OUTBOX.c.channel, OUTBOX.c.state, OUTBOX.c.failure)
)
_QUARANTINE = (
    select(INBOX.c.channel, INBOX.c.key, INBOX.c.failure, INBOX.c.attempts, INBOX.c.received_at)
    .where(*_IN_QUARANTINE)
    .order_by(INBOX.c.received_at, INBOX.c.channel, INBOX.c.key)
)
_TAKE_OUT = update(INBOX).where(*_IN_QUARANTINE)
_REPLAY = _TAKE_OUT.values(
    state=fixed("new"), attempts=0, failure=None, lease_until=bindparam("now"), owner=None
)
# It stays under its key, so that a platform that sends it again is not listened to again.
_DROP = _TAKE_OUT.values(state=fixed("done"))


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxLine:
    """An outbox item without what it says and to whom."""

    id: str
    channel: str
    state: str
    priority: int
    created_at: datetime
    due_at: datetime
    attempts: int
    failure: str | None
    settled_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OutboxCount:
    """How many items of a channel are in a state, for the same reason."""

    channel: str
    state: str
    failure: str | None
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class InboxLine:
    """An inbox item in quarantine, without what it says and who said it."""

    channel: str
    key: str
    failure: str | None
    attempts: int
    received_at: datetime


class WaitingStore(StoreBase):
    """For operators: what waits, what failed, and what to do about it."""

    def outbox_lines(
        self, states: Collection[str], *, channel: str | None = None, limit: int = 100
    ) -> tuple[OutboxLine, ...]:
        """Return items in these states: what was settled last first, then what is most urgent."""
        asked = _WAITING if channel is None else _WAITING.where(OUTBOX.c.channel == bindparam("at"))
        with self._engines.reading() as connection:
            here = self._here(states=states, limit=limit, at=channel)
            rows = connection.execute(asked, here).all()
        return tuple(
            OutboxLine(
                id=row.id, channel=row.channel, state=row.state, priority=row.priority,
                created_at=moment(row.created_at), due_at=moment(row.due_at), attempts=row.attempts,
                failure=row.failure, settled_at=moment_or_none(row.settled_at),
            )
            for row in rows
        )  # fmt: skip

    def outbox_counts(
        self, states: Collection[str], *, channel: str | None = None
    ) -> tuple[OutboxCount, ...]:
        """Return how many items are in these states, by channel and by what became of the last try."""
        asked = _COUNTS if channel is None else _COUNTS.where(OUTBOX.c.channel == bindparam("at"))
        with self._engines.reading() as connection:
            rows = connection.execute(asked, self._here(states=states, at=channel)).all()
        return tuple(
            OutboxCount(channel=row.channel, state=row.state, failure=row.failure, count=row.many)
            for row in rows
        )

    def quarantine(self, *, channel: str | None = None) -> tuple[InboxLine, ...]:
        """Return what could not be dealt with in three tries, the oldest first."""
        asked = _QUARANTINE if channel is None else _QUARANTINE.where(INBOX.c.channel == bindparam("at"))
        with self._engines.reading() as connection:
            rows = connection.execute(asked, self._here(at=channel)).all()
        return tuple(
            InboxLine(
                channel=row.channel, key=row.key, failure=row.failure, attempts=row.attempts,
                received_at=moment(row.received_at),
            )
            for row in rows
        )  # fmt: skip

    def replay_inbox(self, *, key: str | None, channel: str | None = None, now: datetime) -> int:
        """Put what is in quarantine under `key`, or all of it, back to be dealt with; return how much."""
        return self._take_out(_REPLAY, key=key, channel=channel, now=now)

    def drop_inbox(self, *, key: str, channel: str | None = None, now: datetime) -> int:
        """Give up what is in quarantine under `key`; return how much that was."""
        return self._take_out(_DROP, key=key, channel=channel, now=now)

    def _take_out(self, statement: Update, *, key: str | None, channel: str | None, now: datetime) -> int:
        if key is not None:
            statement = statement.where(INBOX.c.key == bindparam("of_key"))
        if channel is not None:
            statement = statement.where(INBOX.c.channel == bindparam("at"))
        with self._engines.writing() as connection:
            here = self._here(of_key=key, at=channel, now=micros(now))
            return connection.execute(statement, here).rowcount
