"""Commands that wait for their answer: claimed, so that one process alone answers each."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import Connection, and_, bindparam, select, update

from feedback.errand import OF_LATE, Errand
from feedback.store.base import StoreBase
from feedback.store.sql import HERE, AnyRow, among, micros, moment, texts
from feedback.store.tables.access import COMMAND_USE, ERRAND
from feedback.store.tables.people import CUSTOMER
from feedback.store.uses import FORGET

_MOST_USES = 1000
"""So many uses are looked at, of all whose commands are claimed together; more is too often for anybody."""

_DUE = (
    select(ERRAND, CUSTOMER.c.data_key)
    .join(CUSTOMER, and_(CUSTOMER.c.workspace == ERRAND.c.workspace, CUSTOMER.c.id == ERRAND.c.customer))
    .where(ERRAND.c.workspace == HERE, ERRAND.c.due_at <= bindparam("now"))
    .order_by(ERRAND.c.at, ERRAND.c.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True, of=ERRAND)
)
_CLAIM = (
    update(ERRAND)
    .where(among(ERRAND.c.id, texts("ids")))
    .values(due_at=bindparam("until"), tries=ERRAND.c.tries + 1)
)


_USES = (
    select(COMMAND_USE.c.customer, COMMAND_USE.c.errand, COMMAND_USE.c.at)
    .where(among(COMMAND_USE.c.customer, texts("ids")), COMMAND_USE.c.at > bindparam("since"))
    .where(COMMAND_USE.c.own_order.is_(None))
    .order_by(COMMAND_USE.c.at.desc(), COMMAND_USE.c.errand.desc())
    .limit(_MOST_USES)
)


class ErrandStore(StoreBase):
    """For the clerk."""

    def claim_errands(self, *, now: datetime, limit: int, lease: timedelta) -> tuple[Errand, ...]:
        """Take what waits, oldest first; nobody else takes it before the lease is over."""
        with self._engines.writing() as connection:
            rows = connection.execute(_DUE, self._here(now=micros(now), limit=limit)).all()
            if rows:
                ids = [row.id for row in rows]
                connection.execute(_CLAIM, self._here(ids=ids, until=micros(now + lease)))
            uses = self._uses(connection, rows)
        found = [each for each in map(self._reader.errand, rows) if each is not None]
        return tuple(
            replace(
                each,
                tries=each.tries + 1,
                due_at=now + lease,
                before=_before(each, uses.get(each.customer, ())),
            )
            for each in found
        )

    def _uses(
        self, connection: Connection, rows: Sequence[AnyRow]
    ) -> Mapping[str, Sequence[tuple[datetime, str]]]:
        """Return when those whose commands these are gave any of late; what is older is forgotten."""
        found: defaultdict[str, list[tuple[datetime, str]]] = defaultdict(list)
        if not rows:
            return found
        since = micros(moment(min(row.at for row in rows)) - OF_LATE)
        here = self._here(ids=list({row.customer for row in rows}), since=since)
        connection.execute(FORGET, here)
        for row in connection.execute(_USES, here):
            found[row.customer].append((moment(row.at), row.errand))
        return found


def _before(errand: Errand, uses: Sequence[tuple[datetime, str]]) -> tuple[datetime, ...]:
    return tuple(sorted(at for at, each in uses if (at, each) < (errand.at, errand.id)))
