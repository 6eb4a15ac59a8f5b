"""The map as slides of shapes that can be edited: text is text, the curve is a curve, figures are a table."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from itertools import count
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from pptx import Presentation
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide
from pptx.util import Emu

from mapping.frame import Row
from mapping.journey_map import JourneyMap
from mapping.marks import Letters
from mapping.slide_pages import PAGE_WIDTH, pages
from mapping.slide_shapes import (
    NAMESPACES,
    Frame,
    Place,
    grouped,
    place_of,
    row_height,
    tabled,
    text_body,
)
from mapping.twin import TwinRow, TwinTable, table, told
from mapping.wrapping import tidy

WIDE, HIGH = 12_192_000, 6_858_000
"""A wide slide (EMU)."""
EDGE = 228_600

_TITLE_ONLY = 5
_PX_TO_PT = 12_700
_TABLE = Place(2 * EDGE, 3 * EDGE, WIDE - 4 * EDGE, HIGH - 5 * EDGE)
"""Where a slide has room for a table."""


def write(journey_map: JourneyMap) -> bytes:
    """Return the slides; the same map gives the same bytes but for how they are packed."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Emu(WIDE), Emu(HIGH)
    _describe(deck, journey_map)
    for place, page in enumerate(pages(journey_map)):
        slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
        _picture(slide, page)
        notes = None if place else slide.notes_slide.notes_text_frame
        if notes is not None:
            notes.text = "\n".join(tidy(line) for line in told(journey_map).splitlines())
    found = table(journey_map)
    for rows in _by_slide(found):
        slide = deck.slides.add_slide(deck.slide_layouts[_TITLE_ONLY])
        _figures(slide, rows, title=journey_map.words.table)
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


def _picture(slide: Slide, page: Row) -> None:
    """Draw what stands on a slide; every group of marks is a group of shapes."""
    scale = (WIDE - 2 * EDGE) / PAGE_WIDTH
    frame = Frame(scale, EDGE, EDGE)
    numbers = count(_last_number(slide) + 1)
    for group in page.groups:
        marks = list(group.marks)
        if group.part == "header" and isinstance(marks[0], Letters):
            _title(slide, marks[0], frame, width=WIDE // 2 - EDGE)
            del marks[0]
        if marks:
            said = group.title
            shapes = grouped(marks, name=group.name, said=said, frame=frame, numbers=numbers)
            slide.shapes.element.append(parse_xml(shapes))


def _last_number(slide: Slide) -> int:
    return max((shape.shape_id for shape in slide.shapes), default=1)


def _title(slide: Slide, mark: Letters, frame: Frame, *, width: int) -> None:
    """Write a title where every slide has one, so that outlines and readers find it."""
    title, place = slide.shapes.title, place_of(mark, frame)
    if title is None:
        return
    title.left, title.top, title.height = Emu(place.left), Emu(place.top), Emu(place.height)
    title.width = Emu(max(place.width, width))
    title.element.replace(
        title.element.find(qn("p:txBody")), parse_xml(text_body(mark, frame, spaces=NAMESPACES))
    )


def _by_slide(found: TwinTable) -> Iterator[list[TwinRow]]:
    """Yield the rows of each slide, as many as fit under the head."""
    head = TwinRow(found.heads, is_stage=True)
    rows, high = [head], row_height(head, _TABLE.width)
    for row in found.rows:
        more = row_height(row, _TABLE.width)
        if high + more > _TABLE.height and len(rows) > 1:
            yield rows
            rows, high = [head], row_height(head, _TABLE.width)
        rows.append(row)
        high += more
    yield rows


def _figures(slide: Slide, rows: Sequence[TwinRow], *, title: str) -> None:
    """Write rows of the twin as a table."""
    heading, frame = Letters(x=0, y=24, text=title, size=20, bold=True), Frame(_PX_TO_PT, 2 * EDGE, EDGE)
    _title(slide, heading, frame, width=_TABLE.width)
    high = sum(row_height(row, _TABLE.width) for row in rows)
    place, number = replace(_TABLE, height=high), _last_number(slide) + 1
    slide.shapes.element.append(parse_xml(tabled(rows, name=title, place=place, number=number)))


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
