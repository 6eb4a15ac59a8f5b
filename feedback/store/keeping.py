"""Keys over time: re-wrapping everything under a new master key, and destroying a customer's own."""

from datetime import datetime

from sqlalchemy import Connection, bindparam, select, update

from feedback.store.base import StoreBase
from feedback.store.erasing import erase
from feedback.store.keys import WrappedKeys, rewrap_keys
from feedback.store.sql import HERE, micros
from feedback.store.tables.people import CUSTOMER
from feedback.store.tables.workspace import WORKSPACE
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
        """Erase all that is kept of a customer; False when there is nobody of that id, or nobody any more.

        What remains is an id that nobody has: what is being written of them at this moment is refused.
        """
        with self._engines.writing() as connection:
            wrapped = erase(connection, self._keys, customer, now=micros(now))
        self._destroy(() if wrapped is None else (wrapped,))
        return wrapped is not None

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
