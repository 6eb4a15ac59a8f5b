"""Words of a text are found again behind what a net read of it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feedback.nets.net import Word
from feedback.nets.places import words_in
from feedback.nets.words import MOST_CHARACTERS, for_net


def read(text: str) -> list[str]:
    """Return the words found for tokens of up to three signs."""
    cleaned = for_net(text)
    tokens = [(match.span(), 0.1) for match in re.finditer(r"\S{1,3}", cleaned)]
    return [text[word.start : word.end] for word in words_in(text, cleaned, tokens)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("good food", ["good", "food"]),
        ("  Good…\n\n food ", ["Good…", "food"]),
        ("soooooo\x00good bad", ["soooooo\x00good", "bad"]),
        ("see https://example.org/x?y=1 now", ["see", "https://example.org/x?y=1", "now"]),
        ("super😀 @anna_b", ["super😀", "@anna_b"]),
        ("很好吃", ["很好吃"]),
    ],
)
def test_a_word_is_what_was_written(text: str, found: list[str]) -> None:
    assert read(text) == found


def test_the_strongest_part_of_a_word_speaks_for_it() -> None:
    tokens = [((0, 3), 0.1), ((3, 9), -0.7), ((10, 14), 0.2)]

    assert words_in("terrible! food", "terrible! food", tokens) == (
        Word(start=0, end=9, pull=-0.7),
        Word(start=10, end=14, pull=0.2),
    )


def test_where_no_blanks_part_words_each_token_is_one() -> None:
    tokens = [((0, 1), 0.1), ((1, 3), 0.9)]

    assert words_in(" 很好吃", "很好吃", tokens) == (
        Word(start=1, end=2, pull=0.1),
        Word(start=2, end=4, pull=0.9),
    )


def test_special_tokens_stand_nowhere() -> None:
    assert words_in("good", "good", [((0, 0), 0.5), ((0, 4), 0.3), ((0, 0), 0.5)]) == (
        Word(start=0, end=4, pull=0.3),
    )


def test_both_ends_of_a_long_text_are_found() -> None:
    text = "first " + "x" * 3 * MOST_CHARACTERS + " last"

    found = read(text)

    assert found[0] == "first"
    assert found[-1] == "last"


@given(text=st.text(max_size=200))
def test_every_text_can_be_searched_and_words_keep_their_order(text: str) -> None:
    cleaned = for_net(text)
    tokens = [((place, place + 1), 0.1) for place, sign in enumerate(cleaned) if sign != " "]

    found = words_in(text, cleaned, tokens)

    assert all(0 <= word.start < word.end <= len(text) for word in found)
    assert [word.start for word in found] == sorted(word.start for word in found)
