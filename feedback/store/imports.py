"""Imports: rows and how far they have come are written together, so an import goes on where it stopped."""

from datetime import datetime

from sqlalchemy import bindparam, select, text

from feedback.store.base import StoreBase
from feedback.store.saving import Saver
from feedback.store.sql import HERE, micros, moment, upsert
from feedback.store.tables.workspace import IMPORT_RUN
from feedback.work import Changes, ImportProgress

_PROGRESS = select(IMPORT_RUN).where(
    IMPORT_RUN.c.workspace == HERE,
    IMPORT_RUN.c.file_hash == bindparam("file"),
    IMPORT_RUN.c.mapping_hash == bindparam("mapping"),
)
_NOTE = upsert("import_run", keep=("started_at",))


class ImportStore(StoreBase):
    """For importing: what was brought in already."""

    def import_progress(self, file_hash: str, *, mapping_hash: str) -> ImportProgress | None:
        """Return how far the import of a file has come, if it was begun."""
        with self._engines.reading() as connection:
            here = self._here(file=file_hash, mapping=mapping_hash)
            row = connection.execute(_PROGRESS, here).one_or_none()
        if row is None:
            return None
        return ImportProgress(
            file_hash=file_hash,
            mapping_hash=mapping_hash,
            rows_done=row.rows_done,
            is_done=row.state == "done",
            started_at=moment(row.started_at),
        )

    def save_import(self, changes: Changes, *, progress: ImportProgress, now: datetime) -> None:
        """Write `changes` and `progress` together, or nothing."""
        row = {
            "workspace": self.workspace,
            "file_hash": progress.file_hash,
            "mapping_hash": progress.mapping_hash,
            "rows_done": progress.rows_done,
            "state": "done" if progress.is_done else "running",
            "started_at": micros(progress.started_at),
            "updated_at": micros(now),
        }
        with self._engines.writing() as connection:
            Saver(connection, self._keys, now=micros(now)).save(changes)
            connection.execute(_NOTE, row)
            if progress.is_done and self.dialect == "postgresql":
                # Until it has counted the new rows, PostgreSQL plans as if there were none.
                connection.execute(text("ANALYZE"))

    def fingerprint(self, kind: str, *parts: str) -> str:
        """Return an id made of `parts` that without the workspace's key tells nothing of them."""
        return self._keys.index.hash(kind, *parts)
