"""Commands that wait for their answer: claimed, so that one process alone answers each."""

from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, select, update

from feedback.errand import Errand
from feedback.store.base import StoreBase
from feedback.store.sql import HERE, among, micros, texts
from feedback.store.tables.access import ERRAND
from feedback.store.tables.people import CUSTOMER

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


class ErrandStore(StoreBase):
    """For the clerk."""

    def claim_errands(self, *, now: datetime, limit: int, lease: timedelta) -> tuple[Errand, ...]:
        """Take what waits, oldest first; nobody else takes it before the lease is over."""
        with self._engines.writing() as connection:
            rows = connection.execute(_DUE, self._here(now=micros(now), limit=limit)).all()
            if rows:
                ids = [row.id for row in rows]
                connection.execute(_CLAIM, self._here(ids=ids, until=micros(now + lease)))
        found = [each for each in map(self._reader.errand, rows) if each is not None]
        return tuple(replace(each, tries=each.tries + 1, due_at=now + lease) for each in found)
