"""The chat page in a real Chromium, against a real server: with keys, through failures, for everybody."""

from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, FilePayload, Page, ViewportSize, expect

from bot.http.invitations import sign_invitation
from bot.http.tokens import new_address
from bot.web_payload import PAYLOAD_JSON, Scanned
from feedback.prompts import Choice, Prompt, Reply, Shape
from feedback.records import InboxItem
from tests.bot.client import World
from tests.bot.fakes import SECRET, prompt, reply_of
from tests.bot.serving import Served

pytestmark = [pytest.mark.browser, pytest.mark.slow]

MINE = new_address(b"m" * 16, secret=SECRET)
YOURS = new_address(b"y" * 16, secret=SECRET)
PHONE = ViewportSize(width=390, height=844)
NAMES = ("very bad", "bad", "okay", "good", "very good")


def choices(labels: str | tuple[str, ...], *, first: int = 1) -> tuple[Choice, ...]:
    top = first + len(labels) - 1
    return tuple(
        Choice(value=str(point), label=label, spoken=f"{point} of {top}")
        for point, label in enumerate(labels, start=first)
    )


FACES = Shape(
    look="faces",
    choices=tuple(
        Choice(value=str(point), label=label, spoken=f"{point} of 5, {name}")
        for point, (label, name) in enumerate(zip("😡🙁😐🙂😀", NAMES, strict=True), start=1)
    ),
    low="very bad",
    high="very good",
)
STARS = Shape(look="stars", choices=choices(("★", "★★", "★★★", "★★★★", "★★★★★")))
NUMBERS = Shape(
    look="numbers", choices=choices(tuple(map(str, range(11))), first=0), low="never", high="surely"
)
THINGS = tuple(
    Choice(value=each, label=f"The {each}", spoken=f"The {each}") for each in ("box", "van", "price")
)
OTHER = Choice(value="other", label="Something else", spoken="Something else")
ONE = Shape(look="list", choices=(*THINGS, OTHER), writable=True, most_characters=500)
SEVERAL = Shape(look="list", choices=THINGS, many=True, most=2)
WORDS = Shape(look="text", writable=True, most_characters=50)
WHICH = Shape(
    look="list",
    choices=(
        Choice(value="keep", label="Keep 5 of 5", spoken="Keep 5 of 5"),
        Choice(value="change", label="Change my answer", spoken="Change my answer"),
    ),
)
PHOTO = FilePayload(
    name="dent.png",
    mimeType="image/png",
    buffer=b64decode(
        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
    ),
)
SHAPES: tuple[Shape, ...] = (FACES, STARS, NUMBERS, ONE, SEVERAL, WORDS)


@dataclass
class House:
    """The served chat, and what its company says and hears."""

    world: World = field(default_factory=World)

    def __post_init__(self) -> None:
        self.served = Served(self.world.app, before_stop=self.world.listeners.close)

    def say(self, said: Prompt, *, to: str = MINE, amends: str | None = None) -> None:
        def put() -> None:
            self.world.inbox.say(to, said, amends=amends)
            self.world.listeners.wake(to)

        self.served.call(put)

    @property
    def items(self) -> list[InboxItem]:
        return list(self.world.inbox.items.values())

    @property
    def heard(self) -> list[Reply]:
        return [reply_of(item) for item in self.items]


@pytest.fixture
def house() -> Iterator[House]:
    opened = House()
    opened.served.start()
    yield opened
    opened.served.stop()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport=PHONE, locale="en-GB", reduced_motion="reduce")
    opened = context.new_page()
    flaws: list[str] = []
    opened.on("pageerror", lambda error: flaws.append(str(error)))
    yield opened
    context.close()
    assert flaws == []


def enter(page: Page, house: House, *, address: str = MINE) -> None:
    page.goto(f"{house.served.site}/chat#{address}")
    expect(page.locator("body.is-ready")).to_be_attached()


def asked(page: Page, number: int) -> None:
    expect(page.locator(f'[data-prompt="s1.{number}"]')).to_be_visible()


def settled(page: Page, count: int) -> None:
    """Wait until the server has acknowledged `count` replies."""
    expect(page.locator('.said[data-fate="stored"]')).to_have_count(count)


