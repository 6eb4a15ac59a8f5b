"""Marks as what slides are made of (DrawingML): lines of text, freeforms and tables that can be edited.

Written as text, because python-pptx looks through the whole slide for a free number before each shape.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from typing import assert_never

from mapping.graphemes import is_rtl
from mapping.grounds import ground, left_of
from mapping.marks import Area, Box, Dot, Letters, Mark, Stroke
from mapping.measure import width
from mapping.palette import LIGHT, Ink
from mapping.twin import TwinRow
from mapping.wrapping import tidy, wrap

FONT = "Arial"

NAMESPACES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
)
_TABLE = "http://schemas.openxmlformats.org/drawingml/2006/table"
_TABLE_STYLE = "{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}"
_PX_TO_PT = 12_700
_ASCENT, _LINE = 0.95, 1.3
_ALIGN = {"start": "l", "middle": "ctr", "end": "r"}
_COMMAND = re.compile(r"([MLHVCQZ])([^MLHVCQZ]*)")
_ELEMENTS = {"M": "moveTo", "L": "lnTo", "H": "lnTo", "V": "lnTo", "C": "cubicBezTo", "Q": "quadBezTo"}
_CELL_EDGE, _CELL_SIDE, _CELL_SIZE, _CELL_LEADING = 3, 7.2, 10, 1.2
_SHARES = (2.6, 1.8, 1.0, 1.5)
"""How wide name, emotion, score and interval are; whatever follows is as wide as the score."""
_FIRST_FIGURE = 2
_NOTHING = f'<a:endParaRPr sz="{_CELL_SIZE * 100}"/>'


@dataclass(frozen=True, slots=True)
class Frame:
    """Where px of the drawing lie on a slide: `scale` EMU a px."""

    scale: float
    x: float
    y: float

    def emu(self, length: float) -> int:
        """Return a length."""
        return round(length * self.scale)

    def across(self, x: float) -> int:
        """Return a place from the left."""
        return round(self.x + x * self.scale)

    def down(self, y: float) -> int:
        """Return a place from the top."""
        return round(self.y + y * self.scale)

    def points(self, px: float) -> float:
        """Return a size of letters (pt), to a half."""
        return max(1, round(px * self.scale / _PX_TO_PT * 2) / 2)


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle on a slide (EMU)."""

    left: int
    top: int
    width: int
    height: int

    def written(self, *, inner: bool = False) -> str:
        """Return it as a shape has it; `inner` adds that what lies in a group is measured as it is."""
        at, size = f'x="{self.left}" y="{self.top}"', f'cx="{self.width}" cy="{self.height}"'
        within = f"<a:chOff {at}/><a:chExt {size}/>" if inner else ""
        return f"<a:off {at}/><a:ext {size}/>{within}"


def grouped(
    marks: Sequence[Mark], *, name: str, said: str | None, frame: Frame, numbers: Iterator[int]
) -> str:
    """Return marks as one group of shapes; `said` is its whole text for those who listen."""
    number = next(numbers)
    drawn = list(_with_grounds(marks))
    shapes = "".join(_shape(mark, frame, next(numbers)) for mark in drawn)
    around = _around([place_of(mark, frame) for mark in drawn]).written(inner=True)
    descr = f' descr="{_text(said)}"' if said else ""
    return (
        f'<p:grpSp {NAMESPACES}><p:nvGrpSpPr><p:cNvPr id="{number}" name="{_text(name)}"{descr}/>'
        f"<p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>{around}</a:xfrm></p:grpSpPr>"
        f"{shapes}</p:grpSp>"
    )


def tabled(rows: Sequence[TwinRow], *, name: str, place: Place, number: int) -> str:
    """Return rows as a table as wide as `place`, the first one its head."""
    widths = _columns(len(rows[0].cells), place.width)
    columns = "".join(f'<a:gridCol w="{wide}"/>' for wide in widths)
    lines = "".join(
        f'<a:tr h="{row_height(line, place.width)}">'
        + "".join(_cell(line, across, is_head=down == 0) for across in range(len(line.cells)))
        + "</a:tr>"
        for down, line in enumerate(rows)
    )
    return (
        f'<p:graphicFrame {NAMESPACES}><p:nvGraphicFramePr><p:cNvPr id="{number}" name="{_text(name)}"/>'
        '<p:cNvGraphicFramePr><a:graphicFrameLocks noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/>'
        f"</p:nvGraphicFramePr><p:xfrm>{place.written()}</p:xfrm><a:graphic>"
        f'<a:graphicData uri="{_TABLE}"><a:tbl><a:tblPr firstRow="1" bandRow="1">'
        f"<a:tableStyleId>{_TABLE_STYLE}</a:tableStyleId></a:tblPr><a:tblGrid>{columns}</a:tblGrid>{lines}"
        "</a:tbl></a:graphicData></a:graphic></p:graphicFrame>"
    )


