"""Sessions whose prompts do not arrive where they were sent: it must be decided where else they may go."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, and_, or_, select

from feedback.outbox import MOVE
from feedback.records import Timer
from feedback.store.keys import Keys
from feedback.store.prepared import Prepared
from feedback.store.rows import RowWriter
from feedback.store.sql import HERE, among, fixed, texts, upsert
from feedback.store.tables.traffic import OUTBOX
from feedback.work import Settlement

_FAILS_ITS_CHAT = frozenset({"gone", "unreachable"})
_SENT_TO = OUTBOX.alias("sent_to")
_STRANDED = select(OUTBOX.c.id, OUTBOX.c.session).where(
    OUTBOX.c.workspace == HERE,
    OUTBOX.c.session.is_not(None),
    OUTBOX.c.amends.is_(None),
    or_(
        and_(OUTBOX.c.state == fixed("failed"), among(OUTBOX.c.id, texts("ids"))),
        and_(
            OUTBOX.c.state == fixed("pending"),
            OUTBOX.c.address_hash.in_(
                select(_SENT_TO.c.address_hash).where(among(_SENT_TO.c.id, texts("gone")))
            ),
        ),
    ),
)
_SET_TIMER = Prepared(upsert("timer"))


def ask_where_else(
    connection: Connection, keys: Keys, settlements: Sequence[Settlement], *, now: datetime
) -> None:
    """Set a timer for each session one of whose prompts has failed, or waits for an address that is gone."""
    failed = [each for each in settlements if each.state == "failed" and each.failure in _FAILS_ITS_CHAT]
    if not failed:
        return
    gone = [each.id for each in failed if each.failure == "gone"]
    here = {"here": keys.workspace, "ids": [each.id for each in failed], "gone": gone}
    timers = [
        Timer(id=f"{MOVE}{row.id}", kind="move", subject=row.session, due_at=now)
        for row in connection.execute(_STRANDED, here)
    ]
    writer = RowWriter(keys, {})
    _SET_TIMER.write(connection, [writer.timer(each) for each in timers])
