"""The widths that layout measures with are the ones of the fonts that we ship."""

import base64
import os
import zlib
from pathlib import Path

import numpy as np
import pytest
from fontTools.ttLib import TTFont

from mapping import glyph_widths

FONTS = Path(glyph_widths.__file__).parent / "renderers" / "fonts"
FILES = {"REGULAR": "DejaVuSans.ttf", "BOLD": "DejaVuSans-Bold.ttf", "EMOJI": "NotoEmoji-Regular.ttf"}


def packed(file: str) -> str:
    font = TTFont(FONTS / file)
    metrics, em = font["hmtx"].metrics, font["head"].unitsPerEm
    widths = {code: round(metrics[name][0] * 1000 / em) for code, name in sorted(font.getBestCmap().items())}
    codes = np.array(list(widths), dtype="<u4").tobytes()
    return base64.b85encode(
        zlib.compress(codes + np.array(list(widths.values()), dtype="<u2").tobytes(), 9)
    ).decode()


@pytest.mark.parametrize("name", FILES)
def test_the_widths_are_those_of_the_fonts_we_ship(name: str) -> None:
    fresh = {key: packed(file) for key, file in FILES.items()}
    if os.environ.get("AFTERTOUCH_UPDATE_GOLDENS"):
        write(fresh)

    assert getattr(glyph_widths, name) == fresh[name]


def write(fresh: dict[str, str]) -> None:
    lines = ['"""Advance widths of the fonts we ship, made by test_glyph_widths.py."""']
    for name, text in fresh.items():
        pieces = [repr(text[at : at + 100]) for at in range(0, len(text), 100)]
        lines += ["", f"{name} = (", *(f"    {piece}" for piece in pieces), ")"]
    Path(glyph_widths.__file__).write_text("\n".join(lines) + "\n", encoding="utf-8")
