"""The port of engines that run the portable SQL: embedded by default, a database or a warehouse elsewhere."""

from collections.abc import Mapping
from typing import Protocol

import numpy as np  # noqa: F401 - named in a quoted type, which numpy cannot take at run time
from numpy.typing import NDArray

from mapping.sql.dialect import Dialect

Column = NDArray["np.generic[object]"]
Columns = Mapping[str, Column]
"""Columns of equal length by name; NULL is NaN, not-a-time, or masked."""


class Engine(Protocol):
    """Runs the texts of `mapping.sql`."""

    @property
    def dialect(self) -> Dialect:
        """How it writes what engines write differently."""

    def ask(self, text: str, relations: Mapping[str, Columns]) -> Columns:
        """Return what a text says of these relations, in columns of its own."""
