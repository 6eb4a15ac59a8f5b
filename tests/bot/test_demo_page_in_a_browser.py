"""The demo page in a real Chromium, over the real application: from a step to an answer on the map."""

import asyncio
import json
import os
import re
import subprocess
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from fastapi import FastAPI
from playwright.sync_api import Browser, FrameLocator, Page, ViewportSize, expect

from bot.app import App, Surroundings, open_app
from bot.http.demo_pages import demo_routers
from bot.http.server import make_server
from bot.simulation.living import simulate
from bot.simulation.marker import Marker
from config.settings import Settings
from feedback.clock import FakeClock
from feedback.ids import new_id
from tests.bot.serving import Served
from tests.browsing import until

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

    @property
    def settings(self) -> Settings:
        return Settings(
            database_url=f"sqlite:///{self.folder / 'demo.db'}",
            key_file=self.folder / "demo.key",
            journey=TEMPLATE,
            port=self.served.port,
        )

    def _open(self) -> FastAPI:
        around = Surroundings(clock=FakeClock(NOON), entropy=os.urandom, new_id=new_id)
        app = open_app(self.settings, around=around)
        self.apps.append(app)
        return make_server(app, more=demo_routers(app))


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    opened = House(tmp_path)
    opened.served.start()
    yield opened
    opened.served.stop()


@pytest.fixture
def page(browser: Browser, house: House) -> Iterator[Page]:
    with opened(browser, house) as page:
        yield page


@contextmanager
def opened(browser: Browser, house: House) -> Iterator[Page]:
    size = ViewportSize(width=1440, height=1000)
    context = browser.new_context(viewport=size, locale="en-GB", reduced_motion="reduce", bypass_csp=True)
    page = context.new_page()
    flaws: list[str] = []
    page.on("pageerror", lambda error: flaws.append(str(error)))
    page.goto(house.served.site)
    expect(page.locator("#map svg")).to_be_visible()
    yield page
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
    until(page, f"document.querySelector('#map svg').innerHTML !== {json.dumps(before)}")


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


def test_the_way_of_an_answer_is_told_from_the_interaction_to_the_map(page: Page) -> None:
    expect(page.locator("#way")).to_be_hidden()
    reach(page, "store_visit")
    stations = page.locator("#way li")
    expect(stations).to_have_count(6)
    expect(stations.nth(1)).to_contain_text("nothing stood against it")
    expect(stations.nth(3)).to_have_attribute("data-state", "waiting")

    chat(page).get_by_role("radio").last.click()

    expect(stations.nth(3)).to_contain_text("5 of 5")
    expect(stations.nth(4)).to_contain_text("+2.0, very positive, because of the rating")
    expect(stations.nth(5)).to_contain_text("Discover is hidden: too few customers")


def test_the_request_shown_does_the_same_from_a_terminal(page: Page, house: House) -> None:
    shown = page.locator("#curl")
    expect(shown).to_contain_text('"channel": "web"')
    command = (shown.text_content() or "").replace("curl ", "curl -sS --fail-with-body ", 1)

    told = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)

    assert '"interaction"' in told.stdout, told.stderr + told.stdout


def test_an_answer_raises_the_number_of_customers_on_the_map(browser: Browser, tmp_path: Path) -> None:
    house = House(tmp_path)
    marker = Marker(seed=7, customers=25, days=7, until=NOON - timedelta(hours=1))
    life = simulate(house.settings, marker, reached=lambda _: None, told=lambda _: None)
    with ThreadPoolExecutor() as elsewhere:  # Playwright's loop runs in this thread
        elsewhere.submit(asyncio.run, life).result()
    house.served.start()
    with opened(browser, house) as page:
        figure = page.locator("#map-score-discover")
        found = re.search(r"n=(\d+)", figure.text_content() or "")
        assert found is not None
        before = int(found[1])

        reach(page, "store_visit")
        chat(page).get_by_role("radio").last.click()

        expect(figure).to_contain_text(f"n={before + 1}")
        expect(page.locator("#map .pointer")).to_have_count(1)
    house.served.stop()


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
