"""The page that filters by itself: of what was published for others, of everything for the operator."""

import asyncio
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.http.map_api import MapQuery, map_response
from bot.reporting import Query
from bot.shared_query import AllOfIt
from mapping.renderers.html import POLICY
from tests.bot.test_publisher import Shop
from tests.mapping.pages.shop import View, known


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    opened = Shop(tmp_path)
    opened.answers("ann", "bob", "cid", "dan")
    while asyncio.run(opened.app.cartographer.turn()):
        continue
    yield opened
    opened.app.close()


def views(page: object) -> dict[str, View]:
    assert isinstance(page, bytes)
    found = known(page)
    return found["views"] if found else {}


def over_all(view: View) -> list[float]:
    """Return answers and customers."""
    assert isinstance(view["o"], list)
    return view["o"][:2]


def live(shop: Shop, query: Query) -> object:
    return asyncio.run(shop.app.cartographer.render("html", query=query))


def shared(shop: Shop) -> object:
    return asyncio.run(shop.app.publisher.render("html", query=AllOfIt()))


def test_the_shared_page_holds_what_was_published_and_nothing_before(shop: Shop) -> None:
    assert views(shared(shop)) == {}

    shop.clock.advance(timedelta(days=7))
    assert shop.turns() == 1

    told = views(shared(shop))
    edition = shop.app.publisher.edition()
    assert edition
    assert {name: over_all(view) for name, view in told.items()} == {
        key.removeprefix("journey|"): [figures.cell.answers, figures.cell.customers]
        for key, figures in edition.figures.items()
        if key.startswith("journey|")
    }


def test_the_shared_page_does_not_move_with_a_single_answer(shop: Shop) -> None:
    shop.clock.advance(timedelta(days=7))
    shop.turns()
    before = views(shared(shop))

    shop.answers("eve", rating="1")

    assert views(shared(shop)) == before


def test_the_operator_s_page_holds_every_period_and_group_as_it_is_now(shop: Shop) -> None:
    told = views(live(shop, Query()))

    assert set(told) == {
        *(f"{period}|all" for period in ("all", "2026", "2026-Q2", "2026-05", "2026-W19")),
        *(
            f"{period}|{group}"
            for period in ("all", "2026", "2026-Q2", "2026-05")
            for group in ("persona:pro", "segment:free")
        ),
    }
    assert over_all(told["2026-W19|all"]) == [8, 4]
    assert over_all(told["all|persona:pro"]) == [8, 4]
    assert told["all|segment:free"]["o"] == 0


def test_a_page_opened_at_a_persona_and_a_month_knows_the_others(shop: Shop) -> None:
    query = Query(persona="pro", since=date(2026, 5, 1), until=date(2026, 5, 31))

    told = views(live(shop, query))

    assert next(iter(told)) == "2026-05|persona:pro"
    assert "all|all" in told


@pytest.mark.parametrize(
    "query",
    [
        Query(persona="pro", segment="free"),
        Query(since=date(2026, 5, 4)),
        Query(since=date(2026, 5, 4), until=date(2026, 5, 17)),
        Query(persona="pro", since=date(2026, 5, 4), until=date(2026, 5, 10)),
    ],
)
def test_what_is_no_view_of_the_lattice_is_a_page_by_itself(shop: Shop, query: Query) -> None:
    page = live(shop, query)

    assert isinstance(page, bytes)
    assert b"<script" not in page


async def test_the_page_is_served_with_leave_to_run_its_own_script_only(shop: Shop) -> None:
    page, picture = [
        (await map_response(shop.app.publisher, form, query=MapQuery())).headers["content-security-policy"]
        for form in ("html", "svg")
    ]

    assert page == f"sandbox allow-scripts; {POLICY}"
    assert "script" not in picture
