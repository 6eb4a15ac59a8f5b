"""Answers to commands as they go out, for goldens and for the gallery: every kind, in English and German.

`python -m tests.goldens.answers` writes the goldens and draws the pictures; look at them before you commit.
"""

import asyncio
import json
import os
from base64 import b64encode
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Literal

import click
from PIL import Image
from playwright.async_api import Browser, Page, async_playwright

from bot.channels.slack import SlackChannel
from bot.channels.slack import showing as on_slack
from bot.channels.slack.channel import Connection, OneTeam
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram import answering as on_telegram
from bot.channels.telegram.account import Account
from bot.channels.telegram.callback import Signer
from bot.channels.telegram.rendering import Outgoing
from bot.http.feed import ENTRY_JSON, Sent, light
from bot.http.tokens import new_address
from config import formats
from feedback.degrade import degrade
from feedback.outbox import Receipt
from feedback.prompts import Grid, Picture, Prompt
from tests.bot.answers import FILE, ID, NOON, answer, every_kind, sent
from tests.bot.client import World
from tests.bot.fakes import SECRET
from tests.bot.serving import Served
from tests.emulators.common.json_shapes import Json
from tests.emulators.common.process import emulator
from tests.emulators.common.remote import Remote
from tests.emulators.slack.seeds import BOT_TOKEN
from tests.emulators.slack.testing import slack_process
from tests.emulators.telegram_client import TOKEN

ROOT = Path(__file__).parents[2]
GOLDENS = Path(__file__).parent / "answers"
PICTURES = ROOT / "docs" / "img" / "answers"
LARGEST_KIB = 192
LANGUAGES = ("en", "de")

Place = Literal["telegram", "slack", "web"]
Theme = Literal["light", "dark"]
PLACES: Mapping[Place, str] = {"telegram": "Telegram", "slack": "Slack", "web": "The web chat"}
THEMES: tuple[Theme, ...] = ("light", "dark")

_MAP = ROOT / "docs" / "img" / "maps" / "example-light-png.png"
_CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
_ADA, _TEAM, _USER = 4711, "T01TEST", "U01CUST"
_PATIENCE_MS = 20_000
_COLOURS = (128, 64, 32)
_WIDTHS: Mapping[Place, int] = {"telegram": 460, "slack": 640, "web": 420}
_FONT = """
    @font-face {{
        font-family: "Gallery Emoji"; unicode-range: U+2600-27BF, U+1F000-1FAFF;
        src: url("data:font/ttf;base64,{font}");
    }}
    :root, body {{ font-family: "Gallery Emoji", "DejaVu Sans", system-ui, sans-serif !important; }}
"""
_STYLES: Mapping[Place, str] = {
    "telegram": """
        body { display: block; height: auto; background: var(--paper); }
        .people, .desk, .bar, .composer, .below, .react { display: none !important; }
        .phone { height: auto; display: block; } .scroll { overflow: visible; }
        .messages { padding: 14px; } .message { animation: none; max-width: 100%; }
    """,
    "slack": """
        .shell { display: block; height: auto; } .place { display: block; }
        .side, .top, .composer, .notice, .tools { display: none !important; }
        .messages { overflow: visible; padding: 0; } .messages ol { padding: 8px; }
        .message:hover, .message:focus-within { background: none; }
    """,
    "web": """
        body.chat { display: block; height: auto; overflow: visible; } .scroller { overflow: visible; }
        .top, .composer, .newer, .status { display: none !important; }
    """,
}
_TEXT = {
    "en": """**Your journey, last 30 days**

**Delivery is what hurts:** 2.4 of 5 (n = 318, 2.2 to 2.6), 0.5 lower than before. Ordering feels best.

Can’t tell: Returns, with 12 answers.""",
    "de": """**Ihre Journey, letzte 30 Tage**

**Die Lieferung tut weh:** 2,4 von 5 (n = 318, 2,2 bis 2,6), 0,5 weniger als davor. Bestellen ist am besten.

Nicht zu sagen: Rückgabe, mit 12 Antworten.""",
}
_MORE = {
    "en": """“It came two days late and nobody said a word.” – Delivery, 2 of 5

The later a parcel, the lower the score: those who waited a day longer gave 0.6 less.""",
    "de": """„Es kam zwei Tage zu spät, und niemand hat etwas gesagt.“ – Lieferung, 2 von 5

Je später ein Paket, desto niedriger die Note: Wer einen Tag länger wartete, gab 0,6 weniger.""",
}
_STAGE = {
    "en": "**{stage}.** {score} of 5 from {n} answers, about as good as the month before. Those who said why "
    "spoke most of how long it took, and of the words they got meanwhile.",
    "de": "**{stage}.** {score} von 5 aus {n} Antworten, etwa so gut wie im Monat davor. Wer einen Grund "
    "nannte, sprach meist davon, wie lange es dauerte und was man unterdessen hörte.",
}
_STAGES = {
    "en": ("Awareness", "Consideration", "Purchase", "Delivery", "Support", "Loyalty"),
    "de": ("Aufmerksamkeit", "Abwägen", "Kauf", "Lieferung", "Hilfe", "Treue"),
}
_ASKS = {
    "en": "Which note shall go with the question to Ada?",
    "de": "Welche Notiz soll mit der Frage an Ada gehen?",
}
_PAINS = {
    "en": Grid(
        title="Pain points",
        head=("What hurts", "n", "Score"),
        rows=(("Late parcel", "118", "1.9"), ("No word of it", "74", "2.2"), ("Box broken", "31", "2.3")),
        right=frozenset({1, 2}),
    ),
    "de": Grid(
        title="Was weh tut",
        head=("Thema", "n", "Note"),
        rows=(("Paket zu spät", "118", "1,9"), ("Keine Nachricht", "74", "2,2"), ("Kaputt", "31", "2,3")),
        right=frozenset({1, 2}),
    ),
}
_DONE = {
    "en": Grid(
        title="What was done",
        head=("Touchpoint", "Since", "Owner", "Before", "After"),
        rows=(("Parcel arrives", "1 Apr 2026", "Logistics", "2.1", "2.9"),),
        right=frozenset({3, 4}),
    ),
    "de": Grid(
        title="Was getan wurde",
        head=("Berührungspunkt", "Seit", "Wer", "Vorher", "Nachher"),
        rows=(("Paket kommt an", "1. Apr. 2026", "Logistik", "2,1", "2,9"),),
        right=frozenset({3, 4}),
    ),
}


