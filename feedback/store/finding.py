"""Finding customers by name: names are sealed, so the latest are opened and compared."""

from collections.abc import Iterable

from sqlalchemy import select

from feedback.records import Customer
from feedback.store.base import StoreBase
from feedback.store.sql import HERE
from feedback.store.tables.people import CUSTOMER

_MOST = 5_000
_LATEST = (
    select(CUSTOMER)
    .where(CUSTOMER.c.workspace == HERE, CUSTOMER.c.data_key.is_not(None))
    .order_by(CUSTOMER.c.created_at.desc(), CUSTOMER.c.id)
    .limit(_MOST)
)


class FindingStore(StoreBase):
    """For colleagues who call customers by their names."""

    def customers_named(self, names: Iterable[str]) -> tuple[Customer, ...]:
        """Return those of the customers known last who are called so, in capitals or not, latest first."""
        wanted = {_plain(name) for name in names} - {""}
        if not wanted:
            return ()
        with self._engines.reading() as connection:
            rows = connection.execute(_LATEST, self._here()).all()
        found = map(self._reader.customer, rows)
        return tuple(each for each in found if each.name is not None and _plain(each.name) in wanted)


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()
