"""The slides hold shapes and text that can be edited, where the drawing has them, and every figure."""

import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Protocol
from zipfile import ZipFile

import pytest
from pptx import Presentation
from pptx.presentation import Presentation as Deck
from pptx.shapes.autoshape import Shape
from pptx.shapes.base import BaseShape
from pptx.shapes.graphfrm import GraphicFrame
from pptx.shapes.group import GroupShape
from pptx.slide import Slide
from pptx.table import Table
from pptx.util import Emu

from mapping.journey_map import JourneyMap, drawn
from mapping.marks import Group, Letters
from mapping.renderers.pptx import render
from mapping.slide_pages import PAGE_WIDTH, pages
from mapping.slides_writing import EDGE, WIDE
from mapping.twin import table
from mapping.wrapping import tidy


class MapOf(Protocol):
    def __call__(self, stages: int, *, language: str = "en") -> JourneyMap: ...


LEAST_PT = 10
"""Smaller letters cannot be read from the back of a room."""
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


def drawn_on(deck: Deck) -> list[Slide]:
    """Return the slides without those of the table."""
    return [slide for slide in deck.slides if not any(shape.has_table for shape in slide.shapes)]


def tables(deck: Deck) -> list[Table]:
    frames = (shape for slide in deck.slides for shape in slide.shapes)
    return [shape.table for shape in frames if isinstance(shape, GraphicFrame)]


def texts(deck: Deck) -> list[str]:
    shapes = (shape for slide in drawn_on(deck) for shape in leaves(iter(slide.shapes)))
    return [shape.text_frame.text for shape in shapes if shape.has_text_frame and shape.text_frame.text]


def test_every_line_of_the_slides_and_of_the_map_is_text_that_can_be_edited(
    deck: Deck, example: JourneyMap
) -> None:
    def lines(groups: Iterable[Group]) -> list[str]:
        return [tidy(mark.text) for group in groups for mark in group.marks if isinstance(mark, Letters)]

    laid = lines(group for page in pages(example) for group in page.groups)
    body = lines(group for group in example.drawing.groups if group.part in {"heads", "curve", "body"})

    assert sorted(texts(deck)) == sorted(laid)
    assert set(body) <= set(laid)
    assert not [
        shape for slide in deck.slides for shape in leaves(iter(slide.shapes)) if shape.shape_type == 13
    ]


@pytest.mark.parametrize("stages", [1, 4, 8, 16])
def test_it_reads_on_a_wall_and_lies_on_its_slides(map_of: MapOf, stages: int) -> None:
    packed = render(map_of(stages))
    deck = Presentation(io.BytesIO(packed))

    with ZipFile(io.BytesIO(packed)) as archive:
        written = [archive.read(name).decode() for name in archive.namelist() if "/slides/slide" in name]
    sizes = [int(size) for slide in written for size in re.findall(r'sz="(\d+)"', slide)]
    assert min(sizes) >= LEAST_PT * 100
    for slide in drawn_on(deck):
        for shape in leaves(iter(slide.shapes)):
            assert shape.left >= 0
            assert shape.top >= 0
            assert shape.left + shape.width <= (deck.slide_width or 0)
            assert shape.top + shape.height <= (deck.slide_height or 0)


def test_few_stages_stand_on_each_slide_after_the_whole_at_a_glance(deck: Deck) -> None:
    whole, first, *_, last = drawn_on(deck)

    titles = [slide.shapes.title.text_frame.text for slide in (whole, first, last) if slide.shapes.title]
    assert titles == [
        "Online order journey",
        "Online order journey: Awareness – Purchase",
        "Online order journey: Delivery – Loyalty",
    ]
    awareness, purchase = (
        next(
            shape
            for shape in leaves(iter(first.shapes))
            if shape.has_text_frame and shape.text_frame.text == name
        )
        for name in ("Awareness", "Purchase")
    )
    scale = (WIDE - 2 * EDGE) / PAGE_WIDTH
    assert Emu(purchase.left - awareness.left) == pytest.approx((2 * 220 + 6) * scale, abs=3)


def test_a_group_ends_where_its_shapes_do_and_no_number_is_given_twice(map_of: MapOf) -> None:
    slides = Presentation(io.BytesIO(render(map_of(9)))).slides

    for slide in slides:
        numbers = [int(each) for each in slide.shapes.element.xpath("//p:cNvPr/@id")]
        assert len(numbers) == len(set(numbers))
    groups = [shape for slide in slides for shape in slide.shapes if isinstance(shape, GroupShape)]
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

    for grid in tables(deck):
        head, *rows = grid.rows
        assert tuple(cell.text for cell in head.cells) == twin.heads
        found += [row.cells[0].text for row in rows]
    for slide in deck.slides:
        for frame in slide.shapes:
            if isinstance(frame, GraphicFrame):
                assert frame.height == sum(row.height for row in frame.table.rows)
                assert frame.top + frame.height <= (deck.slide_height or 0)

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

    grids = tables(deck)

    cells = [tuple(cell.text for cell in row.cells) for grid in grids for row in list(grid.rows)[1:]]
    assert {tuple(cell.text for cell in grid.rows[0].cells) for grid in grids} == {twin.heads}
    assert cells == [tuple(" ".join(cell.split()) for cell in row.cells) for row in twin.rows]


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
