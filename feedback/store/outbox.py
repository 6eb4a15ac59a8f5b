"""The outbox and the timers: what is due, who is sending it, and what became of it."""

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import (
    BigInteger,
    Connection,
    Integer,
    String,
    and_,
    bindparam,
    case,
    delete,
    func,
    insert,
    null,
    or_,
    select,
    update,
)
from sqlalchemy.dialects import postgresql

from feedback.outbox import SUPERSEDED
from feedback.pacing import Hold
from feedback.records import Delivery, Timer
from feedback.store.cases_batch import keep_cards
from feedback.store.claiming import IS_OPEN, ClaimingStore
from feedback.store.keys import Keys
from feedback.store.marking import MARK, by_cell
from feedback.store.moving import Mover
from feedback.store.prepared import Prepared, ask
from feedback.store.rows import RowWriter
from feedback.store.sql import (
    HERE,
    AnyRow,
    Values,
    among,
    fixed,
    micros,
    micros_or_none,
    moment,
    texts,
)
from feedback.store.stranding import ask_where_else
from feedback.store.tables.asking import DELIVERY, SESSION, TIMER
from feedback.store.tables.people import ADDRESS
from feedback.store.tables.traffic import HOLD, OUTBOX
from feedback.work import Settlement, cell_of

_NOW = bindparam("now", type_=BigInteger)
_SHOWN_FOR = timedelta(minutes=1)
"""How long something that is to be forgotten stays once it went out: an open page still has to read it."""

_IS_SETTLED = bindparam("to_state", type_=String) != fixed("pending")
# Its session ended while somebody tried to send it.
_GIVEN_BACK_TOO_LATE = and_(
    bindparam("to_state", type_=String) == fixed("pending"),
    func.coalesce(OUTBOX.c.failure, fixed("")) == fixed(SUPERSEDED),
)
_SETTLE = Prepared(
    update(OUTBOX)
    .where(
        OUTBOX.c.workspace == HERE,
        OUTBOX.c.id == bindparam("item"),
        OUTBOX.c.state != fixed("sent"),
        # That it was sent is true whoever says so; all else only counts from who holds the lease.
        or_(
            bindparam("to_state", type_=String) == fixed("sent"),
            and_(OUTBOX.c.owner == bindparam("by"), IS_OPEN),
        ),
    )
    .values(
        state=case((_GIVEN_BACK_TOO_LATE, fixed("dropped")), else_=bindparam("to_state", type_=String)),
        failure=case((_GIVEN_BACK_TOO_LATE, fixed(SUPERSEDED)), else_=bindparam("why", type_=String)),
        settled_at=case((_GIVEN_BACK_TOO_LATE, _NOW), else_=bindparam("settled", type_=BigInteger)),
        receipt_hash=bindparam("with_receipt"),
        attempts=OUTBOX.c.attempts - bindparam("uncounted", type_=Integer),
        forget_at=case(
            (
                and_(OUTBOX.c.forget_at.is_not(None), _IS_SETTLED),
                bindparam("forgotten", type_=BigInteger),
            ),
            else_=OUTBOX.c.forget_at,
        ),
        due_at=func.coalesce(bindparam("at"), OUTBOX.c.due_at),
        lease_until=null(), owner=null(),
    )
)  # fmt: skip

_THEIR_ADDRESSES = select(OUTBOX.c.address_hash).where(among(OUTBOX.c.id, texts("ids")))
_MARK_GONE = (
    update(ADDRESS)
    .where(
        ADDRESS.c.workspace == HERE, ADDRESS.c.gone_at.is_(None), ADDRESS.c.address_hash.in_(_THEIR_ADDRESSES)
    )
    .values(gone_at=bindparam("now"))
)
_TO_NOBODY = and_(
    OUTBOX.c.workspace == HERE,
    OUTBOX.c.address_hash.in_(_THEIR_ADDRESSES.scalar_subquery()),
)
_DROP_TO_NOBODY = (
    update(OUTBOX)
    .where(_TO_NOBODY, OUTBOX.c.state == fixed("pending"))
    .values(state=fixed("dropped"), failure=fixed("gone"), settled_at=bindparam("now"))
)
_REMIND_NOBODY = delete(TIMER).where(
    TIMER.c.workspace == HERE,
    TIMER.c.kind == fixed("remind"),
    TIMER.c.subject.in_(select(OUTBOX.c.session).where(_TO_NOBODY, OUTBOX.c.session.is_not(None))),
)
_ADD_HOLD = postgresql.insert(HOLD)
_HOLD = Prepared(
    _ADD_HOLD.on_conflict_do_update(
        index_elements=["workspace", "channel", "key"],
        set_={
            "held_until": case(
                (HOLD.c.held_until > _ADD_HOLD.excluded.held_until, HOLD.c.held_until),
                else_=_ADD_HOLD.excluded.held_until,
            )
        },
    )
)
_END_HOLDS = delete(HOLD).where(HOLD.c.workspace == HERE, HOLD.c.held_until <= bindparam("now"))
_HOLDS = (
    select(HOLD)
    .where(HOLD.c.workspace == HERE, HOLD.c.held_until > bindparam("now"))
    .order_by(HOLD.c.channel, HOLD.c.key)
)

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


