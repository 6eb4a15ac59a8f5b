"""The page by which a person plays the customer, in a real Chromium, against a running emulator."""

from collections.abc import Iterator

import httpx
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.emulators.common.process import Emulator, emulator
from tests.emulators.telegram_client import TOKEN

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def running() -> Iterator[Emulator]:
    with emulator("tests.emulators.telegram", "--token", TOKEN, frozen=False) as started:
        yield started


@pytest.fixture(params=["light", "dark"])
def page(request: pytest.FixtureRequest, browser: Browser, running: Emulator) -> Iterator[Page]:
    httpx.post(f"{running.url}/control/reset", trust_env=False, verify=False)
    opened = browser.new_page(color_scheme=request.param, reduced_motion="reduce")
    wrong: list[str] = []
    opened.on("pageerror", lambda error: wrong.append(str(error)))
    opened.goto(running.url)
    yield opened
    opened.close()
    assert wrong == []


def bot(running: Emulator, method: str, **arguments: object) -> None:
    answer = httpx.post(f"{running.url}/bot{TOKEN}/{method}", json=arguments, trust_env=False, verify=False)
    assert answer.status_code == 200


def test_a_customer_starts_taps_and_writes_and_everyone_can_use_it(page: Page, running: Emulator) -> None:
    page.get_by_label("First name of a new customer").fill("Ada")
    page.get_by_role("button", name="Add").click()
    page.get_by_role("button", name="START", exact=True).click()
    expect(page.get_by_role("log")).to_contain_text("/start")
    (chat,) = httpx.get(f"{running.url}/control/state", trust_env=False, verify=False).json()["chats"]

    keys = {"inline_keyboard": [[{"text": "Good", "callback_data": "good"}]]}
    bot(running, "sendMessage", chat_id=chat["id"], text="How was it?", reply_markup=keys)
    page.get_by_role("button", name="Good", exact=True).click()
    page.get_by_label("Message", exact=True).fill("Lovely, thanks")
    page.keyboard.press("Enter")

    expect(page.get_by_role("log")).to_contain_text("Lovely, thanks")
    presses = httpx.get(f"{running.url}/control/presses", trust_env=False, verify=False)
    assert [each["data"] for each in presses.json()["presses"]] == ["good"]
    found = Axe().run(page).response["violations"]
    assert [(each["id"], [node["html"] for node in each["nodes"]]) for each in found] == []


def test_a_mistake_of_the_bot_is_shown_with_its_source(page: Page, running: Emulator) -> None:
    page.get_by_label("First name of a new customer").fill("Bob")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("heading", name="Bob")).to_be_visible()

    httpx.post(
        f"{running.url}/bot{TOKEN}/sendMessage",
        json={"chat_id": 1, "text": "x"},
        trust_env=False,
        verify=False,
    )

    expect(page.get_by_text("Bad Request: chat not found").first).to_be_visible()
    expect(page.get_by_text("check_chat").first).to_be_visible()