def test_a_face_is_chosen_with_the_keyboard_alone(page: Page, house: House) -> None:
    house.say(prompt(1, shape=FACES))
    enter(page, house)
    asked(page, 1)

    page.keyboard.press("Tab")
    expect(page.locator("#jump")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("radio", name="1 of 5, very bad")).to_be_focused()
    for key in ("ArrowRight", "ArrowRight", "End", "ArrowLeft"):
        page.keyboard.press(key)
    page.keyboard.press("Enter")

    settled(page, 1)
    assert house.heard == [Reply(prompt="s1.1", choices=("4",))]
    expect(page.get_by_role("radio", name="4 of 5, good")).to_be_checked()
    expect(page.locator(".said")).to_contain_text("good")


def test_a_yes_to_being_asked_stands_there_as_what_was_said(page: Page, house: House) -> None:
    yes = (Choice(value="/start", label="Yes, ask me", spoken="Yes, ask me"),)
    no = (Choice(value="/stop", label="No, thank you", spoken="No, thank you"),)
    told = prompt(1, shape=Shape(look="list", choices=yes + no), text="May we ask you?")
    house.say(replace(told, question=None, purpose="notice", skip=None))
    enter(page, house)

    page.get_by_role("radio", name="Yes, ask me").click()

    settled(page, 1)
    expect(page.locator(".said")).to_contain_text("Yes, ask me")
    assert house.heard == [Reply(prompt="s1.1", choices=("/start",))]


def test_the_first_tap_says_once_how_to_change_it(page: Page, house: House) -> None:
    house.say(prompt(1, shape=FACES))
    house.say(replace(prompt(2, shape=STARS), question="q2"))
    enter(page, house)
    expect(page.get_by_text("To change it, just tap again.")).to_have_count(0)

    for number in (1, 2):
        page.locator(f'[data-prompt="s1.{number}"]').get_by_role("radio").nth(3).click()
        settled(page, number)

    hint = page.get_by_text("To change it, just tap again.")
    expect(hint).to_have_count(1)
    expect(page.locator('[data-prompt="s1.1"]')).to_contain_text("just tap again")
    page.reload()
    expect(hint).to_have_count(1)


def test_the_first_question_can_be_answered_without_a_name_and_that_taken_back(
    page: Page, house: House
) -> None:
    def offered(number: int, *, nameless: str | None = None, named: str | None = None) -> None:
        asked = prompt(number, shape=FACES)
        house.say(replace(asked, question="q1", nameless=nameless, named=named))

    offered(1, nameless="Answer without my name")
    enter(page, house)
    page.get_by_role("button", name="Answer without my name").click()
    settled(page, 1)
    expect(page.locator(".said")).to_contain_text("Answer without my name")
    expect(page.get_by_role("button", name="Answer without my name")).to_have_count(0)
    offered(2, named="With my name")
    page.get_by_role("button", name="With my name").click()
    settled(page, 2)
    expect(page.locator(".said").last).to_contain_text("With my name")
    offered(3, nameless="Answer without my name")
    page.get_by_role("button", name="Answer without my name").click()
    offered(4, named="With my name")

    page.get_by_role("radio", name="4 of 5, good").click()
    settled(page, 4)
    assert house.heard == [
        Reply(prompt="s1.1", nameless=True),
        Reply(prompt="s1.2", named=True),
        Reply(prompt="s1.3", nameless=True),
        Reply(prompt="s1.4", choices=("4",)),
    ]
    expect(page.get_by_role("button", name="With my name")).to_have_count(0)
    expect(page.get_by_text("just tap again")).to_have_count(0)


def test_words_are_sent_with_enter_and_a_question_can_be_skipped(page: Page, house: House) -> None:
    house.say(prompt(1, shape=WORDS))
    enter(page, house)

    box = page.get_by_role("textbox", name="Write your answer")
    box.fill("x" * 60)
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_disabled()
    box.fill("Lovely <b>box</b>")
    box.press("Enter")
    settled(page, 1)
    house.say(prompt(2, shape=FACES))
    page.get_by_role("button", name="Skip").click()

    settled(page, 2)
    assert house.heard == [
        Reply(prompt="s1.1", text="Lovely <b>box</b>"),
        Reply(prompt="s1.2", skip=True),
    ]
    expect(page.get_by_text("Lovely <b>box</b>")).to_be_visible()


def test_several_are_ticked_up_to_the_most_and_sent_together(page: Page, house: House) -> None:
    house.say(prompt(1, shape=SEVERAL))
    enter(page, house)

    for name in ("The box", "The van", "The price"):
        page.get_by_role("checkbox", name=name).click()
    expect(page.get_by_text("take one away first")).to_be_visible()
    page.get_by_role("button", name="Send my choice").click()

    settled(page, 1)
    assert house.heard == [Reply(prompt="s1.1", choices=("box", "van"))]


