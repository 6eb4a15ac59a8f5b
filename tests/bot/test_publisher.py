"""Maps for others are drawn from what was published, and move when enough new customers have come."""

import asyncio
import json
import os
import zlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from bot.app import App, Surroundings, open_app
from bot.channels.web import WebChannel
from bot.plugins import renderers
from bot.shared_query import AllOfIt, refused_shared_query
from bot.web_payload import PAYLOAD_JSON, Replied
from feedback.clock import FakeClock
from feedback.common_themes import COMMON_THEMES
from feedback.ids import counting_ids
from feedback.intake import CustomerFacts, Refused, Touch
from feedback.prompts import Reply
from feedback.records import InboxItem
from mapping.edition import KeptPain
from tests.bot.opening import settings_in
from tests.json_schemas import problems

NOON = datetime(2026, 5, 5, 12, tzinfo=UTC)
JOURNEY = """
id: shop
title: Shop
languages: [en]
scorer: rating
policy: {fresh_for: 30d, wait: 0s, min_customers: 3, quotes: all}
personas: [{id: pro, title: Pro, rule: plan == "pro"}]
segments: [{id: free, title: Free, rule: plan == "free"}]
stages:
  - id: delivery
    title: Delivery
    touchpoints: [{id: courier, title: The courier, survey: delivery}]
surveys:
  - id: delivery
    title: Delivery
    questions:
      - {id: rating, kind: rating, ask: How was it?}
      - {id: why, kind: text, about: reason, ask: Why?}
"""


class Shop:
    """A shop whose customers answer at once."""

    def __init__(self, folder: Path) -> None:
        self.clock = FakeClock(NOON)
        around = Surroundings(clock=self.clock, entropy=os.urandom, new_id=counting_ids())
        self.app: App = open_app(
            settings_in(folder, journey=JOURNEY),
            around=around,
            channels=lambda listeners, _: (WebChannel(listeners=listeners),),
        )

    def answers(
        self, *customers: str, rating: str = "5", why: str = "they were very kind", plan: str = "pro"
    ) -> None:
        for customer in customers:
            asyncio.run(self._answers(customer, rating, why, plan))

    async def _answers(self, customer: str, rating: str, why: str, plan: str) -> None:
        facts = CustomerFacts(
            external_id=customer, language="en", timezone="UTC", addresses=(("web", customer),),
            attributes={"plan": plan},
        )  # fmt: skip
        touch = Touch(
            source="till", source_id=f"{customer} {self.clock.now()}", customer=facts, touchpoint="courier",
            occurred_at=self.clock.now(),
        )  # fmt: skip
        await self.app.submit(touch)
        await self.app.settle()
        for words in (rating, why):
            payload = PAYLOAD_JSON.dump_json(Replied(reply=Reply(text=words)))
            key = f"{customer} {words} {self.clock.now()}"
            item = InboxItem(
                channel="web", key=key, address=customer, payload=payload, received_at=self.clock.now()
            )
            await self.app.inbox.put(item)
            await self.app.settle()

    def turns(self) -> int:
        return asyncio.run(self.app.publisher.turn())

    def map(self, **query: str | date) -> dict[str, object]:
        drawn = asyncio.run(self.app.publisher.render("json", query=AllOfIt(**query)))  # type: ignore[arg-type] # by name
        assert isinstance(drawn, bytes)
        assert problems("map", drawn) == []
        told: dict[str, object] = json.loads(drawn)
        return told

    def pains(self, **query: str | date) -> list[dict[str, object]]:
        """Return the pain points of the only stage, as the map tells them."""
        stages = self.map(**query)["stages"]
        assert isinstance(stages, list)
        found: list[dict[str, object]] = stages[0]["pain_points"]
        return found

    def customers(self, **query: str | date) -> object:
        overall = self.map(**query)["overall"]
        assert isinstance(overall, dict)
        return overall["customers"]


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    made = Shop(tmp_path)
    yield made
    made.app.close()


