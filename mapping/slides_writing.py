"""The map as slides of shapes that can be edited: text is text, the curve is a curve, figures are a table.

python-pptx draws straight lines only, so the curves' points are written into its freeform shapes by hand.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from typing import assert_never
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from pptx import Presentation
from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_LINE
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR, MSO_AUTO_SIZE, PP_ALIGN
from pptx.oxml.ns import qn
from pptx.oxml.xmlchemy import BaseOxmlElement, OxmlElement
from pptx.presentation import Presentation as Deck
from pptx.shapes.autoshape import Shape
from pptx.shapes.shapetree import GroupShapes
from pptx.slide import Slide
from pptx.table import _Cell
from pptx.text.text import TextFrame
from pptx.util import Emu, Pt

from mapping.graphemes import is_rtl
from mapping.grounds import ground, left_of
from mapping.journey_map import JourneyMap
from mapping.marks import Area, Box, Dot, Group, Letters, Mark, Stroke
from mapping.measure import width
from mapping.palette import LIGHT, Ink
from mapping.twin import TwinRow, TwinTable, table, told
from mapping.wrapping import tidy

WIDE, HIGH = 12_192_000, 6_858_000
"""A wide slide (EMU)."""
EDGE = 228_600
ROWS_A_SLIDE = 20
FONT = "Arial"

_TITLE_ONLY = 5
_ROW = 260_000
_NAME_SHARE, _EMOTION_SHARE, _FIRST_FIGURE = 2.6, 1.8, 2
_PX_TO_PT = 12_700
_ASCENT, _LINE = 0.95, 1.3
_ALIGN = {"start": PP_ALIGN.LEFT, "middle": PP_ALIGN.CENTER, "end": PP_ALIGN.RIGHT}
_COMMAND = re.compile(r"([MLHVCQZ])([^MLHVCQZ]*)")


@dataclass(frozen=True, slots=True)
class Frame:
    """Where px of the drawing lie on a slide: `scale` EMU a px."""

    scale: float
    x: float
    y: float

    def emu(self, length: float) -> Emu:
        """Return a length."""
        return Emu(round(length * self.scale))

    def across(self, x: float) -> Emu:
        """Return a place from the left."""
        return Emu(round(self.x + x * self.scale))

    def down(self, y: float) -> Emu:
        """Return a place from the top."""
        return Emu(round(self.y + y * self.scale))

    def points(self, px: float) -> Pt:
        """Return a size of letters."""
        return Pt(max(1, round(px * self.scale / _PX_TO_PT * 2) / 2))


def write(journey_map: JourneyMap) -> bytes:
    """Return the slides; the same map gives the same bytes but for how they are packed."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Emu(WIDE), Emu(HIGH)
    _describe(deck, journey_map)
    slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
    _picture(slide, journey_map)
    notes = slide.notes_slide.notes_text_frame
    if notes is not None:
        notes.text = "\n".join(tidy(line) for line in told(journey_map).splitlines())
    found = table(journey_map)
    for start in range(0, len(found.rows), ROWS_A_SLIDE):
        slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
        _figures(slide, found, found.rows[start : start + ROWS_A_SLIDE], title=journey_map.words.table)
    return _packed(deck, journey_map.about.as_of)


def _describe(deck: Deck, journey_map: JourneyMap) -> None:
    """Give the file its properties, none of them from the clock."""
    made = journey_map.about.as_of.astimezone(UTC).replace(tzinfo=None)
    about = deck.core_properties
    about.title, about.subject = tidy(journey_map.text.title), tidy(journey_map.text.subtitle)
    about.author = about.last_modified_by = "Aftertouch"
    about.language = journey_map.words.language
    about.created = about.modified = about.last_printed = made
    about.revision = 1


def _picture(slide: Slide, journey_map: JourneyMap) -> None:
    """Draw the map, as large as fits; every group of marks is a group of shapes."""
    drawing = journey_map.drawing
    scale = min((WIDE - 2 * EDGE) / drawing.width, (HIGH - 2 * EDGE) / drawing.height)
    frame = Frame(scale, (WIDE - drawing.width * scale) / 2, (HIGH - drawing.height * scale) / 2)
    for group in drawing.groups:
        shapes = list(group.marks)
        if group.part == "header":
            _title(slide, shapes.pop(0), frame)
        _group(slide, group, shapes, frame)


