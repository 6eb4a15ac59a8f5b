"""What a PDF is made of, before it is a file: pages of marks, and what a reader is told of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from mapping.marks import Mark

Tag = Literal["H1", "H2", "P", "Figure", "Artifact"]
"""What a reader is told that something is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Properties:
    """What a reader shows of the document; `made` is aware."""

    title: str
    subject: str
    language: str
    made: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Marks that are read as one; `said` stands in for a figure."""

    marks: Sequence[Mark]
    tag: Tag = "P"
    said: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page of some size (pt); px are `scale` pt large, and their origin lies at `x`, `y` (pt)."""

    width: float
    height: float
    scale: float
    pieces: Sequence[Piece]
    x: float = 0
    y: float = 0
