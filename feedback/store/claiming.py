"""Taking hold of what is due, so that one process sends it, and nobody else."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, Integer, and_, bindparam, func, or_, select, update
from sqlalchemy.sql.dml import Update

from feedback.outbox import SUPERSEDED
from feedback.records import OutboxItem
from feedback.store.base import StoreBase
from feedback.store.prepared import ask, tell
from feedback.store.sql import HERE, among, fixed, micros, texts
from feedback.store.tables.people import CUSTOMER
from feedback.store.tables.traffic import OUTBOX

_NO_PRIORITY = 32_768
"""Above what a SMALLINT holds."""

_WITH_KEY = select(OUTBOX, CUSTOMER.c.data_key).join(
    CUSTOMER, and_(CUSTOMER.c.workspace == OUTBOX.c.workspace, CUSTOMER.c.id == OUTBOX.c.customer)
)
_CLAIMABLE = (
    _WITH_KEY.where(
        OUTBOX.c.workspace == HERE,
        among(OUTBOX.c.channel, texts("channels")),
        OUTBOX.c.priority < bindparam("above", type_=Integer),
    )
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True, of=OUTBOX)
)
_DUE = _CLAIMABLE.where(
    OUTBOX.c.state == fixed("pending"),
    OUTBOX.c.due_at <= bindparam("now"),
    or_(OUTBOX.c.lease_until.is_(None), OUTBOX.c.lease_until <= bindparam("now")),
).order_by(OUTBOX.c.priority, OUTBOX.c.due_at, OUTBOX.c.id)
_ABANDONED = _CLAIMABLE.where(
    OUTBOX.c.state == fixed("sending"), OUTBOX.c.lease_until <= bindparam("now")
).order_by(OUTBOX.c.lease_until, OUTBOX.c.id)
_RESERVE = (
    update(OUTBOX)
    .where(among(OUTBOX.c.id, texts("ids")))
    .values(lease_until=bindparam("until"), owner=bindparam("by"), attempts=OUTBOX.c.attempts + 1)
)
_CLAIM = _RESERVE.values(state="sending")
_DROP_ERASED = (
    update(OUTBOX)
    .where(among(OUTBOX.c.id, texts("ids")))
    .values(state="dropped", failure="erased", settled_at=bindparam("now"))
)
IS_OPEN = OUTBOX.c.state.in_([fixed("pending"), fixed("sending")])
"""It may still go out, or is doing so."""

_IS_WANTED = and_(
    among(OUTBOX.c.id, texts("ids")),
    IS_OPEN,
    OUTBOX.c.owner == bindparam("by"),
    func.coalesce(OUTBOX.c.failure, fixed("")) != fixed(SUPERSEDED),
)
_STILL_WANTED = select(OUTBOX.c.id).where(_IS_WANTED)
_BEGIN = update(OUTBOX).where(_IS_WANTED).values(state="sending")


class ClaimingStore(StoreBase):
    """For the dispatcher: what is due, and who is sending it."""

    def claim_outbox(
        self, *, now: datetime, limit: int, lease: timedelta, owner: str, channels: Collection[str],
        above: int | None = None,
    ) -> tuple[OutboxItem, ...]:  # fmt: skip
        """Take what is due, most urgent first; nobody else gets it before the lease is over.

        `above` leaves what is not more urgent than that priority where it is. Whoever comes after a kill
        finds that all of it may have been sent.
        """
        here = self._here(now=micros(now), limit=limit, channels=channels, above=_below(above))
        return self._take(_CLAIM, here, limit=limit, until=now + lease, owner=owner)

    def reserve_outbox(
        self, *, now: datetime, limit: int, lease: timedelta, owner: str, channels: Collection[str],
        above: int | None = None,
    ) -> tuple[OutboxItem, ...]:  # fmt: skip
        """Take what is due in the same way, but whoever comes after a kill finds it as it was before.

        What `begin_outbox` has not been told of has therefore certainly not been sent.
        """
        here = self._here(now=micros(now), limit=limit, channels=channels, above=_below(above))
        return self._take(_RESERVE, here, limit=limit, until=now + lease, owner=owner)

    def begin_outbox(self, ids: Collection[str], *, owner: str) -> frozenset[str]:
        """Note that what `owner` has reserved goes out now; return what still may, for nobody dropped it."""
        with self._engines.writing() as connection:
            self._update(connection, _BEGIN, ids, by=owner)
            return self._wanted(connection, ids, owner=owner)

    def still_wanted(self, ids: Collection[str], *, owner: str) -> frozenset[str]:
        """Return which items claimed by `owner` are still to go out: nobody has dropped them since."""
        with self._engines.reading() as connection:
            return self._wanted(connection, ids, owner=owner)

    def _take(
        self, statement: Update, here: Mapping[str, object], *, limit: int, until: datetime, owner: str
    ) -> tuple[OutboxItem, ...]:
        with self._engines.writing() as connection:
            rows = [*ask(connection, _ABANDONED, here), *ask(connection, _DUE, here)][:limit]
            read = [(row.id, self._reader.outbox(row)) for row in rows]
            items = [item for _, item in read if item is not None]
            erased = [key for key, item in read if item is None]
            self._update(connection, _DROP_ERASED, erased, now=here["now"])
            self._update(connection, statement, [item.id for item in items], until=micros(until), by=owner)
        return tuple(_taken(item, until=until, owner=owner) for item in items)

    def _wanted(self, connection: Connection, ids: Collection[str], *, owner: str) -> frozenset[str]:
        return frozenset(row.id for row in ask(connection, _STILL_WANTED, self._here(ids=ids, by=owner)))

    def _update(
        self, connection: Connection, statement: Update, ids: Collection[str], **more: object
    ) -> None:
        if ids:
            tell(connection, statement, self._here(ids=ids, **more))


def _below(above: int | None) -> int:
    return _NO_PRIORITY if above is None else above


def _taken(item: OutboxItem, *, until: datetime, owner: str) -> OutboxItem:
    return replace(
        item,
        state="sending",
        lease_until=until,
        owner=owner,
        # A lease that ran out says so, and so does an answer that was lost.
        possibly_sent=item.state == "sending" or item.failure == "unknown",
    )
