"""The demo page in a real Chromium, over the real application: from a step to an answer on the map."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from fastapi import FastAPI
from playwright.sync_api import Browser, FrameLocator, Page, ViewportSize, expect

from bot.app import MAP_TOPIC, App, Surroundings, open_app
from bot.pages.demo import Demo, make_demo
from bot.plugins import question_options
from bot.server import make_server, web_secret
from config.loader import read_journey
from config.settings import Settings
from feedback.clock import FakeClock
from feedback.ids import new_id
from tests.bot.serving import Served

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)  # nobody's quiet hours
TEMPLATE = Path("config/templates/shop.yaml")


@dataclass
class House:
    """The real application with the demo's pages; opened anew with every start, on the same database."""

    folder: Path
    apps: list[App] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.served = Served(self._open, before_stop=self.let_go)

    @property
    def app(self) -> App:
        return self.apps[-1]

    def let_go(self) -> None:
        self.app.listeners.close()

    def _open(self) -> FastAPI:
        settings = Settings(
            database_url=f"sqlite:///{self.folder / 'demo.db'}", key_file=self.folder / "demo.key"
        )
        around = Surroundings(clock=FakeClock(NOON), entropy=os.urandom, new_id=new_id)
        app = open_app(settings, around=around, journey=read_journey(TEMPLATE, kinds=question_options()))
        self.apps.append(app)
        demo = Demo(
            journey=app.loaded.journey,
            intaker=app,
            maps=app.cartographer,
            listeners=app.listeners,
            map_topic=MAP_TOPIC,
            now=around.clock.now,
            new_id=new_id,
            entropy=os.urandom,
            secret=web_secret(app),
        )
        return make_server(app, more=(make_demo(demo),))


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    opened = House(tmp_path)
    opened.served.start()
    yield opened
    opened.served.stop()


@pytest.fixture
def page(browser: Browser, house: House) -> Iterator[Page]:
    size = ViewportSize(width=1440, height=1000)
    context = browser.new_context(viewport=size, locale="en-GB", reduced_motion="reduce", bypass_csp=True)
    opened = context.new_page()
    flaws: list[str] = []
    opened.on("pageerror", lambda error: flaws.append(str(error)))
    opened.goto(house.served.site)
    expect(opened.locator("#map svg")).to_be_visible()
    yield opened
    context.close()
    assert flaws == []


def chat(page: Page) -> FrameLocator:
    return page.frame_locator("iframe:not([hidden])")


def reach(page: Page, touchpoint: str) -> None:
    page.locator(f'.touch[data-touchpoint="{touchpoint}"]').click()


def test_a_step_asks_and_the_answer_reaches_the_map(page: Page) -> None:
    before = page.locator("#map svg").inner_html()

    reach(page, "store_visit")
    expect(page.locator("#told")).to_contain_text("the question is in the chat")
    chat(page).get_by_role("radio").last.click()

    expect(chat(page).locator('.said[data-fate="stored"]')).to_have_count(1)
    page.wait_for_function("before => document.querySelector('#map svg').innerHTML !== before", arg=before)


def test_a_question_about_a_parcel_need_not_be_waited_for(page: Page) -> None:
    reach(page, "delivery")

    expect(chat(page).locator(".asked")).to_have_count(1)


def test_customers_are_played_side_by_side(page: Page) -> None:
    reach(page, "store_visit")
    expect(chat(page).locator(".asked")).to_have_count(1)
    chat(page).get_by_role("radio").first.click()
    page.get_by_role("button", name="Mia").click()
    expect(chat(page).locator("body.is-ready")).to_be_attached()
    expect(chat(page).locator(".entry")).to_have_count(0)

    reach(page, "click_and_collect")
    expect(chat(page).locator(".asked")).to_have_count(1)
    page.get_by_role("button", name="You").click()

    expect(chat(page).locator(".said")).to_have_count(1)


def test_who_is_asked_no_more_hears_why(page: Page) -> None:
    expect(chat(page).locator("body.is-ready")).to_be_attached()
    reach(page, "store_visit")
    expect(chat(page).locator(".asked")).to_have_count(1)

    reach(page, "click_and_collect")

    expect(page.locator("#told")).to_contain_text("asked a short while ago")


def test_a_restart_keeps_the_conversation(page: Page, house: House) -> None:
    reach(page, "store_visit")
    expect(chat(page).locator(".asked")).to_have_count(1)

    house.served.stop()
    chat(page).get_by_role("radio").first.click()
    expect(chat(page).locator('.said[data-fate="waiting"]')).to_be_visible()
    house.served.start()

    expect(chat(page).locator('.said[data-fate="stored"]')).to_have_count(1)
    expect(chat(page).locator(".asked")).to_have_count(2)
    page.reload()
    expect(chat(page).locator(".asked")).to_have_count(2)


@pytest.mark.parametrize("width", [390, 1024, 1440])
def test_the_page_fits_the_screen_and_axe_has_nothing_to_complain_of(page: Page, width: int) -> None:
    page.set_viewport_size(ViewportSize(width=width, height=900))
    reach(page, "store_visit")
    expect(chat(page).locator(".asked")).to_have_count(1)

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
