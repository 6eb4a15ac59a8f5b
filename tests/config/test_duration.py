"""Lengths of time and times of day are read as people write them, and nothing else is."""

from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.duration import format_duration, parse_duration, parse_time_of_day


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("30m", timedelta(minutes=30)),
        ("48h", timedelta(hours=48)),
        ("2w", timedelta(weeks=2)),
        ("1d 12h", timedelta(hours=36)),
        ("1.5h", timedelta(minutes=90)),
        ("90 S", timedelta(seconds=90)),
        ("0", timedelta(0)),
        (0, timedelta(0)),
    ],
)
def test_a_length_of_time_is_read(text: object, length: timedelta) -> None:
    assert parse_duration(text) == length


@pytest.mark.parametrize("text", ["", "soon", "7", "7 days", "-1d", "1d x", 30, None, True, ["1d"]])
def test_anything_else_is_no_length_of_time(text: object) -> None:
    with pytest.raises(ValueError, match="is no length of time; write for example 30m, 48h, 7d or 2w"):
        parse_duration(text)


def test_more_than_ten_years_is_refused() -> None:
    with pytest.raises(ValueError, match='"999999999w" is longer than ten years; write a shorter time'):
        parse_duration("999999999w")


@given(st.integers(min_value=0, max_value=3_653 * 86_400).map(lambda seconds: timedelta(seconds=seconds)))
def test_a_length_written_and_read_again_is_the_same(length: timedelta) -> None:
    assert parse_duration(format_duration(length)) == length


@given(st.text(max_size=20))
def test_any_text_at_all_is_a_length_or_a_value_error(text: str) -> None:
    try:
        length = parse_duration(text)
    except ValueError as error:
        told = str(error)
    else:
        told = ""
        assert length >= timedelta(0)

    assert told == "" or "; write " in told


def test_times_of_day_are_read_with_or_without_a_leading_zero() -> None:
    assert parse_time_of_day("8:05") == parse_time_of_day("08:05") == time(8, 5)


@pytest.mark.parametrize("text", ["24:00", "8", 22, "22:60", "22:00+02:00", "noon"])
def test_anything_else_is_no_time_of_day(text: object) -> None:
    with pytest.raises(ValueError, match="is no time of day; write hours and minutes from 00:00 to 23:59"):
        parse_time_of_day(text)
