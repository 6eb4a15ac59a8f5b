"""The pages of 100,000 answers: how large they are, how long one takes to make, and each to filter."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from statistics import median

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from benchmarks.archive import fill
from benchmarks.bench import Bench, Size, opened, settings_for
from benchmarks.figure import Figure, Goal, duration
from benchmarks.maps import summed_up
from benchmarks.stopwatch import timing
from benchmarks.wide_page import TOUCHPOINTS, wide_map
from bot.plugins import renderers
from bot.reporting import Query

_ANSWERS: Mapping[Size, int] = {"full": 100_000, "quick": 10_000, "tiny": 400}
_WEEKS: Mapping[Size, int] = {"full": 26, "quick": 26, "tiny": 1}
_LOADS: Mapping[Size, int] = {"full": 8, "quick": 2, "tiny": 1}
_MOST: Mapping[Size, int] = {"full": 100, "quick": 100, "tiny": 7}
"""As many filters are tried on each page."""
_FIRST = 5
_MOST_KB, _MOST_MS = 1000, 16
_CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")

# Every choice of every filter.
_CHOICES = """() => ["who", "when", "medium"].flatMap((id) => {
    const select = document.getElementById(id);
    return select ? [...select.options].filter((each) => !each.disabled).map((each) => [id, each.value]) : [];
})"""
_CHOOSE = """([id, value]) => {
    const select = document.getElementById(id);
    select.value = value;
    select.dispatchEvent(new Event("change"));
}"""


def measure(bench: Bench) -> Iterator[Figure]:
    """Yield the page's size, seconds to make it, and milliseconds of script for a filter."""
    settings = settings_for(bench.sqlite_url(), bench.folder)
    what = f"{_ANSWERS[bench.size]:,} answers"
    file = bench.folder / "page.html"
    with opened(settings) as app:
        fill(app, _ANSWERS[bench.size])
        summed_up(app)
        with timing(1) as watch:
            file.write_bytes(renderers()["html"].render(app.cartographer.draw_page(Query())))
    yield _sized(file, what)
    yield duration(f"making the page of {what}", [watch.done], note="with every view in it")
    wide = bench.folder / "wide.html"
    wide.write_bytes(renderers()["html"].render(wide_map(_ANSWERS[bench.size], weeks=_WEEKS[bench.size])))
    widely = f"{what} and {TOUCHPOINTS} touchpoints"
    yield _sized(wide, widely)
    if not Path(_CHROMIUM).exists():
        bench.tell(f"!!! The browser is left out: there is no {_CHROMIUM}; name one with CHROMIUM=")
        return
    yield from _filtered({what: file, widely: wide}, size=bench.size)


def _sized(file: Path, what: str) -> Figure:
    goal = Goal(bound=_MOST_KB, at_most=True)
    return Figure(name=f"page of {what}", value=file.stat().st_size / 1000, unit="kB", goal=goal)


def _filtered(files: Mapping[str, Path], *, size: Size) -> Iterator[Figure]:
    """Yield what a filter takes of the browser's main thread, as it counts processor time itself."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=_CHROMIUM, args=["--no-sandbox", "--disable-gpu"]
        )
        for what, file in files.items():
            taken = [_taken(browser, file, number, most=_MOST[size]) for number in range(_LOADS[size])]
            first = [each for page in taken for each in page[:_FIRST]]
            yield _script(first, f"the first {_FIRST} filters, page of {what}")
            later = [each for page in taken for each in page[_FIRST:]]
            yield _script(later, f"a later filter, page of {what}")
        browser.close()


def _taken(browser: Browser, file: Path, number: int, *, most: int) -> list[float]:
    """Open the page anew and return what each of its filters takes (ms), in an order of `number`'s own."""
    page = browser.new_page(viewport={"width": 1440, "height": 900}, bypass_csp=True)
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})
    page.goto(file.as_uri())
    page.wait_for_selector("html[data-ready]", state="attached")
    choices = page.evaluate(_CHOICES)
    Random(number).shuffle(choices)
    taken = [_chosen(page, session, choice) for choice in choices[:most]]
    page.close()
    return taken


def _script(taken: list[float], what: str) -> Figure:
    return Figure(
        name=f"script for {what}",
        value=median(taken),
        unit="ms",
        goal=Goal(bound=_MOST_MS, at_most=True),
        values=tuple(taken),
        note=f"by CPU; {len(taken)} filters, 95 % within {sorted(taken)[int(0.95 * len(taken))]:.1f} ms",
    )


def _chosen(page: Page, session: CDPSession, choice: list[str]) -> float:
    before = _script_ms(session)
    page.evaluate(_CHOOSE, choice)
    return _script_ms(session) - before


def _script_ms(session: CDPSession) -> float:
    told = session.send("Performance.getMetrics")["metrics"]
    return float(next(each["value"] for each in told if each["name"] == "ScriptDuration")) * 1000
