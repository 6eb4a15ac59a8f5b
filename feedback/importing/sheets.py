"""XLSX, record by record: dates come as ISO 8601, numbers as they are."""

import warnings
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from pathlib import Path
from zipfile import BadZipFile

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from config.suggestion import suggest
from feedback.importing.encodings import UnreadableFileError
from feedback.importing.readers import Pick, as_cell, no_header, picker, ragged
from feedback.importing.rows import Record, Row, Unreadable


def read_xlsx(path: Path, columns: Sequence[str], *, sheet: str | None) -> Iterator[Record]:
    """Yield the records of one sheet (the first if none is named), their cells in the order of `columns`."""
    rows = _rows(path, sheet)
    header = next(rows, None)
    while header is not None and not any(header[1]):
        header = next(rows, None)
    if header is None:
        raise no_header(path)
    line, names = header
    width = max(at for at, name in enumerate(names, start=1) if name)
    pick = picker(columns, names[:width], file=str(path), line=line)
    filled = ((at, cells) for at, cells in rows if any(cells))
    for number, (at, cells) in enumerate(filled, start=1):
        yield _record(number, at, cells, width=width, pick=pick)


def _record(number: int, line: int, cells: list[str], *, width: int, pick: Pick) -> Record:
    beyond = sum(1 for cell in cells[width:] if cell)
    if beyond:
        return Unreadable(number, line, ragged(width + beyond, width))
    return Row(number, line, pick(cells + [""] * (width - len(cells))))


def _rows(path: Path, sheet: str | None) -> Iterator[tuple[int, list[str]]]:
    with warnings.catch_warnings():
        # It warns of looks it drops, which say nothing here.
        warnings.filterwarnings("ignore", module="openpyxl")
        try:
            book = load_workbook(path, read_only=True, data_only=True)
        except (BadZipFile, InvalidFileException, KeyError, ValueError, OSError):
            raise UnreadableFileError(f"{path}: is no XLSX workbook; save it as .xlsx or .csv") from None
        try:
            page = book[_sheet(path, sheet, book.sheetnames)]
            for line, row in enumerate(page.iter_rows(values_only=True), start=1):
                yield line, [_cell(value) for value in row]
        finally:
            book.close()


def _sheet(path: Path, wanted: str | None, names: Sequence[str]) -> str:
    if wanted is None:
        return names[0]
    if wanted not in names:
        raise UnreadableFileError(f'{path}: no sheet is called "{wanted}"; {suggest(wanted, names)}')
    return wanted


def _cell(value: object) -> str:
    return value.isoformat() if isinstance(value, datetime | date | time) else as_cell(value).strip()
