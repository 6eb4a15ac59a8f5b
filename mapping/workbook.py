"""Sheets of figures, before they are a file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from mapping.palette import Ink
from mapping.words import MINUS

Kind = Literal["text", "count", "signed", "number", "share", "day", "time"]

FORMATS: Mapping[Kind, str] = {
    "text": "@",
    "count": "#,##0",
    "signed": f'+0.0;"{MINUS}"0.0;0.0',
    "number": "0.0",
    "share": "0%",
    "day": "yyyy-mm-dd",
    "time": "yyyy-mm-dd hh:mm",
}


@dataclass(frozen=True, slots=True)
class Item:
    """What stands in a cell, on a colour: None is not known or not told. Shares are 0..1, times aware."""

    value: str | int | float | date | datetime | None
    kind: Kind = "text"
    ink: Ink | None = None


Row = Sequence[Item]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet: its title, what stands over the columns, and the rows."""

    title: str
    heads: Sequence[str]
    rows: Sequence[Row]


@dataclass(frozen=True, slots=True, kw_only=True)
class Properties:
    """What a file manager shows of the workbook; `made` is aware."""

    title: str
    subject: str
    language: str
    made: datetime
