"""The folder a demo lives in: its journey, key and database, and how far its simulation has come."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bot.simulation.journey import demo_journey
from bot.simulation.marker import Marker, read_marker, write_marker
from config.settings import Settings

_PRIVATE: Final = 0o700


class InUse(Exception):
    """Another process is simulating in this folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A demo's folder."""

    folder: Path

    @property
    def _marker(self) -> Path:
        return self.folder / "simulation.json"

    def settle_in(self) -> None:
        """Make the folder and its journey file, where they are still to come."""
        self.folder.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
        journey = self.folder / "journey.yaml"
        if not journey.exists():
            journey.write_text(demo_journey(), encoding="utf-8")

    def settings(self, *, host: str = "127.0.0.1", port: int = 8080) -> Settings:
        """Return settings that know this folder only: a demo never touches what you run for real."""
        return Settings(
            database_url=f"sqlite:///{self.folder / 'aftertouch.db'}",
            journey=self.folder / "journey.yaml",
            key_file=self.folder / "aftertouch.key",
            workspace="demo",
            host=host,
            port=port,
        )

    def begun(self) -> Marker | None:
        """Return how far the simulation has come; None where it has not begun."""
        return read_marker(self._marker)

    def keep(self, marker: Marker) -> None:
        """Note how far it has come."""
        write_marker(self._marker, marker)

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Be the only process that simulates here; raise `InUse` where another one does."""
        with (self.folder / "simulation.lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise InUse from None
            yield
