"""Editions: what shared maps show, one for each journey; the next takes the place of the last."""

from datetime import datetime

from sqlalchemy import bindparam, select

from feedback.store.base import StoreBase
from feedback.store.sql import HERE, Values, micros, micros_or_none, moment_or_none, upsert
from feedback.store.tables.figures import EDITION

_KEEP = upsert("edition")
_OF = select(EDITION.c.content).where(EDITION.c.workspace == HERE, EDITION.c.journey == bindparam("of"))
_MADE_AT = select(EDITION.c.made_at).where(EDITION.c.workspace == HERE, EDITION.c.journey == bindparam("of"))


class EditionStore(StoreBase):
    """For the publisher: read from any thread."""

    def keep_edition(
        self, journey: str, content: bytes, *, made_at: datetime, after: datetime | None
    ) -> bool:
        """Keep what was published in place of what was made at `after`; False where another came first."""
        row: Values = {
            "workspace": self.workspace,
            "journey": journey,
            "made_at": micros(made_at),
            "content": self._keys.own.seal(content, about=self._keys.about("edition", "content", journey)),
        }
        with self._engines.writing() as connection:
            last = connection.execute(_MADE_AT.with_for_update(), self._here(of=journey)).scalar_one_or_none()
            if last != micros_or_none(after):
                return False
            connection.execute(_KEEP, row)
        return True

    def edition_made_at(self, journey: str) -> datetime | None:
        """Return when a journey was last published."""
        with self._engines.reading() as connection:
            made_at = connection.execute(_MADE_AT, self._here(of=journey)).scalar_one_or_none()
        return moment_or_none(None if made_at is None else int(made_at))

    def read_edition(self, journey: str) -> bytes | None:
        """Return what was last published of a journey."""
        with self._engines.reading() as connection:
            sealed = connection.execute(_OF, self._here(of=journey)).scalar_one_or_none()
        if sealed is None:
            return None
        return self._keys.own.open(sealed, about=self._keys.about("edition", "content", journey))
