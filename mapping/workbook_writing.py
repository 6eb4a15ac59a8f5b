"""Sheets as an Office Open XML workbook: numbers are numbers, text is nothing but text."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from io import BytesIO
from unicodedata import east_asian_width
from zipfile import ZipFile, ZipInfo

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.packaging.core import DocumentProperties
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from mapping.palette import LIGHT, Ink
from mapping.workbook import FORMATS, Item, Properties, Sheet
from mapping.wrapping import tidy

NARROWEST, WIDEST = 8, 60
"""Widths of columns, in letters."""

# Excel reads _x0041_ as the letter A; an underscore written this way stays one.
_CODED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_FORMULA = ("=", "+", "-", "@")


def write(sheets: Iterable[Sheet], properties: Properties) -> bytes:
    """Return the workbook; the same sheets and properties give the same bytes, whenever it is written."""
    made = _clock(properties.made)
    book = Workbook()
    book.remove(book.worksheets[0])
    book.properties = DocumentProperties(
        creator="Aftertouch",
        title=tidy(properties.title),
        subject=tidy(properties.subject),
        language=properties.language,
        created=made,
        modified=made,
    )
    for sheet in sheets:
        _fill(book.create_sheet(sheet.title), sheet)
    return _packed(book, made)


def _fill(page: Worksheet, sheet: Sheet) -> None:
    """Write a sheet: a head that stays in view, rows, and columns as wide as what is in them."""
    heads = [Item(head, ink=Ink.BAR) for head in sheet.heads]
    for down, row in enumerate([heads, *sheet.rows], start=1):
        page.append([_cell(page, item, at=(down, across)) for across, item in enumerate(row, start=1)])
    page.freeze_panes = "B2"
    for place, head in enumerate(heads):
        room = [_letters(head), *(_letters(row[place]) for row in sheet.rows if place < len(row))]
        width = max(NARROWEST, min(WIDEST, max(room) + 2))
        page.column_dimensions[get_column_letter(place + 1)].width = width


def _cell(page: Worksheet, item: Item, *, at: tuple[int, int]) -> Cell:
    """Write one item in a row and column: numbers as numbers, dates as dates, text as nothing but text."""
    value = tidy(item.value) or None if isinstance(item.value, str) else item.value
    if isinstance(value, str):
        cell = _text(page, value, at=at)
    else:
        cell = Cell(page, *at, value=_clock(value) if isinstance(value, datetime) else value)
    cell.number_format = FORMATS[item.kind]
    cell.alignment = Alignment(vertical="top", wrap_text=item.kind == "text")
    if item.ink is not None:
        cell.font = Font(name="Calibri", size=11, bold=True, color=_argb(Ink.ON_BAR))
        cell.fill = PatternFill("solid", start_color=_argb(item.ink))
    return cell


def _text(page: Worksheet, text: str, *, at: tuple[int, int]) -> Cell:
    """Write text that stays text, even after somebody has edited the cell."""
    cell = Cell(page, *at, value=_CODED.sub("_x005F_", text))
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(_FORMULA)
    return cell


def _letters(item: Item) -> int:
    """Return how many letters' room an item takes; East Asian ones take two."""
    if item.value is None:
        return 0
    if not isinstance(item.value, str):
        return len(FORMATS[item.kind].partition(";")[0])
    return sum(2 if east_asian_width(char) in {"W", "F"} else 1 for char in item.value)


def _argb(ink: Ink) -> str:
    """Return a colour as workbooks write it."""
    return f"FF{LIGHT[ink].removeprefix('#')}"


def _clock(when: datetime) -> datetime:
    """Return an aware time in UTC as workbooks have it: without a zone."""
    return when.astimezone(UTC).replace(tzinfo=None)


def _packed(book: Workbook, when: datetime) -> bytes:
    """Return the workbook's file; every part in it bears the map's time, not the clock's.

    Nothing in it is compressed: other builds of zlib give other bytes for the same text.
    """
    draft, packed = BytesIO(), BytesIO()
    ExcelWriter(book, ZipFile(draft, "w")).save()
    with ZipFile(draft) as parts, ZipFile(packed, "w") as archive:
        for name in parts.namelist():
            part = ZipInfo(name, (when.year, when.month, when.day, when.hour, when.minute, when.second))
            part.create_system = 0  # else the file would tell on which system it was made
            archive.writestr(part, parts.read(name))
    return packed.getvalue()