def row_height(row: TwinRow, wide: int) -> int:
    """Return how high a row of a table `wide` EMU wide is (EMU), its longest cell wrapped."""
    columns = _columns(len(row.cells), wide)
    most = max(
        len(
            wrap(
                text, room=room / _PX_TO_PT - 2 * _CELL_SIDE, lines=9, size=_CELL_SIZE, bold=row.is_stage
            ).lines
        )
        for text, room in zip(row.cells, columns, strict=True)
    )
    return round((most * _CELL_SIZE * _CELL_LEADING + 2 * _CELL_EDGE) * _PX_TO_PT)


def _columns(count: int, wide: int) -> list[int]:
    """Return how wide each of a table's columns is (EMU)."""
    shares = [*_SHARES[:count], *[1.0] * (count - len(_SHARES))]
    return [round(wide * share / sum(shares)) for share in shares]


def text_body(mark: Letters, frame: Frame, *, spaces: str = "") -> str:
    """Return a line of text, to be edited as such; by itself it needs `NAMESPACES`."""
    rtl = ' rtl="1"' if is_rtl(mark.text) else ""
    size = frame.points(mark.size)
    run = _run(mark.text, size=size, ink=mark.ink, bold=mark.bold, italic=mark.italic)
    opened = f"p:txBody {spaces}" if spaces else "p:txBody"
    return (
        f'<{opened}><a:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" anchor="t"><a:noAutofit/>'
        f'</a:bodyPr><a:lstStyle/><a:p><a:pPr algn="{_ALIGN[mark.anchor]}"{rtl}/>{run}</a:p></p:txBody>'
    )


def place_of(mark: Mark, frame: Frame) -> Place:
    """Return where a mark lies; a text's box is where its line is drawn, and grows away from its anchor."""
    match mark:
        case Letters():
            wide = frame.emu(width(mark.text, size=mark.size, bold=mark.bold))
            top = frame.down(mark.y - mark.size * _ASCENT)
            return Place(frame.across(left_of(mark)), top, wide, frame.emu(mark.size * _LINE))
        case Box():
            left, top = frame.across(mark.x), frame.down(mark.y)
            return Place(left, top, frame.emu(mark.width), frame.emu(mark.height))
        case Dot():
            left, top = frame.across(mark.x - mark.radius), frame.down(mark.y - mark.radius)
            return Place(left, top, frame.emu(2 * mark.radius), frame.emu(2 * mark.radius))
        case Stroke() | Area():
            points = [point for _, passed in _steps(mark.d) for point in passed]
            xs, ys = [frame.across(x) for x, _ in points], [frame.down(y) for _, y in points]
            return Place(min(xs), min(ys), max(xs) - min(xs), max(ys) - min(ys))
        case _:
            assert_never(mark)


def _with_grounds(marks: Sequence[Mark]) -> Iterator[Mark]:
    for mark in marks:
        if isinstance(mark, Letters) and mark.halo:
            yield ground(mark)
        yield mark


def _around(places: Sequence[Place]) -> Place:
    left, top = min(each.left for each in places), min(each.top for each in places)
    right = max(each.left + each.width for each in places)
    bottom = max(each.top + each.height for each in places)
    return Place(left, top, right - left, bottom - top)


def _shape(mark: Mark, frame: Frame, number: int) -> str:
    """Return one mark as a shape."""
    place = place_of(mark, frame)
    match mark:
        case Letters():
            drawn = _geometry("rect") + "<a:noFill/>"
            return _made("Text", number, place, drawn, kind=' txBox="1"', text=text_body(mark, frame))
        case Box():
            curved = mark.radius / min(mark.width, mark.height) if mark.radius else 0
            line = _line(mark.stroke, frame.emu(1), mark.dash)
            drawn = _geometry("roundRect" if curved else "rect", adjust=min(0.5, curved))
            return _made("Box", number, place, drawn + _fill(mark.fill, mark.opacity) + line)
        case Dot():
            line = _line(mark.stroke, frame.emu(mark.width), mark.dash)
            return _made("Dot", number, place, _geometry("ellipse") + _fill(mark.fill) + line)
        case Stroke():
            line = _line(mark.ink, frame.emu(mark.width), mark.dash, is_round=mark.round)
            return _made("Line", number, place, _freeform(mark.d, place, frame) + _fill(None) + line)
        case Area():
            drawn = _freeform(mark.d, place, frame) + _fill(mark.fill, mark.opacity) + _line(None, 0)
            return _made("Area", number, place, drawn)
        case _:
            assert_never(mark)