class OutboxStore(ClaimingStore):
    """For the dispatcher and the scheduler: what is due, and what became of it."""

    def settle_outbox(
        self, settlements: Sequence[Settlement], *, now: datetime, holds: Sequence[Hold] = ()
    ) -> None:
        """Note what became of items, and what has to wait because of it.

        What was sent becomes a delivery, and marks its partial. Where nobody is reached any more, the address
        is marked gone, and nothing that waits goes there; a timer for each session asks whether it may go on
        elsewhere, as it does where all tries were in vain. A chat that has moved is found at its new address.
        """
        if not settlements and not holds:
            return
        rows = [
            _settled(each, keys=self._keys, now=now, place=place) for place, each in enumerate(settlements)
        ]
        gone = [each.id for each in settlements if each.state == "failed" and each.failure == "gone"]
        with self._engines.writing() as connection:
            _SETTLE.write(connection, rows)
            self._deliver(connection, [each.id for each in settlements if each.state == "sent"], now=now)
            ask_where_else(connection, self._keys, settlements, now=now)
            keep_cards(connection, self._keys, settlements)
            Mover(connection, self._keys).follow(settlements)
            for statement in (_MARK_GONE, _DROP_TO_NOBODY, _REMIND_NOBODY) if gone else ():
                connection.execute(statement, self._here(ids=gone, now=micros(now)))
            self._hold(connection, holds, now=now)

    def hold_lanes(self, holds: Sequence[Hold], *, now: datetime) -> None:
        """Keep lanes closed, in every process and after a restart; a longer hold stays."""
        with self._engines.writing() as connection:
            self._hold(connection, holds, now=now)

    def holds(self, *, now: datetime) -> tuple[Hold, ...]:
        """Return the lanes that are closed, by channel and key."""
        with self._engines.reading() as connection:
            rows = connection.execute(_HOLDS, self._here(now=micros(now))).all()
        return tuple(Hold(channel=row.channel, key=row.key, until=moment(row.held_until)) for row in rows)

    def due_timers(self, *, now: datetime, limit: int) -> tuple[Timer, ...]:
        """Return what is due, oldest first; whoever deals with one names it in `Changes.timers_done`."""
        with self._engines.reading() as connection:
            rows = connection.execute(_TIMERS, self._here(now=micros(now), limit=limit)).all()
        return tuple(self._reader.timer(row) for row in rows)

    def _hold(self, connection: Connection, holds: Sequence[Hold], *, now: datetime) -> None:
        if holds:
            connection.execute(_END_HOLDS, self._here(now=micros(now)))
            _HOLD.write(connection, [_hold_row(each, workspace=self.workspace) for each in holds])

    def _deliver(self, connection: Connection, sent: Collection[str], *, now: datetime) -> None:
        shown = ask(connection, _SHOWN, self._here(ids=sent)) if sent else ()
        if not shown:
            return
        sessions = {row.session for row in shown}
        rows = ask(connection, _SEEN, self._here(ids=sessions))
        seen: set[tuple[str, str]] = {(row.session, row.prompt) for row in rows}
        deliveries = _deliveries(shown, seen=seen, now=now)
        writer = RowWriter(self._keys, {})
        if deliveries:
            _ADD_DELIVERY.write(connection, [writer.delivery(each) for each in deliveries])
            cells = {cell_of(each.journey, each.touchpoint, each.customer, now) for each in deliveries}
            MARK.write(connection, [writer.dirty(cell) for cell in sorted(cells, key=by_cell)])


def _hold_row(hold: Hold, *, workspace: str) -> Values:
    return {
        "workspace": workspace, "channel": hold.channel, "key": hold.key, "held_until": micros(hold.until)
    }  # fmt: skip


def _settled(settlement: Settlement, *, keys: Keys, now: datetime, place: int) -> Values:
    """Return the values of a settlement; what was sent at one `place` after another is read in that order."""
    return {
        "here": keys.workspace,
        "item": settlement.id,
        "to_state": settlement.state,
        "by": settlement.owner,
        "with_receipt": None if settlement.receipt is None else keys.message_hash(settlement.receipt),
        "why": settlement.failure,
        "at": micros_or_none(settlement.due_at),
        "now": micros(now),
        "forgotten": micros(now + _SHOWN_FOR),
        "uncounted": 0 if settlement.is_attempt else 1,
        "settled": None if settlement.state == "pending" else micros(now) + place,
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