def shown(language: str) -> Sequence[Prompt]:
    """Return answers as managers get them, for the gallery."""
    words, more = _TEXT[language], _MORE[language]
    drawn = Picture(
        name="map.png", mime="image/png", described="A map of the journey.", data=_MAP.read_bytes()
    )
    stages = (
        _STAGE[language].format(
            stage=stage, score=formats.number(4.3 - at / 5, language, decimals=1), n=98 + at
        )
        for at, stage in enumerate(_STAGES[language])
    )
    made = (
        answer(words, language=language, picture=drawn, buttons=7),
        answer("\n\n".join([words, *stages]), language=language, picture=drawn, buttons=3),
        answer(
            f"**{_PAINS[language].title}**",
            language=language,
            grids=(replace(_PAINS[language], title=""), _DONE[language]),
            buttons=2,
        ),
        answer(more, language=language, documents=(FILE,)),
        answer(_ASKS[language], language=language, wants="/followup 4711 delivery"),
    )
    return [replace(prompt, id=f"{ID}.{number}") for number, prompt in enumerate(made, 1)]


def payloads(place: Place | Literal["console"], prompt: Prompt) -> Json:
    """Return an answer as it goes to a platform, without the bytes of pictures and files."""
    match place:
        case "telegram":
            made = on_telegram.show(prompt, signer=Signer(b"golden"), is_group=False)
            return [_on_telegram(each) for each in (made.head, *made.rest)]
        case "slack":
            blocks = on_slack.show(prompt, file="F1" if prompt.picture else None, has_table=True)
            found: Json = json.loads(json.dumps({"text": on_slack.fallback(prompt), "blocks": list(blocks)}))
            return found
        case "web":
            entry = Sent(cursor="1", at=NOON, prompt=light(prompt))
            told: Json = json.loads(ENTRY_JSON.dump_json(entry))
            return told
        case "console":
            return degrade(prompt).split("\n")


def _on_telegram(message: Outgoing) -> Json:
    return {
        "text": message.text,
        "picture": message.picture.name if message.picture else None,
        "rows": [[[button.text, button.callback_data] for button in row] for row in message.rows],
        "placeholder": message.placeholder,
    }


def golden(place: str, language: str) -> Path:
    """Return where the golden of a platform lies."""
    return GOLDENS / f"{place}-{language}.json"


def goldens() -> Iterator[tuple[Path, str]]:
    """Yield every golden with what it has to hold."""
    places: tuple[Place | Literal["console"], ...] = (*PLACES, "console")
    for place in places:
        for language in LANGUAGES:
            told = {name: payloads(place, prompt) for name, prompt in every_kind(language).items()}
            yield golden(place, language), json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def picture(place: str, language: str, theme: Theme) -> Path:
    """Return where a picture lies."""
    return PICTURES / f"{place}-{language}-{theme}.png"


def pictures() -> set[Path]:
    """Return where all pictures lie."""
    return {picture(place, each, theme) for place in PLACES for each in LANGUAGES for theme in THEMES}


