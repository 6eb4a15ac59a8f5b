"""Everybody at a place of a platform's: addresses are sealed, so all of a channel's are opened."""

from sqlalchemy import bindparam, select

from feedback.store.base import StoreBase
from feedback.store.sql import HERE
from feedback.store.tables.people import ADDRESS, CUSTOMER

_CHUNK = 1_000
_NEXT = (
    select(
        ADDRESS.c.address_hash, ADDRESS.c.channel, ADDRESS.c.address, ADDRESS.c.customer,
        ADDRESS.c.created_at, ADDRESS.c.gone_at, CUSTOMER.c.data_key,
    )
    .join(CUSTOMER, (CUSTOMER.c.workspace == ADDRESS.c.workspace) & (CUSTOMER.c.id == ADDRESS.c.customer))
    .where(
        ADDRESS.c.workspace == HERE, ADDRESS.c.channel == bindparam("at"),
        ADDRESS.c.address_hash > bindparam("after"),
    )
    .order_by(ADDRESS.c.address_hash)
    .limit(bindparam("limit"))
)  # fmt: skip


class AddressStore(StoreBase):
    """For what concerns a whole place, such as a company that has taken our app away."""

    def addresses_within(self, channel: str, place: str, *, chunk: int = _CHUNK) -> tuple[str, ...]:
        """Return the addresses that begin with `place` and a slash; rare, for it reads all of `channel`."""
        found: list[str] = []
        after = ""
        while True:
            with self._engines.reading() as connection:
                here = self._here(at=channel, after=after, limit=chunk)
                rows = connection.execute(_NEXT, here).all()
            opened = (self._reader.address(row, row.data_key).address for row in rows)
            found += [address for address in opened if address.startswith(f"{place}/")]
            if len(rows) < chunk:
                return tuple(found)
            after = rows[-1].address_hash
