"""The slides hold shapes and text that can be edited, where the drawing has them, and every figure."""

import io
import re
from collections.abc import Iterator
from dataclasses import replace
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
