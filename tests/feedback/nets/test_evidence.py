"""The words that decided are shown as phrases that read well, and always as the customer wrote them."""

import re
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.nets.evidence import LEAST_PULL, MOST_PHRASES, evidence
from feedback.nets.net import FEELINGS, Word
from feedback.scorer import Feeling

SIGNS = (
    "😡",
    "👍",
    ":(",
    "...",
    "-",
    "n't",
    "not",
    "the",
    "too",
    "3",
    "it's",
    "c’est",
    "@you",
    "http://x",
    "99%",
)

SIDES: Mapping[Feeling, Sequence[int]] = {"negative": (-1,), "positive": (1,), "mixed": (-1, 1)}


def pulled(text: str, **pulls: float) -> Sequence[Word]:
    """Return the words of `text` with their pulls, told without punctuation; others hardly pull."""
    return [
        Word(
            start=each.start(),
            end=each.end(),
            pull=pulls.get(each[0].strip('.,!?"').casefold().replace("'", ""), 0.02),
        )
        for each in re.finditer(r"\S+", text)
    ]


def negative(text: str, **pulls: float) -> Sequence[str]:
    return evidence(text, pulled(text, **pulls), verdict="negative")


def positive(text: str, **pulls: float) -> Sequence[str]:
    return evidence(text, pulled(text, **pulls), verdict="positive")


def test_a_word_is_told_as_it_was_written_without_the_punctuation_around_it() -> None:
    assert negative("The food was “COLD”!!!", **{"“cold”": -0.6}) == ("COLD",)
    assert negative("stuck at 99%.", **{"99%": -0.6}) == ("99%",)


def test_only_what_pulls_to_the_side_of_the_verdict_is_told() -> None:
    pulls = {"tasty": 0.6, "rude": -0.6}

    assert positive("tasty food, rude waiter", **pulls) == ("tasty",)
    assert negative("tasty food, rude waiter", **pulls) == ("rude",)


def test_of_mixed_feelings_both_sides_are_told_however_much_stronger_one_is() -> None:
    text = "rude awful cold, grim, dirty, but cheap"
    words = pulled(text, rude=-0.9, awful=-0.9, grim=-0.9, dirty=-0.9, cheap=0.2)

    assert evidence(text, words, verdict="mixed") == ("rude awful", "grim", "cheap")


@pytest.mark.parametrize("verdict", ["neutral", "non_answer"])
def test_without_a_feeling_nothing_decided(verdict: Feeling) -> None:
    assert evidence("awful", pulled("awful", awful=-0.9), verdict=verdict) == ()


def test_what_pulls_no_more_than_words_without_feeling_do_is_not_told() -> None:
    assert negative("parcel came Monday", monday=-0.9 * LEAST_PULL) == ()
    assert negative("parcel came Monday", monday=-1.1 * LEAST_PULL) == ("Monday",)


def test_what_pulls_much_less_than_the_strongest_is_not_told() -> None:
    assert negative("horrid, on a Monday", horrid=-0.8, monday=-0.3) == ("horrid",)


@pytest.mark.parametrize("text", ["and", "came", "it's the", "...", "@shop", "not", "so", "3"])
def test_words_that_hold_others_together_and_punctuation_are_never_told_alone(text: str) -> None:
    words = [Word(start=each.start(), end=each.end(), pull=-0.9) for each in re.finditer(r"\S+", text)]

    assert evidence(text, words, verdict="negative") == ()


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("it was not that good", "not that good"),
        ("they never came", "never came"),
        ("far from it, it isn’t late at all", "isn’t late"),
        ("way too slow for me", "way too slow"),
        ("still not working", "still not working"),
        ("waited 3 days", "waited 3 days"),
        ("no reply", "no reply"),
        ("and then drove off", "drove off"),
    ],
)
def test_negations_degrees_numbers_and_particles_join_the_word_they_touch(text: str, phrase: str) -> None:
    pulls = dict.fromkeys(
        ["good", "came", "late", "slow", "working", "waited", "days", "reply", "drove"], -0.6
    )

    assert negative(text, **pulls) == (phrase,)


def test_a_negation_that_decides_takes_along_what_it_negates() -> None:
    assert negative("it did not work", **{"not": -0.6}) == ("not work",)
    assert negative("is it not for me, no", **{"not": -0.6, "no": -0.6}) == ("not for me",)


