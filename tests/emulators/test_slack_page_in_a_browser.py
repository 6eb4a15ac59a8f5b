"""The page for playing a customer by hand, in a real Chromium, with a Bolt app behind it."""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, async_playwright, expect
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.emulators.slack.objects import JsonObject, text
from tests.emulators.slack.testing import (
    Hand,
    Says,
    actions,
    button,
    hand_on,
    modal,
    slack_process,
    socket_mode,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
PATIENCE_MS = 20_000


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    if not CHROMIUM.exists():
        pytest.skip(f"no Chromium at {CHROMIUM}; set CHROMIUM to its path")
    with slack_process("--rate-limits", "off") as running:
        yield running


@pytest.fixture
async def slack(url: str) -> AsyncIterator[Hand]:
    async with hand_on(url) as hand:
        yield hand


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    async with async_playwright() as playwright:
        launched = await playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--no-first-run"]
        )
        yield launched
        await launched.close()


@pytest.fixture
async def app(slack: Hand) -> AsyncIterator[None]:
    """Asks how it was, wants to know more, and knows the customer's Home."""
    bolt = AsyncApp(client=slack.client())

    @bolt.message("hello")
    async def ask(say: Says) -> None:
        await say(text="How was it?", blocks=actions(button("more", label="Say more", value="1")))

    @bolt.action("more")
    async def more(ack: Says, body: JsonObject, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(
            trigger_id=text(body, "trigger_id"), view=modal("Tell us", callback_id="words")
        )

    @bolt.view("words")
    async def thank(ack: Says, body: JsonObject, client: AsyncWebClient) -> None:
        await ack()
        await client.chat_postMessage(channel="C01GEN", text="Thanks &amp; bye")

    @bolt.event("app_home_opened")
    async def home(event: JsonObject, client: AsyncWebClient) -> None:
        blocks = [{"type": "header", "text": {"type": "plain_text", "text": "Your answers"}}]
        await client.views_publish(user_id=text(event, "user"), view={"type": "home", "blocks": blocks})

    async with socket_mode(bolt, slack.url):
        yield


async def faults_of(page: Page) -> list[str]:
    found = await Axe().run(page)
    return [str(each["id"]) for each in found.response["violations"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_a_customer_is_played_by_hand(slack: Hand, app: None, browser: Browser, scheme: str) -> None:
    page = await browser.new_page(color_scheme="dark" if scheme == "dark" else "light")
    page.set_default_timeout(PATIENCE_MS)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    await page.goto(slack.url)
    await page.get_by_role("button", name="general").click()
    await page.get_by_label("Message", exact=True).fill("hello, you & <me>")
    await page.keyboard.press("Enter")
    await page.get_by_role("button", name="Say more").click()
    dialog = page.get_by_role("dialog")
    in_dialog = await faults_of(page)
    await dialog.get_by_label("Words").fill("It was fine")
    await dialog.get_by_role("button", name="Send").click()
    await page.get_by_text("Thanks & bye").wait_for(timeout=PATIENCE_MS)
    in_channel = await faults_of(page)
    await page.get_by_role("button", name="App Home").click()
    await page.get_by_role("heading", name="Your answers").wait_for(timeout=PATIENCE_MS)

    assert (in_dialog, in_channel, problems) == ([], [], [])
    await expect(page.get_by_role("button", name="No faults")).to_be_visible()
    assert await slack.violations() == []


async def test_a_customer_edits_and_deletes_his_message(slack: Hand, browser: Browser) -> None:
    page = await browser.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.on("dialog", lambda dialog: asyncio.ensure_future(dialog.accept("second")))
    await page.goto(slack.url)
    await page.get_by_role("button", name="general").click()
    await page.get_by_label("Message", exact=True).fill("first")
    await page.get_by_role("button", name="Send").click()
    message = page.get_by_role("listitem").filter(has_text="first")
    await message.hover()
    await message.get_by_role("button", name="Edit message").click()
    edited = page.get_by_role("listitem").filter(has_text="second")
    await edited.wait_for(timeout=PATIENCE_MS)
    await edited.hover()
    await edited.get_by_role("button", name="Delete message").click()

    await expect(page.get_by_text("Nothing here yet")).to_be_visible(timeout=PATIENCE_MS)