def test_something_else_asks_for_ones_own_words(page: Page, house: House) -> None:
    house.say(prompt(1, shape=ONE))
    enter(page, house)

    page.get_by_role("radio", name="Something else").click()
    expect(page.get_by_role("textbox", name="Write your answer")).to_be_focused()
    page.keyboard.type("the weather")
    page.keyboard.press("Enter")

    settled(page, 1)
    assert house.heard == [Reply(prompt="s1.1", choices=("other",), text="the weather")]


def test_an_earlier_answer_is_changed_by_tapping_again(page: Page, house: House) -> None:
    house.say(prompt(1, shape=FACES))
    enter(page, house)
    page.get_by_role("radio", name="2 of 5, bad").click()
    settled(page, 1)
    house.say(prompt(2, shape=ONE))
    page.get_by_role("radio", name="The van").click()
    settled(page, 2)

    page.get_by_role("radio", name="5 of 5, very good").click()
    page.get_by_role("button", name="Change").click()
    expect(page.get_by_role("radio", name="The van")).to_be_checked()
    page.get_by_role("radio", name="The box").click()

    settled(page, 4)
    assert [reply.choices for reply in house.heard] == [("2",), ("van",), ("5",), ("box",)]
    expect(page.locator(".is-superseded")).to_have_count(2)
    expect(page.locator(".asked.is-changed")).to_have_count(2)


def test_a_photo_is_seen_before_it_is_sent_and_again_after_a_reload(page: Page, house: House) -> None:
    house.say(prompt(1, shape=WORDS))
    enter(page, house)
    chosen = page.locator("#photo-file")

    chosen.set_input_files({**PHOTO, "buffer": b"no picture"})
    expect(page.get_by_text("We cannot read this as a picture")).to_be_visible()
    chosen.set_input_files(PHOTO)
    expect(page.get_by_role("img", name="Your photo")).to_be_visible()
    page.get_by_role("button", name="Take the photo away").click()
    expect(page.get_by_role("button", name="Add a photo")).to_be_focused()
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_disabled()
    chosen.set_input_files(PHOTO)
    expect(page.get_by_role("textbox")).to_be_focused()
    expect(page.get_by_role("button", name="Take the photo away")).to_be_visible()
    assert [found["id"] for found in Axe().run(page).response["violations"]] == []
    page.keyboard.type("It came like this")
    page.keyboard.press("Enter")

    settled(page, 1)
    expect(page.locator("#photo")).to_be_hidden()
    photo, said = house.items
    assert photo.payload.startswith(b"\xff\xd8\xff")
    assert reply_of(said) == Reply(prompt="s1.1", text="It came like this")
    page.reload()
    shown = page.locator(".said .picture.is-there")
    expect(shown.get_by_role("img", name="Your photo")).to_be_visible()
    expect(page.locator(".said")).to_contain_text("It came like this")


def test_which_should_count_is_asked_beside_the_question_and_not_instead_of_it(
    page: Page, house: House
) -> None:
    house.say(prompt(1, shape=FACES))
    enter(page, house)
    page.get_by_role("radio", name="5 of 5, very good").click()
    settled(page, 1)
    house.say(replace(prompt(2, shape=WHICH), question="q1", purpose="doubt", skip=None))
    asked(page, 2)
    expect(page.get_by_role("radio", name="5 of 5, very good")).to_be_checked()

    page.get_by_role("radio", name="Change my answer").click()
    settled(page, 2)
    house.say(replace(prompt(3, shape=FACES), question="q1", purpose="reask", skip=None))
    page.locator('[data-prompt="s1.3"]').get_by_role("radio", name="2 of 5, bad").click()
    settled(page, 3)

    assert house.heard == [
        Reply(prompt="s1.1", choices=("5",)),
        Reply(prompt="s1.2", choices=("change",)),
        Reply(prompt="s1.3", choices=("2",)),
    ]
    expect(page.locator('[data-prompt="s1.2"] .choices')).to_be_attached()
    expect(page.get_by_role("radio", name="5 of 5, very good")).to_have_count(1)


def test_which_should_count_can_be_said_in_words(page: Page, house: House) -> None:
    house.say(replace(prompt(1, shape=WHICH), purpose="doubt", skip=None))
    enter(page, house)

    page.get_by_role("textbox").fill("Keep 5 of 5")
    page.get_by_role("textbox").press("Enter")

    settled(page, 1)
    assert house.heard == [Reply(prompt="s1.1", text="Keep 5 of 5")]


