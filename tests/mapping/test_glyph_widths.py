"""The widths that layout measures with are the ones of the fonts that we ship."""

import base64
import os
import zlib
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from fontTools.ttLib import TTFont

from mapping import glyph_widths
from mapping.measure import MISSING, drawable, font_of, spelt_out, width

FONTS = Path(glyph_widths.__file__).parent / "renderers" / "fonts"
FILES = {
    "REGULAR": "DejaVuSans.ttf",
    "BOLD": "DejaVuSans-Bold.ttf",
    "EMOJI": "NotoEmoji-Regular.ttf",
    "CJK": "NotoSansCJKsc-Regular.otf",
    "THAI": "NotoSansThai-Regular.ttf",
    "DEVANAGARI": "NotoSansDevanagari-Regular.ttf",
}
MOST_BYTES = 8 * 1024 * 1024


@cache
def packed(file: str) -> str:
    font = TTFont(FONTS / file)
    metrics, em = font["hmtx"].metrics, font["head"].unitsPerEm
    widths = {code: round(metrics[name][0] * 1000 / em) for code, name in sorted(font.getBestCmap().items())}
    # Steps from code to code are mostly one, and so pack well.
    codes = np.diff(np.array(list(widths), dtype="<u4"), prepend=np.uint32(0)).tobytes()
    return base64.b85encode(
        zlib.compress(codes + np.array(list(widths.values()), dtype="<u2").tobytes(), 9)
    ).decode()


@pytest.mark.parametrize("name", FILES)
def test_the_widths_are_those_of_the_fonts_we_ship(name: str) -> None:
    fresh = {key: packed(file) for key, file in FILES.items()}
    if os.environ.get("AFTERTOUCH_UPDATE_GOLDENS"):
        write(fresh)

    assert getattr(glyph_widths, name) == fresh[name]


def test_all_fonts_together_stay_small_enough_for_a_checkout() -> None:
    files = [path for path in FONTS.iterdir() if path.suffix in {".ttf", ".otf"}]

    assert sum(path.stat().st_size for path in files) <= MOST_BYTES
    assert {path.name for path in files} == {*FILES.values(), "DejaVuSans-Oblique.ttf"}


def test_every_joined_emoji_has_a_letter_of_its_own_in_the_font() -> None:
    letters = TTFont(FONTS / FILES["EMOJI"]).getBestCmap()

    for emoji in (
        "🇩🇪",
        "👨\u200d👩\u200d👧",
        "👍🏽",
        "🏴\U000e0067\U000e0062\U000e0077\U000e006c\U000e0073\U000e007f",
        "1\ufe0f\u20e3",
    ):
        drawn = drawable(emoji)
        assert len(drawn) == 1
        assert ord(drawn) in letters
        assert width(emoji) == width(drawn)


def test_a_private_letter_is_spelt_out_as_the_emoji_that_it_stands_for() -> None:
    assert spelt_out(drawable("🇩🇪")) == "🇩🇪"
    assert spelt_out("x") == "x"


@pytest.mark.parametrize(
    ("letter", "font"),
    [
        ("ش", "upright"),
        ("ש", "upright"),
        ("配", "cjk"),
        ("한", "cjk"),
        ("ก", "thai"),
        ("स्", "devanagari"),
        ("ꦏ", "none"),
    ],
)
def test_every_script_we_promise_has_a_font(letter: str, font: str) -> None:
    assert font_of(letter) == font
    assert drawable(letter) == (MISSING if font == "none" else letter)


def write(fresh: dict[str, str]) -> None:
    lines = ['"""Advance widths of the fonts we ship, made by test_glyph_widths.py."""']
    for name, text in fresh.items():
        pieces = [repr(text[at : at + 100]) for at in range(0, len(text), 100)]
        lines += ["", f"{name} = (", *(f"    {piece}" for piece in pieces), ")"]
    Path(glyph_widths.__file__).write_text("\n".join(lines) + "\n", encoding="utf-8")
