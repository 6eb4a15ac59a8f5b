"""The curve, the words, the colours and the wrapping that maps are drawn with."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.interpolate import PchipInterpolator

from config.emotion import Level
from mapping.catalogue import words_for
from mapping.curve import at, cut, path, through
from mapping.graphemes import graphemes
from mapping.measure import drawable, font_of, width
from mapping.palette import DARK, LIGHT, Ink, ink_of
from mapping.period import Period
from mapping.wrapping import clip, tidy, wrap

# Rounded: on numbers next to nothing the oracle itself overflows.
scores = st.lists(st.floats(-2, 2).map(lambda score: round(score, 4)), min_size=2, max_size=9)


@given(scores, st.floats(0, 1))
def test_the_curve_is_scipys_pchip(values: list[float], part: float) -> None:
    xs = np.arange(len(values)) * 220.0
    x = part * float(xs[-1])

    ours = at(through(list(zip(xs.tolist(), values, strict=True))), x)

    assert ours.y == pytest.approx(float(PchipInterpolator(xs, values)(x)), abs=1e-6)
    assert min(values) - 1e-9 <= ours.y <= max(values) + 1e-9


def test_a_piece_of_the_curve_is_the_same_curve() -> None:
    nodes = through([(0, 0), (220, 2), (440, -1), (660, 1)])

    piece = cut(nodes, left=100, right=500)

    assert [node.x for node in piece] == [100, 220, 440, 500]
    assert at(piece, 300).y == pytest.approx(at(nodes, 300).y)
    assert path(piece).startswith("M100 ")


@given(st.text(max_size=60), st.floats(40, 240), st.integers(1, 4))
def test_wrapped_lines_fit_and_lose_nothing_in_silence(text: str, room: float, lines: int) -> None:
    laid = wrap(text, room=room, lines=lines)

    assert len(laid.lines) <= lines
    for line in laid.lines:
        assert width(line) <= room or len(list(graphemes(line))) <= 2
    if not laid.is_cut:
        kept = "".join(laid.lines).replace("-", "").replace(" ", "")
        assert kept == tidy(text).replace("-", "").replace(" ", "")


def test_a_long_word_breaks_with_a_hyphen_and_a_long_text_ends_in_an_ellipsis() -> None:
    word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk"

    assert wrap(word, room=200, lines=3).lines[0].endswith("-")
    assert wrap(word, room=200, lines=1).lines[0].endswith("…")
    assert clip("short", room=200) == "short"


def test_east_asian_text_breaks_between_letters_without_hyphens() -> None:
    laid = wrap("これはとても長い日本語の文章で空白がありません", room=120, lines=9)

    assert "".join(laid.lines) == "これはとても長い日本語の文章で空白がありません"


def test_a_letter_with_its_marks_and_a_joined_emoji_are_never_torn() -> None:
    assert list(graphemes("e\u0301👍🏽👨‍👩‍👧🇩🇪")) == ["e\u0301", "👍🏽", "👨‍👩‍👧", "🇩🇪"]


def test_what_could_turn_the_page_round_is_left_out() -> None:
    assert tidy("a\u202eb\nc\x00d\x1b[31m") == "ab c d [31m"


@given(st.text(max_size=8))
def test_what_the_picture_spells_is_in_a_font_we_ship(text: str) -> None:
    for letter in graphemes(tidy(text)):
        for spelt in graphemes(drawable(letter)):
            assert font_of(spelt) != "none"


def test_the_nearest_language_is_found_and_english_stands_in() -> None:
    assert words_for("pt-BR").language == "pt"
    assert words_for("DE").language == "de"
    assert words_for("ja").language == "en"


@pytest.mark.parametrize(
    ("value", "english", "german"),
    [(0.35, "+0.3", "+0,3"), (-1.1, "−1.1", "−1,1"), (-0.04, "0.0", "0,0"), (2, "+2.0", "+2,0")],
)
def test_scores_have_a_sign_and_one_decimal(value: float, english: str, german: str) -> None:
    assert words_for("en").signed(value) == english
    assert words_for("de").signed(value) == german


@pytest.mark.parametrize(
    ("since", "until", "text"),
    [
        (date(2026, 9, 1), date(2026, 9, 30), "1–30 Sep 2026"),
        (date(2026, 8, 15), date(2026, 9, 14), "15 Aug – 14 Sep 2026"),
        (date(2025, 12, 15), date(2026, 1, 14), "15 Dec 2025 – 14 Jan 2026"),
        (date(2026, 9, 1), date(2026, 9, 1), "1 Sep 2026"),
        (date(2026, 9, 1), None, "since 1 Sep 2026"),
        (None, date(2026, 9, 1), "until 1 Sep 2026"),
        (None, None, "all answers so far"),
    ],
)
def test_periods_are_written_as_short_as_they_can_be(
    since: date | None, until: date | None, text: str
) -> None:
    assert words_for("en").period(Period(since, until)) == text


@pytest.mark.parametrize(
    ("score", "level"), [(-2, -2), (-1.5, -2), (-1.1, -1), (-0.49, 0), (0.5, 1), (1.25, 1), (1.5, 2), (2, 2)]
)
def test_a_score_is_spoken_of_in_its_nearest_level(score: float, level: int) -> None:
    assert Level.of(score) == level


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
def test_every_text_can_be_read_on_its_ground(theme: dict[Ink, str]) -> None:
    texts = [Ink.TEXT, Ink.MUTED, *(ink_of(level) for level in Level)]
    for ink in texts:
        for ground in (Ink.PAGE, Ink.PANEL):
            assert contrast(theme[ink], theme[ground]) >= 4.5
    for tint in (Ink.NEGATIVE_TINT, Ink.VERY_NEGATIVE_TINT):
        assert contrast(theme[Ink.TEXT], theme[tint]) >= 7
    for ink in (Ink.ON_BAR, Ink.ON_BAR_MUTED):
        assert contrast(theme[ink], theme[Ink.BAR]) >= 4.5
    for level in Level:
        assert contrast(theme[Ink.FEATURE], theme[ink_of(level)]) >= 4.5