def test_a_reload_brings_the_whole_conversation_back(page: Page, house: House) -> None:
    house.say(prompt(1, shape=FACES))
    enter(page, house)
    page.get_by_role("radio", name="4 of 5, good").click()
    house.say(prompt(2, shape=STARS))
    asked(page, 2)
    settled(page, 1)

    page.reload()

    settled(page, 1)
    asked(page, 2)
    expect(page.get_by_role("radio", name="4 of 5, good")).to_be_checked()
    expect(page.locator(".entry")).to_have_count(3)
    assert MINE not in page.content()


def test_a_restart_of_the_server_loses_nothing(page: Page, house: House) -> None:
    house.say(prompt(1, shape=FACES))
    enter(page, house)
    house.served.stop()

    page.get_by_role("radio", name="3 of 5, okay").click()
    expect(page.locator('.said[data-fate="waiting"]')).to_be_visible()
    expect(page.locator("#status")).to_have_text("Reconnecting…")
    house.served.start()

    settled(page, 1)
    house.say(prompt(2, shape=STARS))
    asked(page, 2)
    assert house.heard == [Reply(prompt="s1.1", choices=("3",))]


def test_a_reply_not_yet_sent_survives_a_reload(page: Page, house: House) -> None:
    house.say(prompt(1, shape=FACES))
    enter(page, house)
    page.route("**/chat/replies", lambda route: route.abort())
    page.get_by_role("radio", name="3 of 5, okay").click()
    expect(page.locator('.said[data-fate="waiting"]')).to_be_visible()

    page.unroute("**/chat/replies")
    page.reload()

    settled(page, 1)
    assert house.heard == [Reply(prompt="s1.1", choices=("3",))]


def test_two_customers_talk_at_once_and_never_into_each_other(page: Page, house: House) -> None:
    other = page.context.new_page()
    enter(page, house)
    enter(other, house, address=YOURS)

    house.say(prompt(1, shape=FACES, text="Mine?"))
    house.say(prompt(1, shape=FACES, text="Yours?"), to=YOURS)
    page.get_by_role("radio", name="1 of 5, very bad").click()
    other.get_by_role("radio", name="5 of 5, very good").click()

    settled(page, 1)
    settled(other, 1)
    assert {item.address: reply_of(item).choices for item in house.items} == {MINE: ("1",), YOURS: ("5",)}
    expect(page.get_by_text("Yours?")).to_have_count(0)
    expect(other.get_by_text("Mine?")).to_have_count(0)


def test_two_windows_of_one_chat_show_the_same(page: Page, house: House) -> None:
    other = page.context.new_page()
    house.say(prompt(1, shape=FACES))
    enter(page, house)
    enter(other, house)

    page.get_by_role("radio", name="2 of 5, bad").click()

    settled(other, 1)
    expect(other.get_by_role("radio", name="2 of 5, bad")).to_be_checked()


def test_how_one_may_be_asked_is_told_by_a_menu(page: Page, house: House) -> None:
    enter(page, house)

    page.get_by_role("button", name="Options").click()
    page.get_by_role("button", name="Do not ask me again").click()

    settled(page, 1)
    assert house.heard == [Reply(text="/stop")]


