"""Whatever is asked fits Telegram's limits, and nothing in it is taken for markup."""

import re
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram.constants import InlineKeyboardButtonLimit, InlineKeyboardMarkupLimit, MessageLimit, ReplyLimit

from bot.channels.telegram.callback import MOST_BYTES, Done, Signer, Ticked
from bot.channels.telegram.keyboards import MOST_PER_ROW, ticks_of
from bot.channels.telegram.phrases import TELEGRAM
from bot.channels.telegram.rendering import MOST_PLACEHOLDER, MOST_TEXT, Outgoing, amended, render
from bot.channels.telegram.splitting import length, split
from feedback.prompts import Choice, Look, Shape
from feedback.wording import TALK
from tests.bot.telegram.prompts import SEVERAL, WORDS, prompt

SIGNER = Signer(b"golden")
TAG = re.compile(r"</?[bi]>")

words = st.text(st.characters(codec="utf-8"), min_size=1, max_size=60)
choices = st.builds(Choice, value=words, label=words, spoken=words)
LOOKS: list[Look] = ["faces", "stars", "numbers", "list"]


@st.composite
def shapes(draw: st.DrawFn) -> Shape:
    look = draw(st.sampled_from(LOOKS))
    offered = draw(st.lists(choices, min_size=2, max_size=11, unique_by=lambda choice: choice.value))
    return Shape(
        look=look, choices=tuple(offered), many=look == "list" and draw(st.booleans()),
        writable=draw(st.booleans()), low=draw(words | st.none()), high=draw(words | st.none()),
    )  # fmt: skip


def visible(message: Outgoing) -> str:
    return unescape(TAG.sub("", message.text))


def assert_within_limits(message: Outgoing) -> None:
    assert 1 <= length(visible(message)) <= MOST_TEXT
    assert "<" not in TAG.sub("", message.text)
    assert all(1 <= len(row) <= MOST_PER_ROW for row in message.rows)
    assert sum(map(len, message.rows)) <= InlineKeyboardMarkupLimit.TOTAL_BUTTON_NUMBER
    assert all(
        len(each.callback_data.encode()) <= MOST_BYTES and each.text for row in message.rows for each in row
    )


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=200), st.integers(1, 80), shapes())
def test_every_question_stays_within_the_limits(text: str, times: int, shape: Shape) -> None:
    asked = prompt(shape, text=text * times, skip="Skip")

    messages = render(asked, signer=SIGNER)
    answer = amended(asked, chosen=[shape.choices[0].value], signer=SIGNER)

    assert answer is not None
    for message in (*messages, answer):
        if visible(message).strip():
            assert_within_limits(message)
    assert [bool(message.rows) for message in messages] == [*[False] * (len(messages) - 1), True]


@given(st.text(st.characters(codec="utf-8"), max_size=3000), st.integers(10, 400))
def test_cutting_loses_no_word(text: str, most: int) -> None:
    pieces = split(text, most=most)

    assert all(length(piece) <= most for piece in pieces)
    assert "".join("".join(pieces).split()) == "".join(text.split())


def test_a_text_is_cut_where_a_reader_would_pause() -> None:
    text = "One two three four. Five six.\n\nSeven eight nine ten eleven."

    assert split(text, most=40) == ["One two three four. Five six.", "Seven eight nine ten eleven."]
    assert split(text, most=30)[0] == "One two three four. Five six."
    assert split("no spaces at all" * 1, most=9) == ["no spaces", "at all"]
    assert split("🙂" * 10, most=9) == ["🙂" * 4, "🙂" * 4, "🙂" * 2]


@pytest.mark.parametrize(
    ("count", "rows"), [(2, [2]), (5, [5]), (6, [6]), (7, [4, 3]), (10, [5, 5]), (11, [6, 5])]
)
def test_numbers_stand_in_even_rows(count: int, rows: list[int]) -> None:
    numbers = tuple(Choice(value=str(n), label=str(n), spoken=str(n)) for n in range(count))

    (message,) = render(prompt(Shape(look="numbers", choices=numbers)), signer=SIGNER)

    assert [len(row) for row in message.rows] == rows


def test_ticks_stand_on_the_buttons_and_go_with_done() -> None:
    message = amended(prompt(SEVERAL), chosen=("price", "speed"), signer=SIGNER)

    assert message is not None
    assert [row[0].text for row in message.rows] == ["☑ Price", "☐ Staff", "☑ Speed", "Done"]
    carried = [SIGNER.read(row[0].callback_data) for row in message.rows]
    assert [type(each) for each in carried] == [Ticked, Ticked, Ticked, Done]
    assert {getattr(each, "ticks", None) for each in carried} == {ticks_of(SEVERAL, ("price", "speed"))}


def test_a_field_to_write_in_opens_only_where_writing_is_the_only_way() -> None:
    (written,) = render(prompt(WORDS), signer=SIGNER)
    (skippable,) = render(prompt(WORDS, skip="Skip"), signer=SIGNER)
    (tapped,) = render(prompt(), signer=SIGNER)

    assert (written.rows, written.placeholder) == ((), "Just write your answer.")
    assert [bool(each.rows) for each in (skippable, tapped)] == [True, True]
    assert skippable.placeholder is tapped.placeholder is None
    assert "Just write your answer." in skippable.text


def test_our_limits_are_telegrams() -> None:
    assert MOST_TEXT == MessageLimit.MAX_TEXT_LENGTH
    assert MOST_PER_ROW == InlineKeyboardMarkupLimit.BUTTONS_PER_ROW
    assert MOST_PLACEHOLDER == ReplyLimit.MAX_INPUT_FIELD_PLACEHOLDER
    assert MOST_BYTES == InlineKeyboardButtonLimit.MAX_CALLBACK_DATA


def test_telegrams_own_phrases_are_there_in_every_language_and_fit() -> None:
    assert set(TELEGRAM.languages) == set(TALK.languages)
    for phrases in (TELEGRAM.own(tag).plain for tag in TELEGRAM.languages):
        assert len(phrases["stray_button"]) <= 200
        assert len(phrases["about"]) <= 512
        assert len(phrases["short_about"]) <= 120
