"""What a manager is told beside the map: sentences, tables and diagrams, all cleared for showing.

A report is decided once and then only written down, in whatever form is wanted (`mapping.report_forms`).
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum
from typing import Final, Literal

from mapping.layout import Drawing
from mapping.parts import About

Kind = Literal[
    "text", "quote", "day", "period", "time", "count", "score", "change", "share", "number", "length",
]  # fmt: skip
"""How a column is written: scores and changes with their sign, shares as percent, lengths of time in days.

What is written as text is for programs as it is; for people a quote gets its marks, and a day (2026-11-09) or
a period of the lattice (2026-W46) the name that they give it.
"""


class Absent(Enum):
    """A figure that is known and not told: `HIDDEN` for few customers; None is one that there is not."""

    HIDDEN = "hidden"


HIDDEN: Final = Absent.HIDDEN


@dataclass(frozen=True, slots=True)
class Bounded:
    """A figure with its interval, in its column's unit; by default of about 95 %."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Points(Bounded):
    """A score of -100..+100, such as NPS, with its interval: for people both in whole points."""


Value = str | int | float | datetime | timedelta | Bounded | Absent | None
"""What stands in a table: text, counts, scores (-2..+2), shares (0..1), aware times, or nothing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column: `key` for programs, `title` for people."""

    key: str
    title: str
    kind: Kind = "text"

    @property
    def is_left(self) -> bool:
        """Whether it is read from the left, as text is; figures stand below each other at the right."""
        return self.kind in {"text", "quote", "day", "period", "time"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows under columns; `key` names it for programs. Each row has one value for each column."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]
    empty: str = ""
    """What is said where there is no row."""

    def __post_init__(self) -> None:
        width = len(self.columns)
        for number, row in enumerate(self.rows):
            if len(row) != width:
                raise ValueError(
                    f"row {number} of table {self.key!r} has {len(row)} values for {width} columns"
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class Formula:
    """How a figure was made: what it is, its formula, what its n counts, and who has shown it to be good."""

    what: str
    formula: str
    n: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One answer to a manager's question.

    `findings` are said first and stand on the tables; `notes` say what limits them. `diagrams` are texts
    such as DOT and Mermaid by form; `drawing` is a picture, where the report has one.
    """

    name: str
    title: str
    about: About
    findings: tuple[str, ...] = ()
    tables: tuple[Table, ...] = ()
    notes: tuple[str, ...] = ()
    formulas: tuple[Formula, ...] = ()
    drawing: Drawing | None = None
    description: str = ""
    """What the picture shows, for those who hear it."""
    diagrams: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportForm:
    """Writes a report in one form; a module in `report_forms/` holds one as `SPEC`.

    `is_text` says whether a terminal could show it. `write` takes the report and whether to explain it.
    """

    name: str
    media_type: str
    suffix: str
    is_text: bool
    write: Callable[[Report, bool], bytes]
    fits: Callable[[Report], bool] = lambda _: True
    """Whether a report has what this form shows."""


def column_values(table: Table, key: str) -> Sequence[Value]:
    """Return what stands in the column called `key`, row by row; KeyError where there is none."""
    for place, column in enumerate(table.columns):
        if column.key == key:
            return [row[place] for row in table.rows]
    raise KeyError(key)
