"""How wide a text is drawn: by the advance widths of the widest fallback font, which is the one we ship."""

import base64
import zlib
from functools import cache
from string import ascii_uppercase
from typing import Literal
from unicodedata import category, east_asian_width

import numpy as np

from mapping import glyph_widths

_MISSING = 600
_WIDE = 1000
_EM = 1000
_JOINERS = frozenset({"\u200d", "\ufe0f", "\ufe0e", "\u20e3", *map(chr, range(0x1F3FB, 0x1F400))})
_FLAG_LETTERS = {chr(0x1F1E6 + place): letter for place, letter in enumerate(ascii_uppercase)}
_EMOJI_SIGNS = _JOINERS | _FLAG_LETTERS.keys()
# The oblique text font has Latin, Greek, Cyrillic and Armenian, then gaps.
_LAST_OBLIQUE = "\u0589"
_PUNCTUATION = frozenset("–—‘’“”„•…€™−▯\u201a\u2039\u203a\u00a0\u202f")

MISSING = "▯"
"""Stands for a letter that no shipped font has."""


def width(text: str, *, size: float = 13, bold: bool = False) -> float:
    """Return the width of `text` in px at font size `size` (px)."""
    widths = _letters(bold=bold)
    emoji = _emoji()
    return sum(widths.get(char) or emoji.get(char) or _guess(char) for char in text) * size / _EM


Font = Literal["text", "upright", "plain", "emoji", "none"]
"""Which shipped font draws a letter; `upright` is not in the oblique, `plain` not in the bold."""


def font_of(letter: str) -> Font:
    """Say which shipped font draws one letter as a reader sees it, marks and joined emoji included."""
    emoji = _emoji()
    if letter[0] in emoji and not (len(letter) == 1 or _EMOJI_SIGNS.isdisjoint(letter)):
        return "emoji"
    if all(char in _letters(bold=False) for char in letter):
        if not all(char in _letters(bold=True) for char in letter):
            return "plain"
        return "text" if all(char <= _LAST_OBLIQUE or char in _PUNCTUATION for char in letter) else "upright"
    return "emoji" if letter[0] in emoji else "none"


def drawable(letter: str) -> str:
    """Return what our fonts draw of a letter: emoji one by one, uncoloured; a box for what is in none."""
    if letter[0] in _FLAG_LETTERS:
        return "".join(_FLAG_LETTERS.get(char, "") for char in letter)
    if font_of(letter) == "none":
        return MISSING
    if font_of(letter) == "emoji":
        return "".join(char for char in letter if char in _emoji() and char not in _JOINERS) or MISSING
    return letter


def _guess(char: str) -> int:
    """Return a width for what no shipped font draws: marks add none, East Asian letters fill a square."""
    if category(char) in {"Mn", "Me", "Cf", "Cc"}:
        return 0
    return _WIDE if east_asian_width(char) in {"W", "F"} else _MISSING


@cache
def _letters(*, bold: bool) -> dict[str, int]:
    """Return the widths, in thousandths of the font size, of the text font; oblique ones are equal."""
    return _unpacked(glyph_widths.BOLD if bold else glyph_widths.REGULAR)


@cache
def _emoji() -> dict[str, int]:
    """Return the same of the emoji font."""
    return _unpacked(glyph_widths.EMOJI)


def _unpacked(packed: str) -> dict[str, int]:
    """Return letter to width; see the test that packs them."""
    raw = zlib.decompress(base64.b85decode(packed))
    count = len(raw) // 6
    codes = np.frombuffer(raw[: 4 * count], dtype="<u4").tolist()
    widths = np.frombuffer(raw[4 * count :], dtype="<u2").tolist()
    return {chr(code): advance for code, advance in zip(codes, widths, strict=True)}