def test_a_negation_reaches_no_further_than_its_clause_and_the_next_word_that_can_decide() -> None:
    assert positive("not good with computers", computers=0.6) == ("computers",)
    assert positive("why not. lovely", lovely=0.6) == ("lovely",)


def test_neighbours_are_one_phrase_but_not_across_punctuation() -> None:
    pulls = {"great": 0.6, "tasty": 0.7, "food": 0.5, "kind": 0.6}

    assert positive("Great, tasty food and kind", **pulls) == ("Great", "tasty food", "kind")


def test_words_between_that_pull_along_bind_a_phrase() -> None:
    pulls = {"sorted": 0.5, "five": 0.3}

    assert positive("sorted in five minutes", **pulls, **{"in": 0.3}) == ("sorted in five",)
    assert positive("sorted in five minutes", **pulls) == ("sorted",)


def test_emoji_and_emoticons_count() -> None:
    assert negative("late again 😡😡", **{"😡😡": -0.6}) == ("😡😡",)
    assert negative("late again :((", **{":((": -0.6}) == (":((",)


def test_the_strongest_three_are_told_in_the_order_of_the_text() -> None:
    text = "cold, grim, rude, late"

    assert negative(text, cold=-0.80, grim=-0.90, rude=-0.85, late=-0.95) == ("grim", "rude", "late")


def test_what_is_said_twice_is_told_once() -> None:
    assert negative("Rude. RUDE, simply rude.", rude=-0.6) == ("Rude",)


@pytest.mark.parametrize(
    ("language", "text", "phrase"),
    [
        ("de", "Das war nicht gut.", "nicht gut"),
        ("de-AT", "Viel zu teuer und die Bedienung", "Viel zu teuer"),
        ("fr", "ce n'est pas bon", "n'est pas bon"),
        ("es", "no es bueno", "no es bueno"),
        ("it", "non è buono", "non è buono"),
        ("nl", "het is niet goed", "niet goed"),
        ("pl", "nie jest dobrze", "nie jest dobrze"),
        ("pt-BR", "não é bom", "não é bom"),
        ("sw", "si nzuri", "nzuri"),
    ],
)
def test_each_language_has_its_own_words(language: str, text: str, phrase: str) -> None:
    decisive = ("gut", "teuer", "bon", "bueno", "buono", "goed", "dobrze", "bom", "nzuri")
    words = pulled(text, **dict.fromkeys(decisive, -0.6))

    assert evidence(text, words, verdict="negative", language=language) == (phrase,)


@st.composite
def read_texts(draw: st.DrawFn) -> tuple[str, Sequence[Word]]:
    """Draw a text and its words, each with a pull."""
    pieces = draw(st.lists(st.one_of(st.sampled_from(SIGNS), st.text(min_size=1, max_size=8)), max_size=12))
    text = draw(st.sampled_from([" ", "  ", "\n"])).join(pieces)
    found = [match.span() for match in re.finditer(r"\S+", text)]
    pulls = draw(st.lists(st.floats(-1, 1), min_size=len(found), max_size=len(found)))
    return text, [
        Word(start=start, end=end, pull=pull) for (start, end), pull in zip(found, pulls, strict=True)
    ]


@given(
    read=read_texts(),
    verdict=st.sampled_from(FEELINGS),
    language=st.sampled_from(["en", "de", "fr", "xx", "", None]),
)
def test_evidence_is_a_few_different_pieces_of_the_text_as_it_was_written_and_in_its_order(
    read: tuple[str, Sequence[Word]], verdict: Feeling, language: str | None
) -> None:
    text, words = read

    found = evidence(text, words, verdict=verdict, language=language)

    assert found == evidence(text, words, verdict=verdict, language=language)
    assert len(found) <= MOST_PHRASES
    assert len({each.casefold() for each in found}) == len(found)
    assert all(each in text and each.strip() == each != "" for each in found)
    after = 0
    for each in found:
        after = text.index(each, after) + len(each)


@given(read=read_texts(), verdict=st.sampled_from(sorted(SIDES)))
def test_every_piece_has_a_word_that_pulls_clearly_to_a_side_of_the_verdict(
    read: tuple[str, Sequence[Word]], verdict: Feeling
) -> None:
    text, words = read
    clear = [
        text[each.start : each.end].strip(".,:;!?")  # what stands around a word is not told
        for each in words
        if max(side * each.pull for side in SIDES[verdict]) >= LEAST_PULL
    ]

    for piece in evidence(text, words, verdict=verdict):
        assert any(word in piece or piece in word or set(word.split()) & set(piece.split()) for word in clear)
