"""Parse modes: what becomes an entity, and TDLib's words for what cannot be parsed."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from telegram.helpers import escape_markdown

from tests.emulators.telegram.formatted import Formatted, completed, found_in, given_entities, utf16
from tests.emulators.telegram.html_mode import parse_html
from tests.emulators.telegram.markdown_mode import parse_markdown, parse_markdown_v2
from tests.emulators.telegram.rules import Refusal


def stretches(parsed: Formatted) -> list[tuple[str, str]]:
    units = parsed.text.encode("utf-16-le")
    return [
        (each.kind, units[2 * each.offset : 2 * (each.offset + each.length)].decode("utf-16-le"))
        for each in parsed.entities
    ]


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("<b>one</b> two", "one two", [("bold", "one")]),
        ("😀<i>x</i>", "😀x", [("italic", "x")]),
        ("<b>a<i>b</i></b>", "ab", [("bold", "ab"), ("italic", "b")]),
        ('<a href="https://x.y/?a=1&amp;b=2">l</a>', "l", [("text_link", "l")]),
        ("&lt;b&gt; &amp; &quot; &#65;&#x42; &nope;", '<b> & " AB &nope;', []),
        ('<span class="tg-spoiler">s</span>', "s", [("spoiler", "s")]),
        ('<pre><code class="language-py">x</code></pre>', "x", [("pre", "x")]),
        ("<blockquote expandable>q</blockquote>", "q", [("expandable_blockquote", "q")]),
    ],
    ids=["bold", "utf-16", "nested", "link", "references", "spoiler", "code", "quote"],
)
def test_html_becomes_entities(source: str, text: str, entities: list[tuple[str, str]]) -> None:
    parsed = parse_html(source)

    assert (parsed.text, stretches(parsed)) == (text, entities)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("1 < 2", "Unclosed start tag at byte offset 2"),
        ("<3 ok>", 'Unsupported start tag "3" at byte offset 0'),
        ("é<x>y</x>", 'Unsupported start tag "x" at byte offset 2'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<span>a</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
    ids=["lone <", "heart", "unknown tag", "no start", "crossed", "no end", "span"],
)
def test_html_that_cannot_be_parsed_is_refused(source: str, words: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_html(source)

    assert refused.value.description == f"Bad Request: can't parse entities: {words}"


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("*one* two", "one two", [("bold", "one")]),
        ("__u__ _i_ ~s~ ||p||", "u i s p",
         [("underline", "u"), ("italic", "i"), ("strikethrough", "s"), ("spoiler", "p")]),
        ("*a _b_*", "a b", [("bold", "a b"), ("italic", "b")]),
        (r"1\.5 \(ok\)\!", "1.5 (ok)!", []),
        ("[l](https://x.y/\\))", "l", [("text_link", "l")]),
        ("`a*b` ```py\nx_y```", "a*b x_y", [("code", "a*b"), ("pre", "x_y")]),
        (">q1\n>q2\nend", "q1\nq2\nend", [("blockquote", "q1\nq2\n")]),
    ],
    ids=["bold", "marks", "nested", "escaped", "link", "code", "quote"],
)  # fmt: skip
def test_markdown_becomes_entities(source: str, text: str, entities: list[tuple[str, str]]) -> None:
    parsed = parse_markdown_v2(source)

    assert (parsed.text, stretches(parsed)) == (text, entities)


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("Thank you.", "Character '.' is reserved and must be escaped with the preceding '\\'"),
        ("a-b", "Character '-' is reserved and must be escaped with the preceding '\\'"),
        ("so *bold", "Can't find end of Bold entity at byte offset 3"),
        ("é_x", "Can't find end of Italic entity at byte offset 2"),
        ("[l](x", "Can't find end of a URL at byte offset 3"),
        ("```x", "Can't find end of Pre entity at byte offset 0"),
    ],
    ids=["dot", "dash", "bold", "italic", "link", "code"],
)
def test_markdown_that_cannot_be_parsed_is_refused(source: str, words: str) -> None:
    with pytest.raises(Refusal) as refused:
        parse_markdown_v2(source)

    assert refused.value.description == f"Bad Request: can't parse entities: {words}"


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cs"])))
def test_what_the_sdk_escapes_is_taken_as_it_is(text: str) -> None:
    escaped = escape_markdown(text, version=2).replace("\r", "")

    assert parse_markdown_v2(escaped).text == text.replace("\r", "")


def test_legacy_markdown_knows_no_nesting_and_refuses_halves() -> None:
    assert stretches(parse_markdown("*a* `b` [c](http://d.e)")) == [
        ("bold", "a"), ("code", "b"), ("text_link", "c"),
    ]  # fmt: skip
    with pytest.raises(Refusal, match="Can't find end of the entity starting at byte offset 2"):
        parse_markdown("a _b")


def test_telegram_finds_commands_links_and_mentions_by_itself() -> None:
    found = found_in("/start abc see https://x.y/z, ask @somebody #now me@x.org")

    assert [each.kind for each in found] == ["bot_command", "url", "mention", "hashtag", "email"]


def test_trimming_moves_the_entities_along() -> None:
    trimmed = completed(parse_html("  <b> x</b> "))

    assert (trimmed.text, stretches(trimmed)) == ("x", [("bold", "x")])


def test_an_entity_beyond_the_text_is_refused() -> None:
    with pytest.raises(Refusal, match="ends after the end of the text at UTF-16 offset 3"):
        given_entities("😀x", [{"type": "bold", "offset": 0, "length": utf16("😀x") + 1}])
