"""Posters: their codes, where these lead, and what is drawn."""

import asyncio
import os
import re
import zlib
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from starlette.testclient import TestClient

from bot.app import open_app
from bot.codes import shown
from bot.http.server import make_server
from bot.plugins import question_options
from bot.terminal.qr_leading import CHANNELS, Lead, Leads, code_for
from bot.terminal.qr_poster import HEIGHT, WIDTH, Poster, poster, spoken_by
from bot.terminal.qr_symbol import MARGIN, as_text, symbol
from bot.terminal.qr_words import POSTERS, typed_words
from bot.terminal.qr_writing import written
from config.journey import Journey
from config.loader import load_journey
from config.settings import Settings
from feedback.records import Code
from feedback.store.transcript import WentOut
from feedback.wording import TALK
from tests.bot.terminal.qr_reading import decode, read

if TYPE_CHECKING:
    from tests.bot.terminal.conftest import Terminal

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
GOLDEN = Path(__file__).parent / "data" / "poster.svg"
PANEL = (136, 1024, 944, 1832)
"""Where the code lies on a picture of a poster, without the line around it (px)."""

JOURNEY = """\
id: cafe
title: {en: Birch & Bean, de: Birke & Bohne}
languages: [en, de, fr]
stages:
  - id: visit
    title: Visit
    touchpoints:
      - {id: counter, title: {en: At the counter, de: An der Theke}, where: offline, survey: taste}
surveys:
  - id: taste
    title: Taste
    questions:
      - {id: coffee, kind: rating, ask: {en: How was it?, de: Wie war es?, fr: C’était comment ?}}
"""
LEADS = {
    "telegram": Lead(
        channel="telegram",
        code="ABCD-2345",
        payload="https://t.me/birch_and_bean_bot?start=ABCD2345",
        place="@birch_and_bean_bot",
    ),
    "slack": Lead(
        channel="slack",
        code="ABCD-2345",
        payload="/journey code ABCD-2345",
        place="/journey code ABCD-2345",
    ),
    "web": Lead(
        channel="web",
        code="ABCD-2345",
        payload="https://feedback.birch-and-bean.example/c#ABCD-2345",
        place="feedback.birch-and-bean.example/c",
    ),
}


@pytest.fixture
def journey() -> Journey:
    return load_journey(JOURNEY, file="journey.yaml", kinds=question_options()).journey


def drawn(journey: Journey, channel: Leads = "telegram", *languages: str) -> Poster:
    found = journey.place("counter")
    assert found is not None
    return poster(journey, found[1], LEADS[channel], languages=languages or ("en", "de", "fr"))


# where a code leads


def told(out: str, what: str) -> str:
    found = re.search(rf"^{what}: +(.+)$", out, re.MULTILINE)
    assert found is not None, out
    return found[1]


def test_a_touchpoint_has_one_code_and_another_has_another(terminal: "Terminal") -> None:
    first, again = terminal("qr", "counter"), terminal("qr", "counter", "--channel", "web")
    other = terminal("qr", "delivery")

    assert first.code == 0, first.err
    assert told(first.out, "Code") == told(again.out, "Code") != told(other.out, "Code")


