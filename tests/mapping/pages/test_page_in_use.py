"""The page in use: filters, lines, drilling down, keys, the address, paper."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from mapping.parts import Change, MapStage, MapTouchpoint
from mapping.renderers.html import render
from mapping.svg import document
from tests.browsing import until
from tests.mapping.pages.shop import HOSTILE, PageOf

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(page_of: PageOf, tmp_path_factory: pytest.TempPathFactory) -> str:
    page = tmp_path_factory.mktemp("page") / "map.html"
    page.write_bytes(render(page_of()))
    return page.as_uri()


@pytest.fixture(scope="module")
def page(browser: Browser, address: str) -> Iterator[Page]:
    opened = browser.new_page(viewport={"width": 1440, "height": 900})
    opened.on("console", lambda message: said.append(message.text))
    opened.on("pageerror", lambda error: said.append(str(error)))
    opened.on("request", lambda request: said.append(request.url) if request.url != address else None)
    said: list[str] = []
    opened.goto(address)
    yield opened
    assert said == []
    opened.close()


@pytest.fixture(autouse=True)
def afresh(page: Page) -> None:
    page.evaluate("location.hash = ''")
    until(page, "document.querySelector('#drill').hidden && location.hash === ''")


def row(page: Page, title: str) -> list[str]:
    found = page.locator(".twin tr").filter(has=page.locator("bdi", has_text=re.compile(f"^{title}$")))
    return [text.strip() for text in found.locator("td").all_inner_texts()]


def test_the_filters_show_the_figures_of_the_view_chosen(page: Page, page_of: PageOf) -> None:
    page.select_option("#when", "2026-Q1")
    page.select_option("#who", "persona:busy")

    drawn = page_of(period="2026-Q1", group="persona:busy")
    words = drawn.words
    for stage in drawn.stages[:2]:
        parts: list[MapStage | MapTouchpoint] = [stage, *stage.touchpoints]
        for part in parts:
            assert part.cell.score is not None
            assert part.cell.low is not None
            assert part.cell.high is not None
            assert part.level is not None
            assert row(page, part.title)[:4] == [
                f"{words.signed(part.cell.score)} {words.level(part.level)}",
                f"{words.signed(part.cell.low)} … {words.signed(part.cell.high)}",
                words.count(part.cell.voters or 0),
                words.count(part.cell.answers or 0),
            ]
    assert page.inner_text(".headline") == drawn.text.headline
    assert page.inner_text("#said").startswith("Busy parent · Q1 2026")


def test_the_picture_is_drawn_as_pictures_are(page: Page, page_of: PageOf) -> None:
    page.select_option("#who", "persona:busy")

    drawn = document(page_of(group="persona:busy"))

    curve = page.get_attribute("[data-line]", "d")
    assert curve
    wanted = [found[1] for found in re.finditer(r'<path d="([^"]+)"[^>]*stroke-width="2.5"', drawn)]
    numbers = [[float(each) for each in re.findall(r"-?[\d.]+", d)] for d in (curve, wanted[0])]
    # The figures in the page are rounded to a hundredth of a level: half a pixel.
    assert numbers[0] == pytest.approx(numbers[1], abs=0.5)


def test_a_medium_leaves_its_touchpoints(page: Page) -> None:
    page.select_option("#medium", "shop")

    assert [text.strip() for text in page.locator(".twin tbody tr.touchpoint bdi").all_inner_texts()] == [
        "Branch",
        "Till",
        "Rare desk",
    ]
    assert row(page, "Rare desk")[0] == "not enough answers (hidden)"
    assert "medium=shop" in page.url


def test_up_to_four_groups_lie_over_each_other_each_with_its_name(page: Page) -> None:
    for group in ("persona:busy", "persona:calm", "persona:new"):
        page.click(f'.chip[data-group="{group}"]')

    assert page.locator(".curve path[stroke-width='2.5']").count() == 4
    assert page.locator(".curve path[stroke-width='2.5'][stroke-dasharray]").count() == 3
    assert page.is_disabled('.chip[data-group="segment:north"]')
    assert page.locator(".curve text", has_text="Busy parent").count() == 2  # its halo and itself
    assert len(row(page, "Discover")) == 4


def test_weeks_are_of_everybody(page: Page) -> None:
    page.select_option("#when", "2026-W04")
    assert page.is_disabled('.chip[data-group="persona:busy"]')

    page.select_option("#who", "persona:busy")

    assert page.input_value("#when") == "2026"
    assert page.is_disabled('#when option[value="2026-W04"]')


def test_one_drills_down_by_keys_and_comes_back(page: Page) -> None:
    page.focus(".pick[data-place='0']")
    for key in ("ArrowRight", "ArrowRight", "Enter"):
        page.keyboard.press(key)
    assert page.evaluate("document.activeElement.id") == "drill-head"
    assert page.inner_text("#drill h2").startswith("Receive")

    page.click("#drill .choices button:has-text('Courier')")
    assert page.inner_text("#drill h2") == "Courier"
    page.click("#drill .choices button:has-text('Late, no notice')")
    assert "41 / 120" in page.inner_text("#drill dl")
    assert page.inner_text("#drill blockquote >> nth=0") == "“It came on Thursday.”"
    assert page.url.endswith("at=receive/t:courier/p:late")

    for title in ("Courier", "Receive"):
        page.keyboard.press("Escape")
        assert page.inner_text("#drill h2").startswith(title)
    page.keyboard.press("Escape")
    assert page.is_hidden("#drill")
    assert page.evaluate("document.activeElement.dataset.place") == "2"


def test_an_address_opens_what_it_says_and_going_back_goes_back(page: Page) -> None:
    page.evaluate("location.hash = 'who=persona:busy,all&period=2026-Q1&at=buy/t:till&theme=dark'")
    page.wait_for_selector("#drill:not([hidden])")

    assert page.input_value("#who") == "persona:busy"
    assert page.input_value("#when") == "2026-Q1"
    assert page.inner_text("#drill h2") == "Till"
    assert page.get_attribute("html", "data-theme") == "dark"
    page.keyboard.press("Escape")
    page.go_back()
    assert page.inner_text("#drill h2") == "Till"


def test_what_an_address_names_and_nobody_knows_is_left_out(page: Page) -> None:
    page.evaluate("location.hash = 'who=nobody&period=1999&medium=smoke&at=nowhere/t:x&theme=pink'")
    until(page, "document.querySelector('#who').value === 'all'")

    assert page.is_hidden("#drill")
    assert page.input_value("#when") == "all"


def test_hostile_words_are_read_and_never_run(page: Page) -> None:
    page.click(".pick[data-place='2']")

    assert HOSTILE in page.inner_text("#drill")
    assert page.title().startswith("A shop")
    assert page.locator("main img, main script").count() == 0


def test_nobody_is_kept_out(browser: Browser, address: str) -> None:
    opened = browser.new_page(bypass_csp=True)
    for fragment in ("at=receive", "who=all,persona:busy&at=receive/p:late&theme=dark"):
        opened.goto(f"{address}#{fragment}")

        found = Axe().run(opened)

        assert found.violations_count == 0, found.generate_report()
    opened.close()


def test_on_a_phone_nothing_but_the_map_scrolls_sideways(browser: Browser, address: str) -> None:
    opened = browser.new_page(viewport={"width": 390, "height": 844})
    for fragment in ("at=receive/p:late", "who=all,persona:busy,persona:new&at=buy"):
        opened.goto(f"{address}#{fragment}")
        assert opened.evaluate("document.documentElement.scrollWidth") == 390
    opened.close()


def test_paper_has_the_present_view_and_no_controls(page: Page) -> None:
    page.select_option("#who", "persona:busy")
    page.emulate_media(media="print", color_scheme="dark")

    assert page.is_hidden("#filters")
    assert page.evaluate("getComputedStyle(document.querySelector('.twin')).overflowX") == "visible"
    assert "Busy parent" in page.inner_text(".subtitle")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(247, 248, 250)"
    page.emulate_media(media="screen", color_scheme="light")


def test_without_scripts_the_page_is_complete(browser: Browser, address: str, page_of: PageOf) -> None:
    context = browser.new_context(java_script_enabled=False)
    opened = context.new_page()
    opened.goto(address)

    assert opened.locator("#filters").count() == 0
    assert opened.locator("svg.body g[data-stage]").count() > 8
    assert opened.locator(".twin tbody").count() == len(page_of().stages)
    context.close()


def test_the_script_shows_at_first_what_stands_there_without_it(browser: Browser, address: str) -> None:
    def cells(page: Page) -> list[str]:
        return [text.strip() for text in page.locator(".twin td").all_inner_texts() if text.strip()]

    bare = browser.new_context(java_script_enabled=False)
    without, with_it = bare.new_page(), browser.new_page()
    without.goto(address)
    with_it.goto(address)

    assert cells(with_it) == cells(without)
    with_it.close()
    bare.close()


def test_a_rehearsed_filter_shows_what_a_page_opened_there_shows(
    page: Page, browser: Browser, address: str
) -> None:
    def shown(page: Page) -> list[str | None]:
        return [page.text_content(where) for where in (".subtitle", ".headline", ".map .body", ".twin")]

    page.wait_for_selector("html[data-ready]", state="attached")
    before = shown(page)
    for name, chosen in (
        ("when", "2026-W04"),
        ("when", "2026-Q1"),
        ("who", "persona:calm"),
        ("medium", "web"),
    ):
        page.select_option(f"#{name}", chosen)
    there = browser.new_page(viewport={"width": 1440, "height": 900})
    there.goto(page.url)

    assert shown(page) == shown(there)
    assert shown(page) != before
    there.close()


def test_the_page_speaks_the_map_s_language(browser: Browser, page_of: PageOf, tmp_path: Path) -> None:
    file = tmp_path / "karte.html"
    file.write_bytes(render(page_of(language="de")))
    opened = browser.new_page()
    opened.goto(file.as_uri())

    assert opened.inner_text("label[for=when]") == "Zeitraum"
    assert opened.locator("#who option").first.inner_text() == "Alle"
    opened.close()


def test_a_change_stands_with_its_day_wherever_everybody_is_shown(
    browser: Browser, page_of: PageOf, tmp_path: Path
) -> None:
    stage = page_of().stages[0].id
    drawn = page_of(changes={stage: Change(size=-0.8, since=date(2025, 11, 4))})
    file = tmp_path / "changed.html"
    file.write_bytes(render(drawn))
    opened = browser.new_page()
    opened.goto(file.as_uri())

    def told() -> tuple[int, int]:
        picture, table = opened.locator(".map svg text"), opened.locator(".twin tr.stage small")
        day = "since 4 Nov 2025"
        return picture.filter(has_text=day).count(), table.filter(has_text=f"▼ 0.8 {day}").count()

    first = told()
    opened.select_option("#who", "persona:busy")
    narrowed = told()
    opened.select_option("#who", "all")
    again = told()
    opened.close()

    assert (first, narrowed, again) == ((1, 1), (0, 0), (1, 1))


def test_a_page_of_one_view_has_nothing_to_filter(browser: Browser, page_of: PageOf, tmp_path: Path) -> None:
    drawn = page_of()
    assert drawn.views
    alone = replace(
        drawn.views,
        groups={"all": "Everybody"},
        periods={"all": "all"},
        media=drawn.views.media,
        views=drawn.views.views[:1],
    )
    file = tmp_path / "one.html"
    file.write_bytes(render(replace(drawn, views=alone)))
    opened = browser.new_page()
    opened.goto(file.as_uri())

    assert opened.locator("#who, #when, .chip").count() == 0
    assert json.loads(opened.inner_text("#map-data") or opened.locator("#map-data").text_content() or "{}")
    opened.click(".pick[data-place='1']")
    assert opened.inner_text("#drill h2") == "Buy"
    opened.close()


@pytest.fixture
def narrowed(page: Page, request: pytest.FixtureRequest) -> Iterator[int]:
    width: int = request.param
    page.set_viewport_size({"width": width, "height": 900})
    until(page, "document.querySelector('.map').scrollWidth <= innerWidth")
    yield width
    page.set_viewport_size({"width": 1440, "height": 900})
    until(page, "document.querySelector('.map').clientWidth > 1300")


@pytest.mark.parametrize("narrowed", [1280, 1024], indirect=True)
def test_on_a_desk_every_stage_stands_in_the_window(page: Page, narrowed: int) -> None:
    sizes = page.eval_on_selector_all(
        ".map text", "all => all.map(each => each.getBoundingClientRect().height)"
    )
    edges = page.eval_on_selector_all(".pick", "all => all.map(each => each.getBoundingClientRect().right)")
    assert max(edges) <= narrowed
    assert min(sizes) >= 12, "it is laid out anew, not made small"
