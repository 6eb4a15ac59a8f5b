"""Load, decide, save: what the service does with a batch, all in one transaction."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeVar

from feedback.store.base import StoreBase
from feedback.store.loading import Loader
from feedback.store.saving import Saver
from feedback.store.sql import micros
from feedback.work import Changes, Snapshot, Wanted

T = TypeVar("T")


class BatchStore(StoreBase):
    """For the service: what is known of some keys, and what changes."""

    def load(self, wanted: Wanted) -> Snapshot:
        """Return what is known of the keys wanted, as of one moment; from any thread."""
        with self._engines.reading() as connection:
            return Loader(connection, self._keys, lock=False).load(wanted)

    def save(self, changes: Changes, *, now: datetime) -> None:
        """Write all of `changes` or, when somebody else was first (StaleError), none of it."""
        with self._engines.writing() as connection:
            saver = Saver(connection, self._keys, now=micros(now), entropy=self._entropy)
            saver.save(changes)
        self._forget(saver)

    def transact(
        self, wanted: Wanted, decide: Callable[[Snapshot], tuple[Changes, T]], *, now: datetime
    ) -> T:
        """Load, decide and save in one transaction that holds the customers concerned; return the outcome."""
        with self._engines.writing() as connection:
            snapshot = Loader(connection, self._keys, lock=self.dialect == "postgresql").load(wanted)
            changes, outcome = decide(snapshot)
            saver = Saver(connection, self._keys, now=micros(now), entropy=self._entropy)
            saver.save(changes)
        self._forget(saver)
        return outcome

    def _forget(self, saver: Saver) -> None:
        self._destroy(saver.destroyed)
        if saver.is_wiped:
            self._engines.truncate()
