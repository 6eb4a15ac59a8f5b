"""The outbox and the timers: what is due, who is sending it, and what became of it."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, String, and_, bindparam, func, insert, null, or_, select, update
from sqlalchemy.sql.dml import Update

from feedback.records import Delivery, OutboxItem, Timer
from feedback.store.base import StoreBase
from feedback.store.prepared import Prepared
from feedback.store.rows import RowWriter
from feedback.store.saving import MARK, by_cell
from feedback.store.sql import HERE, AnyRow, Values, among, fixed, micros, micros_or_none, texts
from feedback.store.tables import CUSTOMER, DELIVERY, OUTBOX, SESSION, TIMER
from feedback.work import Settlement, cell_of

_WITH_KEY = select(OUTBOX, CUSTOMER.c.data_key).join(
    CUSTOMER, and_(CUSTOMER.c.workspace == OUTBOX.c.workspace, CUSTOMER.c.id == OUTBOX.c.customer)
)
_CLAIMABLE = (
    _WITH_KEY.where(OUTBOX.c.workspace == HERE, among(OUTBOX.c.channel, texts("channels")))
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True, of=OUTBOX)
)
_DUE = _CLAIMABLE.where(OUTBOX.c.state == fixed("pending"), OUTBOX.c.due_at <= bindparam("now")).order_by(
    OUTBOX.c.priority, OUTBOX.c.due_at, OUTBOX.c.id
)
_ABANDONED = _CLAIMABLE.where(
    OUTBOX.c.state == fixed("sending"), OUTBOX.c.lease_until <= bindparam("now")
).order_by(OUTBOX.c.lease_until, OUTBOX.c.id)
_CLAIM = (
    update(OUTBOX)
    .where(among(OUTBOX.c.id, texts("ids")))
    .values(
        state="sending", lease_until=bindparam("until"), owner=bindparam("by"), attempts=OUTBOX.c.attempts + 1
    )
)
_DROP_ERASED = (
    update(OUTBOX)
    .where(among(OUTBOX.c.id, texts("ids")))
    .values(state="dropped", failure="erased", settled_at=bindparam("now"))
)
_SETTLE = Prepared(
    update(OUTBOX)
    .where(
        OUTBOX.c.workspace == HERE,
        OUTBOX.c.id == bindparam("item"),
        OUTBOX.c.state != fixed("sent"),
        # That it was sent is true whoever says so; all else only counts from who holds the lease.
        or_(bindparam("to_state", type_=String) == fixed("sent"), OUTBOX.c.owner == bindparam("by")),
    )
    .values(
        state=bindparam("to_state"), receipt=bindparam("with_receipt"), failure=bindparam("why"),
        due_at=func.coalesce(bindparam("at"), OUTBOX.c.due_at),
        settled_at=bindparam("settled"), lease_until=null(), owner=null(),
    )
)  # fmt: skip

# A notice asks nothing, so nobody counts whether it was answered.
_ADD_DELIVERY = Prepared(insert(DELIVERY))
_SHOWN = (
    select(
        OUTBOX.c.prompt_id, OUTBOX.c.channel, SESSION.c.id.label("session"), SESSION.c.customer,
        SESSION.c.journey, SESSION.c.stage, SESSION.c.touchpoint,
    )
    .join(SESSION, and_(SESSION.c.workspace == OUTBOX.c.workspace, SESSION.c.id == OUTBOX.c.session))
    .where(among(OUTBOX.c.id, texts("ids")), OUTBOX.c.asks)
    .order_by(SESSION.c.id, OUTBOX.c.created_at, OUTBOX.c.id)
    .with_for_update(of=SESSION)
)  # fmt: skip
_SEEN = select(DELIVERY.c.session, DELIVERY.c.prompt).where(among(DELIVERY.c.session, texts("ids")))
_TIMERS = (
    select(TIMER)
    .where(TIMER.c.workspace == HERE, TIMER.c.due_at <= bindparam("now"))
    .order_by(TIMER.c.due_at, TIMER.c.id)
    .limit(bindparam("limit"))
)


class OutboxStore(StoreBase):
    """For the dispatcher and the scheduler: what is due, and what became of it."""

    def claim_outbox(
        self, *, now: datetime, limit: int, lease: timedelta, owner: str, channels: Collection[str]
    ) -> tuple[OutboxItem, ...]:
        """Take what is due, most urgent first; nobody else gets it before the lease is over."""
        with self._engines.writing() as connection:
            here = self._here(now=micros(now), limit=limit, channels=channels)
            rows = [*connection.execute(_ABANDONED, here), *connection.execute(_DUE, here)][:limit]
            read = [(row.id, self._reader.outbox(row)) for row in rows]
            items = [item for _, item in read if item is not None]
            self._update(
                connection, _DROP_ERASED, [key for key, item in read if item is None], now=micros(now)
            )
            until = micros(now + lease)
            self._update(connection, _CLAIM, [item.id for item in items], until=until, by=owner)
        return tuple(_claimed(item, until=now + lease, owner=owner) for item in items)

    def settle_outbox(self, settlements: Sequence[Settlement], *, now: datetime) -> None:
        """Note what became of items; what was sent becomes a delivery, and marks its partial."""
        if not settlements:
            return
        rows = [_settled(each, workspace=self.workspace, now=now) for each in settlements]
        with self._engines.writing() as connection:
            _SETTLE.write(connection, rows)
            self._deliver(connection, [each.id for each in settlements if each.state == "sent"], now=now)

    def due_timers(self, *, now: datetime, limit: int) -> tuple[Timer, ...]:
        """Return what is due, oldest first; whoever deals with one names it in `Changes.timers_done`."""
        with self._engines.reading() as connection:
            rows = connection.execute(_TIMERS, self._here(now=micros(now), limit=limit)).all()
        return tuple(self._reader.timer(row) for row in rows)

    def _update(
        self, connection: Connection, statement: Update, ids: Collection[str], **more: object
    ) -> None:
        if ids:
            connection.execute(statement, self._here(ids=ids, **more))

    def _deliver(self, connection: Connection, sent: Collection[str], *, now: datetime) -> None:
        shown = connection.execute(_SHOWN, self._here(ids=sent)).all() if sent else []
        if not shown:
            return
        sessions = {row.session for row in shown}
        rows = connection.execute(_SEEN, self._here(ids=sessions))
        seen: set[tuple[str, str]] = {(row.session, row.prompt) for row in rows}
        deliveries = _deliveries(shown, seen=seen, now=now)
        writer = RowWriter(self._keys, {})
        if deliveries:
            _ADD_DELIVERY.write(connection, [writer.delivery(each) for each in deliveries])
            cells = {cell_of(each.journey, each.touchpoint, each.customer, now) for each in deliveries}
            MARK.write(connection, [writer.dirty(cell) for cell in sorted(cells, key=by_cell)])


def _claimed(item: OutboxItem, *, until: datetime, owner: str) -> OutboxItem:
    return replace(
        item, state="sending", lease_until=until, owner=owner, possibly_sent=item.state == "sending"
    )


def _settled(settlement: Settlement, *, workspace: str, now: datetime) -> Values:
    return {
        "here": workspace,
        "item": settlement.id,
        "to_state": settlement.state,
        "by": settlement.owner,
        "with_receipt": settlement.receipt,
        "why": settlement.failure,
        "at": micros_or_none(settlement.due_at),
        "settled": None if settlement.state == "pending" else micros(now),
    }


def _deliveries(shown: Sequence[AnyRow], *, seen: set[tuple[str, str]], now: datetime) -> list[Delivery]:
    started, deliveries = {session for session, _ in seen}, []
    for row in shown:
        if (row.session, row.prompt_id) in seen:
            continue  # settled twice: sent again after a lease ran out
        deliveries.append(
            Delivery(
                prompt=row.prompt_id, session=row.session, customer=row.customer, journey=row.journey,
                stage=row.stage, touchpoint=row.touchpoint, channel=row.channel, shown_at=now,
                first=row.session not in started,
            )
        )  # fmt: skip
        seen.add((row.session, row.prompt_id))
        started.add(row.session)
    return deliveries
