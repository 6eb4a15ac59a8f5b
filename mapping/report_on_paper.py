"""A report laid out for printing: sentences, the picture, tables, and how the figures were made."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from mapping.catalogue import words_for
from mapping.charts.page import below_title
from mapping.marks import Letters, Mark, Stroke, line
from mapping.measure import width
from mapping.palette import Ink
from mapping.pdf_page import Page, Piece, Properties, Tag
from mapping.report import Report, Table
from mapping.spelling import heads, made, spelt
from mapping.words import Words
from mapping.wrapping import wrap

EDGE = 40.0
SHORT_SIDE, LONG_SIDE = 595.28, 841.89
LARGEST = 0.75
"""Points a px of the picture at most: its text is then as large as in a book."""
LEAST_SHARE = 0.4
"""A picture needs this share of the first page at least, else it has a page of its own."""

_SIZE, _LEADING, _PAD = 8.5, 11.5, 4.0
_TITLE, _HEAD = 18.0, 12.0
_WIDEST, _CELL_LINES = 210.0, 4
_FOOT = 14.0

Scaled = Callable[[float, float, float], Sequence[Mark]]
"""Draws marks right of a place and below a height (pt), in units of which so many make a point."""


@dataclass(frozen=True, slots=True)
class _Block:
    """What stays together on a page: how high it is (pt), its marks, and what a reader is told it is.

    `head` is what stands above it anew on a new page; `keep` binds it to what follows.
    """

    height: float
    draw: Scaled
    tag: Tag = "P"
    head: "_Block | None" = None
    keep: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class _Picture:
    """What is drawn of the report's picture, from `top` on (px)."""

    marks: Sequence[Mark]
    width: float
    top: float
    height: float


@dataclass(slots=True)
class _Sheet:
    """A page that is being filled: where its origin lies, its scale, and how far down it is full (pt)."""

    y: float = EDGE
    scale: float = 1.0
    left: float = 0.0
    top: float = 0.0
    pieces: list[Piece] = field(default_factory=list)

    def add(self, block: _Block, *, tag: Tag | None = None) -> None:
        """Write a block below what is there."""
        marks = block.draw(EDGE - self.left, self.y - self.top, 1 / self.scale)
        self.pieces.append(Piece(marks=marks, tag=tag or block.tag))
        self.y += block.height


def pages(report: Report, *, explain: bool) -> Iterator[Page]:
    """Yield the pages, numbered where there are several; `explain` adds how the figures were made."""
    words = words_for(report.about.language)
    is_wide = any(sum(_natural(table, words)) > SHORT_SIDE - 2 * EDGE for table in report.tables)
    paper = (LONG_SIDE, SHORT_SIDE) if is_wide else (SHORT_SIDE, LONG_SIDE)
    sheets = list(_sheets(report, words, paper, explain=explain))
    for number, sheet in enumerate(sheets, start=1):
        if len(sheets) > 1:
            sheet.y = paper[1] - EDGE + _FOOT
            sheet.add(_number(f"{number} / {len(sheets)}", paper[0] - 2 * EDGE), tag="Artifact")
        yield Page(
            width=paper[0],
            height=paper[1],
            scale=sheet.scale,
            x=sheet.left,
            y=sheet.top,
            pieces=sheet.pieces,
        )


def properties(report: Report) -> Properties:
    """Return what a reader shows of the document."""
    words = words_for(report.about.language)
    return Properties(
        title=report.title, subject=made(report.about, words), language="en", made=report.about.as_of
    )


def _sheets(report: Report, words: Words, paper: tuple[float, float], *, explain: bool) -> Iterator[_Sheet]:
    room, bottom = paper[0] - 2 * EDGE, paper[1] - EDGE
    sheet = _Sheet()
    start = [
        _text(report.title, room, size=_TITLE, bold=True, tag="H1"),
        _text(made(report.about, words), room, ink=Ink.MUTED),
        *(_text(f"• {finding}", room, size=10) for finding in report.findings),
        _gap(10),
    ]
    high = sum(block.height for block in start)
    picture = _picture(report)
    if picture is not None and bottom - EDGE - high >= LEAST_SHARE * (bottom - EDGE):
        sheet = _pictured(picture, above=EDGE + high, room=room, bottom=bottom)
    for block in start:
        if sheet.y + block.height > bottom and sheet.pieces:
            yield sheet
            sheet = _Sheet()
        sheet.add(block)
    if picture is not None:
        if sheet.scale == 1.0 and sheet.left == 0.0:
            yield sheet
            sheet = _pictured(picture, above=EDGE, room=room, bottom=bottom)
            sheet.y = EDGE
        said = report.description or report.title
        sheet.pieces.append(Piece(marks=picture.marks, tag="Figure", said=said))
        sheet.y += picture.height * sheet.scale + 10
    blocks = list(_below(report, words, room, explain=explain))
    for place, block in enumerate(blocks):
        after = blocks[place + 1].height if block.keep and place + 1 < len(blocks) else 0
        if sheet.y + block.height + after > bottom and sheet.pieces:
            yield sheet
            sheet = _Sheet()
            if block.head is not None:
                sheet.add(block.head, tag="Artifact")
        sheet.add(block)
    yield sheet