def _title(slide: Slide, mark: Mark, frame: Frame) -> None:
    """Write the map's title where every slide has one, so that outlines and readers find it."""
    title = slide.shapes.title
    if title is None or not isinstance(mark, Letters):
        return
    _place(title, mark, frame)
    title.width = Emu(max(title.width, WIDE // 2 - EDGE))
    _letters(title.text_frame, mark, frame)


def _group(slide: Slide, group: Group, marks: Sequence[Mark], frame: Frame) -> None:
    """Draw a group, named as in the drawing, with its whole text for those who listen."""
    held = slide.shapes.add_group_shape()
    held.name = group.name
    if group.title:
        held.element.find(f"{qn('p:nvGrpSpPr')}/{qn('p:cNvPr')}").set("descr", tidy(group.title))
    for mark in marks:
        if isinstance(mark, Letters) and mark.halo:
            _draw(held.shapes, ground(mark), frame)
        _draw(held.shapes, mark, frame)


def _draw(shapes: GroupShapes, mark: Mark, frame: Frame) -> None:
    """Draw one mark."""
    match mark:
        case Letters():
            box = shapes.add_textbox(Emu(0), Emu(0), Emu(0), Emu(0))
            _place(box, mark, frame)
            _letters(box.text_frame, mark, frame)
        case Box():
            kind = MSO_SHAPE.ROUNDED_RECTANGLE if mark.radius else MSO_SHAPE.RECTANGLE
            shape = shapes.add_shape(
                kind, frame.across(mark.x), frame.down(mark.y), frame.emu(mark.width), frame.emu(mark.height)
            )
            if mark.radius:
                shape.adjustments[0] = min(0.5, mark.radius / min(mark.width, mark.height))
            _paint(shape, fill=mark.fill, stroke=mark.stroke, line=frame.emu(1), dash=mark.dash)
            _fade(shape, mark.opacity)
        case Dot():
            left, top = frame.across(mark.x - mark.radius), frame.down(mark.y - mark.radius)
            size = frame.emu(2 * mark.radius)
            shape = shapes.add_shape(MSO_SHAPE.OVAL, left, top, size, size)
            _paint(shape, fill=mark.fill, stroke=mark.stroke, line=frame.emu(mark.width), dash=mark.dash)
        case Stroke():
            shape = _freeform(shapes, mark.d, frame)
            _paint(shape, fill=None, stroke=mark.ink, line=frame.emu(mark.width), dash=mark.dash)
        case Area():
            shape = _freeform(shapes, mark.d, frame)
            _paint(shape, fill=mark.fill, stroke=None, line=Emu(0))
            _fade(shape, mark.opacity)
        case _:
            assert_never(mark)


def _place(shape: Shape, mark: Letters, frame: Frame) -> None:
    """Put a text's box where its line is drawn; it grows away from its anchor."""
    shape.left, shape.top = frame.across(left_of(mark)), frame.down(mark.y - mark.size * _ASCENT)
    shape.width = frame.emu(width(mark.text, size=mark.size, bold=mark.bold))
    shape.height = frame.emu(mark.size * _LINE)


def _letters(box: TextFrame, mark: Letters, frame: Frame) -> None:
    """Write a line of text, to be edited as such."""
    box.margin_left = box.margin_right = box.margin_top = box.margin_bottom = Emu(0)
    box.word_wrap, box.auto_size, box.vertical_anchor = False, MSO_AUTO_SIZE.NONE, MSO_ANCHOR.TOP
    paragraph = box.paragraphs[0]
    paragraph.alignment = _ALIGN[mark.anchor]
    if is_rtl(mark.text):
        paragraph._p.get_or_add_pPr().set("rtl", "1")  # noqa: SLF001 - python-pptx has no word for it
    run = paragraph.add_run()
    run.text = tidy(mark.text)
    run.font.name, run.font.size = FONT, frame.points(mark.size)
    run.font.bold, run.font.italic = mark.bold, mark.italic
    run.font.color.rgb = _colour(mark.ink)


def _paint(shape: Shape, *, fill: Ink | None, stroke: Ink | None, line: Emu, dash: str | None = None) -> None:
    """Give a shape its colours, and no shadow or style of the theme's."""
    style = shape.element.find(qn("p:style"))
    if style is not None:
        shape.element.remove(style)
    if fill is None:
        shape.fill.background()
    else:
        shape.fill.solid()
        shape.fill.fore_color.rgb = _colour(fill)
    if stroke is None:
        shape.line.fill.background()
        return
    shape.line.color.rgb, shape.line.width = _colour(stroke), line
    if dash:
        drawn = float(dash.split()[0])
        shape.line.dash_style = MSO_LINE.ROUND_DOT if drawn <= 2 else MSO_LINE.DASH  # noqa: PLR2004 - px


def _fade(shape: Shape, opacity: float) -> None:
    """Let what lies below be seen through a filled shape."""
    colour = shape.element.spPr.find(f"{qn('a:solidFill')}/{qn('a:srgbClr')}")
    if colour is not None and opacity < 1:
        alpha = OxmlElement("a:alpha")
        alpha.set("val", str(round(opacity * 100_000)))
        colour.append(alpha)


def _colour(ink: Ink) -> RGBColor:
    """Return a colour of the light theme."""
    red, green, blue = bytes.fromhex(LIGHT[ink].removeprefix("#"))
    return RGBColor(red, green, blue)  # type: ignore[no-untyped-call] # the library has no type for it


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


_ELEMENTS = {
    "M": "a:moveTo",
    "L": "a:lnTo",
    "H": "a:lnTo",
    "V": "a:lnTo",
    "C": "a:cubicBezTo",
    "Q": "a:quadBezTo",
    "Z": "a:close",
}


def _freeform(shapes: GroupShapes, d: str, frame: Frame) -> Shape:
    """Draw a path as a freeform shape with true curves."""
    steps = list(_steps(d))
    places = [(frame.across(x), frame.down(y)) for _, points in steps for x, y in points]
    left, top = min(x for x, _ in places), min(y for _, y in places)
    wide, high = max(x for x, _ in places) - left, max(y for _, y in places) - top
    builder = shapes.build_freeform(left, top)
    builder.add_line_segments([(left + wide, top + high)], close=False)
    shape: Shape = builder.convert_to_shape()
    shape.left, shape.top, shape.width, shape.height = left, top, Emu(wide), Emu(high)
    paths = shape.element.spPr.find(f"{qn('a:custGeom')}/{qn('a:pathLst')}")
    for path in list(paths):
        paths.remove(path)
    path = _element("a:path", w=wide, h=high)
    for command, points in steps:
        element = _element(_ELEMENTS[command])
        for x, y in points:
            element.append(_element("a:pt", x=frame.across(x) - left, y=frame.down(y) - top))
        path.append(element)
    paths.append(path)
    return shape


def _element(name: str, **places: int) -> BaseOxmlElement:
    """Return an element with whole numbers as its attributes."""
    element = OxmlElement(name)
    for attribute, value in places.items():
        element.set(attribute, str(value))
    return element


def _figures(slide: Slide, found: TwinTable, rows: Sequence[TwinRow], *, title: str) -> None:
    """Write rows of the twin as a table."""
    room = WIDE - 4 * EDGE
    if slide.shapes.title is not None:
        heading, frame = Letters(x=0, y=24, text=title, size=20, bold=True), Frame(_PX_TO_PT, 2 * EDGE, EDGE)
        _place(slide.shapes.title, heading, frame)
        slide.shapes.title.width = Emu(room)
        _letters(slide.shapes.title.text_frame, heading, frame)
    left, top = Emu(2 * EDGE), Emu(3 * EDGE)
    shape = slide.shapes.add_table(
        len(rows) + 1, len(found.heads), left, top, Emu(room), Emu(_ROW * (len(rows) + 1))
    )
    shape.name = title
    grid = shape.table
    shares = [_NAME_SHARE, _EMOTION_SHARE, *[1.0] * (len(found.heads) - _FIRST_FIGURE)]
    for place, share in enumerate(shares):
        grid.columns[place].width = Emu(round(room * share / sum(shares)))
    for down, row in enumerate([TwinRow(found.heads, is_stage=True), *rows]):
        grid.rows[down].height = Emu(_ROW)
        for across in range(len(found.heads)):
            _cell(grid.cell(down, across), row, across, is_head=down == 0)


def _cell(cell: _Cell, row: TwinRow, across: int, *, is_head: bool) -> None:
    """Write one cell of the table."""
    cell.margin_top = cell.margin_bottom = Emu(20_000)
    cell.fill.solid()  # type: ignore[no-untyped-call] # the library has no type for it
    body = Ink.PAGE if row.is_stage else Ink.PANEL
    cell.fill.fore_color.rgb = _colour(Ink.BAR if is_head else body)
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.LEFT if across < _FIRST_FIGURE else PP_ALIGN.RIGHT
    run = paragraph.add_run()
    run.text = tidy(row.cells[across])
    run.font.name, run.font.size, run.font.bold = FONT, Pt(9), row.is_stage
    run.font.color.rgb = _colour(Ink.ON_BAR if is_head else Ink.TEXT)


def _packed(deck: Deck, when: datetime) -> bytes:
    """Return the file; every part in it bears the map's time, not the clock's."""
    clock = when.astimezone(UTC)
    draft, packed = BytesIO(), BytesIO()
    deck.save(draft)
    with ZipFile(draft) as parts, ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name in parts.namelist():
            part = ZipInfo(name, (clock.year, clock.month, clock.day, clock.hour, clock.minute, clock.second))
            part.create_system, part.compress_type = 0, ZIP_DEFLATED
            archive.writestr(part, parts.read(name))
    return packed.getvalue()