def written() -> str:
    """Return the gallery's part about answers."""
    parts = []
    for place, name in PLACES.items():
        for theme in THEMES:
            cells = " | ".join(_cell(place, name, language, theme) for language in LANGUAGES)
            parts.append(f"### {name}, {theme}\n\n| English | German |\n| --- | --- |\n| {cells} |\n")
    return (
        "\n## Answers to commands\n\nA picture with buttons, a long answer folded up, tables, a file, and "
        "words that are wanted: the same answers on each platform.\n\n" + "\n".join(parts)
    )


def _cell(place: str, name: str, language: str, theme: Theme) -> str:
    file = picture(place, language, theme).name
    return f"![Answers on {name} in {language}, {theme}](img/answers/{file})"


async def photograph() -> AsyncIterator[Path]:
    """Draw every picture."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(
            executable_path=_CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        for language in LANGUAGES:
            for place, opened in (("telegram", _telegram), ("slack", _slack), ("web", _web)):
                async with opened(language) as url:
                    for theme in THEMES:
                        yield await _drawn(browser, url, place, language, theme)
        await browser.close()


@asynccontextmanager
async def _telegram(language: str) -> AsyncIterator[str]:
    with emulator("tests.emulators.telegram", "--token", TOKEN) as running:
        async with Remote(running.url) as remote:
            await remote.post("flood", enabled=False)
            await remote.post("user", id=_ADA, first_name="Ada", started=True)
        account = Account(token=TOKEN, secret=b"golden", base_url=f"{running.url}/bot")
        channel = TelegramChannel(account, now=lambda: NOON)
        for prompt in shown(language):
            done = await channel.send(sent(prompt, channel="telegram", address=str(_ADA)))
            assert isinstance(done, Receipt), done
        await channel.close()
        yield running.url


@asynccontextmanager
async def _slack(language: str) -> AsyncIterator[str]:
    with slack_process() as url:
        connection = Connection(teams=OneTeam(token=BOT_TOKEN), base_url=f"{url}/api/")
        channel = SlackChannel(connection, secret=b"golden", now=lambda: NOON)
        async with Remote(url) as remote:
            for prompt in shown(language):
                await remote.post("clock", advance_ms=2000)
                done = await channel.send(sent(prompt, channel="slack", address=f"{_TEAM}/{_USER}"))
                assert isinstance(done, Receipt), done
        await channel.close()
        yield url


@asynccontextmanager
async def _web(language: str) -> AsyncIterator[str]:
    world, address = World(), new_address(b"g" * 16, secret=SECRET)
    for prompt in shown(language):
        world.inbox.say(address, prompt)
    served = Served(world.app, before_stop=world.listeners.close)
    served.start()
    try:
        yield f"{served.site}/chat#{address}"
    finally:
        served.stop()


async def _drawn(browser: Browser, url: str, place: str, language: str, theme: Theme) -> Path:
    assert place in PLACES
    known: Place = next(each for each in PLACES if each == place)
    page = await browser.new_page(
        viewport={"width": _WIDTHS[known], "height": 900},
        color_scheme=theme,
        reduced_motion="reduce",
        bypass_csp=True,
    )
    page.set_default_timeout(_PATIENCE_MS)
    await page.goto(url)
    await _ready(page, known)
    await page.add_style_tag(content=_STYLES[known] + _emoji())
    taken = await page.screenshot(full_page=True)
    await page.close()
    path = picture(place, language, theme)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_small(taken))
    return path


def _small(taken: bytes) -> bytes:
    """Return a picture with fewer colours, as many as there is room for."""
    drawn, out = Image.open(BytesIO(taken)).convert("RGB"), BytesIO()
    for colours in _COLOURS:
        out = BytesIO()
        drawn.quantize(colours, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
        if out.tell() <= LARGEST_KIB * 1024:
            break
    return out.getvalue()


def _emoji() -> str:
    """Return the style that shows emoji in the font of our maps, whatever the machine has."""
    font = b64encode((ROOT / "mapping" / "renderers" / "fonts" / "NotoEmoji-Regular.ttf").read_bytes())
    return _FONT.format(font=font.decode())


async def _ready(page: Page, place: Place) -> None:
    count = len(shown("en"))
    match place:
        case "telegram":
            await page.locator("#messages .message").nth(count).wait_for()
        case "slack":
            await page.locator("#list .message").nth(count - 1).wait_for()
        case "web":
            await page.locator(".asked").nth(count - 1).wait_for()
            await page.locator(".picture.is-there").nth(1).wait_for()
    await page.wait_for_function("[...document.images].every((each) => each.complete)")


async def _draw_all() -> None:
    async for taken in photograph():
        click.echo(f"{taken.relative_to(ROOT)}: {taken.stat().st_size / 1024:.0f} KiB")


if __name__ == "__main__":
    GOLDENS.mkdir(exist_ok=True)
    for path, content in goldens():
        path.write_text(content, encoding="utf-8")
    asyncio.run(_draw_all())
