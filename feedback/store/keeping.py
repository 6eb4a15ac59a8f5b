"""Keys over time: re-wrapping everything under a new master key, and destroying a customer's own."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select, update

from feedback.store.base import StoreBase
from feedback.store.keys import WrappedKeys, rewrap_keys
from feedback.store.sql import HERE, among, fixed, micros, texts
from feedback.store.tables import ADDRESS, CUSTOMER, INBOX, OUTBOX, WORKSPACE
from feedback.vault import wrapper_of

_CHUNK = 1_000
_NEXT = (
    select(CUSTOMER.c.id, CUSTOMER.c.data_key)
    .where(CUSTOMER.c.workspace == HERE, CUSTOMER.c.id > bindparam("after"), CUSTOMER.c.data_key.is_not(None))
    .order_by(CUSTOMER.c.id)
    .limit(bindparam("limit"))
    .with_for_update()
)
_REWRAP = (
    update(CUSTOMER)
    .where(CUSTOMER.c.workspace == HERE, CUSTOMER.c.id == bindparam("of"))
    .values(data_key=bindparam("wrapped"))
)
_BEGIN = update(WORKSPACE).where(WORKSPACE.c.workspace == HERE).values(rotating_to=bindparam("to"))
_END = (
    update(WORKSPACE)
    .where(WORKSPACE.c.workspace == HERE)
    .values(
        key_id=bindparam("to"), rotating_to=None, key_check=bindparam("check"), data_key=bindparam("data"),
        index_key=bindparam("index"),
    )
)  # fmt: skip
_HASHES = select(ADDRESS.c.address_hash).where(
    ADDRESS.c.workspace == HERE, ADDRESS.c.customer == bindparam("of")
)
_ERASE_CUSTOMER = (
    update(CUSTOMER)
    .where(CUSTOMER.c.workspace == HERE, CUSTOMER.c.id == bindparam("of"))
    .values(
        external_hash=None, data_key=None, details=None, language=None, timezone=None,
        consent=fixed("withdrawn"), stopped_at=bindparam("now"),
    )
)  # fmt: skip
_ERASE_ADDRESSES = delete(ADDRESS).where(ADDRESS.c.workspace == HERE, ADDRESS.c.customer == bindparam("of"))
_ERASE_INBOX = delete(INBOX).where(INBOX.c.workspace == HERE, INBOX.c.customer == bindparam("of"))
_ERASE_HEARD = delete(INBOX).where(among(INBOX.c.address_hash, texts("ids")))
_DROP_PROMPTS = [
    update(OUTBOX)
    .where(OUTBOX.c.workspace == HERE, OUTBOX.c.customer == bindparam("of"), OUTBOX.c.state == fixed(state))
    .values(state=fixed("dropped"), failure=fixed("erased"), settled_at=bindparam("now"))
    for state in ("pending", "sending")
]


class KeyKeepingStore(StoreBase):
    """For the operator and for /forget: rotation and erasure."""

    def rotate_keys(self, *, chunk: int = _CHUNK) -> int:
        """Re-wrap every key under the keyring's current master key; return how many were.

        The keyring must still hold the older keys. Each chunk is a transaction; stopped midway, it goes on
        from there when it is called again, and until then both keys are needed.
        """
        with self._engines.writing() as connection:
            connection.execute(_BEGIN, self._here(to=self._keys.master.current))
        after, count = "", 0
        while True:
            with self._engines.writing() as connection:
                after, rewrapped, seen = self._rewrap(connection, after=after, limit=chunk)
                count += rewrapped
                if seen < chunk:
                    return count + self._finish(connection)

    def erase_customer(self, customer: str, *, now: datetime) -> bool:
        """Destroy a customer's key and all that leads to them; False when there is no such customer.

        Their answers remain as numbers that belong to nobody known; their words can never be read again.
        """
        here = self._here(of=customer, now=micros(now))
        with self._engines.writing() as connection:
            wrapped = connection.execute(
                select(CUSTOMER.c.data_key).where(
                    CUSTOMER.c.workspace == HERE, CUSTOMER.c.id == bindparam("of")
                ),
                here,
            ).scalar()
            hashes = connection.execute(_HASHES, here).scalars().all()
            connection.execute(_ERASE_HEARD, self._here(ids=hashes))
            for statement in (_ERASE_INBOX, *_DROP_PROMPTS, _ERASE_ADDRESSES):
                connection.execute(statement, here)
            erased = connection.execute(_ERASE_CUSTOMER, here).rowcount
        if wrapped is not None:
            self._keys.cache.forget(wrapped)
        return erased == 1

    def _rewrap(self, connection: Connection, *, after: str, limit: int) -> tuple[str, int, int]:
        rows = connection.execute(_NEXT, self._here(after=after, limit=limit)).all()
        old = [row for row in rows if wrapper_of(row.data_key) != self._keys.master.current]
        if old:
            connection.execute(
                _REWRAP,
                [self._here(of=row.id, wrapped=self._keys.rewrapped(row.id, row.data_key)) for row in old],
            )
        return (rows[-1].id if rows else after), len(old), len(rows)

    def _finish(self, connection: Connection) -> int:
        row = connection.execute(
            select(WORKSPACE).where(WORKSPACE.c.workspace == HERE).with_for_update(), self._here()
        ).one()
        old = WrappedKeys(key_check=row.key_check, data_key=row.data_key, index_key=row.index_key)
        new = rewrap_keys(self.workspace, self._keys.master, old)
        connection.execute(
            _END,
            self._here(
                to=self._keys.master.current, check=new.key_check, data=new.data_key, index=new.index_key
            ),
        )
        return 0 if row.key_id == self._keys.master.current else len(("key_check", "data_key", "index_key"))