def a_week_later(shop: Shop) -> None:
    shop.clock.advance(timedelta(days=7))


def test_nothing_is_shown_before_a_week_is_over(shop: Shop) -> None:
    shop.answers("anna", "ben", "carl", "dora")

    assert shop.turns() == 0
    assert shop.customers() is None
    overall = shop.map()["overall"]
    assert isinstance(overall, dict)
    assert (overall["reason"], overall["hidden"]) == ("unpublished", False)


@pytest.mark.parametrize(
    ("language", "headline", "note", "cell"),
    [
        ("en", "nothing published yet", "first figures by 11 May 2026", "not published yet"),
        ("de", "noch nichts veröffentlicht", "erste Zahlen bis 11. Mai 2026", "noch nicht veröffentlicht"),
    ],
)
def test_a_map_before_the_first_edition_says_when_it_comes_and_nothing_of_hiding(
    shop: Shop, language: str, headline: str, note: str, cell: str
) -> None:
    whole, part = (
        shop.app.publisher.draw(AllOfIt(language=language, stage=stage)) for stage in (None, "delivery")
    )

    for drawn in (whole, part):
        assert (drawn.text.headline, drawn.text.note) == (headline, note)
        page = renderers()["html"].render(drawn).decode()
        assert page.count(cell) >= 2
        assert drawn.words.hidden not in page
        assert drawn.words.covering not in page


@pytest.mark.parametrize(
    ("period", "note"),
    [("2026-W20", "first figures by 18 May 2026"), ("2026-07", "first figures by 6 Jul 2026")],
)
def test_of_a_time_that_begins_after_the_edition_nothing_is_said_to_be_empty(
    shop: Shop, period: str, note: str
) -> None:
    shop.answers("anna", "ben", "carl", "dora")
    a_week_later(shop)
    shop.turns()

    drawn = shop.app.publisher.draw(AllOfIt(language="en", period=period))

    assert (drawn.text.headline, drawn.text.note) == ("nothing published yet", note)


def test_a_week_is_published_once_when_it_is_over(shop: Shop) -> None:
    shop.answers("anna", "ben", "carl", "dora")
    a_week_later(shop)

    assert (shop.turns(), shop.turns()) == (1, 0)
    assert shop.customers() == 4
    assert (shop.customers(period="2026-W19"), shop.customers(persona="pro")) == (4, 4)
    assert shop.customers(since=date(2026, 5, 4), until=date(2026, 5, 10)) == 4


def test_a_shared_map_of_a_stage_or_a_medium_tells_what_was_published_of_it(shop: Shop) -> None:
    shop.answers("anna", "ben", "carl", "dora")
    a_week_later(shop)
    shop.turns()

    whole, part = shop.map(), shop.map(stage="delivery", medium="web")

    assert part["stages"] == whole["stages"]
    assert part["channels"] == ["Delivery", "web"]
    refused = asyncio.run(shop.app.publisher.render("json", query=AllOfIt(stage="delivry")))
    assert isinstance(refused, Refused)
    assert refused.pointer == "/stage"
    assert "delivery" in refused.fix


def test_what_was_published_stays_until_enough_new_customers_have_come(shop: Shop) -> None:
    shop.answers("anna", "ben", "carl", "dora")
    a_week_later(shop)
    shop.turns()
    shop.answers("emil", rating="1", why="it was late and broken")
    a_week_later(shop)
    shop.turns()
    one_more = shop.customers()
    shop.answers("fritz", "gina", rating="1")
    a_week_later(shop)
    shop.turns()

    assert (one_more, shop.customers()) == (4, 7)


def test_only_words_that_were_counted_are_quoted(shop: Shop) -> None:
    shop.answers("anna", "ben", "carl", "dora")
    a_week_later(shop)
    shop.turns()
    shop.answers("emil", why="it was late and broken")

    told = json.dumps(shop.map())

    assert "they were very kind" in told
    assert "broken" not in told


