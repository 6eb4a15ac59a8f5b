"""Managers read weeks that are over: nothing they ask for can reach further."""

import asyncio
import inspect
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.actor import Actor
from bot.app import App, open_app
from bot.command import Call
from bot.grounds import StoreGrounds
from bot.plugins import commands, reports
from bot.reporting import Grounds, Query
from bot.settled import SettledGrounds, settled
from config import formats
from config.weeks import last_sunday
from feedback.rights import Grant, Rights, Role
from mapping.report import Bounded, Report, Value
from mapping.table import ScoreTable
from tests.bot.commands.support import JOURNEY as SUPPORTED
from tests.bot.commands.support import Support, support_in
from tests.bot.opening import settings_in
from tests.bot.test_publisher import Shop

JOURNEY = """
id: shop
title: Shop
stages: [{id: delivery, title: Delivery, touchpoints: [{id: courier, title: Courier}]}]
"""


@given(at=st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001 - in UTC
def test_the_last_week_that_is_over_ends_on_the_sunday_before(at: datetime) -> None:
    sunday = last_sunday(at)

    assert sunday.isoweekday() == 7
    assert 1 <= (at.date() - sunday).days <= 7


@given(until=st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1)))
def test_a_query_never_reaches_beyond_it(until: date | None) -> None:
    through = date(2026, 5, 3)

    found = settled(Query(stage="delivery", until=until), through=through).until

    assert found is not None
    assert found == through if until is None else found == min(until, through)


THROUGH_OTHERS = {"rescued"}
"""What is told of what another method has told: of `cases`."""


def _asks(grounds: type[StoreGrounds]) -> set[str]:
    """Return the methods that take a query."""
    return {
        name
        for name, method in inspect.getmembers(grounds, inspect.isfunction)
        if not name.startswith("_") and "query" in inspect.signature(method).parameters
    }


def test_whatever_grounds_can_be_asked_is_bounded() -> None:
    bounded = {name for name in _asks(StoreGrounds) if name in vars(SettledGrounds)}

    assert bounded | THROUGH_OTHERS == _asks(StoreGrounds)


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    folder: Path = tmp_path_factory.mktemp("shop")
    app = open_app(settings_in(folder, journey=JOURNEY))
    yield app
    app.close()


@pytest.mark.asyncio
async def test_a_manager_is_told_when_the_answers_of_this_week_come(app: App) -> None:
    grounds = await app.clerk.counter.grounds(_actor("manager"))
    monday = last_sunday(grounds.as_of) + timedelta(days=8)

    said = [
        (language, reports()[name].make(grounds, Query(language=language)))
        for name in ("scores", "summary")
        for language in ("en", "de")
    ]
    long_ago = reports()["scores"].make(grounds, Query(until=date(2020, 1, 5)))

    for language, report in said:
        assert isinstance(report, Report)
        assert formats.day(monday, language) in " ".join((*report.findings, *report.notes))
    assert isinstance(long_ago, Report)
    assert "this week" not in long_ago.findings[0]


@pytest.mark.parametrize(
    ("role", "is_live"), [("manager", False), ("agent", True), ("admin", True), ("customer", False)]
)
@pytest.mark.asyncio
async def test_agents_and_administrators_read_live_figures_and_nobody_else(
    app: App, role: Role, *, is_live: bool
) -> None:
    grounds = await app.clerk.counter.grounds(_actor(role))

    assert isinstance(grounds, SettledGrounds) is not is_live


def _actor(role: Role) -> Actor:
    return Actor(
        id="c", channel="web", address="a", language="en", timezone="UTC",
        rights=Rights(frozenset({Grant(role=role)})),
    )  # fmt: skip


@pytest.mark.asyncio
async def test_who_replied_is_told_with_the_day_of_the_next_answers(app: App) -> None:
    call = Call(actor=_actor("manager"), command="responses", words="", key="k", at=app.clerk.counter.now())

    answer = await commands()["responses"].run(call, app.clerk.counter)

    assert "answers of this week are told from" in answer.text


def _manager() -> Actor:
    return _actor("manager")


async def _come(support: Support, *customers: str) -> None:
    """Let customers answer, and the week go by."""
    for customer in customers:
        await support.reaches(customer, name=None)
        support.says(customer, "5")
    support.clock.advance(timedelta(weeks=1))
    await support.app.settle()
    await support.app.publisher.turn()


