"""A report as a page and on paper: words stay words, tables are tables, and nothing runs or is fetched.

Set AFTERTOUCH_UPDATE_GOLDENS=1 to write the goldens anew, then look at them before you commit.
"""

import os
from dataclasses import replace
from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from mapping.charts.bars import Bar, bars
from mapping.journey_map import JourneyMap
from mapping.marks import Box, Letters
from mapping.pdf_page import Page
from mapping.report import HIDDEN, Bounded, Column, Formula, Report, Table
from mapping.report_forms import html, pdf
from mapping.report_on_paper import EDGE, pages
from tests.mapping.test_pdf_renderer import read
from tests.mapping.test_renderer_contract import inflated

GOLDENS = Path(__file__).parent / "goldens" / "reports"
HOSTILE = "<script>alert('no')</script> & \x1b[31mred \u202eback"
COLUMNS = (
    Column(key="group", title="Group"),
    Column(key="score", title="Score", kind="score"),
    Column(key="n", title="n", kind="count"),
    Column(key="time", title="Time", kind="length"),
)
ROWS = (
    ("Busy parents", Bounded(0.44, 0.21, 0.67), 1204, timedelta(hours=5)),
    (HOSTILE, HIDDEN, HIDDEN, None),
    ("x" * 60, Bounded(-1.2, -1.4, -1.0), 12, timedelta(days=4)),
)


@pytest.fixture(scope="module")
def report(example: JourneyMap) -> Report:
    rows = [Bar(name=HOSTILE, said="+0.4", value=0.44, low=0.21, high=0.67)]
    return Report(
        name="made_up",
        title="Who feels otherwise",
        about=replace(example.about, persona=HOSTILE),
        findings=("Busy parents feel better at checkout (n=1,204).", HOSTILE),
        tables=(
            Table(key="groups", title="Over the whole journey", columns=COLUMNS, rows=ROWS),
            Table(key="none", title="Where they differ", columns=COLUMNS, rows=(), empty="Nowhere."),
        ),
        notes=("12 differences were looked at.", HOSTILE),
        formulas=(Formula(what="Score", formula="mean of means", n="customers", source=HOSTILE),),
        drawing=bars(rows, title="Groups", subtitle="shop", method="Made up."),
        description="A bar.",
        diagrams={"mermaid": "graph LR\n  a-->b\n</pre><script>"},
    )


