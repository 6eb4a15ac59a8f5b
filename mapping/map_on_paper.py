"""The map laid out for printing: the picture on the first page, its text twin on those that follow."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from mapping.frame import ONE_BAND
from mapping.journey_map import JourneyMap
from mapping.marks import Group, Letters, Mark, Stroke, line
from mapping.palette import Ink
from mapping.pdf_page import Page, Piece, Properties, Tag
from mapping.twin import Listed, TwinRow, TwinTable, lists, notes, table
from mapping.wrapping import wrap

EDGE = 28
"""Margin (pt): printers leave as much out."""

LARGEST = 0.75
"""Points a px at most: text of the map is then as large as in a book."""

_SIZE, _LEADING, _PAD, _INDENT = 9.0, 12.0, 5.0, 10.0
_NAME_SHARE, _EMOTION_SHARE = 2.6, 1.7
_FIRST_FIGURE = 2
_INTERVAL_SHARE, _SHORT = 1.5, 9


@dataclass(frozen=True, slots=True)
class Paper:
    """A sheet lying on its side (pt)."""

    width: float
    height: float


A4 = Paper(841.89, 595.28)
A3 = Paper(1190.55, 841.89)


def pages(journey_map: JourneyMap) -> Iterator[Page]:
    """Yield the pages: the map as large as fits, then its figures and words."""
    drawing, paper = journey_map.drawing, A4 if len(journey_map.stages) <= ONE_BAND else A3
    scale = min((paper.width - 2 * EDGE) / drawing.width, (paper.height - 2 * EDGE) / drawing.height, LARGEST)
    yield Page(
        width=paper.width,
        height=paper.height,
        scale=scale,
        x=(paper.width - drawing.width * scale) / 2,
        y=EDGE,
        pieces=[_piece(group, journey_map) for group in drawing.groups],
    )
    for pieces in _twin(journey_map, paper):
        yield Page(width=paper.width, height=paper.height, scale=1, pieces=pieces)


def properties(journey_map: JourneyMap) -> Properties:
    """Return what a reader shows of the document."""
    text, about = journey_map.text, journey_map.about
    return Properties(
        title=text.title, subject=text.subtitle, language=journey_map.words.language, made=about.as_of
    )


def _piece(group: Group, journey_map: JourneyMap) -> Piece:
    """Say what a group of the drawing is to those who hear it."""
    match group.part:
        case "grid":
            return Piece(marks=group.marks, tag="Artifact")
        case "header":
            return Piece(marks=group.marks, tag="H1")
        case "curve" if group.stage is None:
            return Piece(marks=group.marks, tag="Figure", said=journey_map.description)
        case "curve":
            return Piece(marks=group.marks, tag="Figure", said=group.title)
        case _:
            return Piece(marks=group.marks)


@dataclass(frozen=True, slots=True)
class _Block:
    """What stays together on a page: how high it is, and its marks below a given place (pt)."""

    height: float
    draw: Callable[[float], Sequence[Mark]]
    tag: Tag = "P"


def _twin(journey_map: JourneyMap, paper: Paper) -> Iterator[Sequence[Piece]]:
    """Yield the twin's pages; a table's head stands on each page that has some of its rows."""
    found = table(journey_map)
    widths = _widths(found, paper)
    head = _row(TwinRow(found.heads, is_stage=True), widths, ink=Ink.MUTED)
    rows = [_row(row, widths) for row in found.rows]
    blocks = [_title(journey_map.words.table, tag="H1"), head, *rows]
    for listed in lists(journey_map):
        blocks += _list(listed, paper)
    blocks.append(_text("", paper))
    blocks += [_text(note, paper, ink=Ink.MUTED) for note in notes(journey_map)]
    page: list[Piece] = []
    y = float(EDGE)
    for block in blocks:
        if y + block.height > paper.height - EDGE:
            yield page
            page, y = [], float(EDGE)
            if block in rows:
                page, y = [Piece(marks=head.draw(y), tag="Artifact")], y + head.height
        page.append(Piece(marks=block.draw(y), tag=block.tag))
        y += block.height
    yield page


def _widths(found: TwinTable, paper: Paper) -> Sequence[float]:
    """Share the page's width among the columns: names have most of it."""
    longest = [max(len(row.cells[place]) for row in found.rows) for place in range(len(found.heads))]
    figures = [_INTERVAL_SHARE if letters > _SHORT else 1.0 for letters in longest[_FIRST_FIGURE:]]
    shares = [_NAME_SHARE, _EMOTION_SHARE, *figures]
    return [share / sum(shares) * (paper.width - 2 * EDGE) for share in shares]


def _row(row: TwinRow, widths: Sequence[float], *, ink: Ink = Ink.TEXT) -> _Block:
    """Lay out a row of the table, as high as its highest cell; touchpoints are set in."""
    cells = [
        wrap(cell, room=wide - 2 * _PAD - _indent(row, place), lines=3, size=_SIZE, bold=row.is_stage).lines
        for place, (cell, wide) in enumerate(zip(row.cells, widths, strict=True))
    ]
    lefts = [EDGE + sum(widths[:place]) for place in range(len(widths))]
    height = max(map(len, cells)) * _LEADING + 4

    def draw(y: float) -> Sequence[Mark]:
        across = line(EDGE, y + height, EDGE + sum(widths), y + height)
        marks: list[Mark] = [Stroke(d=across, ink=Ink.GRID, width=0.5)]
        for place, (lines, left) in enumerate(zip(cells, lefts, strict=True)):
            is_figure = place >= _FIRST_FIGURE
            x = left + widths[place] - _PAD if is_figure else left + _PAD + _indent(row, place)
            marks += [
                Letters(
                    x=x,
                    y=y + _SIZE + 2 + at * _LEADING,
                    text=text,
                    size=_SIZE,
                    ink=ink,
                    bold=row.is_stage,
                    anchor="end" if is_figure else "start",
                )
                for at, text in enumerate(lines)
            ]
        return marks

    return _Block(height, draw)


def _indent(row: TwinRow, place: int) -> float:
    """Return how far a cell is set in."""
    return 0 if row.is_stage or place else _INDENT


def _title(text: str, *, tag: Tag = "H2") -> _Block:
    """Lay out a heading."""

    def draw(y: float) -> Sequence[Mark]:
        return (Letters(x=EDGE, y=y + 20, text=text, size=13, bold=True),)

    return _Block(28, draw, tag)


def _list(listed: Listed, paper: Paper) -> Iterator[_Block]:
    """Lay out a list under its title."""
    yield _title(listed.title)
    for stage, entry in listed.entries:
        yield _text(f"{stage}: {entry}", paper)


def _text(text: str, paper: Paper, *, ink: Ink = Ink.TEXT) -> _Block:
    """Lay out a paragraph."""
    lines = wrap(text, room=paper.width - 2 * EDGE, lines=8, size=_SIZE).lines

    def draw(y: float) -> Sequence[Mark]:
        return [
            Letters(x=EDGE, y=y + _SIZE + place * _LEADING, text=part, size=_SIZE, ink=ink)
            for place, part in enumerate(lines)
        ]

    return _Block(max(1, len(lines)) * _LEADING + 2, draw)