def test_the_page_speaks_the_language_of_the_question(page: Page, house: House) -> None:
    german = Prompt(
        id="s1.1",
        session="s1",
        question="q",
        purpose="ask",
        text="Wie war es?",
        language="de",
        shape=WORDS,
        skip="Überspringen",
    )
    house.say(german)
    enter(page, house)

    expect(page.get_by_role("textbox", name="Ihre Antwort")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("lang", "de")
    expect(page.locator(".theirs")).to_have_attribute("lang", "de")
    expect(page.get_by_role("heading", name="Birke & Co.")).to_be_visible()
    expect(page.get_by_role("log", name="Birke & Co.")).to_be_attached()
    house.say(prompt(2))
    expect(page).to_have_title("Birch & Co.")


def test_a_page_in_hebrew_begins_on_the_right_and_still_fits(page: Page, house: House) -> None:
    for number, shape in enumerate(SHAPES, start=1):
        house.say(replace(prompt(number, shape=shape, text="איך היה המשלוח שלך היום?"), language="he"))
    enter(page, house)
    asked(page, len(SHAPES))

    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    bubble = page.locator(".theirs").first.bounding_box()
    assert bubble is not None
    assert bubble["x"] + bubble["width"] > PHONE["width"] - 32
    page.get_by_role("radio", name="1 of 5, very bad").press("ArrowLeft")
    expect(page.get_by_role("radio", name="2 of 5, bad")).to_be_focused()


def test_at_twice_the_size_everything_can_still_be_reached(page: Page, house: House) -> None:
    # 200 % zoom of a small laptop leaves this many pixels.
    page.set_viewport_size(ViewportSize(width=640, height=360))
    house.say(prompt(1, shape=FACES))
    enter(page, house)

    page.get_by_role("radio", name="4 of 5, good").click()
    page.get_by_role("textbox").fill("Thanks")

    settled(page, 1)
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_in_viewport()


def test_an_invitation_leads_into_the_chat_and_no_second_browser(
    browser: Browser, page: Page, house: House
) -> None:
    link = f"{house.served.site}/i#{sign_invitation('i1', secret=SECRET)}"

    page.goto(link)
    expect(page.locator("body.chat.is-ready")).to_be_attached()
    elsewhere = browser.new_context(locale="en-GB")
    forwarded = elsewhere.new_page()
    forwarded.goto(link)

    expect(forwarded.get_by_role("status")).to_contain_text("another browser")
    elsewhere.close()
    assert len(house.items) == 1


def test_a_scanned_code_leads_into_the_chat_and_so_does_the_next_one(page: Page, house: House) -> None:
    house.world.codes |= {"ABCD2345", "WXYZ6789"}

    for code in ("ABCD-2345", "WXYZ-6789"):
        page.goto(f"{house.served.site}/c#{code}")
        expect(page.locator("body.chat.is-ready")).to_be_attached()

    first, second = house.items
    assert first.address == second.address
    assert PAYLOAD_JSON.validate_json(first.payload) == Scanned(code="ABCD2345", language="en")


def test_a_code_can_be_typed_and_typed_again(page: Page, house: House) -> None:
    house.world.codes.add("ABCD2345")
    page.goto(f"{house.served.site}/c")

    field = page.get_by_label("Type the code")
    field.fill("abcd 9999")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("There is no such code")
    found = Axe().run(page)
    field.fill("abcd-2345")
    page.get_by_role("button", name="Start").click()

    expect(page.locator("body.chat.is-ready")).to_be_attached()
    assert len(house.items) == 1
    assert found.violations_count == 0, found.generate_report()


def test_a_wrong_link_says_so_kindly(page: Page, house: House) -> None:
    page.goto(f"{house.served.site}/chat#{'x' * 43}")

    expect(page.locator("#status")).to_contain_text("open the link exactly as you got it")
    expect(page.locator("#composer")).to_be_hidden()


@pytest.mark.parametrize("width", [320, 390, 768, 1280])
def test_nothing_is_wider_than_the_screen_and_every_target_fits_a_finger(
    page: Page, house: House, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 844})
    for number, shape in enumerate(SHAPES, start=1):
        house.say(prompt(number, shape=shape, text="Donaudampfschifffahrtsgesellschaftskapitän " * 3))
    enter(page, house)
    asked(page, len(SHAPES))

    assert page.evaluate("document.documentElement.scrollWidth") <= width
    targets = page.locator("button:visible, textarea:visible")
    boxes = [box for box in (each.bounding_box() for each in targets.all()) if box is not None]
    assert len(boxes) > 30
    assert min(box["height"] for box in boxes) >= 44
    assert min(box["width"] for box in boxes) >= 44


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_to_complain_of(browser: Browser, house: House, scheme: str) -> None:
    # axe is put into the page as a script, which the page's own policy would refuse.
    dark = browser.new_context(
        viewport=PHONE,
        color_scheme="dark" if scheme == "dark" else "light",
        reduced_motion="reduce",
        locale="en-GB",
        bypass_csp=True,
    )
    page = dark.new_page()
    for number, shape in enumerate(SHAPES, start=1):
        house.say(prompt(number, shape=shape))
    enter(page, house)
    page.get_by_role("radio", name="2 of 5, bad").click()
    page.get_by_role("radio", name="5 of 5, very good").click()
    page.get_by_role("radio", name="The van").click()
    settled(page, 3)

    found = Axe().run(page)

    dark.close()
    assert found.violations_count == 0, found.generate_report()


def test_what_is_new_is_read_out_and_what_was_is_not(page: Page, house: House) -> None:
    house.say(prompt(1, shape=FACES))
    page.goto(f"{house.served.site}/chat#{MINE}")

    expect(page.get_by_role("log")).to_have_attribute("aria-live", "polite")
    expect(page.get_by_role("radiogroup")).to_have_accessible_name("How was it?")
