"""`python -m tests.goldens.gallery [NAME ...]`: draws the pictures of docs/gallery.md, and writes the page.

Goldens are put before the emulators, and photographed on their own pages in a headless Chromium.
"""

import asyncio
import os
import sys
from base64 import b64encode
from collections.abc import Awaitable, Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from itertools import chain
from pathlib import Path

import click
from PIL import Image
from playwright.async_api import Browser, Locator, Page, async_playwright

from tests.emulators.common.process import emulator
from tests.emulators.slack.testing import slack_process
from tests.emulators.telegram_client import TOKEN
from tests.goldens import answers, maps, reports
from tests.goldens.on_slack import COLLEAGUE
from tests.goldens.playing import SCENES
from tests.goldens.putting import Emulated, emulated_slack, emulated_telegram, put
from tests.goldens.script import PLATFORMS, Platform, Step, read_golden

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "gallery.md"
PICTURES = ROOT / "docs" / "img" / "gallery"
LARGEST_KIB = 96

CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
_COLOURS = (96, 48, 24)
_PATIENCE_MS = 20_000
_NAMES: Mapping[Platform, str] = {"telegram": "Telegram", "slack": "Slack"}

# Our own, so that a picture does not depend on what the machine has; a face must never be an empty box.
_EMOJI = """
    @font-face {{
        font-family: "Gallery Emoji"; unicode-range: U+2600-27BF, U+1F000-1FAFF;
        src: url("data:font/ttf;base64,{font}");
    }}
    :root, body {{ font-family: "Gallery Emoji", "DejaVu Sans", system-ui, sans-serif !important; }}
"""

# Only the conversation is of interest, and a picture has nobody who could react.
_STYLES: Mapping[Platform, str] = {
    "telegram": """
        body { display: block; height: auto; background: var(--paper); }
        .people, .desk, .bar, .composer, .below, .react { display: none !important; }
        .phone { height: auto; display: block; } .scroll { overflow: visible; }
        .messages { padding: 14px; width: 400px; } .message { animation: none; }
    """,
    "slack": """
        .shell { display: block; height: auto; } .place { display: block; }
        .side, .top, .composer, .notice, .tools { display: none !important; }
        .messages { overflow: visible; padding: 0; } .messages ol { width: 560px; padding: 8px; }
        .message:hover, .message:focus-within { background: none; } .home .blocks { width: 560px; }
        dialog { box-shadow: none; max-height: none; } dialog::backdrop { background: #fff; }
        .home { width: 600px; padding: 16px; overflow: visible; }
    """,
}


