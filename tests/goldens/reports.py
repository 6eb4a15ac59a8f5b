"""The gallery's pictures of reports, of lines laid over each other and of the page that filters.

All are of the demo's own customers, whom a seed decides: the commands are run as anybody would run them.
"""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Collection, Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

from PIL import Image
from playwright.async_api import Browser, async_playwright

from tests.goldens.maps import small

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs" / "img" / "reports"
LARGEST_KIB = 128

Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")
_CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
_CUSTOMERS, _DAYS = 300, 35
_HIGHEST = 1100


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A command, drawn in both themes: its arguments, its heading, and what is to be seen."""

    name: str
    title: str
    about: str
    arguments: tuple[str, ...]
    width: int = 1040

    def picture(self, theme: Theme) -> Path:
        """Return where the picture lies."""
        return PICTURES / f"{self.name}-{theme}.png"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The page that filters, at an address, on a screen of some size (px)."""

    name: str
    title: str
    fragment: str
    size: tuple[int, int]

    @property
    def picture(self) -> Path:
        """Where the picture lies."""
        return PICTURES / f"{self.name}.png"


def _report(name: str, title: str, about: str, *arguments: str) -> Shown:
    return Shown(name=name, title=title, about=about, arguments=(name, *arguments))


SHOWN = (
    Shown(
        name="overlay",
        title="Several groups on one map",
        about="Each line has its own colour, dashes, marker and name, and its figures below.",
        arguments=("map", "--overlay", "persona:bargain_hunter,persona:regular,segment:dach"),
        width=1660,
    ),
    _report("scores", "Scores", "How each stage and touchpoint felt, who replied, NPS, CSAT and CES."),
    _report("pains", "Pain points", "What hurts, how many it hurts and how much, in whose words."),
    _report("opportunities", "Opportunities", "What could be done, by gain and effort."),
    _report("moments", "Moments of truth", "Which moments decide what is remembered, and why."),
    _report(
        "drivers",
        "Drivers",
        "Which touchpoints go with satisfaction with the whole; refused here, where too few told of it.",
    ),
    _report("trend", "Trend", "How it felt, week by week.", "--by", "week"),
    _report("funnel", "Funnel", "How far customers come, where they leave, and how they felt."),
    _report("paths", "Paths", "Which ways customers take, and how it felt there.", "--by", "stage"),
    _report("channels", "Channels and campaigns", "What each medium brought."),
    _report(
        "compare",
        "Two groups side by side",
        "What differs, with its interval, and what is chance.",
        "--persona",
        "bargain_hunter",
        "--with",
        "others",
    ),
    _report("segments", "Who feels otherwise", "Every persona and segment beside all others."),
)
OPENED = (
    Opened(name="page", title="On a desk", fragment="", size=(1560, 1040)),
    Opened(
        name="page-dark",
        title="In the dark, with what is behind a stage",
        fragment="theme=dark&at=receive",
        size=(1560, 1560),
    ),
    Opened(name="page-phone", title="On a phone", fragment="at=receive", size=(390, 1600)),
)


def pictures() -> set[Path]:
    """Return where all of them lie."""
    return {shown.picture(theme) for shown in SHOWN for theme in THEMES} | {each.picture for each in OPENED}


def written() -> str:
    """Return the page's parts about reports and the page that filters."""
    looks = "\n".join(f"### {each.title}\n\n![{each.title}]({_link(each.picture)})\n" for each in OPENED)
    reports = "\n".join(_written(shown) for shown in SHOWN)
    return (
        "\n## The page that filters\n\nOne file that works without a net: groups, periods and media, from "
        f"a stage to its touchpoints, pain points and words.\n\n{looks}"
        "\n## Reports\n\nOf the demo's simulated customers, as [the commands](reports.md) write them with "
        f"`--as html`; a screen set to dark has them dark.\n\n{reports}"
    )


def _written(shown: Shown) -> str:
    command = " ".join(shown.arguments)
    cells = " | ".join(f"![{shown.title}, {theme}]({_link(shown.picture(theme))})" for theme in THEMES)
    return (
        f"### {shown.title}\n\n{shown.about} `aftertouch {command}`\n\n"
        f"| Light | Dark |\n| --- | --- |\n| {cells} |\n"
    )


def _link(picture: Path) -> str:
    return picture.relative_to(ROOT / "docs").as_posix()


def photograph(names: Collection[str] = ()) -> Iterator[Path]:
    """Let the demo's customers live, run the commands, and take the pictures, or those of these names."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with TemporaryDirectory() as made:
        folder = Path(made)
        _run(folder, "demo", "--once", "--out", str(folder), "--folder", str(folder / "demo"),
             "--customers", str(_CUSTOMERS), "--days", str(_DAYS))  # fmt: skip
        for shown in SHOWN:
            if not names or shown.name in names:
                _run(folder / "demo", *shown.arguments, "--out", str(folder / f"{shown.name}.html"))
        yield from asyncio.run(_taken(folder, names))


def _run(folder: Path, *arguments: str) -> None:
    """Run a command in the demo's folder."""
    own = {
        "AFTERTOUCH_DATABASE_URL": f"sqlite:///{folder / 'aftertouch.db'}",
        "AFTERTOUCH_JOURNEY": str(folder / "journey.yaml"),
        "AFTERTOUCH_WORKSPACE": "demo",
    }
    command = [str(Path(sys.executable).parent / "aftertouch"), *arguments]
    environment = {**os.environ, **({} if arguments[0] == "demo" else own)}
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"aftertouch {' '.join(arguments)}: {done.stderr.strip()}")


async def _taken(folder: Path, names: Collection[str]) -> list[Path]:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=_CHROMIUM, args=["--no-sandbox"])
        taken = [path async for path in _looks(browser, folder, names)]
        await browser.close()
    return taken


async def _looks(browser: Browser, folder: Path, names: Collection[str]) -> AsyncIterator[Path]:
    for shown in SHOWN:
        for theme in THEMES if not names or shown.name in names else ():
            page = await browser.new_page(viewport={"width": shown.width, "height": 600}, color_scheme=theme)
            await page.goto((folder / f"{shown.name}.html").as_uri())
            taken = await page.screenshot(full_page=True)
            await page.close()
            yield _kept(taken, shown.picture(theme), highest=_HIGHEST)
    for each in OPENED if not names or "page" in names else ():
        page = await browser.new_page(viewport={"width": each.size[0], "height": each.size[1]})
        await page.goto(f"{(folder / 'map.html').as_uri()}#{each.fragment}")
        taken = await page.screenshot()
        await page.close()
        yield _kept(taken, each.picture, highest=each.size[1])


def _kept(taken: bytes, path: Path, *, highest: int) -> Path:
    picture = Image.open(BytesIO(taken))
    path.write_bytes(small(picture.crop((0, 0, picture.width, min(picture.height, highest)))))
    return path
