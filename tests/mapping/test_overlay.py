"""Groups side by side on one map: the figures they would have alone, and nothing that gives few away."""

import csv
import json
from collections.abc import Sequence
from datetime import date
from importlib import import_module
from itertools import combinations, pairwise
from typing import Protocol

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from config.journey import Journey
from mapping.disclosure import Cell, Disclosed, Visibility, disclose
from mapping.journey_map import JourneyMap, build_map
from mapping.marks import Letters, Stroke
from mapping.measure import width
from mapping.overlay import MOST, CustomerGroup, Overlay, overlaid
from mapping.overlay_names import spread
from mapping.overlay_styles import styles
from mapping.palette import DARK, LIGHT, Ink
from mapping.renderer import Renderer
from mapping.renderers.terminal import write
from mapping.rollup import roll_up
from mapping.table import Partial, ScoreTable
from tests.json_schemas import problems
from tests.mapping.conftest import AS_OF, HISTOGRAMS, SEPTEMBER, answers_along
from tests.mapping.test_pictures import SEEN, contrast, lab

K = 3
STAGES = {"s": ("a", "b", "c")}
NAMES = (
    "Busy parents with two or more children x",
    "Vertragsunterzeichnungsvorbereitungskunde",
    "<script>alert(1)</script> & \x1b[31mred",
    "お得意様とご家族のお客様グループとその友人たちの会員様一同",
)

answers = st.sets(st.tuples(st.integers(0, 8), st.sampled_from("abc")), min_size=1, max_size=18)
memberships = st.lists(st.frozensets(st.integers(0, 8)), min_size=2, max_size=4)


def table_of(rows: Sequence[tuple[int, str]]) -> ScoreTable:
    return ScoreTable.of(
        Partial(
            customer=f"c{customer}",
            touchpoint=point,
            week=date(2026, 9, 7),
            answers=1,
            rated=1,
            rating_sum=1,
            scored=1,
            score_sum=1,
            histogram=HISTOGRAMS[1],
            last_at=AS_OF,
        )
        for customer, point in rows
    )


@settings(max_examples=20, deadline=None)
@given(answers, memberships)
def test_no_sum_that_readers_can_take_stands_on_few_customers(
    rows: set[tuple[int, str]], members: list[frozenset[int]]
) -> None:
    ordered = sorted(rows)
    table = table_of(ordered)
    shown = disclose(roll_up(table, stages=STAGES), stages=STAGES, min_customers=K)
    groups = [
        CustomerGroup(id=f"g{place}", name="g", members={f"c{each}" for each in group})
        for place, group in enumerate(members)
    ]

    told = overlaid(table, groups, stages=STAGES, shown=shown, min_customers=K)

    public = [
        [point == name for _, point in ordered] for name in "abc" if shown.touchpoints[name].score is not None
    ]
    public += [[True] * len(ordered)] * (shown.stages["s"].score is not None)
    theirs = [
        [customer in group for customer, _ in ordered]
        for group, overlay in zip(members, told, strict=True)
        if overlay.stages["s"].score is not None
    ]
    # What the map tells by itself is not the overlay's to hide: only new sums count.
    before, after = (grid(each, len(ordered)) for each in (public, [*public, *theirs]))
    customers = np.array([customer for customer, _ in ordered])
    few = np.array(list(combinations(range(9), K - 1)))
    others = ~(customers[None, :, None] == few[:, None, :]).any(axis=2)
    for known in (before, after):
        # Sums that stand on these few alone: what cancels for all others and is not nought.
        known.append(rank(known[0]) - rank(known[0] * others[:, None, :]))
    assert np.all(after[1] <= before[1])


def grid(rows: list[list[bool]], size: int) -> list[NDArray[np.float64]]:
    return [np.array(rows, dtype=np.float64).reshape(-1, size)]


def rank(matrices: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.linalg.matrix_rank(matrices) if matrices.size else 0)


def group(name: str, members: range) -> CustomerGroup:
    return CustomerGroup(id=f"persona:{name}", name=name, members={f"c{each}" for each in members})


def shown_of(table: ScoreTable) -> Disclosed:
    return disclose(roll_up(table, stages={"s": ("a",)}), stages={"s": ("a",)}, min_customers=5)


def told_of(count: int, *groups: CustomerGroup) -> list[Visibility]:
    table = table_of([(each, "a") for each in range(count)])
    told = overlaid(table, groups, stages={"s": ("a",)}, shown=shown_of(table), min_customers=5)
    return [overlay.stages["s"].visibility for overlay in told]