_SETTLE = """async () => {
    document.activeElement.blur();
    await document.fonts.load('16px "Gallery Emoji"', '🙂');
}"""


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the page: its heading, what is to be seen, and the last step that the pictures show."""

    title: str
    about: str
    until: str = ""


_TAPPED = "Answered and changed by another tap; left out; misunderstood and asked again."

PARTS: Mapping[str, Part] = {
    "rating": Part(
        "A rating",
        "Answered and changed by another tap; left out; misunderstood and asked again; too late at last.",
    ),
    "nps": Part("NPS", _TAPPED, "misfit"),
    "csat": Part("CSAT", _TAPPED, "misfit"),
    "ces": Part("CES", _TAPPED, "misfit"),
    "yesno": Part("Yes or no", _TAPPED, "misfit"),
    "choice": Part("One of a list", _TAPPED, "misfit"),
    "choices": Part(
        "Several of a list",
        "Two, sent with `Done` and changed afterwards; left out; too many, and asked again.",
        "misfit",
    ),
    "text": Part("Words", "Written and edited afterwards; left out; too long, and asked again.", "misfit"),
    "looks": Part(
        "More looks", "Stars, ten points, options too long for a button, many of them, and thumbs."
    ),
    "arriving": Part(
        "Coming by oneself",
        "The greeting, a wrong code, the code of a poster, the operator's own thanks, and too many wrong "
        "codes.",
    ),
    "linking": Part(
        "Several chats", "A code for another chat, codes that do not fit here, and where to be asked."
    ),
    "joining": Part("Linked", "A stranger turns out to be a customer, and takes this chat out again."),
    "room": Part(
        "A support team's room",
        "A group or a channel, made a team's room with a code, its help, and another language for it.",
    ),
    "wishing": Part(
        "How one wants to be treated",
        "Another language, help, privacy, a pause, back again, no more questions.",
    ),
    "erasing": Part(
        "What is kept, and erasing it",
        "The files, what is said the fourth time in a row, the question whether it is meant, a change of "
        "mind, a yes that comes too late, and one in time.",
    ),
    "contradiction": Part(
        "Words against a tap", "Which should count is asked once, and either can be kept or changed."
    ),
    "nameless": Part(
        "Without a name",
        "Offered below the first question, where the journey allows it; what it means; taken back and chosen "
        "again; and thanks that say nothing of the answer.",
    ),
    "patience": Part(
        "What takes time or goes wrong",
        "A reminder, a change long after all was over, a question put anew after we were away, one that "
        "cannot be left out, and files that we do not take or could not fetch.",
    ),
    "group": Part(
        "In a group",
        "Who is asked is named, by the name they have there. Somebody else's tap changes nothing, and they "
        "alone are told so; words are heard as a reply.",
    ),
    "stray": Part(
        "A made-up button", "Nothing happens but a word about it, which the app shows for a moment."
    ),
    "channel": Part(
        "In a shared channel",
        "Whose question it is stands there; others see that it was answered, not how. Somebody else's tap is "
        "told so, and the question which should count is for one pair of eyes.",
    ),
    "form": Part("A form", "All questions of a survey at once.", "opened"),
    "home": Part(
        "The App Home of a customer", "What was asked and answered, and how to be treated.", "known"
    ),
    "manager": Part("The App Home of a colleague", "The map in charts, beside one's own.", "with charts"),
    "pointing": Part("Asking about a message", "A colleague has its writer asked.", "by a colleague"),
}
"""What the page shows, in its order: every scene."""


def written() -> str:
    """Return the page."""
    parts = "\n".join(_written(name, part) for name, part in PARTS.items())
    return f"""# Gallery

What customers see, drawn from the very payloads that go to Telegram and Slack: the golden files in \
`tests/goldens/`, shown by the emulators' own pages. Fonts and frames are those of the emulators, words and \
buttons are ours. `make gallery` draws all of it anew. [Maps](#maps), \
[the page that filters](#the-page-that-filters) and [reports](#reports) are at the end, after \
[answers to commands](#answers-to-commands).

