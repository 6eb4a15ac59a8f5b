"""A report's tables for spreadsheets and statistics: one below the other, each named in its first column."""

import csv
import io
from collections.abc import Iterator
from datetime import datetime, timedelta

from mapping.only_text import no_formula
from mapping.report import Absent, Bounded, Column, Report, ReportForm, Table, Value


def _write(report: Report, explain: bool) -> bytes:  # noqa: ARG001, FBT001 - the port sets the signature
    """Return the tables in UTF-8 with a byte order mark (RFC 4180); an interval has columns of its own."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for number, table in enumerate(report.tables):
        if number:
            writer.writerow([])
        bounded = [_is_bounded(table, place) for place in range(len(table.columns))]
        writer.writerow(["table", *_heads(table.columns, bounded), "journey", "as_of"])
        for row in table.rows:
            fields = (
                field
                for value, is_bounded in zip(row, bounded, strict=True)
                for field in _fields(value, is_bounded)
            )
            writer.writerow([table.key, *fields, report.about.journey, report.about.as_of.isoformat()])
    # Without the mark spreadsheets take UTF-8 for something else.
    return out.getvalue().encode("utf-8-sig")


def _is_bounded(table: Table, place: int) -> bool:
    return any(isinstance(row[place], Bounded) for row in table.rows)


def _heads(columns: tuple[Column, ...], bounded: list[bool]) -> Iterator[str]:
    for column, has_interval in zip(columns, bounded, strict=True):
        yield column.key
        if has_interval:
            yield from (f"{column.key}_low", f"{column.key}_high")


def _fields(value: Value, is_bounded: bool) -> Iterator[str]:  # noqa: FBT001 - one of two plain columns
    ends: tuple[Value, ...] = (None, None)
    if isinstance(value, Bounded):
        ends = (value.low, value.high)
    yield _field(value.value if isinstance(value, Bounded) else value)
    if is_bounded:
        yield from (_field(end) for end in ends)


def _field(value: Value) -> str:
    match value:
        case None:
            return ""
        case Absent():
            return value.value
        case timedelta():
            return repr(value.total_seconds())
        case datetime():
            return value.isoformat()
        case str():
            return no_formula(value)
        case _:
            return repr(value)


SPEC = ReportForm(name="csv", media_type="text/csv", suffix=".csv", is_text=True, write=_write)
