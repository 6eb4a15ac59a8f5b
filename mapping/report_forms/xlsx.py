"""A report as a workbook: a sheet for each table, with real numbers, and one that says how it was made."""

from collections.abc import Iterator
from datetime import timedelta

from mapping.catalogue import words_for
from mapping.report import Absent, Bounded, Column, Report, ReportForm, Table, Value
from mapping.spelling import made, spelt
from mapping.words import Words
from mapping.workbook import Item, Properties, Sheet
from mapping.workbook import Kind as ItemKind
from mapping.wrapping import tidy

_KINDS: dict[str, ItemKind] = {
    "text": "text", "quote": "text", "day": "text", "period": "text", "count": "count", "score": "signed",
    "change": "signed", "share": "share", "number": "number", "length": "number", "time": "time",
}  # fmt: skip
_LONGEST = 31
"""Excel's longest name of a sheet."""
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_DAY = timedelta(days=1)


def _write(report: Report, explain: bool) -> bytes:  # noqa: ARG001, FBT001 - the port sets the signature
    from mapping.workbook_writing import write  # noqa: PLC0415 - openpyxl is slow to import

    about, words = report.about, words_for(report.about.language)
    properties = Properties(
        title=report.title, subject=made(about, words), language=about.language, made=about.as_of
    )
    return write(_sheets(report, words), properties)


def _sheets(report: Report, words: Words) -> Iterator[Sheet]:
    taken: set[str] = set()
    for table in report.tables:
        yield _sheet(table, _name(table.title, taken), words)
    yield Sheet(_name(words.about, taken), (tidy(report.title), "", "", ""), list(_about(report, words)))


def _sheet(table: Table, name: str, words: Words) -> Sheet:
    bounded = [any(isinstance(row[at], Bounded) for row in table.rows) for at in range(len(table.columns))]
    heads: list[str] = []
    for column, has_interval in zip(table.columns, bounded, strict=True):
        title = f"{tidy(column.title)} (d)" if column.kind == "length" else tidy(column.title)
        heads += [title, *([words.range_low, words.range_high] if has_interval else [])]
    rows = [
        [
            item
            for value, column, has_interval in zip(row, table.columns, bounded, strict=True)
            for item in _items(value, column, words, has_interval=has_interval)
        ]
        for row in table.rows
    ]
    return Sheet(name, heads, rows)


def _items(value: Value, column: Column, words: Words, *, has_interval: bool) -> Iterator[Item]:
    kind = _KINDS[column.kind]
    ends: tuple[float | None, float | None] = (None, None)
    if isinstance(value, Bounded):
        ends = (value.low, value.high)
    is_named = column.kind in {"day", "period"}
    yield Item(spelt(value, column.kind, words)) if is_named else _item(value, kind, words)
    if has_interval:
        yield from (Item(end, kind) for end in ends)


def _item(value: Value, kind: ItemKind, words: Words) -> Item:
    match value:
        case Absent():
            return Item(words.hidden_mark)
        case timedelta():
            return Item(value / _DAY, "number")
        case Bounded():
            return Item(value.value, kind)
        case str():
            return Item(tidy(value))
        case _:
            return Item(value, kind)


def _name(title: str, taken: set[str]) -> str:
    base = tidy(title).translate(_FORBIDDEN).strip(" '")[:_LONGEST] or "Table"
    name, number = base, 1
    while name.casefold() in taken:
        number += 1
        name = f"{base[: _LONGEST - 4]} ({number})"
    taken.add(name.casefold())
    return name


def _about(report: Report, words: Words) -> Iterator[list[Item]]:
    yield [Item(made(report.about, words))]
    yield from ([Item(tidy(each))] for each in (*report.findings, *report.notes))
    for formula in report.formulas:
        yield [Item(tidy(each)) for each in (formula.what, formula.formula, formula.n, formula.source)]


SPEC = ReportForm(
    name="xlsx",
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    suffix=".xlsx",
    is_text=False,
    write=_write,
)