{parts}{answers.written()}{maps.written()}{reports.written()}"""


def pictured(name: str) -> Iterator[tuple[Platform, Path]]:
    """Yield the platforms on which a scene is played, with its picture."""
    for platform in PLATFORMS:
        if name in SCENES[platform]:
            yield platform, PICTURES / f"{platform}-{name}.png"


def _written(name: str, part: Part) -> str:
    found = [(_NAMES[platform], path) for platform, path in pictured(name)]
    head = " | ".join(platform for platform, _ in found)
    line = " | ".join("---" for _ in found)
    cells = " | ".join(f"![{part.title} on {platform}](img/gallery/{path.name})" for platform, path in found)
    return f"## {part.title}\n\n{part.about}\n\n| {head} |\n| {line} |\n| {cells} |\n"


def shown_steps(platform: Platform, name: str) -> list[Step]:
    """Return the steps of a golden that its picture shows."""
    steps, until = read_golden(platform, name), PARTS[name].until
    names = [step.name for step in steps]
    return steps[: names.index(until) + 1] if until else steps


async def photograph(names: Collection[str]) -> None:
    """Draw the pictures of these scenes."""
    with ExitStack() as stack:
        telegram = stack.enter_context(emulator("tests.emulators.telegram", "--token", TOKEN)).url
        slack = stack.enter_context(slack_process())
        async with (
            async_playwright() as playwright,
            emulated_telegram(telegram) as on_telegram,
            emulated_slack(slack) as on_slack,
        ):
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            places: Mapping[Platform, tuple[Emulated, str]] = {
                "telegram": (on_telegram, telegram),
                "slack": (on_slack, slack),
            }
            for name in names:
                for platform, path in pictured(name):
                    emulated, url = places[platform]
                    await put(emulated, shown_steps(platform, name))
                    await _draw(browser, url, platform, name, path)
            await browser.close()


async def _draw(browser: Browser, url: str, platform: Platform, name: str, path: Path) -> None:
    page = await browser.new_page(viewport={"width": 640, "height": 900}, color_scheme="light")
    page.set_default_timeout(_PATIENCE_MS)
    await page.goto(url)
    look = _LOOKS.get(name, _conversation)
    seen = await look(page, platform)
    await page.add_style_tag(content=_emoji() + _STYLES[platform])
    await page.evaluate(_SETTLE)
    _keep(await seen.screenshot(), path)
    await page.close()


def _keep(taken: bytes, path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_small(taken))
    click.echo(f"{path.relative_to(ROOT)}: {path.stat().st_size / 1024:.0f} KiB")


@cache
def _emoji() -> str:
    """Return the style that shows faces in the font that our maps are drawn with."""
    font = ROOT / "mapping" / "renderers" / "fonts" / "NotoEmoji-Regular.ttf"
    return _EMOJI.format(font=b64encode(font.read_bytes()).decode())


def _small(taken: bytes) -> bytes:
    """Return a picture with fewer colours, as many as there is room for."""
    picture = Image.open(BytesIO(taken)).convert("RGB")
    out = BytesIO()
    for colours in _COLOURS:
        out = BytesIO()
        picture.quantize(colours, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        if out.tell() <= LARGEST_KIB * 1024:
            break
    return out.getvalue()


async def _conversation(page: Page, platform: Platform) -> Locator:
    messages = page.locator("#messages" if platform == "telegram" else "#list")
    await messages.locator(".message").first.wait_for()
    return messages


async def _in_the_group(page: Page, platform: Platform) -> Locator:
    await page.get_by_role("button", name="The neighbours").click()
    await page.get_by_role("heading", name="The neighbours").wait_for()
    return await _conversation(page, platform)


async def _in_the_room(page: Page, platform: Platform) -> Locator:
    return await (_in_the_group if platform == "telegram" else _in_the_channel)(page, platform)


async def _in_the_channel(page: Page, platform: Platform) -> Locator:
    await page.get_by_role("button", name="general").click()
    return await _conversation(page, platform)


async def _in_the_form(page: Page, platform: Platform) -> Locator:
    form = page.get_by_role("dialog")
    await form.wait_for()
    return form


async def _at_home(page: Page, platform: Platform) -> Locator:
    await page.get_by_role("button", name="App Home").click()
    await page.locator("#home .blocks").wait_for()
    return page.locator("#home")


async def _at_the_colleagues_home(page: Page, platform: Platform) -> Locator:
    await page.locator("#who").select_option(COLLEAGUE)
    return await _at_home(page, platform)


_LOOKS: Mapping[str, Callable[[Page, Platform], Awaitable[Locator]]] = {
    "group": _in_the_group,
    "room": _in_the_room,
    "channel": _in_the_channel,
    "form": _in_the_form,
    "pointing": _in_the_form,
    "home": _at_home,
    "manager": _at_the_colleagues_home,
}
"""Where to look for what a scene shows, if not at the conversation with the bot."""


def _are_reports(wanted: Sequence[str]) -> bool:
    return not wanted or any(name not in PARTS for name in wanted)


if __name__ == "__main__":
    PAGE.write_text(written(), encoding="utf-8")
    wanted = sys.argv[1:]
    for taken in chain(maps.photograph(), reports.photograph(wanted) if _are_reports(wanted) else ()):
        click.echo(f"{taken.relative_to(ROOT)}: {taken.stat().st_size / 1024:.0f} KiB")
    asyncio.run(photograph([name for name in wanted or PARTS if name in PARTS]))
