"""Pictures of reports: everything lies on the page, and whoever hears them hears every figure."""

from itertools import pairwise

import pytest

from config.emotion import Level
from mapping.catalogue import words_for
from mapping.charts.bars import Bar, bars
from mapping.charts.sankey import Flow, Stop, sankey
from mapping.charts.scatter import Axis, Corners, Spot, scatter
from mapping.charts.timeline import Point, timeline
from mapping.layout import Drawing
from mapping.marks import Box, Dot, Letters, Stroke
from mapping.measure import width
from mapping.palette import DARK, LIGHT, Ink, ink_of
from tests.mapping.test_pictures import contrast


def on_page(drawing: Drawing) -> bool:
    for group in drawing.groups:
        for mark in group.marks:
            if isinstance(mark, Letters):
                wide = width(mark.text, size=mark.size, bold=mark.bold)
                left = mark.x - {"start": 0, "middle": wide / 2, "end": wide}[mark.anchor]
                if left < 0 or left + wide > drawing.width or mark.y > drawing.height:
                    return False
            if isinstance(mark, Box) and not (mark.x >= 0 and mark.x + mark.width <= drawing.width):
                return False
    return True


def test_bars_stay_on_the_page_with_long_names_and_hidden_figures() -> None:
    rows = [
        Bar(
            name="Donaudampfschifffahrtsgesellschaftskapitänsmützenband",
            said="0.2",
            value=0.2,
            low=0.1,
            high=0.4,
        ),
        Bar(name="x" * 200, said="too few (hidden)", value=None, rest=1.0),
    ]

    drawing = bars(rows, title="T" * 300, subtitle="s", method="m " * 200, top=1.0)

    assert on_page(drawing)
    assert [group.title for group in drawing.groups if group.part == "body"][
        1
    ] == f"{'x' * 200}: too few (hidden)"


def test_a_bar_of_the_largest_value_is_the_longest() -> None:
    drawing = bars(
        [Bar(name="a", said="1", value=1.0), Bar(name="b", said="3", value=3.0)],
        title="",
        subtitle="",
        method="",
    )

    boxes = [mark.width for group in drawing.groups for mark in group.marks if isinstance(mark, Box)]
    assert boxes[1] == 3 * boxes[0]


def test_flows_leave_a_stop_side_by_side_as_thick_as_the_stop() -> None:
    stops = [
        Stop(id="a", step=0, name="A", customers=30, said="30"),
        Stop(id="b", step=1, name="B", customers=20, said="20"),
        Stop(id="c", step=1, name="C", customers=10, said="10"),
    ]
    flows = [
        Flow(source="a", target="b", customers=20, said="A to B: 20"),
        Flow(source="a", target="c", customers=10, said="A to C: 10"),
    ]

    drawing = sankey(stops, flows, title="Paths", subtitle="", method="")

    assert on_page(drawing)
    assert {"A to B: 20", "A to C: 10"} <= {group.title for group in drawing.groups}


def test_nothing_is_drawn_of_no_paths() -> None:
    assert on_page(sankey([], [], title="Paths", subtitle="", method=""))


def test_spots_at_one_place_stand_side_by_side_and_their_names_apart() -> None:
    spots = [
        Spot(name=f"Answer the letters that came {each}", said="", x=2.0, y=0.2, low=0.1, high=0.3)
        for each in ("first", "second", "third")
    ]

    drawing = scatter(
        spots,
        across=Axis(name="Effort", low=0.5, high=5.5, ticks=[(1.0, "1")], border=2.5),
        up=Axis(name="Gain", low=0.0, high=0.4, ticks=[(0.0, "0")], border=0.2),
        corners=Corners(top_left="a", top_right="b", bottom_left="c", bottom_right="d"),
        title="T", subtitle="S", method="M",
    )  # fmt: skip

    assert on_page(drawing)
    bodies = [group.marks for group in drawing.groups if group.part == "body"]
    dots = [mark.x for marks in bodies for mark in marks if isinstance(mark, Dot)]
    assert len(set(dots)) == 3
    names = [[mark for mark in marks if isinstance(mark, Letters)] for marks in bodies]
    boxes = [
        (
            own[0].x,
            own[0].y - 11,
            own[0].x + max(width(mark.text, size=mark.size) for mark in own),
            own[-1].y + 4,
        )
        for own in names
    ]
    for place, one in enumerate(boxes):
        for other in boxes[place + 1 :]:
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def made() -> dict[str, Drawing]:
    """One picture of each kind, with every ink that reports draw in."""
    rows = [
        Bar(name=ink, said="1", value=1.0, low=0.5, high=1.5, rest=2.0, ink=ink, note="n") for ink in INKS
    ]
    spots = [Spot(name=ink, said="", x=1.0, y=0.2, low=0.1, high=0.3, ink=ink) for ink in INKS]
    stops = [Stop(id=ink, step=0, name=ink, customers=3, said="3", ink=ink) for ink in INKS]
    points = [
        Point(name=str(score), said="", score=score, low=score - 0.1, high=score + 0.1, is_marked=True)
        for score in (-1.8, -0.8, 0.1, 0.9, 1.7)
    ]
    return {
        "bars": bars([*rows, Bar(name="x", said="hidden", value=None)], title="T", subtitle="S", method="M"),
        "scatter": scatter(
            spots,
            across=Axis(name="A", low=0.5, high=5.5, ticks=[(1.0, "1")], border=2.5),
            up=Axis(name="U", low=0.0, high=0.4, ticks=[(0.0, "0")], border=0.2),
            corners=Corners(top_left="a", top_right="b", bottom_left="c", bottom_right="d"),
            title="T", subtitle="S", method="M",
        ),
        "sankey": sankey(stops, [], title="T", subtitle="S", method="M"),
        "timeline": timeline(
            points, title="T", subtitle="S", method="M", words=words_for("en"), target=1.0
        ),
    }  # fmt: skip


INKS = (*(ink_of(level) for level in Level), Ink.ZERO)
GROUNDS = {Ink.GRID, Ink.RIBBON, Ink.PAGE, Ink.PANEL}
"""What lies behind and tells nothing by itself."""


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("kind", ["bars", "scatter", "sankey", "timeline"])
def test_words_and_marks_of_charts_stand_out_from_the_page(kind: str, theme: dict[Ink, str]) -> None:
    page = theme[Ink.PAGE]
    for group in made()[kind].groups:
        for mark in group.marks:
            if isinstance(mark, Letters):
                assert contrast(theme[mark.ink], theme[mark.halo or Ink.PAGE]) >= 4.5
                continue
            ink = mark.ink if isinstance(mark, Stroke) else mark.fill
            if ink is not None and ink not in GROUNDS:
                assert contrast(theme[ink], page) >= (2.8 if ink is Ink.ZERO else 3), ink


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_an_interval_is_seen_on_its_bar(theme: dict[Ink, str]) -> None:
    for group in made()["bars"].groups:
        strokes = [mark for mark in group.marks if isinstance(mark, Stroke) and mark.round]
        for below, above in pairwise(strokes):
            assert contrast(theme[below.ink], theme[above.ink]) >= 7
            assert below.width > above.width
