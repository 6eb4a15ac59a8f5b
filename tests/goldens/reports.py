"""The gallery's pictures of reports, of lines laid over each other and of the page that filters.

All are of the demo's own customers, whom a seed decides: the commands are run as anybody would run them.
"""

import asyncio
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Collection, Iterator
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Literal

import numpy as np
from PIL import Image
from playwright.async_api import Browser, async_playwright

from bot import plugins
from bot.plugins import question_options, report_forms
from bot.reporting import Query
from config.loader import read_journey
from feedback.case_figures import CaseFate
from feedback.intake import Refused
from tests.bot.reports.standing import START, Cared, MadeUp
from tests.goldens.maps import small

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "docs" / "img" / "reports"
LARGEST_KIB = 128

Theme = Literal["light", "dark"]
THEMES: tuple[Theme, ...] = ("light", "dark")
_CHROMIUM = Path(os.environ.get("CHROMIUM", "/usr/bin/chromium"))
_CUSTOMERS, _DAYS = 450, 35
_OF_CASES = "rescue"
_HIGHEST = 1100
_CARED_AT = (("delivery", "Logistics"), ("return", "Customer care"), ("checkout", "Web team"))


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
        "Which touchpoints go with satisfaction with the whole, and where to look first.",
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
    _report(
        "summary", "A page for directors", "What was found and what changed, each sentence with its figures."
    ),
    _report("alerts", "What has changed", "What monitors found, since when, and what they watch."),
    _report(
        "rescue",
        "Who was won back",
        "What became of unhappy customers' cases; of made-up ones, for the demo's customers have no team.",
    ),
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
            page = folder / f"{shown.name}.html"
            if shown.name == _OF_CASES:
                page.write_bytes(_cared_for(folder / "demo" / "journey.yaml"))
            elif not names or shown.name in names:
                _run(folder / "demo", *shown.arguments, "--out", str(page))
        yield from asyncio.run(_taken(folder, names))


def _cared_for(journey: Path) -> bytes:
    """Return the page of the report on cases, of the demo's journey and cases that a seed decides."""
    source = MadeUp(loaded=read_journey(journey, kinds=question_options()))
    answer = plugins.reports()[_OF_CASES].make(Cared(source, tuple(_fates())), Query(language="en"))
    if isinstance(answer, Refused):
        raise SystemExit(f"{answer.what}; {answer.fix}")
    return report_forms()["html"].write(answer, False)  # noqa: FBT003 - the port's own


def _fates() -> Iterator[CaseFate]:
    rng = np.random.default_rng(4)
    for number in range(140):
        touchpoint, team = _CARED_AT[int(rng.choice(len(_CARED_AT), p=(0.6, 0.25, 0.15)))]
        opened = START + timedelta(hours=float(rng.uniform(0, 24 * 80)))
        replied, resolved = rng.gamma(2, 1.5), 6 + rng.gamma(2, 9)
        is_over = number % 12 != 0
        yield CaseFate(
            customer=f"c{number}", team=team, touchpoint=touchpoint, opened_at=opened,
            replied_at=opened + timedelta(hours=float(replied)),
            resolved_at=opened + timedelta(hours=float(resolved)) if is_over else None,
            closed_at=opened + timedelta(hours=float(resolved) + 20) if is_over else None,
            is_fixed=bool(rng.uniform() < 0.7) if is_over and rng.uniform() < 0.8 else None,
            before=-2.0 + float(rng.uniform(0, 1.2)),
            after=float(rng.uniform(-1, 1.6)) if is_over and rng.uniform() < 0.6 else None,
        )  # fmt: skip


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
