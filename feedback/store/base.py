"""What every part of the store stands on: its connections, its keys and the workspace it serves."""

from collections.abc import Collection, Mapping

from feedback.store.engine import Engines
from feedback.store.keys import Keys
from feedback.store.reading import RowReader
from feedback.vault import Entropy


class StoreBase:
    """The connections and keys of one workspace; the parts of the store add what can be asked of them."""

    def __init__(self, engines: Engines, keys: Keys, *, entropy: Entropy) -> None:
        self._engines = engines
        self._keys = keys
        self._entropy = entropy
        self._reader = RowReader(keys)

    @property
    def workspace(self) -> str:
        """The tenant all of this belongs to."""
        return self._keys.workspace

    @property
    def place(self) -> str:
        """Where the data lies, without the password."""
        return self._engines.place

    @property
    def dialect(self) -> str:
        """`sqlite` or `postgresql`."""
        return self._engines.dialect

    def secret(self, purpose: str) -> bytes:
        """Return a secret of this workspace for one purpose, such as signing invitations; always the same."""
        return self._keys.index.hash("secret", purpose).encode()

    @property
    def key_epoch(self) -> str:
        """What changes when the master key is rotated, and tells nothing of it."""
        return self._keys.master.current

    def close(self) -> None:
        """Close every connection; nothing waits to be written, for every call writes at once."""
        self._engines.dispose()

    def _destroy(self, wrapped: Collection[bytes]) -> None:
        """Let go of the keys of those who were erased, in memory and in what the database keeps beside it."""
        for each in wrapped:
            self._keys.cache.forget(each)
        if wrapped:
            self._engines.truncate()

    def _here(self, **values: object) -> Mapping[str, object]:
        """Return the parameters of a statement that asks for HERE."""
        return {"here": self._keys.workspace, **values}
