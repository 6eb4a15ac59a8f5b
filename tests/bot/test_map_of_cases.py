"""What became of cases, from an unhappy tap to the live map and the report; never in an edition."""

import json
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.analyst import Analyst
from bot.plugins import renderers
from bot.reporting import Query
from bot.reports.rescue import SPEC
from bot.settled import SettledGrounds
from bot.shared_query import AllOfIt
from bot.terminal.grounds import standing_on
from mapping.report import Report, column_values
from tests.bot.commands.support import Support, support_in
from tests.json_schemas import problems

CUSTOMERS = ("anna", "bob", "cid", "dan", "eve", "fay")


@pytest.fixture
def support(tmp_path: Path) -> Iterator[Support]:
    with support_in(tmp_path) as found:
        yield found


def on_the_map(support: Support, query: Query) -> tuple[int | None, dict[str, int]] | None:
    """Return how many cases were opened, over all and by stage; None where the map tells of none."""
    written = renderers()["json"].render(support.app.cartographer.draw(query))
    assert problems("map", written) == []
    cases = json.loads(written).get("cases")
    if cases is None:
        return None
    overall = cases["overall"] and cases["overall"]["opened"]
    return overall, {stage: each["opened"] for stage, each in cases["stages"].items()}


async def test_cases_come_to_the_live_map_and_the_report_by_stage(support: Support) -> None:
    assert on_the_map(support, Query()) is None

    for customer in CUSTOMERS:
        case = await support.unhappy(customer, name=None)
        support.clock.advance(timedelta(hours=1))
        await support.does(f"case claim {case.id}")
        await support.does(f"case resolve {case.id} fixed")

    everybody = len(CUSTOMERS)
    assert on_the_map(support, Query()) == (everybody, {"delivery": everybody})
    assert on_the_map(support, Query(stage="delivery")) == (None, {"delivery": everybody})
    assert on_the_map(support, Query(medium="web")) is None
    report = SPEC.make(standing_on(support.app), Query())
    assert isinstance(report, Report)
    assert column_values(report.tables[0], "opened")[0] == len(CUSTOMERS)
    assert column_values(report.tables[1], "resolve_n")[0] == len(CUSTOMERS)


async def test_an_edition_tells_of_no_case(support: Support) -> None:
    for customer in CUSTOMERS:
        await support.unhappy(customer, name=None)
    support.clock.advance(timedelta(days=8))
    while await support.app.cartographer.turn():
        continue
    assert await support.app.publisher.turn() == 1

    shared = await support.app.publisher.render("json", query=AllOfIt())

    assert isinstance(shared, bytes)
    assert "cases" not in json.loads(shared)


async def test_managers_hear_what_was_known_when_the_last_week_was_over(support: Support) -> None:
    app = support.app
    scorer = (app.scorer.name, app.scorer.version)
    analyst = Analyst(store=app.store, loaded=app.loaded, scorer=scorer, now=support.clock.now)
    for customer in CUSTOMERS:
        await support.unhappy(customer, name=None)
    bundles = app.publisher.bundles()

    now = SettledGrounds(analyst, store=app.store, unjudged=lambda: 0, bundles=bundles).cases(Query())
    support.clock.advance(timedelta(days=8))
    then = SettledGrounds(analyst, store=app.store, unjudged=lambda: 0, bundles=bundles).cases(Query())

    assert len(now) == 0
    assert len(then) == len(CUSTOMERS)
