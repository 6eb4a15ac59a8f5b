"""What holds for every phrase that people read, in every language we have."""

import re
from collections.abc import Iterator, Mapping
from string import Formatter

import pytest
from babel.messages.plurals import get_plural

from config import formats
from tests.words.catalogues import FILES, SOURCES, TO_CUSTOMERS, File, phrases, raw, read

LACKING: Mapping[tuple[str, str], str] = {}
"""Which domain may lack keys in which language besides English and German, and why; English is read there."""

COMPLETE = ("en", "de")
SAME_IN_ENGLISH = 3
"""A phrase of so many words may be the same in two languages; a longer one was forgotten."""

every_file = pytest.mark.parametrize("file", FILES, ids=str)
translations = pytest.mark.parametrize("file", [each for each in FILES if each.language != "en"], ids=str)
in_german = pytest.mark.parametrize("file", [each for each in FILES if each.language == "de"], ids=str)
in_english = pytest.mark.parametrize("file", SOURCES.values(), ids=str)


def source(file: File) -> File:
    return SOURCES[file.domain]


def blanks(phrase: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(phrase) if name is not None}


def keys(file: File) -> set[str]:
    return {*read(file).plain, *read(file).counted}


def said_in(file: File) -> Iterator[tuple[str, str]]:
    yield from phrases(file).items()


def test_every_domain_is_there_in_english_and_german() -> None:
    found = {(file.domain, file.language) for file in FILES}

    assert {(domain, language) for domain in SOURCES for language in COMPLETE} <= found
    assert {domain for domain, _ in found} == set(SOURCES)


@translations
def test_no_phrase_is_missing(file: File) -> None:
    missing = keys(source(file)) - keys(file)

    assert not keys(file) - keys(source(file))
    assert not missing or (file.domain, file.language) in LACKING, sorted(missing)


def test_nothing_is_excused_that_is_complete_or_has_to_be() -> None:
    lacking = {(file.domain, file.language) for file in FILES if keys(file) != keys(source(file))}

    assert set(LACKING) <= {(domain, language) for domain, language in lacking if language not in COMPLETE}


@every_file
def test_a_file_says_each_thing_once_and_has_no_doubts(file: File) -> None:
    text = file.path.read_text(encoding="utf-8")
    listed = re.findall(r'^msgid "(.+)"$', text, re.MULTILINE)

    assert len(listed) == len(set(listed)) == len(keys(file))
    assert not any(message.fuzzy for message in raw(file) if message.id)


@translations
def test_the_same_facts_are_filled_in(file: File) -> None:
    ours, english = read(file), read(source(file))

    for key, phrase in ours.plain.items():
        assert blanks(phrase) == blanks(english.plain[key]), key
    for key, one in ours.counted.items():
        told = set().union(*map(blanks, english.counted[key].forms))
        assert all(told - {"n"} <= blanks(form) <= told for form in one.forms), key


@every_file
def test_things_are_counted_by_the_rule_of_the_language(file: File) -> None:
    found, known = raw(file), get_plural(file.language)

    assert (found.num_plurals, found.plural_expr) == (known.num_plurals, known.plural_expr)
    assert str(found.locale) == file.path.stem
    assert all(len(one.forms) == known.num_plurals for one in read(file).counted.values())


@every_file
def test_phrases_have_no_loose_edges(file: File) -> None:
    for key, phrase in said_in(file):
        assert phrase == phrase.strip() != "", key
        assert "  " not in phrase, key
        assert not re.search(r"[ \u00a0][,.](?!\d)", phrase), key


@translations
def test_no_sentence_is_left_in_english_by_oversight(file: File) -> None:
    english = phrases(source(file))

    kept = {key: phrase for key, phrase in said_in(file) if english.get(key) == phrase}
    words = {key: re.findall(r"[^\W\d_]{2,}", re.sub(r"\{\w+\}", "", phrase)) for key, phrase in kept.items()}
    assert not {key for key in words if len(words[key]) > SAME_IN_ENGLISH}


@every_file
def test_quotes_are_curled_and_closed(file: File) -> None:
    opening, closing = (mark.strip() for mark in formats.quoted("\0", file.language).split("\0"))

    for key, phrase in said_in(file):
        assert '"' not in phrase, key
        assert phrase.count(opening) == phrase.count(closing), key
        assert not set("„“”«»") - {*opening, *closing} & set(phrase), key


@every_file
def test_the_sign_of_percent_stands_as_the_language_has_it(file: File) -> None:
    sign = formats.percent(0.01, file.language).removeprefix("1")

    for key, phrase in said_in(file):
        assert set(re.findall(r"(?<=\d)\s*%", phrase)) <= {sign}, key


@in_german
def test_german_says_sie_and_no_straight_apostrophes(file: File) -> None:
    for key, phrase in said_in(file):
        assert not re.search(r"\b(du|dir|dich|dein\w*|euch|euer|eure\w*)\b", phrase, re.IGNORECASE), key
        assert "'" not in phrase, key


@every_file
def test_nobody_shouts(file: File) -> None:
    for key, phrase in said_in(file):
        assert phrase.count("!") <= (2 if file.language == "es" and "¡" in phrase else 1), key
        assert not re.search(r"[!?]{2}", phrase), key
        assert file.domain not in TO_CUSTOMERS or not re.search(r"\b[A-ZÄÖÜ]{6,}\b", phrase), key


@pytest.mark.parametrize("file", [each for each in FILES if each.language in COMPLETE], ids=str)
def test_no_exclamation_mark_stands_where_something_went_wrong(file: File) -> None:
    wrong = re.compile(r"\b(sorry|could not|cannot|failed|leider|leid|konnten nicht|können nicht)\b")

    for key, phrase in said_in(file):
        for sentence in re.split(r"(?<=[.!?])\s+", phrase):
            assert not (sentence.endswith("!") and wrong.search(sentence.casefold())), key


@pytest.mark.parametrize("file", [each for each in FILES if each.language in COMPLETE], ids=str)
def test_we_are_we_and_only_buttons_speak_for_who_taps_them(file: File) -> None:
    first = {
        "en": re.compile(r"\b(I|me|my|mine|I['’]\w+)\b"),
        "de": re.compile(r"\b(ich|mir|mich|mein(?:e[mrs]?)?)\b", re.IGNORECASE),
    }[file.language]

    for key, phrase in said_in(file):
        is_sentence = phrase.endswith((".", "!", "?")) and len(phrase.split()) > 1
        assert not (is_sentence and first.search(phrase)), key
