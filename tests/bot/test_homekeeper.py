"""What people see beside the conversation: their own, and for colleagues the map as charts and links."""

import os
from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import App, Surroundings, open_app
from bot.channels.web import WebChannel
from bot.home import Overview
from bot.homekeeper import Homekeeper
from bot.pictures import language_of_picture, name_picture
from bot.plugins import commands
from bot.web_payload import PAYLOAD_JSON, Replied
from feedback.clock import FakeClock
from feedback.ids import counting_ids
from feedback.intake import CustomerFacts, Touch
from feedback.prompts import Reply
from feedback.records import InboxItem
from feedback.rights import Grant, Rights
from tests.bot.opening import settings_in

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
JOURNEY = """
id: shop
title: Shop
languages: [en, de]
scorer: rating
policy: {fresh_for: 30d, wait: 0s, min_customers: 3}
stages:
  - id: delivery
    title: Delivery
    touchpoints: [{id: courier, title: {en: The courier, de: Der Bote}, survey: delivery}]
surveys:
  - id: delivery
    title: Delivery
    questions:
      - {id: rating, kind: rating, ask: How was it?}
      - {id: why, kind: text, about: reason, ask: Why?}
"""
SECRET = b"a secret that only tests know"


class House:
    def __init__(self, folder: Path) -> None:
        self.clock = FakeClock(NOON)
        settings = settings_in(folder, journey=JOURNEY)
        around = Surroundings(clock=self.clock, entropy=os.urandom, new_id=counting_ids())
        self.app: App = open_app(
            settings, around=around, channels=lambda listeners, _: (WebChannel(listeners=listeners),)
        )
        self.keeper = Homekeeper(
            channel="web",
            store=self.app.store,
            house=self.app.service.house,
            publisher=self.app.publisher,
            now=self.clock.now,
            secret=SECRET,
            language="en",
            site="https://us.example",
            colleagues={"boss"},
        )

    async def asked(self, who: str, *, language: str = "en") -> None:
        facts = CustomerFacts(
            external_id=who, language=language, timezone="Asia/Tokyo", addresses=(("web", who),)
        )
        touch = Touch(
            source="till", source_id=f"{who} {self.clock.now()}", customer=facts, touchpoint="courier",
            occurred_at=self.clock.now(),
        )  # fmt: skip
        await self.app.submit(touch)
        await self.app.settle()

    async def says(self, who: str, words: str) -> None:
        payload = PAYLOAD_JSON.dump_json(Replied(reply=Reply(text=words)))
        key = f"{who} {words} {self.clock.now()}"
        await self.app.inbox.put(
            InboxItem(channel="web", key=key, address=who, payload=payload, received_at=self.clock.now())
        )
        await self.app.settle()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    yield made
    made.app.close()


async def test_what_was_asked_stands_there_by_the_customers_own_day_and_in_their_language(
    house: House,
) -> None:
    house.clock.advance(timedelta(hours=6))
    await house.asked("ada", language="de")

    home = await house.keeper.home("ada")

    (asked,) = home.asked
    assert (asked.about, asked.when, asked.is_open) == ("Der Bote", "5. Mai 2026", True)
    assert [tag for tag, _ in home.languages] == ["en", "de"]
    assert home.overview is None


async def test_what_was_answered_is_told_to_whoever_said_it(house: House) -> None:
    await house.asked("ada")
    await house.says("ada", "4")
    await house.says("ada", "So quick " * 30)

    (asked,) = (await house.keeper.home("ada")).asked

    assert not asked.is_open
    assert "4 of 5" in asked.answers
    assert "“So quick" in asked.answers
    assert len(asked.answers) < 160


async def test_whoever_is_unknown_sees_that_nothing_is_open(house: House) -> None:
    home = await house.keeper.home("nobody")

    assert not home.is_known
    assert home.asked == ()


async def test_whoever_stopped_may_begin_again(house: House) -> None:
    await house.asked("ada")
    await house.says("ada", "/stop")

    assert (await house.keeper.home("ada")).is_stopped


async def test_who_is_an_agent_elsewhere_is_not_told_how_many_cases_wait_here(house: House) -> None:
    async def rights(address: str, kept_as: Collection[str]) -> Rights:
        del kept_as
        journey = "elsewhere" if address == "boss" else None
        return Rights(frozenset({Grant(role="manager"), Grant(role="agent", journey=journey)}))

    keeper = replace(house.keeper, rights=rights, commands=commands())

    assert (await keeper.home("boss")).open_cases is None
    assert (await keeper.home("agent")).open_cases == 0


async def overview_a_week_later(house: House) -> Overview | None:
    house.clock.advance(timedelta(days=7))
    await house.app.publisher.turn()
    return (await house.keeper.home("boss")).overview


async def test_colleagues_see_charts_of_enough_customers_and_of_no_fewer(house: House) -> None:
    for who in ("ada", "eve"):
        await house.asked(who)
        await house.says(who, "5")
    few = await overview_a_week_later(house)
    enough = None
    for week in (("bob", "tim", "kim"), ("lea", "mia", "noa")):
        for who in week:
            await house.asked(who)
            await house.says(who, "1")
        enough = await overview_a_week_later(house)

    assert few is not None
    assert few.charts == []
    assert enough is not None
    by_stage, by_week = enough.charts
    assert (by_stage.kind, by_stage.labels) == ("bar", ["Delivery"])
    assert (by_week.kind, by_week.labels) == ("line", ["2026-05-18"])
    assert by_stage.picture == by_week.picture
    assert enough.page is not None
    assert enough.page.startswith("https://us.example/pictures/")


async def test_without_a_place_in_the_world_there_are_no_links(house: House) -> None:
    overview = (await replace(house.keeper, site=None).home("boss")).overview

    assert overview is not None
    assert (overview.page, overview.picture) == (None, None)


def test_a_link_holds_until_the_next_day_is_over_and_for_what_it_was_made() -> None:
    name = name_picture(language="pt-BR", day=NOON.date(), secret=SECRET)

    for hours, language in ((0, "pt-BR"), (35, "pt-BR"), (36, None), (-13, None)):
        assert language_of_picture(name, now=NOON + timedelta(hours=hours), secret=SECRET) == language
    assert language_of_picture(name.replace("pt-BR", "de"), now=NOON, secret=SECRET) is None
    assert language_of_picture(name, now=NOON, secret=b"another") is None
    assert language_of_picture("2026-13-40.de." + "A" * 22, now=NOON, secret=SECRET) is None
