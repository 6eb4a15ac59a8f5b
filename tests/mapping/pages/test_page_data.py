"""What the page knows: the cells of the lattice, all of them as they may be shown, and nothing else."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest

from mapping.disclosure import Cell, Visibility
from mapping.edition import Edition
from mapping.journey_map import JourneyMap
from mapping.lattice import ALL, spot_of
from mapping.pages import lattice_views
from mapping.pages.lattices import Published
from mapping.pages.payload import cell
from mapping.publishing import publish
from mapping.renderers.html import POLICY, render
from mapping.rollup import roll_up
from mapping.telling import stages_of
from tests.mapping.pages.shop import (
    FIRST_WEEK,
    HOSTILE,
    MADE_AT,
    STAGES,
    K,
    Known,
    PageOf,
    journey_of,
    known,
    material,
)


def told_by(drawn: JourneyMap) -> Known:
    found = known(render(drawn))
    assert found
    return found


@pytest.fixture(scope="module")
def edition() -> Edition:
    groups = {"persona:busy": frozenset(f"c{number}" for number in range(0, 240, 2))}
    through = FIRST_WEEK + timedelta(days=6)
    return publish(None, material(weeks=1, groups=groups), k=K, through=through, made_at=MADE_AT)


def test_the_page_of_an_edition_tells_exactly_its_cells(edition: Edition, page_of: PageOf) -> None:
    told = Published(edition, stages=stages_of(journey_of()))

    views = told_by(page_of(told=told))["views"]

    media = sorted({medium for *_, points in STAGES for *_, medium in points})
    asked = {(spot.period, spot.group) for spot in map(spot_of, edition.figures)}
    assert set(views) == {f"{period}|{group}" for period, group in asked}
    for name, view in views.items():
        period, _, group = name.partition("|")
        found = {"journey": view["o"]}
        found |= {f"medium:{medium}": shown for medium, shown in zip(media, view["m"], strict=True)}
        for place, (stage, *_, points) in enumerate(STAGES):
            found[f"stage:{stage}"] = view["t"][place]
            ids = [f"touchpoint:{point[0]}" for point in points]
            found |= zip(ids, view["p"][place], strict=True)
        for scope, shown in found.items():
            figures = edition.figures.get(f"{scope}|{period}|{group}")
            if figures is None:
                hidden = edition.hidden.get(f"{scope}|{period}|{group}")
                assert shown == (0 if hidden is None else {"few_customers": 1, "complement": 2}[hidden])
            else:
                assert isinstance(shown, list)
                assert shown[:6] == [
                    figures.cell.answers,
                    figures.cell.customers,
                    figures.cell.voters,
                    figures.cell.score,
                    figures.cell.low,
                    figures.cell.high,
                ]


def test_what_hides_is_nowhere_in_the_file(page_of: PageOf) -> None:
    rare = roll_up(material().table, stages=stages_of(journey_of())).touchpoints["rare"]
    assert 0 < rare.customers < K
    page = render(page_of())

    for name, view in told_by(page_of())["views"].items():
        few = view["p"][-1][1]
        assert few in (0, 1, 2), name
        assert isinstance(view["p"][-1][0], list | int)
    row = page.partition(b"<bdi>Rare desk</bdi>")[2].partition(b"</tr>")[0].decode()
    assert "not enough answers (hidden)" in row
    assert not re.search(r"<td[^>]*>[^<]*\d", row)


@pytest.mark.parametrize("visibility", list(Visibility))
def test_a_cell_that_is_not_shown_is_a_reason_and_no_figure(visibility: Visibility) -> None:
    found = cell(Cell(visibility=visibility, answers=3, customers=3, voters=3, score=0.5, low=0.1, high=0.9))

    assert isinstance(found, list) is (visibility is Visibility.SHOWN)


@pytest.mark.parametrize(("score", "written"), [(0.4496, 0.44), (0.496, 0.49), (-1.4996, -1.49), (0.2, 0.2)])
def test_a_score_is_rounded_to_what_has_the_same_face_and_is_written_the_same(
    score: float, written: float
) -> None:
    found = cell(Cell(visibility=Visibility.SHOWN, score=score))

    assert isinstance(found, list)
    assert found[3] == written


def test_hostile_words_cannot_leave_the_figures(page_of: PageOf) -> None:
    page = render(page_of())

    figures = page.partition(b'id="map-data">')[2].partition(b"</script>")[0]
    assert not re.search(rb"[<>&]", figures)
    assert page.count(b"<script") == 2
    assert HOSTILE.encode() not in page
    assert any(HOSTILE in text for text, _ in told_by(page_of())["quotes"])


def test_the_policy_names_the_page_s_own_script_and_style_and_nothing_else() -> None:
    assert "unsafe" not in POLICY
    assert "http" not in POLICY
    assert POLICY.count("'sha256-") == 2


def test_a_map_without_views_has_no_script(page_of: PageOf) -> None:
    assert b"<script" not in render(replace(page_of(), views=None))


def test_fine_periods_of_long_ago_go_first_where_there_are_too_many(
    page_of: PageOf, monkeypatch: pytest.MonkeyPatch
) -> None:
    everything = page_of()
    monkeypatch.setattr(lattice_views, "MOST_CELLS", 400)

    fewer = page_of()

    assert everything.views
    assert fewer.views
    kept = [view.period for view in fewer.views.views]
    assert kept[0] == ALL
    assert 0 < len(kept) < len(everything.views.views)
    assert "2026" in kept
    assert not any("W" in period for period in kept)
    sizes = [len(told_by(each)["views"]) for each in (fewer, everything)]
    assert sizes == [len(kept), len(everything.views.views)]


def test_words_stand_only_in_views_that_count_them(page_of: PageOf) -> None:
    told = told_by(page_of())
    courier = next(place for place, (text, _) in enumerate(told["quotes"]) if text.startswith("Two days"))

    shown = {name for name, view in told["views"].items() if any(courier in each for each in view["q"])}

    # It was said on 3 February 2026, by c100: of everybody, of even numbers and of those from 100 on.
    assert "2026-02|all" in shown
    assert "2026-03|all" not in shown
    assert {name.partition("|")[2] for name in shown} == {"all", "persona:busy", "persona:new"}


def test_the_period_before_has_a_column_where_there_is_one(page_of: PageOf) -> None:
    assert b'<th scope="col">Previous period</th>' in render(page_of(period="2026-Q2"))
    assert b'<th scope="col">Previous period</th>' not in render(page_of())