@pytest.mark.parametrize(
    ("connected", "leads"),
    [
        ({"TELEGRAM_TOKEN": "1:a", "TELEGRAM_USERNAME": "@cafe_bot"}, "https://t.me/cafe_bot?start={bare}"),
        ({"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}, "/journey code {code}"),
        ({"PUBLIC_URL": "https://cafe.example"}, "https://cafe.example/c#{code}"),
    ],
    ids=["telegram", "slack", "web"],
)
def test_a_code_leads_over_the_first_channel_that_is_connected(
    terminal: "Terminal", monkeypatch: pytest.MonkeyPatch, connected: dict[str, str], leads: str
) -> None:
    for name, value in connected.items():
        monkeypatch.setenv(f"AFTERTOUCH_{name}", value)

    shown_here = terminal("qr", "counter")

    code = told(shown_here.out, "Code")
    assert told(shown_here.out, "Leads") == leads.format(code=code, bare=code.replace("-", ""))


def test_a_bot_without_a_name_is_asked_for_it(terminal: "Terminal") -> None:
    refused = terminal("qr", "counter", "--channel", "telegram")

    assert refused.code == 1
    assert "set AFTERTOUCH_TELEGRAM_USERNAME, which aftertouch connect telegram tells" in refused.err


def test_an_address_that_only_this_machine_knows_is_pointed_out(terminal: "Terminal") -> None:
    assert "set AFTERTOUCH_PUBLIC_URL" in terminal("qr", "counter").err


def test_an_unknown_touchpoint_is_met_with_the_one_meant(terminal: "Terminal") -> None:
    refused = terminal("qr", "countr")

    assert refused.code == 2
    assert 'there is no touchpoint "countr"; did you mean "counter"?' in refused.err


def test_no_poster_is_made_for_a_touchpoint_that_nobody_is_asked_about(terminal: "Terminal") -> None:
    refused = terminal("qr", "newsletter", "--out", "poster.svg")

    assert refused.code == 1
    assert "has no survey" in refused.err


@pytest.mark.parametrize(("arguments", "says"), [(["--out", "poster.jpg"], "end it in .svg, .png or .pdf")])
def test_a_form_that_there_is_not_is_refused(terminal: "Terminal", arguments: list[str], says: str) -> None:
    assert says in terminal("qr", "counter", *arguments).err


def test_a_code_that_stands_for_something_else_is_left_to_it(home: Path) -> None:
    app = open_app(Settings())
    ours = code_for(app.store, "counter", now=NOON)
    app.close()
    (home / "aftertouch.db").unlink()
    again = open_app(Settings())
    again.store.add_codes([Code(code=ours, kind="touchpoint", subject="delivery", created_at=NOON)])

    other = code_for(again.store, "counter", now=NOON)
    same = code_for(again.store, "counter", now=NOON)
    again.close()

    assert ours != other == same


def test_a_stranger_who_opens_the_link_is_asked_about_the_touchpoint(terminal: "Terminal") -> None:
    link = told(terminal("qr", "counter", "--channel", "web").out, "Leads")
    app = open_app(Settings())
    page = TestClient(make_server(app))

    redeemed = page.post(
        "/chat/codes/redeem",
        json={"key": str(uuid4()), "code": link.partition("#")[2], "browser": "b" * 32, "language": "de"},
    )
    asyncio.run(app.settle())

    said = app.store.read_feed("web", redeemed.json()["address"], after=None, limit=10)
    app.close()
    assert [each.prompt.text for each in said if isinstance(each, WentOut)] == ["Wie war dein Kaffee?"]


# what is drawn


@pytest.mark.parametrize("channel", LEADS)
def test_the_drawn_code_can_be_read(journey: Journey, channel: Leads) -> None:
    picture = written(drawn(journey, channel), form="png", now=NOON)

    assert read(picture, box=PANEL) == LEADS[channel].payload


def test_a_poster_looks_as_it_did(journey: Journey) -> None:
    made = written(drawn(journey), form="svg", now=NOON).decode()

    if os.environ.get("AFTERTOUCH_UPDATE_GOLDENS"):
        GOLDEN.write_text(made, encoding="utf-8")
    assert made == GOLDEN.read_text(encoding="utf-8")


def test_a_pdf_is_of_letters_and_lines_on_one_sheet(journey: Journey) -> None:
    made = written(drawn(journey), form="pdf", now=NOON)

    streams = [_inflated(part) for part in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", made, re.DOTALL)]
    assert made.startswith(b"%PDF-")
    assert made.count(b"/MediaBox [0 0 595.28 841.89]") == 1
    assert b"/Subtype /Image" not in made
    assert any(b"beginbfchar" in each or b"beginbfrange" in each for each in streams)
    assert made == written(drawn(journey), form="pdf", now=NOON)


def _inflated(stream: bytes) -> bytes:
    try:
        return zlib.decompress(stream)
    except zlib.error:
        return stream


@pytest.mark.parametrize("form", ["svg", "png", "pdf"])
def test_a_title_with_letters_of_all_kinds_is_drawn(form: str) -> None:
    text = JOURNEY.replace("Birch & Bean", "Café ☕ 北京 <Ø> & " + "very " * 30)
    odd = load_journey(text, file="journey.yaml", kinds=question_options()).journey

    assert written(drawn(odd), form=form, now=NOON)


def test_a_poster_speaks_three_languages_at_most_the_journeys_own_first(journey: Journey) -> None:
    more = journey.model_copy(update={"language": "de", "languages": ("en", "de", "nl", "fr", "it")})

    assert spoken_by(journey, ()) == (["en", "de", "fr"], [])
    assert spoken_by(more, ()) == (["de", "en", "fr"], ["it"])
    assert spoken_by(more, ("pt-BR", "pt")) == (["pt"], [])


def test_posters_speak_every_language_that_the_product_does() -> None:
    assert POSTERS.languages == TALK.languages
    for language in POSTERS.languages:
        assert all("at HOME" in typed_words(each, language, place="at HOME") for each in CHANNELS)


def test_everything_on_a_poster_lies_on_the_sheet(journey: Journey) -> None:
    made = written(drawn(journey), form="svg", now=NOON).decode()

    at = [
        (float(x), float(y))
        for x, y in re.findall(r'<(?:text|rect|circle) c?x="([\d.]+)" c?y="([\d.]+)"', made)
    ]
    assert at
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT - 56 for x, y in at)


def test_the_code_shown_in_a_terminal_says_the_same() -> None:
    lines = as_text(symbol("https://a.example/c#ABCD-2345")).splitlines()
    lit = {" ": (True, True), "▄": (True, False), "▀": (False, True), "█": (False, False)}
    rows = [[lit[sign][half] for sign in line] for line in lines for half in (0, 1)]
    size = len(lines[0]) - 2 * MARGIN

    inner = [row[MARGIN : MARGIN + size] for row in rows[MARGIN : MARGIN + size]]
    assert decode(inner) == "https://a.example/c#ABCD-2345"


@pytest.mark.parametrize("form", ["svg", "png", "pdf"])
def test_a_poster_is_written_as_its_name_ends(home: Path, terminal: "Terminal", form: str) -> None:
    done = terminal("qr", "counter", "--out", f"poster.{form}")

    head = {"svg": b"<svg", "png": b"\x89PNG", "pdf": b"%PDF"}[form]
    assert (done.code, done.out) == (0, "")
    assert (home / f"poster.{form}").read_bytes().startswith(head)


def test_without_a_file_a_poster_goes_to_standard_output(terminal: "Terminal") -> None:
    done = terminal("qr", "counter", "--format", "svg")

    assert done.out.startswith("<svg")
    assert "Unser" not in done.out
    assert shown("ABCD2345") not in done.out
