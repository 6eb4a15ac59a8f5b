"""What is secret in itself: sealed, and found by a blind index, so that not even its name can be read."""

from datetime import datetime

from sqlalchemy import bindparam, delete, select

from feedback.store.base import StoreBase
from feedback.store.sql import HERE, Values, micros, micros_or_none, upsert
from feedback.store.tables.workspace import SAFE

_NAMED = (SAFE.c.workspace == HERE, SAFE.c.name_hash == bindparam("found_by"))
_KEEP = upsert("safe")
_OF = select(SAFE.c.content, SAFE.c.until).where(*_NAMED)
_DROP = delete(SAFE).where(*_NAMED)
_EXPIRE = delete(SAFE).where(SAFE.c.workspace == HERE, SAFE.c.until <= bindparam("now"))


class SafeStore(StoreBase):
    """For whoever was given a token by another system. From any thread."""

    def keep_safe(self, name: str, content: bytes, *, now: datetime, until: datetime | None = None) -> None:
        """Keep `content` under `name`, in place of what was there, and no longer than `until`."""
        found_by = self._keys.safe_hash(name)
        row: Values = {
            "workspace": self.workspace,
            "name_hash": found_by,
            "content": self._keys.own.seal(content, about=self._keys.about("safe", "content", found_by)),
            "until": micros_or_none(until),
        }
        with self._engines.writing() as connection:
            connection.execute(_EXPIRE, self._here(now=micros(now)))
            connection.execute(_KEEP, row)

    def find_safe(self, name: str, *, now: datetime) -> bytes | None:
        """Return what is kept under `name`."""
        found_by = self._keys.safe_hash(name)
        with self._engines.reading() as connection:
            row = connection.execute(_OF, self._here(found_by=found_by)).one_or_none()
        if row is None or (row.until is not None and row.until <= micros(now)):
            return None
        return self._keys.own.open(row.content, about=self._keys.about("safe", "content", found_by))

    def drop_safe(self, name: str) -> bool:
        """Drop what is kept under `name`; True for the one caller who did, however many try at once."""
        with self._engines.writing() as connection:
            return connection.execute(_DROP, self._here(found_by=self._keys.safe_hash(name))).rowcount == 1
