"""What a foreign file is made of, and what may be said of a row that brought nothing in."""

from dataclasses import dataclass
from typing import Literal

Fate = Literal["imported", "empty", "refused", "known"]
"""What became of a row; every row has exactly one."""


@dataclass(frozen=True, slots=True)
class Row:
    """One record: its place among the records and in the file, both from 1, and the cells the map reads."""

    number: int
    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A record whose cells cannot be told apart, and why."""

    number: int
    line: int
    reason: str


Record = Row | Unreadable


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """Why a row, or one cell of it, brought nothing in; it never quotes what stands there."""

    fate: Literal["empty", "refused"]
    line: int
    reason: str
    column: str | None = None
