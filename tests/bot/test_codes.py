"""Codes that people type."""

from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.codes import ALPHABET, LENGTH, codes_of, new_code, normalise, shown


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("ABCD-2345", "ABCD2345"),
        ("abcd2345", "ABCD2345"),
        ("  AbCd-2345\n", "ABCD2345"),
        ("ABCD–2345", "ABCD2345"),
        ("ABCO-2I4L", "ABC02141"),
        ("K7Q2-9XWT", "K7Q29XWT"),
    ],
)
def test_a_code_is_known_however_it_is_typed(typed: str, code: str) -> None:
    assert normalise(typed) == code


@pytest.mark.parametrize(
    "answer",
    [
        "", "greatest", "BEST-EVER", "well-done", "terrible", "20260504", "2026-0504", "room 1204",
        "ABCU-2345", "ABCD-23456", "ABCD2345 please", "ABCD--2345", "5", "👍👍👍👍👍👍👍1",
    ],
)  # fmt: skip
def test_words_numbers_and_dates_are_no_codes(answer: str) -> None:
    assert normalise(answer) is None


@given(st.text(ALPHABET, min_size=LENGTH, max_size=LENGTH))
def test_a_code_with_a_digit_and_a_letter_is_read_as_it_is_shown(code: str) -> None:
    is_mixed = any(sign.isdigit() for sign in code) and any(sign.isalpha() for sign in code)

    assert normalise(shown(code)) == (code if is_mixed else None)


@given(st.binary(min_size=5, max_size=5))
def test_a_new_code_is_one_that_can_be_typed(chance: bytes) -> None:
    # All digits or all letters: drawn again, here with what is neither.
    drawn = iter([chance, b"\x05" * 5])

    code = new_code(lambda size: next(drawn)[:size])

    assert len(code) == LENGTH
    assert normalise(shown(code).lower()) == code


@given(st.text(min_size=1, max_size=40), st.binary(min_size=16, max_size=32))
def test_a_touchpoint_has_the_same_codes_every_time_and_all_can_be_typed(
    touchpoint: str, secret: bytes
) -> None:
    codes = list(islice(codes_of(touchpoint, secret=secret), 5))

    assert codes == list(islice(codes_of(touchpoint, secret=secret), 5))
    assert [normalise(shown(code)) for code in codes] == codes
    assert len(set(codes)) == 5


@given(st.lists(st.text(min_size=1, max_size=40), min_size=2, max_size=30, unique=True))
def test_another_touchpoint_or_another_workspace_has_another_code(touchpoints: list[str]) -> None:
    first = [next(codes_of(each, secret=b"ours")) for each in touchpoints]
    others = [next(codes_of(each, secret=b"theirs")) for each in touchpoints]

    assert len({*first, *others}) == 2 * len(touchpoints)
