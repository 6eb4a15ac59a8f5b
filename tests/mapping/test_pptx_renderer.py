"""The slides hold shapes and text that can be edited, where the drawing has them, and every figure."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Protocol
from zipfile import ZipFile

import pytest
from pptx import Presentation
from pptx.presentation import Presentation as Deck
from pptx.shapes.autoshape import Shape
from pptx.shapes.base import BaseShape
from pptx.shapes.group import GroupShape
from pptx.util import Emu

from mapping.journey_map import JourneyMap, drawn
from mapping.marks import Letters
from mapping.renderers.pptx import render
from mapping.twin import table
from mapping.wrapping import tidy


class MapOf(Protocol):
    def __call__(self, stages: int, *, language: str = "en") -> JourneyMap: ...


HOSTILE = ("<script>", "a & b", "配達状況のお知らせ", "التسليم والاستلام", "👨\u200d👩\u200d👧", "x" * 60)


@pytest.fixture(scope="module")
def written(example: JourneyMap) -> bytes:
    return render(example)


@pytest.fixture(scope="module")
def deck(written: bytes) -> Deck:
    return Presentation(io.BytesIO(written))


def leaves(shapes: Iterator[BaseShape]) -> Iterator[Shape]:
    for shape in shapes:
        if isinstance(shape, GroupShape):
            yield from leaves(iter(shape.shapes))
        elif isinstance(shape, Shape):
            yield shape


def texts(deck: Deck, slide: int = 0) -> list[str]:
    shapes = leaves(iter(deck.slides[slide].shapes))
    return [shape.text_frame.text for shape in shapes if shape.has_text_frame and shape.text_frame.text]


def test_every_line_of_the_drawing_is_text_that_can_be_edited(deck: Deck, example: JourneyMap) -> None:
    lines = [
        tidy(mark.text)
        for group in example.drawing.groups
        for mark in group.marks
        if isinstance(mark, Letters)
    ]

    assert sorted(texts(deck)) == sorted(lines)
    assert not [
        shape for slide in deck.slides for shape in leaves(iter(slide.shapes)) if shape.shape_type == 13
    ]


def test_all_shapes_lie_on_the_slide_as_in_the_drawing(deck: Deck, example: JourneyMap) -> None:
    drawing = example.drawing
    assert deck.slide_width
    assert deck.slide_height
    scale = min((deck.slide_width - 457_200) / drawing.width, (deck.slide_height - 457_200) / drawing.height)
    for shape in leaves(iter(deck.slides[0].shapes)):
        assert shape.left >= 0
        assert shape.top >= 0
        assert shape.left + shape.width <= deck.slide_width
        assert shape.top + shape.height <= deck.slide_height

    awareness, loyalty = (
        next(
            shape
            for shape in leaves(iter(deck.slides[0].shapes))
            if shape.has_text_frame and shape.text_frame.text == name
        )
        for name in ("Awareness", "Loyalty")
    )
    assert Emu(loyalty.left - awareness.left) == pytest.approx((5 * 220 + 6) * scale, abs=3)


def test_a_group_ends_where_its_shapes_do_and_no_number_is_given_twice(map_of: MapOf) -> None:
    slides = Presentation(io.BytesIO(render(map_of(9)))).slides

    for slide in slides:
        numbers = [int(each) for each in slide.shapes.element.xpath("//p:cNvPr/@id")]
        assert len(numbers) == len(set(numbers))
    groups = [shape for shape in slides[0].shapes if isinstance(shape, GroupShape)]
    assert len(groups) > 50
    for group in groups:
        own = list(group.shapes)
        assert group.left == min(shape.left for shape in own)
        assert group.top == min(shape.top for shape in own)
        assert group.left + group.width == max(shape.left + shape.width for shape in own)
        assert group.top + group.height == max(shape.top + shape.height for shape in own)


def test_a_long_table_goes_on_with_its_head_and_stays_on_its_slides(map_of: MapOf) -> None:
    journey_map = map_of(16)
    deck = Presentation(io.BytesIO(render(journey_map)))
    twin, found = table(journey_map), []

    for slide in list(deck.slides)[1:]:
        frame = next(shape for shape in slide.shapes if shape.has_table)
        head, *rows = frame.table.rows
        assert tuple(cell.text for cell in head.cells) == twin.heads
        assert frame.height == sum(row.height for row in frame.table.rows)
        assert frame.top + frame.height <= (deck.slide_height or 0)
        found += [row.cells[0].text for row in rows]

    assert found == [tidy(row.cells[0]) for row in twin.rows]


def test_the_curve_is_a_curve(written: bytes, example: JourneyMap) -> None:
    with ZipFile(io.BytesIO(written)) as archive:
        slide = archive.read("ppt/slides/slide1.xml").decode()

    pieces = re.findall(r"<a:path .*?</a:path>", slide)
    assert max(piece.count("<a:cubicBezTo>") for piece in pieces) >= 2 * (len(example.stages) - 1)
    assert slide.count('prst="ellipse"') > len(example.stages)
    assert "<p:pic>" not in slide


def test_the_figures_are_a_table(deck: Deck, example: JourneyMap) -> None:
    twin = table(example)

    grid = next(shape for shape in deck.slides[1].shapes if shape.has_table).table

    cells = [tuple(cell.text for cell in row.cells) for row in grid.rows]
    assert cells == [twin.heads, *(tuple(" ".join(cell.split()) for cell in row.cells) for row in twin.rows)]


def test_the_notes_tell_all_of_it(deck: Deck) -> None:
    notes = deck.slides[0].notes_slide.notes_text_frame

    assert notes is not None
    for text in (
        "Online order journey",
        "Delivery · Lowest",
        "Late, no notice",
        "−1.4 … −0.8",
        "“Would buy again.”",
    ):
        assert text in notes.text


def test_it_bears_the_maps_time_and_nothing_of_the_machine(
    written: bytes, deck: Deck, example: JourneyMap
) -> None:
    about = deck.core_properties

    assert (about.title, about.author, about.last_modified_by) == (
        example.text.title,
        "Aftertouch",
        "Aftertouch",
    )
    assert about.created == about.modified == example.about.as_of.replace(tzinfo=None)
    with ZipFile(io.BytesIO(written)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(2026, 9, 30, 18, 0, 0)}


def test_what_somebody_wrote_is_text_and_leads_nowhere(example: JourneyMap) -> None:
    stages = [replace(stage, title=text) for stage, text in zip(example.stages, HOSTILE, strict=True)]
    packed = render(drawn(example.about, overall=example.overall, stages=stages))

    found = texts(Presentation(io.BytesIO(packed)))
    for text in HOSTILE[:-1]:
        assert text in found
    with ZipFile(io.BytesIO(packed)) as archive:
        slide = archive.read("ppt/slides/slide1.xml").decode()
        rels = archive.read("ppt/slides/_rels/slide1.xml.rels").decode()
    assert "&lt;script&gt;" in slide
    assert 'rtl="1"' in slide
    assert "External" not in rels