@pytest.mark.asyncio
async def test_whoever_asks_for_two_windows_cannot_tell_one_customer_from_the_rest(tmp_path: Path) -> None:
    with support_in(tmp_path) as support:
        await _come(support, *(f"c{n}" for n in range(5)))
        await _come(support, "known to come this week")
        alone = await _told(support)
        await _come(support, *(f"d{n}" for n in range(4)))
        with_others = await _told(support)
        live = await support.app.clerk.counter.grounds(_actor("agent"))

    assert alone == {None: 5, "2026-05-10": 5, "2026-05-17": 5, "2026-05-24": 5}
    assert with_others == {None: 10, "2026-05-10": 5, "2026-05-17": 5, "2026-05-24": 10}
    assert len(set(live.scores(Query(until=date(2026, 5, 17))).customer.tolist())) == 6


async def _told(support: Support) -> dict[str | None, int]:
    """Return how many customers stand in each window that ends on a Sunday, by scores and the rest."""
    grounds = await support.app.clerk.counter.grounds(_manager())
    told: dict[str | None, int] = {}
    for end in (None, "2026-05-10", "2026-05-17", "2026-05-24"):
        query = Query(until=None if end is None else date.fromisoformat(end))
        given = grounds.given(query)
        assert given is not None
        tables = (grounds.scores(query), grounds.events(query), given)
        (told[end],) = {len(set(each.customer.tolist())) for each in tables}
    return told


@pytest.mark.asyncio
async def test_whoever_asks_before_and_after_an_edit_sees_a_whole_bundle_go(tmp_path: Path) -> None:
    with support_in(tmp_path, journey=SUPPORTED + "  min_customers: 3\n") as support:
        support.clock.advance(timedelta(days=6))
        for number in range(7):
            await support.reaches(f"c{number}", name=None)
            support.says(f"c{number}", "5", message=f"m{number}")
        support.clock.advance(timedelta(hours=14))
        await support.app.settle()
        unpublished = await _trend(support)
        await support.app.publisher.turn()
        before = await _trend(support)
        support.says("c3", "1", message="m3", edited=True)
        await support.app.settle()
        after = await _trend(support)
        await support.app.publisher.publish()
        later = await _trend(support)

    # The answers of seven, all alike, lie in two bundles: of three, and of the four others.
    assert unpublished == []
    assert _voters(before) == [7]
    assert _voters(after) in ([3], [4])
    assert _means(after) == _means(before) == [2.0]
    assert later == after


def _voters(rows: Sequence[Sequence[Value]]) -> list[Value]:
    return [row[2] for row in rows]


def _means(rows: Sequence[Sequence[Value]]) -> list[float]:
    return [row[1].value for row in rows if isinstance(row[1], Bounded)]


async def _trend(support: Support) -> list[tuple[Value, ...]]:
    """Return what a manager is told by `/trend`."""
    report = await support.app.clerk.counter.report("trend", Query(), _manager())
    assert isinstance(report, Report)
    return [row for table in report.tables for row in table.rows]


def test_a_group_is_told_of_its_own_bundles_and_so_are_all_others(tmp_path: Path) -> None:
    shop = Shop(tmp_path)
    shop.answers("anna", "ben", "carl", why="it came late")
    shop.answers("dora", "emil", "finn", plan="free")
    shop.clock.advance(timedelta(days=7))
    shop.turns()
    grounds = asyncio.run(_grounds(shop.app))

    pro = Query(persona="pro")
    apart = grounds.apart(Query(), persona="pro")
    tables = (
        grounds.scores(pro), grounds.deliveries(pro), grounds.events(pro), grounds.given(pro),
        grounds.mentions(pro), *apart,
    )  # fmt: skip
    quoted = {quote.customer for quote in grounds.quotes(pro)}
    tapped = grounds.tapped(pro)
    shop.app.close()

    assert [None if each is None else len(set(each.customer.tolist())) for each in tables] == [3] * 7
    assert not set(_names(apart[0])) & set(_names(apart[1]))
    assert quoted == set(_names(apart[0]))
    assert tapped == []


async def _grounds(app: App) -> Grounds:
    return await app.clerk.counter.grounds(_manager())


def _names(table: ScoreTable) -> list[str]:
    return [table.customers[code] for code in table.customer.tolist()]
