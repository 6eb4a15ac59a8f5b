"""What was sent along with answers: claimed to be fetched, and counted."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import and_, bindparam, select, update

from feedback.records import Enclosure
from feedback.store.base import StoreBase
from feedback.store.erasing import let_go
from feedback.store.sql import HERE, among, fixed, micros, texts
from feedback.store.tables.answers import ENCLOSURE
from feedback.store.tables.people import CUSTOMER

_KEYED = select(ENCLOSURE, CUSTOMER.c.data_key).join(
    CUSTOMER, and_(CUSTOMER.c.workspace == ENCLOSURE.c.workspace, CUSTOMER.c.id == ENCLOSURE.c.customer)
)
_DUE = (
    _KEYED.where(
        ENCLOSURE.c.workspace == HERE,
        ENCLOSURE.c.state == fixed("waiting"),
        ENCLOSURE.c.due_at <= bindparam("now"),
        among(ENCLOSURE.c.channel, texts("channels")),
    )
    .order_by(ENCLOSURE.c.due_at, ENCLOSURE.c.id)
    .limit(bindparam("limit"))
    .with_for_update(skip_locked=True, of=ENCLOSURE)
)
_CLAIM = (
    update(ENCLOSURE)
    .where(among(ENCLOSURE.c.id, texts("ids")))
    .values(due_at=bindparam("until"), tries=ENCLOSURE.c.tries + 1)
)
_OF_ANSWERS = _KEYED.where(among(ENCLOSURE.c.answer, texts("ids"))).order_by(
    ENCLOSURE.c.created_at, ENCLOSURE.c.id
)


class EnclosureStore(StoreBase):
    """For the fetcher, and for whoever tells what was sent along."""

    def claim_enclosures(
        self, *, now: datetime, limit: int, lease: timedelta, channels: Collection[str]
    ) -> tuple[Enclosure, ...]:
        """Take what is to be fetched, oldest first; nobody else tries before the lease is over."""
        with self._engines.writing() as connection:
            here = self._here(now=micros(now), limit=limit, channels=channels)
            rows = connection.execute(_DUE, here).all()
            if rows:
                ids = [row.id for row in rows]
                connection.execute(_CLAIM, self._here(ids=ids, until=micros(now + lease)))
        found = (self._reader.enclosure(row) for row in rows)
        return tuple(_claimed(each, due_at=now + lease) for each in found if each is not None)

    def enclosures(self, *, answers: Collection[str]) -> tuple[Enclosure, ...]:
        """Return what was sent along with the answers named, in order of time."""
        with self._engines.reading() as connection:
            rows = connection.execute(_OF_ANSWERS, self._here(ids=answers)).all()
        return tuple(each for each in map(self._reader.enclosure, rows) if each is not None)

    def let_go(self, *, now: datetime) -> int:
        """Let go of what went out in passing and has had its time; return how many keys that destroyed."""
        with self._engines.writing() as connection:
            wrapped = let_go(connection, self._keys, now=micros(now))
        self._destroy(wrapped)
        return len(wrapped)


def _claimed(enclosure: Enclosure, *, due_at: datetime) -> Enclosure:
    return replace(enclosure, tries=enclosure.tries + 1, due_at=due_at)
