"""The page as people meet it: on a desk, in the dark, on a phone, on paper and by ear."""

from pathlib import Path
from typing import Protocol

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from mapping.journey_map import JourneyMap
from mapping.renderers.html import render

pytestmark = pytest.mark.browser


class MapOf(Protocol):
    def __call__(self, stages: int) -> JourneyMap: ...


@pytest.fixture
def address(map_of: MapOf, tmp_path: Path) -> str:
    page = tmp_path / "map.html"
    page.write_bytes(render(map_of(8)))
    return page.as_uri()


def opened(browser: Browser, address: str, *, width: int) -> tuple[Page, list[str]]:
    page = browser.new_page(viewport={"width": width, "height": 844})
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("request", lambda request: said.append(request.url) if request.url != address else None)
    page.goto(address)
    return page, said


def test_the_page_fetches_nothing_and_breaks_no_policy(browser: Browser, address: str) -> None:
    page, said = opened(browser, address, width=1494)

    assert said == []
    assert page.locator("svg.body g[data-stage]").count() > 8
    page.close()


def test_on_a_phone_only_the_map_scrolls_sideways_and_its_heads_stay(browser: Browser, address: str) -> None:
    page, _ = opened(browser, address, width=390)

    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.evaluate("document.querySelector('.map').scrollLeft = 600")
    box = page.locator("svg.heads").bounding_box()
    assert box is not None
    assert box["x"] == 0
    page.close()


def test_without_a_script_six_stages_fit_a_laptop(browser: Browser, map_of: MapOf, tmp_path: Path) -> None:
    (tmp_path / "six.html").write_bytes(render(map_of(6)))
    page, _ = opened(browser, (tmp_path / "six.html").as_uri(), width=1280)

    assert page.evaluate("document.querySelector('.map').scrollWidth") == 1280
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nobody_is_kept_out(browser: Browser, address: str, scheme: str) -> None:
    page = browser.new_page(bypass_csp=True)
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(address)

    found = Axe().run(page)

    assert found.violations_count == 0, found.generate_report()
    page.close()
