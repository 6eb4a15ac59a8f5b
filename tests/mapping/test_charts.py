"""Pictures of reports: everything lies on the page, and whoever hears them hears every figure."""

from mapping.charts.bars import Bar, bars
from mapping.charts.sankey import Flow, Stop, sankey
from mapping.layout import Drawing
from mapping.marks import Box, Letters
from mapping.measure import width


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