def _picture(report: Report) -> _Picture | None:
    """Return the picture, without the title that the page has already."""
    drawing = report.drawing
    if drawing is None:
        return None
    drawn, top = below_title(drawing, report.title)
    marks = [mark for group in drawn for mark in group.marks]
    return _Picture(marks=marks, width=drawing.width, top=top, height=drawing.height - top)


def _pictured(picture: _Picture, *, above: float, room: float, bottom: float) -> _Sheet:
    """Return a page whose picture is as large as fits below what stands above."""
    scale = min(room / picture.width, (bottom - above) / picture.height, LARGEST)
    left = EDGE + (room - picture.width * scale) / 2
    return _Sheet(scale=scale, left=left, top=above - picture.top * scale)


def _below(report: Report, words: Words, room: float, *, explain: bool) -> Iterator[_Block]:
    for table in report.tables:
        yield _gap(8)
        yield _heading(table.title, room)
        if table.rows:
            yield from _rows(table, words, room)
        else:
            yield _text(table.empty or "–", room, ink=Ink.MUTED)
    if report.notes:
        yield from (_gap(8), _heading(words.notes, room))
        yield from (_text(note, room, ink=Ink.MUTED) for note in report.notes)
    if explain and report.formulas:
        yield from (_gap(8), _heading(words.explained, room))
        for each in report.formulas:
            yield replace(_text(each.what, room, bold=True), keep=True)
            yield from (_text(part, room) for part in (each.formula, f"n: {each.n}", each.source))


def _rows(table: Table, words: Words, room: float) -> Iterator[_Block]:
    widths = _shared(_natural(table, words), room)
    is_left = [column.is_left for column in table.columns]
    head = replace(_row(heads(table.columns), widths, is_left, bold=True, ink=Ink.MUTED), keep=True)
    yield head
    for row in table.rows:
        cells = [spelt(value, column.kind, words) for value, column in zip(row, table.columns, strict=True)]
        yield replace(_row(cells, widths, is_left), head=head)


def _natural(table: Table, words: Words) -> list[float]:
    """Return how wide each column would like to be (pt)."""
    columns = [
        [title, *(spelt(row[place], table.columns[place].kind, words) for row in table.rows)]
        for place, title in enumerate(heads(table.columns))
    ]
    return [
        min(_WIDEST, max(width(cell, size=_SIZE, bold=True) for cell in cells)) + 2 * _PAD
        for cells in columns
    ]


def _shared(natural: Sequence[float], room: float) -> list[float]:
    """Return widths that fit: where there is too little room, the widest columns give way."""
    left, most = room, max(natural, default=0.0)
    for place, wide in enumerate(ordered := sorted(natural)):
        if wide * (len(ordered) - place) > left:
            most = left / (len(ordered) - place)
            break
        left -= wide
    return [min(wide, most) for wide in natural]


def _row(
    cells: Sequence[str],
    widths: Sequence[float],
    is_left: Sequence[bool],
    *,
    bold: bool = False,
    ink: Ink = Ink.TEXT,
) -> _Block:
    """Lay out a row, as high as its highest cell."""
    laid = [
        wrap(cell, room=wide - 2 * _PAD, lines=_CELL_LINES, size=_SIZE, bold=bold).lines
        for cell, wide in zip(cells, widths, strict=True)
    ]
    height = max((len(lines) for lines in laid), default=1) * _LEADING + 4

    def draw(x: float, y: float, unit: float) -> Sequence[Mark]:
        across = line(x * unit, (y + height) * unit, (x + sum(widths)) * unit, (y + height) * unit)
        marks: list[Mark] = [Stroke(d=across, ink=Ink.GRID, width=0.6 * unit)]
        for place, lines in enumerate(laid):
            begin = x + sum(widths[:place])
            at_x = begin + _PAD if is_left[place] else begin + widths[place] - _PAD
            marks += [
                Letters(
                    x=at_x * unit,
                    y=(y + _SIZE + 2 + at * _LEADING) * unit,
                    text=text,
                    size=_SIZE * unit,
                    ink=ink,
                    bold=bold,
                    anchor="start" if is_left[place] else "end",
                )
                for at, text in enumerate(lines)
            ]
        return marks

    return _Block(height, draw)


def _heading(text: str, room: float) -> _Block:
    return replace(_text(text, room, size=_HEAD, bold=True, tag="H2"), keep=True)


def _gap(high: float) -> _Block:
    return _Block(high, lambda _x, _y, _unit: (), "Artifact", keep=True)


def _text(
    text: str, room: float, *, size: float = _SIZE, bold: bool = False, ink: Ink = Ink.TEXT, tag: Tag = "P"
) -> _Block:
    """Lay out a paragraph."""
    lines = wrap(text, room=room, lines=12, size=size, bold=bold).lines
    leading = size * 1.35

    def draw(x: float, y: float, unit: float) -> Sequence[Mark]:
        return [
            Letters(
                x=x * unit,
                y=(y + size + place * leading) * unit,
                text=part,
                size=size * unit,
                bold=bold,
                ink=ink,
            )
            for place, part in enumerate(lines)
        ]

    return _Block(max(1, len(lines)) * leading + 3, draw, tag)


def _number(text: str, room: float) -> _Block:
    """Lay out what stands at the right end of a line."""

    def draw(x: float, y: float, unit: float) -> Sequence[Mark]:
        place = (x + room) * unit
        return (Letters(x=place, y=y * unit, text=text, size=_SIZE * unit, ink=Ink.MUTED, anchor="end"),)

    return _Block(_LEADING, draw)
