"""How far a simulation has come, in a small file beside its database."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter


@dataclass(frozen=True, slots=True, kw_only=True)
class Marker:
    """What is simulated, and the moment up to which everything has happened."""

    seed: int
    customers: int
    days: int
    until: datetime
    reached: datetime | None = None

    @property
    def is_done(self) -> bool:
        """Whether the simulation has come to its end."""
        return self.reached == self.until


_JSON: TypeAdapter[Marker] = TypeAdapter(Marker)


def read_marker(path: Path) -> Marker | None:
    """Return the marker in the file; None where nothing has begun."""
    try:
        return _JSON.validate_json(path.read_bytes())
    except FileNotFoundError:
        return None


def write_marker(path: Path, marker: Marker) -> None:
    """Write the marker in one go: a crash leaves the old one or the new one."""
    beside = path.with_name(f"{path.name}.new")
    beside.write_bytes(_JSON.dump_json(marker))
    beside.replace(path)
