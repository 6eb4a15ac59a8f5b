"""What is written as Markdown is a table with text in it, whatever the text is, and says what it hides."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Protocol

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from mapping.catalogue import MAPS, words_for
from mapping.disclosure import Cell, Visibility
from mapping.journey_map import JourneyMap, drawn
from mapping.only_text import escaped
from mapping.parts import MapOpportunity, PainPoint
from mapping.period import Period
from mapping.renderers.markdown import render
from mapping.wrapping import tidy

JOINER = "\u2060"
HOSTILE = (
    "a | b",
    "`code` and ``more``",
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)> &lt;b&gt; &amp;",
    "[click](https://evil.example)",
    "![pixel](http://evil.example/p.png)",
    "see https://evil.example or www.evil.example or <http://evil.example>",
    "me@evil.example, @everyone, #42",
    "first\nsecond\r\n\r\n# third",
    "- item",
    "1. item",
    "12) item",
    "+ item",
    "=====",
    "# head",
    "> quote",
    "**bold** *thin* __b__ _i_ ~~gone~~ $x$ \\ \\| \\\\|",
    "ends in a backslash \\",
    "::: warning",
    "[ref]: https://evil.example",
    "[^1] and [x]",
    "---",
    "***",
)


class MapOf(Protocol):
    def __call__(self, stages: int, *, language: str = "en") -> JourneyMap: ...


def read(text: str) -> list[Token]:
    return MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)


def flat(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from flat(token.children or [])


def cells(text: str) -> list[list[str]]:
    """Return the words in the table, row by row."""
    rows: list[list[str]] = []
    tokens = read(text)
    for place, token in enumerate(tokens):
        if token.type == "tr_open":
            rows.append([])
        if token.type in {"th_open", "td_open"}:
            rows[-1].append(words_in(tokens[place + 1]))
    return rows


def words_in(token: Token) -> str:
    return "".join(child.content for child in token.children or []).replace(JOINER, "")


def spoiled(example: JourneyMap, text: str) -> JourneyMap:
    """Return the example with one text wherever somebody may write one."""
    about = replace(example.about, title=text, persona=text, segment=text, scorer=text)
    stages = [
        replace(
            stage,
            title=text,
            owner=text,
            touchpoints=tuple(replace(point, title=text) for point in stage.touchpoints),
            quotes=tuple(
                replace(quote, text=text, touchpoint=stage.touchpoints[0].id) for quote in stage.quotes
            ),
            pain_points=(PainPoint(title=text, customers=9, severity=1.0),),
            opportunities=(MapOpportunity(id="o", title=text, owner=text),),
        )
        for stage in example.stages
    ]
    return drawn(about, overall=example.overall, stages=stages)


@pytest.mark.parametrize("text", HOSTILE)
def test_whatever_people_write_is_text_and_nothing_else(example: JourneyMap, text: str) -> None:
    harmless = {token.type for token in flat(read(render(spoiled(example, "harmless")).decode()))}

    written = render(spoiled(example, text)).decode()

    tokens = list(flat(read(written)))
    assert {token.type for token in tokens} - {"text_special"} <= harmless
    assert not {"html_inline", "html_block", "link_open", "image", "code_inline"} & {t.type for t in tokens}
    rows = cells(written)
    assert {len(row) for row in rows} == {len(rows[0])}
    assert len(rows) == 2 + len(example.stages) + sum(len(stage.touchpoints) for stage in example.stages)
    assert rows[1][0] == tidy(text)
    assert rows[2][0] == f"↳ {tidy(text)} (online)"


@settings(deadline=None)
@given(st.text(max_size=40))
def test_any_text_comes_back_as_it_was(text: str) -> None:
    tokens = read(f"> “{escaped(text)}”")

    assert [token.type for token in tokens] == [
        "blockquote_open",
        *("paragraph_open", "inline", "paragraph_close"),
        "blockquote_close",
    ]
    assert words_in(tokens[2]) == f"“{tidy(text)}”".replace(JOINER, "")


@pytest.mark.parametrize("text", HOSTILE)
def test_any_text_may_begin_a_line(text: str) -> None:
    tokens = read(escaped(text))

    assert [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]
    assert words_in(tokens[1]) == tidy(text)


def test_no_address_and_no_mention_is_left_for_others_to_find() -> None:
    written = escaped("https://a.example www.b.example me@c.example @everyone #42 WWW.d.example")

    assert re.search(r"https?://|www\.\w|@\w|#\d", written, re.IGNORECASE) is None


def test_a_period_that_begins_with_an_ordinal_is_no_list(example: JourneyMap) -> None:
    day = Period(date(2026, 9, 1), date(2026, 9, 1))
    about = replace(example.about, language="de", period=day, persona=None, channels=())

    written = render(drawn(about, overall=example.overall, stages=example.stages)).decode()

    assert "ordered_list_open" not in {token.type for token in read(written)}
    assert "\n\n1\\. Sept. 2026\n\n" in written


def test_every_score_stands_with_its_interval_its_n_and_the_date(example: JourneyMap) -> None:
    head, *rows = cells(render(example).decode())

    assert head[:6] == ["Stage · As of 30 Sep 2026", "Emotion", "Score (−2…+2)", "Interval", "n", "Answers"]
    for row in rows:
        assert re.fullmatch(r"[+−]?\d\.\d( \(. \d\.\d since 4 Sep\))?", row[2])
        assert re.fullmatch(r"[+−]?\d\.\d … [+−]?\d\.\d", row[3])
        assert row[4].isdecimal()
    delivery = next(row for row in rows if row[0] == "Delivery · Lowest")
    assert delivery[1:5] == ["Negative", "−1.1 (▼ 0.8 since 4 Sep)", "−1.4 … −0.8", "88"]
    assert rows[-1][:7] == [
        *("Overall", "Neutral", "+0.4", "+0.2 … +0.5", "214", "363"),
        "38% (35% … 41%), n=955",
    ]


def test_touchpoints_stand_below_their_stage(example: JourneyMap) -> None:
    names = [row[0] for row in cells(render(example).decode())]

    at = names.index("Delivery · Lowest")
    assert names[at + 1 : at + 3] == ["↳ Courier (offline)", "↳ Tracking SMS (online)"]


def test_what_is_hidden_is_said_in_words_and_shows_no_figure(example: JourneyMap) -> None:
    why = {
        Visibility.FEW: "not enough answers (hidden)",
        Visibility.COMPLEMENT: "hidden: it would give a small group away",
    }
    for visibility, words in why.items():
        cell = Cell(visibility=visibility)
        stages = [
            replace(stage, cell=cell, touchpoints=(), reach=None, previous=None, change=None)
            if stage.id == "delivery"
            else stage
            for stage in example.stages
        ]

        written = render(drawn(example.about, overall=example.overall, stages=stages)).decode()

        row = next(row for row in cells(written) if row[0].startswith("Delivery"))
        assert row[1] == words
        assert set(row[2:]) == {""}


def test_quotes_are_block_quotes_with_the_touchpoint_they_are_about(map_of: MapOf) -> None:
    written = render(map_of(8)).decode()

    for stage in map_of(8).stages:
        titles = {point.id: point.title for point in stage.touchpoints}
        for quote in stage.quotes:
            assert f"\n> “{escaped(quote.text)}” — {escaped(titles[quote.touchpoint])}\n" in written
    quoted = [token for token in read(written) if token.type == "blockquote_open"]
    assert len(quoted) == sum(len(stage.quotes) for stage in map_of(8).stages) > 0
    assert "&lt;script&gt;" in written
    assert "<script" not in written


@pytest.mark.parametrize("language", MAPS.languages)
def test_it_speaks_every_language(map_of: MapOf, language: str) -> None:
    words = words_for(language)

    written = render(map_of(6, language=language)).decode()

    for word in (words.emotion, words.quotes, words.opportunities, words.as_of, words.overall):
        assert escaped(word) in written
    if language != "en":
        assert "As of" not in written


def test_where_nobody_looked_for_pain_nothing_is_said_of_it(map_of: MapOf, example: JourneyMap) -> None:
    assert "Pain points" not in render(map_of(6)).decode()
    assert "- **Awareness** – No pain point over threshold" in render(example).decode()
    assert "- **Delivery** – Late, no notice · 41 customers · severity 1.6/2" in render(example).decode()