def test_pain_points_are_told_as_they_were_published_of_everybody_over_all_time(shop: Shop) -> None:
    shop.answers("anna", "ben", "carl", "dora")
    a_week_later(shop)
    shop.turns()
    before = shop.app.publisher.edition()
    assert before is not None
    theme = COMMON_THEMES[0]
    pains = {"delivery": [KeptPain(theme=theme.id, customers=3, severity=1.2)]}
    kept = replace(before, pains=pains, made_at=before.made_at + timedelta(seconds=1))
    shop.app.publisher._keep([(before, kept)])  # noqa: SLF001 - what publishing keeps at last

    shown = shop.pains()

    assert [(pain["title"], pain["customers"]) for pain in shown] == [
        (shop.app.loaded.journey.say(theme.title, "en"), 3)
    ]
    assert shop.pains(persona="pro") is None
    assert shop.app.publisher.draw_page(AllOfIt()).stages[0].pain_points


def test_a_page_offers_the_media_that_were_published(shop: Shop) -> None:
    shop.answers("anna", "ben", "carl", "dora")
    a_week_later(shop)
    shop.turns()

    views = shop.app.publisher.draw_page(AllOfIt()).views

    assert views is not None
    assert [view.media["web"].customers for view in views.views if view.period == "all"] == [4, 4]


def test_an_edition_that_knows_no_bundles_yet_is_followed_by_one_that_does(shop: Shop) -> None:
    shop.answers("anna", "ben", "carl")
    a_week_later(shop)
    shop.turns()
    made_at, kept = shop.app.store.edition_made_at("shop"), _edition(shop)
    assert made_at is not None
    later = made_at + timedelta(seconds=1)
    older = {**kept, "made_at": later.isoformat()}
    del older["dealt"]
    content = zlib.compress(json.dumps(older).encode())
    assert shop.app.store.keep_edition("shop", content, made_at=later, after=made_at)
    a_week_later(shop)

    assert shop.turns() == 1
    assert _edition(shop) == {**kept, "made_at": shop.clock.now().isoformat().replace("+00:00", "Z")}
    a_week_later(shop)
    assert shop.turns() == 0


def _edition(shop: Shop) -> dict[str, object]:
    content = shop.app.store.read_edition("shop")
    assert content is not None
    found: dict[str, object] = json.loads(zlib.decompress(content))
    return found


def test_who_is_erased_is_quoted_no_more_and_the_sums_stay(shop: Shop) -> None:
    shop.answers("anna", "ben", "carl", "dora", why="so nice of them")
    a_week_later(shop)
    shop.turns()
    for name in ("anna", "ben", "carl", "dora"):
        customer = shop.app.store.customer_by_address("web", name)
        assert customer is not None
        shop.app.store.erase_customer(customer.id, now=shop.clock.now())
    asyncio.run(shop.app.settle())
    asyncio.run(shop.app.publisher.publish())

    assert shop.customers() == 4
    assert "so nice of them" not in json.dumps(shop.map())


@pytest.mark.parametrize(
    ("query", "pointer"),
    [
        (AllOfIt(persona="pro", segment="free"), "/segment"),
        (AllOfIt(period="2026-13"), "/period"),
        (AllOfIt(period="last week"), "/period"),
        (AllOfIt(since=date(2026, 5, 5), until=date(2026, 5, 12)), "/since"),
        (AllOfIt(since=date(2026, 5, 4)), "/since"),
        (AllOfIt(period="2026-W19", persona="pro"), "/period"),
        (AllOfIt(period="2026", since=date(2026, 1, 1), until=date(2026, 12, 31)), "/period"),
        (AllOfIt(persona="por"), "/persona"),
    ],
)
def test_a_question_beside_the_lattice_is_refused_with_what_may_be_asked(
    shop: Shop, query: AllOfIt, pointer: str
) -> None:
    refused = refused_shared_query(shop.app.loaded.journey, query)

    assert isinstance(refused, Refused)
    assert refused.pointer == pointer
