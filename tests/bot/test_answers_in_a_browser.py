"""Answers to commands on the chat page in a real Chromium: pictures, tables, buttons, amended in place."""

from dataclasses import replace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from feedback.prompts import Reply
from tests.bot.answers import FILE, GRID, ID, NASTY, PICTURE, TEXT, WIDE, answer, every_kind
from tests.bot.test_web_chat_in_a_browser import House, enter, house, page, settled

__all__ = ["house", "page"]

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_picture_is_seen_and_opens_large(page: Page, house: House) -> None:
    house.say(answer(picture=PICTURE, grids=(GRID,), buttons=7))
    enter(page, house)

    expect(page.locator(".picture.is-there")).to_be_visible()
    expect(page.locator(".picture img")).to_have_attribute("alt", PICTURE.described)
    page.locator(".picture").click()
    expect(page.locator("dialog[open] img")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("dialog")).to_have_count(0)


def test_a_table_is_a_table(page: Page, house: House) -> None:
    house.say(answer(grids=(GRID, WIDE)))
    enter(page, house)

    table = page.get_by_role("table", name="Pain points")
    expect(table.get_by_role("columnheader")).to_have_text(["Stage", "n", "Score"])
    expect(table.get_by_role("rowheader")).to_have_text(["Delivery", "Returns", "Checkout"])


def test_a_tap_changes_the_answer_in_its_place(page: Page, house: House) -> None:
    house.say(answer(picture=PICTURE, buttons=7))
    house.say(answer("Below", number=2))
    enter(page, house)

    with page.expect_response("**/chat/replies"):
        page.get_by_role("button", name="Segments").click()
    expect(page.locator(".said")).to_have_count(0)
    house.say(answer("**Segments**\n\nBusy parents", number=3, buttons=2), amends=f"{ID}.1")

    expect(page.locator(".asked .bubble")).to_have_text(["SegmentsBusy parents", "Below"])
    assert house.heard == [Reply(prompt=f"{ID}.1", choices=("/segments",))]
    house.say(answer("**Segments**\n\nSo far", number=4), amends=f"{ID}.1")  # as a running count does
    house.say(answer("**Segments**\n\nBusy parents", number=5, buttons=2), amends=f"{ID}.1")
    expect(page.locator(".asked .bubble")).to_have_text(["SegmentsBusy parents", "Below"])
    page.reload()
    expect(page.locator(".asked .bubble")).to_have_text(["SegmentsBusy parents", "Below"])


def test_what_is_answered_below_shows_that_it_was_asked(page: Page, house: House) -> None:
    house.say(answer(buttons=7))
    enter(page, house)

    page.get_by_role("button", name="Trend").click()

    settled(page, 1)
    expect(page.locator(".said")).to_contain_text("Trend")
    expect(page.get_by_role("button", name="Trend")).to_be_enabled()


def test_words_go_to_the_message_that_wants_them(page: Page, house: House) -> None:
    house.say(answer("Which note?", wants="/followup 1 delivery"))
    enter(page, house)

    box = page.get_by_role("textbox", name="Write your answer")
    box.fill("It came late")
    box.press("Enter")

    settled(page, 1)
    assert house.heard == [Reply(prompt=f"{ID}.1", text="It came late")]


def test_customers_words_are_text_and_only_our_own_address_is_a_link(page: Page, house: House) -> None:
    own = "https://shop.example/map?x=1"
    grid = replace(GRID, title=NASTY, rows=((NASTY, "1", "2"),))
    house.say(answer(f"“{NASTY}”\n\n{own}", grids=(grid,)))
    enter(page, house)

    expect(page.locator(".asked a")).to_have_count(1)
    expect(page.locator(".asked a")).to_have_attribute("href", own)
    expect(page.locator(".asked .bubble b")).to_have_count(0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", ["en", "de"])
def test_everybody_can_use_every_kind_of_answer(page: Page, house: House, language: str, scheme: str) -> None:
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
    for prompt in every_kind(language).values():
        house.say(prompt)
    enter(page, house)
    expect(page.locator(".picture.is-there")).to_have_count(2)

    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert Axe().run(page).response["violations"] == []
    assert TEXT[language].split("**")[1] in page.locator("#log").inner_text()
    assert FILE.name in page.locator("#log").inner_text()
