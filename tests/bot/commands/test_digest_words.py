"""What people write to say when they want a digest."""

from datetime import time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.briefing.ordering import Wish, read
from config.journey import QuietHours


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("", Wish(deed="show")),
        ("now", Wish(deed="now")),
        ("jetzt", Wish(deed="now")),
        ("aus", Wish(deed="off")),
        ("daily", Wish(deed="set", rhythm="daily")),
        ("daily at 7:30", Wish(deed="set", rhythm="daily", at=time(7, 30))),
        ("every day at 6pm", Wish(deed="set", rhythm="daily", at=time(18))),
        ("täglich um 9 Uhr", Wish(deed="set", rhythm="daily", at=time(9))),
        ("weekly", Wish(deed="set", rhythm="weekly")),
        ("Friday 16:00", Wish(deed="set", rhythm="weekly", weekday=4, at=time(16))),
        ("wöchentlich mittwoch um 8.15", Wish(deed="set", rhythm="weekly", weekday=2, at=time(8, 15))),
        ("monthly 15", Wish(deed="set", rhythm="monthly", day=15)),
        ("monthly on the 31st at 12:00", Wish(deed="set", rhythm="monthly", day=31, at=time(12))),
        ("monatlich am 1. um 7 Uhr", Wish(deed="set", rhythm="monthly", day=1, at=time(7))),
        ("quiet 20:00-7:00", Wish(deed="quiet", quiet=QuietHours(start=time(20), end=time(7)))),
        ("ruhe 21 bis 8", Wish(deed="quiet", quiet=QuietHours(start=time(21), end=time(8)))),
        ("ack delivery", Wish(deed="ack", stage="delivery")),
        ("mute Get it for 3 weeks", Wish(deed="mute", stage="Get it", length=timedelta(days=21))),
        ("stumm delivery", Wish(deed="mute", stage="delivery", length=timedelta(days=14))),
        ("unmute delivery", Wish(deed="unmute", stage="delivery")),
    ],
)
def test_words_are_read(words: str, wish: Wish) -> None:
    assert read(words) == wish


@pytest.mark.parametrize(
    ("words", "misread"),
    [
        ("sometimes", "sometimes"),
        ("daily 25:00", "25:00"),
        ("now please", "please"),
        ("quiet always", "always"),
    ],
)
def test_what_is_not_understood_is_named(words: str, misread: str) -> None:
    assert read(words) == misread


@given(st.text(max_size=40))
def test_no_words_make_it_stumble(words: str) -> None:
    assert isinstance(read(words), Wish | str)