def _made(name: str, number: int, place: Place, drawn: str, *, kind: str = "", text: str = "") -> str:
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name} {number}"/><p:cNvSpPr{kind}/><p:nvPr/>'
        f"</p:nvSpPr><p:spPr><a:xfrm>{place.written()}</a:xfrm>{drawn}</p:spPr>{text}</p:sp>"
    )


def _geometry(name: str, *, adjust: float = 0) -> str:
    guide = f'<a:gd name="adj" fmla="val {round(adjust * 100_000)}"/>' if adjust else ""
    return f'<a:prstGeom prst="{name}"><a:avLst>{guide}</a:avLst></a:prstGeom>'


def _fill(ink: Ink | None, opacity: float = 1) -> str:
    if ink is None:
        return "<a:noFill/>"
    alpha = f'<a:alpha val="{round(opacity * 100_000)}"/>' if opacity < 1 else ""
    return f'<a:solidFill><a:srgbClr val="{LIGHT[ink].removeprefix("#")}">{alpha}</a:srgbClr></a:solidFill>'


def _line(ink: Ink | None, wide: int, dash: str | None = None, *, is_round: bool = False) -> str:
    if ink is None:
        return "<a:ln><a:noFill/></a:ln>"
    cap = ' cap="rnd"' if is_round else ""
    kind = "" if dash is None else "sysDot" if float(dash.split()[0]) <= 2 else "dash"  # noqa: PLR2004 - px
    return f'<a:ln w="{wide}"{cap}>{_fill(ink)}' + (f'<a:prstDash val="{kind}"/>' if kind else "") + "</a:ln>"


Point = tuple[float, float]


def _steps(d: str) -> Iterator[tuple[str, Sequence[Point]]]:
    """Yield the commands of a path in SVG's words, each with its points."""
    at = (0.0, 0.0)
    for command, rest in _COMMAND.findall(d):
        numbers = [float(number) for number in rest.split()]
        if command == "H":
            points = [(numbers[0], at[1])]
        elif command == "V":
            points = [(at[0], numbers[0])]
        else:
            points = list(zip(numbers[::2], numbers[1::2], strict=True))
        at = points[-1] if points else at
        yield command, points


def _freeform(d: str, place: Place, frame: Frame) -> str:
    """Return a path as a freeform with true curves."""

    def written(command: str, points: Sequence[Point]) -> str:
        if command == "Z":
            return "<a:close/>"
        placed = "".join(
            f'<a:pt x="{frame.across(x) - place.left}" y="{frame.down(y) - place.top}"/>' for x, y in points
        )
        return f"<a:{_ELEMENTS[command]}>{placed}</a:{_ELEMENTS[command]}>"

    steps = "".join(written(command, points) for command, points in _steps(d))
    return (
        '<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/><a:rect l="l" t="t" r="r" b="b"/><a:pathLst>'
        f'<a:path w="{place.width}" h="{place.height}">{steps}</a:path></a:pathLst></a:custGeom>'
    )


def _cell(row: TwinRow, across: int, *, is_head: bool) -> str:
    ink, body = (Ink.ON_BAR, Ink.BAR) if is_head else (Ink.TEXT, Ink.PAGE if row.is_stage else Ink.PANEL)
    align = "l" if across < _FIRST_FIGURE else "r"
    text, edge = row.cells[across], _CELL_EDGE * _PX_TO_PT
    run = _run(text, size=_CELL_SIZE, ink=ink, bold=row.is_stage) if text else _NOTHING
    return (
        f'<a:tc><a:txBody><a:bodyPr/><a:lstStyle/><a:p><a:pPr algn="{align}"/>{run}</a:p></a:txBody>'
        f'<a:tcPr marT="{edge}" marB="{edge}">{_fill(body)}</a:tcPr></a:tc>'
    )


def _run(text: str, *, size: float, ink: Ink, bold: bool, italic: bool = False) -> str:
    """Return text in one font; the last of its elements is what right-to-left scripts are written in."""
    return (
        f'<a:r><a:rPr sz="{round(size * 100)}" b="{int(bold)}" i="{int(italic)}">{_fill(ink)}'
        f'<a:latin typeface="{FONT}"/><a:cs typeface="{FONT}"/></a:rPr><a:t>{_text(text)}</a:t></a:r>'
    )


def _text(text: str) -> str:
    """Write text so that it is nothing but text."""
    return escape(tidy(text))
