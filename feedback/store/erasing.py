"""Erasing one customer, table by table, and letting go of what was only said in passing."""

from collections.abc import Sequence

from sqlalchemy import Connection, Select, bindparam, delete, false, func, literal, or_, select, update
from sqlalchemy.sql.dml import Delete

from feedback.store.echoes import fall_silent
from feedback.store.keys import Keys
from feedback.store.marking import MARKING
from feedback.store.sql import DAY_US, HERE, among, fixed, texts
from feedback.store.tables.access import CODE
from feedback.store.tables.asking import INTERACTION, SESSION, TIMER
from feedback.store.tables.cases import SUPPORT_CASE
from feedback.store.tables.figures import PARTIAL, TURN
from feedback.store.tables.people import ADDRESS, CUSTOMER, WISH
from feedback.store.tables.schema import SCHEMA
from feedback.store.tables.traffic import INBOX, OUTBOX

_OF = bindparam("of", type_=CUSTOMER.c.id.type)
_CELL = ("workspace", "journey", "touchpoint", "customer", "week")
_KEY = select(CUSTOMER.c.data_key).where(CUSTOMER.c.workspace == HERE, CUSTOMER.c.id == _OF).with_for_update()
_HASHES = select(ADDRESS.c.address_hash).where(ADDRESS.c.workspace == HERE, ADDRESS.c.customer == _OF)
_SESSIONS = select(SESSION.c.id).where(SESSION.c.workspace == HERE, SESSION.c.customer == _OF)
_INTERACTIONS = select(INTERACTION.c.id).where(INTERACTION.c.workspace == HERE, INTERACTION.c.customer == _OF)
_CASES = select(SUPPORT_CASE.c.id).where(SUPPORT_CASE.c.workspace == HERE, SUPPORT_CASE.c.customer == _OF)
# Marked, the partials are summed up once more, from nothing: whoever watches the map learns of it.
_MARK = MARKING.from_select(
    [*_CELL, "marks", "claimed"],
    select(*(PARTIAL.c[name] for name in _CELL), literal(1), false()).where(
        PARTIAL.c.workspace == HERE, PARTIAL.c.customer == _OF
    ),
)
GONE = update(TURN).where(TURN.c.workspace == HERE).values(turn=TURN.c.turn + 1, gone=TURN.c.turn + 1)
"""Tells whoever remembers partials that some are gone; comes last, as a sweep holds it while it works."""

_HEARD = delete(INBOX).where(among(INBOX.c.address_hash, texts("ids")))
_TIMERS = delete(TIMER).where(
    TIMER.c.workspace == HERE,
    or_(TIMER.c.subject.in_(_SESSIONS), TIMER.c.subject.in_(_INTERACTIONS), TIMER.c.subject.in_(_CASES)),
)
_CODES = delete(CODE).where(
    CODE.c.workspace == HERE, or_(CODE.c.subject == _OF, CODE.c.subject.in_(_INTERACTIONS))
)
_OWN = (
    "partial", "support_case_card", "support_case_line", "support_case", "content", "enclosure", "mention",
    "score", "delivery", "outbox", "wish", "consent", "errand", "command_use", "digest_schedule",
    "hear_back", "role_grant", "inbox", "decision", "answer",
    "session", "interaction", "address",
)  # fmt: skip
"""Tables that name whose a row is, those first that refer to others."""

_EMPTY = (
    update(CUSTOMER)
    .where(CUSTOMER.c.workspace == HERE, CUSTOMER.c.id == _OF)
    .values(
        external_hash=None, data_key=None, details=None, language=None, timezone=None, paused_until=None,
        consent=fixed("withdrawn"), stopped_at=bindparam("now"), created_at=bindparam("now"),
        changed_at=bindparam("now"),
    )
)  # fmt: skip
_PASSED = select(OUTBOX.c.id, OUTBOX.c.customer).where(
    OUTBOX.c.workspace == HERE, OUTBOX.c.forget_at <= bindparam("now")
)
_OLD_WISHES = delete(WISH).where(WISH.c.workspace == HERE, WISH.c.until <= bindparam("long_ago"))
_LET_GO = delete(OUTBOX).where(among(OUTBOX.c.id, texts("ids")))
_NOBODY = delete(CUSTOMER).where(among(CUSTOMER.c.id, texts("ids")))


def erase(connection: Connection, keys: Keys, customer: str, *, now: int) -> bytes | None:
    """Erase all that is kept of `customer`; return their key as it lay there, None where there was none.

    Of the customer a row without anything in it remains: what somebody decided about them a moment ago
    finds it, and is refused.
    """
    here = {"here": keys.workspace, "of": customer, "now": now}
    wrapped = connection.execute(_KEY, here).scalar()
    if wrapped is None:
        return None
    fall_silent(connection, keys, customer)
    hashes = connection.execute(_HASHES, here).scalars().all()
    connection.execute(_HEARD, {"here": keys.workspace, "ids": hashes})
    for statement in (_MARK, _TIMERS, _CODES, *map(_all_of, _OWN)):
        connection.execute(statement, here)
    connection.execute(_EMPTY, here)
    connection.execute(GONE, here)
    return bytes(wrapped)


def holdings(connection: Connection, keys: Keys, customer: str) -> dict[str, int]:
    """Return how many rows of each table would go with `customer`; tables without any are left out."""
    here = {"here": keys.workspace, "of": customer}
    heard = (
        select(func.count())
        .select_from(INBOX)
        .where(INBOX.c.workspace == HERE, or_(INBOX.c.customer == _OF, INBOX.c.address_hash.in_(_HASHES)))
    )
    counts = {name: connection.execute(_count(name), here).scalar_one() for name in _OWN}
    counts["inbox"] = connection.execute(heard, here).scalar_one()
    return {name: count for name, count in counts.items() if count}


def let_go(connection: Connection, keys: Keys, *, now: int) -> Sequence[bytes]:
    """Delete old questions, and what went out in passing with whom it was made out to; return their keys."""
    connection.execute(_OLD_WISHES, {"here": keys.workspace, "long_ago": now - DAY_US})
    rows = connection.execute(_PASSED, {"here": keys.workspace, "now": now}).all()
    whose = {"here": keys.workspace, "ids": {row.customer for row in rows}}
    if not rows:
        return ()
    found = select(CUSTOMER.c.data_key).where(
        among(CUSTOMER.c.id, texts("ids")), CUSTOMER.c.data_key.is_not(None)
    )
    wrapped = [bytes(each) for each in connection.execute(found, whose).scalars() if each is not None]
    connection.execute(_LET_GO, {"here": keys.workspace, "ids": [row.id for row in rows]})
    connection.execute(_NOBODY, whose)
    return wrapped


def _count(name: str) -> Select[int]:
    table = SCHEMA.tables[name]
    mine = (table.c.workspace == HERE, table.c.customer == _OF)
    return select(func.count()).select_from(table).where(*mine)


def _all_of(name: str) -> Delete:
    table = SCHEMA.tables[name]
    return delete(table).where(table.c.workspace == HERE, table.c.customer == _OF)