class Tags(HTMLParser):
    """What elements a page has, with their attributes."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(page.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def of(self, *names: str) -> list[dict[str, str | None]]:
        return [attributes for tag, attributes in self.found if tag in names]


def written(report: Report, form: str, *, explain: bool = True) -> bytes:
    spec = html.SPEC if form == "html" else pdf.SPEC
    return spec.write(report, explain)


@pytest.mark.parametrize("form", ["html", "pdf"])
def test_a_report_writes_its_golden(form: str, report: Report) -> None:
    fresh, golden = written(report, form), GOLDENS / f"made_up.{form}"
    if os.environ.get("AFTERTOUCH_UPDATE_GOLDENS"):
        GOLDENS.mkdir(exist_ok=True)
        golden.write_bytes(fresh)

    if form == "pdf":
        assert inflated(fresh) == inflated(golden.read_bytes())
    else:
        assert fresh == golden.read_bytes()


def test_the_page_has_real_tables_and_words_of_others_stay_words(report: Report) -> None:
    page = written(report, "html")
    tags = Tags(page)

    assert len(tags.of("table")) == len(tags.of("caption")) == 1
    assert [head["scope"] for head in tags.of("th")] == ["col"] * 4 + ["row"] * 3
    assert not tags.of("script", "link", "img", "iframe")
    assert not [name for _, attributes in tags.found for name in attributes if name.startswith("on")]
    assert b"\x1b" not in page
    assert "\u202e" not in page.decode()
    policy = next(each["content"] or "" for each in tags.of("meta") if "http-equiv" in each)
    assert policy.startswith("default-src 'none'")
    assert "script" not in policy
    assert b"(hidden)" in page


def test_a_picture_goes_without_the_title_that_the_page_has_already(report: Report) -> None:
    named = bars([Bar(name="a", said="1", value=1.0)], title=report.title, subtitle="shop", method="Made up.")

    pages = [
        written(replace(report, drawing=drawing), "html").decode() for drawing in (named, report.drawing)
    ]

    assert [page.count(">Who feels otherwise</text>") for page in pages] == [0, 0]
    assert [page.count(">Groups</text>") for page in pages] == [0, 1]
    assert 'viewBox="0 72 ' in pages[0]
    assert 'viewBox="0 0 ' in pages[1]


def test_sentences_are_a_list_and_no_table_of_one_column(report: Report) -> None:
    columns = (Column(key="sentence", title="Sentence"),)
    table = Table(key="changed", title="What changed", columns=columns, rows=(("It rose.",), ("<b> fell.",)))

    page = written(replace(report, tables=(table,)), "html").decode()

    assert '<ul class="told"><li dir="auto">It rose.</li><li dir="auto">&lt;b&gt; fell.</li></ul>' in page
    assert "<table>" not in page


def test_the_page_names_its_language(report: Report) -> None:
    german = replace(report, about=replace(report.about, language="de"))

    page = written(german, "html").decode()

    assert '<html lang="de">' in page


def test_the_page_opens_its_formulas_where_they_are_asked_for(report: Report) -> None:
    assert "open" in Tags(written(report, "html")).of("details")[0]
    assert "open" not in Tags(written(report, "html", explain=False)).of("details")[0]


def test_the_paper_has_text_to_copy_and_no_pixels(report: Report) -> None:
    document = written(report, "pdf")
    found = read(document)

    for said in (
        "Who feels otherwise",
        "Over the whole journey",
        "Busy parents",
        "Nowhere.",
        "mean of means",
    ):
        assert said in found.text
    assert "1,204" in found.text
    assert b"/Subtype /Image" not in b"".join(found.objects.values())
    assert "mean of means" not in read(written(report, "pdf", explain=False)).text


def test_the_paper_bears_its_title_once(report: Report) -> None:
    named = bars([Bar(name="a", said="1", value=1.0)], title=report.title, subtitle="shop", method="Made up.")

    first = [next(pages(replace(report, drawing=each), explain=False)) for each in (named, report.drawing)]

    titles = [_headings(page, report.title) for page in first]
    assert titles == [1, 1]
    tops = [_top_of_picture(page) for page in first]
    assert tops[0] < tops[1], "what the title leaves free is not left blank"


def _headings(page: Page, title: str) -> int:
    return sum(getattr(mark, "text", "") == title for piece in page.pieces for mark in piece.marks)


def _top_of_picture(page: Page) -> float:
    """Return where the picture's highest text or box begins (pt)."""
    figure = next(piece for piece in page.pieces if piece.tag == "Figure")
    highest = min(mark.y for mark in figure.marks if isinstance(mark, Letters | Box))
    return page.y + highest * page.scale


def test_long_tables_go_on_with_their_head_and_pages_are_numbered(report: Report) -> None:
    long = Table(key="long", title="Long", columns=COLUMNS, rows=ROWS[:1] * 120)

    found = read(written(replace(report, tables=(long,)), "pdf", explain=False))

    assert len(found.pages) > 2
    for number, page in enumerate(found.pages, start=1):
        assert "Group" in page, "each page with rows has the table's head"
        assert f"{number} / {len(found.pages)}" in page


def test_nothing_leaves_the_paper_and_wide_tables_turn_it(report: Report) -> None:
    many = tuple(Column(key=f"c{place}", title=f"Column {place}", kind="score") for place in range(10))
    wide = Table(key="wide", title="Wide", columns=many, rows=((Bounded(-1.2, -1.4, -1.0),) * 10,))

    upright = list(pages(report, explain=True))
    turned = list(pages(replace(report, tables=(wide,)), explain=True))

    assert [page.width < page.height for page in (*upright, *turned)] == [True] * len(upright) + [
        False
    ] * len(turned)
    for page in (*upright, *turned):
        for piece in page.pieces:
            for mark in piece.marks:
                x = getattr(mark, "x", None)
                if x is not None:
                    assert EDGE - 1 <= page.x + x * page.scale <= page.width - EDGE + 1


@pytest.mark.browser
def test_nobody_is_kept_out_and_nothing_is_fetched(browser: Browser, report: Report, tmp_path: Path) -> None:
    file = tmp_path / "report.html"
    file.write_bytes(written(report, "html"))
    said: list[str] = []
    strict = browser.new_page()
    strict.on("console", lambda message: said.append(message.text))
    strict.on("request", lambda one: said.append(one.url) if one.url != file.as_uri() else None)
    strict.goto(file.as_uri())
    assert said == []
    for scheme in ("light", "dark"):
        page = browser.new_page(bypass_csp=True)
        page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
        page.goto(file.as_uri())
        found = Axe().run(page)
        assert found.violations_count == 0, found.generate_report()