def test_a_group_hides_where_all_others_would_be_few() -> None:
    shown, hidden = Visibility.SHOWN, Visibility.COMPLEMENT

    assert told_of(20, group("most", range(17)), group("some", range(8))) == [hidden, shown]
    assert told_of(20, group("many", range(15)), group("some", range(5))) == [shown, shown]


def test_the_smaller_of_two_groups_hides_where_their_difference_is_few() -> None:
    shown, hidden = Visibility.SHOWN, Visibility.COMPLEMENT

    assert told_of(30, group("wide", range(14)), group("narrow", range(11))) == [shown, hidden]


def test_few_and_nobody_are_told_apart_from_covering() -> None:
    assert told_of(20, group("few", range(4)), group("half", range(10)))[0] is Visibility.FEW
    table = table_of([(each, "a") for each in range(20)])
    told = overlaid(
        table,
        [group("none", range(90, 95)), group("half", range(10))],
        stages={"s": ("a",)},
        shown=shown_of(table),
        min_customers=5,
    )
    assert told[0].stages["s"] == Cell(visibility=Visibility.SHOWN, voters=0)


def test_where_a_stage_hides_nothing_is_told_of_any_group() -> None:
    assert set(told_of(4, group("two", range(2)), group("none", range(90, 92)))) == {Visibility.FEW}


@pytest.mark.parametrize("count", [1, 5])
def test_fewer_than_two_and_more_than_four_are_refused(count: int) -> None:
    with pytest.raises(ValueError, match="2 to 4"):
        told_of(20, *(group(str(each), range(10)) for each in range(count)))


class Drawn(Protocol):
    def __call__(self, count: int, *, stages: int = 6) -> JourneyMap: ...


@pytest.fixture(scope="module")
def overlay_map() -> Drawn:
    def make(count: int, *, stages: int = 6) -> JourneyMap:
        journey = Journey.model_validate(
            {
                "id": "shop",
                "title": "Shop",
                "stages": [
                    {"id": f"s{at}", "title": f"{at}", "touchpoints": [{"id": f"t{at}", "title": "T"}]}
                    for at in range(stages)
                ],
            }
        )
        table = answers_along(journey, seed=7)
        groups = [
            CustomerGroup(
                id=("persona:p", "segment:s", "persona:q", "segment:t")[place],
                name=NAMES[place],
                members={name for name in table.customers if int(name[1:]) * (place + 3) % 7 < 4},
            )
            for place in range(count)
        ]
        return build_map(
            journey, table, version="1", period=SEPTEMBER, as_of=AS_OF, scorer="x", groups=groups
        )

    return make


def test_a_group_has_the_scores_it_would_have_alone(overlay_map: Drawn) -> None:
    journey_map = overlay_map(2, stages=5)
    journey = Journey.model_validate(
        {
            "id": "x",
            "title": "x",
            "stages": [
                {"id": f"s{at}", "title": "S", "touchpoints": [{"id": f"t{at}", "title": "T"}]}
                for at in range(5)
            ],
        }
    )
    table = answers_along(journey, seed=7)
    members = {name for name in table.customers if int(name[1:]) * 3 % 7 < 4}
    alone = roll_up(table.of_customers(members), stages={f"s{at}": (f"t{at}",) for at in range(5)}).stages

    cells = journey_map.overlays[0].stages

    assert sum(cell.score is not None for cell in cells.values()) == 3
    for stage, cell in cells.items():
        if cell.score is not None:
            one = alone[stage]
            assert (cell.score, cell.low, cell.high, cell.voters) == (
                one.score,
                one.low,
                one.high,
                one.voters,
            )


@pytest.mark.parametrize("count", range(2, MOST + 1))
def test_each_line_has_its_own_colour_dash_and_name_and_no_names_meet(count: int, overlay_map: Drawn) -> None:
    journey_map = overlay_map(count, stages=5)
    groups = journey_map.drawing.groups

    lines = [each for each in groups if each.name.startswith("overlay-") and each.name.endswith("-0")][:count]
    strokes = [mark for each in lines for mark in each.marks[:1] if isinstance(mark, Stroke)]
    assert len({mark.ink for mark in strokes}) == len({mark.dash for mark in strokes}) == count
    labels = [
        mark
        for each in groups
        if each.name.startswith("overlay-names")
        for mark in each.marks
        if isinstance(mark, Letters)
    ]
    assert len(labels) >= count
    for mark in labels:
        assert mark.x + width(mark.text, size=12, bold=True) <= journey_map.drawing.width
    for one, other in combinations(labels, 2):
        assert abs(one.y - other.y) >= 12


def test_two_bands_and_hidden_stages_leave_gaps(overlay_map: Drawn) -> None:
    journey_map = overlay_map(3, stages=12)
    drawn = {group.name: group for group in journey_map.drawing.groups}

    assert "overlay-0-s2-point" not in drawn, "a hidden stage has no point"
    assert "overlay-names-6" in drawn, "the lower band names its lines, too"


@given(st.lists(st.tuples(st.floats(0, 230), st.sampled_from([17.0, 31.0])), min_size=1, max_size=4))
def test_names_are_spread_inside_and_apart_in_their_order(wanted: list[tuple[float, float]]) -> None:
    places = [place for place, _ in wanted]
    heights = [height for _, height in wanted]

    middles = spread(places, heights, top=0, bottom=230)

    spans = sorted(
        (middle - high / 2, middle + high / 2) for middle, high in zip(middles, heights, strict=True)
    )
    assert spans[0][0] >= -1e-6
    assert spans[-1][1] <= 230 + 1e-6
    assert all(below[0] >= above[1] - 1e-6 for above, below in pairwise(spans))
    if len(wanted) == 1:
        assert abs(middles[0] - places[0]) <= heights[0] / 2


def test_every_form_tells_the_groups(overlay_map: Drawn) -> None:
    journey_map = overlay_map(4)

    def rendered(form: str) -> bytes:
        spec = import_module(f"mapping.renderers.{form}").SPEC
        assert isinstance(spec, Renderer)
        return spec.render(journey_map)

    assert problems("map", rendered("json")) == []
    overlays = json.loads(rendered("json"))["overlays"]
    assert [each["id"] for each in overlays] == ["persona:p", "segment:s", "persona:q", "segment:t"]
    first, hidden = overlays[0]["stages"]["s0"], overlays[0]["stages"]["s2"]
    assert (first["voters"], first["hidden"]) == (journey_map.overlays[0].stages["s0"].voters, False)
    assert (hidden["score"], hidden["voters"], hidden["hidden"]) == (None, None, True)
    rows = list(csv.DictReader(rendered("csv").decode("utf-8-sig").splitlines()))
    theirs = [row for row in rows if row["kind"] == "overlay"]
    assert len(theirs) == 4 * 6
    assert (theirs[0]["persona"], theirs[0]["stage"]) == ("persona:p", "s0")
    assert float(theirs[0]["score"]) == first["score"]
    told = rendered("markdown").decode()
    assert "## Groups side by side" in told
    assert "<script>" not in told
    assert f"n={first['voters']}" in write(journey_map, columns=100, colour=False)
    for form in ("svg", "html"):
        page = rendered(form)
        assert b"<script>alert" not in page
        assert b"\x1b" not in page
    assert b"Vertragsunterzeichnungsvorbereitungskunde: " in rendered("svg"), "it is told to those who listen"
    assert len(rendered("xlsx")) > 1000


@pytest.mark.parametrize("count", range(2, MOST + 1))
@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_lines_can_be_seen_and_told_apart_by_everybody(count: int, theme: dict[Ink, str]) -> None:
    inks = [look.ink for look in styles(count)]

    for ink in inks:
        assert contrast(theme[ink], theme[Ink.PANEL]) >= 3
        assert theme is LIGHT or contrast(theme[ink], theme[Ink.PAGE]) >= 4.5
    for sight in SEEN.values():
        for one, other in combinations(inks, 2):
            assert np.linalg.norm(lab(theme[one], sight) - lab(theme[other], sight)) >= 15
    assert len({look.shape for look in styles(count)}) == len({look.dash for look in styles(count)}) == count


def test_a_group_without_any_score_has_no_line_and_no_name() -> None:
    table = table_of([(each, "a") for each in range(20)])
    journey = Journey.model_validate(
        {
            "id": "x",
            "title": "x",
            "stages": [{"id": "s", "title": "S", "touchpoints": [{"id": "a", "title": "A"}]}],
        }
    )
    empty = group("nobody", range(0))

    journey_map = build_map(
        journey, table, version="1", period=SEPTEMBER, as_of=AS_OF, scorer="x", groups=[empty, empty]
    )

    names = [each for each in journey_map.drawing.groups if each.name.startswith("overlay-names")]
    assert [each.marks for each in names] == [()]
    assert isinstance(journey_map.overlays[0], Overlay)
