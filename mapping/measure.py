"""How wide a text is drawn: by the advance widths of the widest fallback font, which is the one we ship."""

import base64
import zlib
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Literal
from unicodedata import category, east_asian_width

import numpy as np

from mapping import emoji_sequences, glyph_widths
from mapping.graphemes import FLAG_HALVES, SKIN_TONES, TAGS, ZWJ, graphemes
from mapping.joining import joined

_MISSING = 600
_WIDE = 1000
_EM = 1000
_EMOJI_SIGNS = SKIN_TONES | TAGS | FLAG_HALVES | {ZWJ, "\ufe0f", "\ufe0e", "\u20e3"}
_UNTONED = dict.fromkeys(map(ord, SKIN_TONES | {"\ufe0f", "\ufe0e"}))
_JOINERS = TAGS | {ZWJ, "\u20e3"}
_PRIVATE = 0xF0000
# The oblique text font has Latin, Greek, Cyrillic and Armenian, then gaps.
_LAST_OBLIQUE = "\u0589"
_PUNCTUATION = frozenset("–—‘’“”„•…€™−▯\u201a\u2039\u203a\u00a0\u202f")

MISSING = "▯"
"""Stands for a letter that no shipped font has."""

Script = Literal["cjk", "thai", "devanagari"]
Font = Literal["text", "upright", "plain", "emoji", "none"] | Script
"""Which shipped font draws a letter; `upright` is not in the oblique, `plain` not in the bold."""

_SCRIPTS: Mapping[Script, str] = {
    "cjk": glyph_widths.CJK,
    "thai": glyph_widths.THAI,
    "devanagari": glyph_widths.DEVANAGARI,
}


def width(text: str, *, size: float = 13, bold: bool = False) -> float:
    """Return the width of `text` in px at font size `size` (px)."""
    if _EMOJI_SIGNS.isdisjoint(text):
        return _advance(text if text.isascii() else joined(text), bold=bold) * size / _EM
    letters = (drawable(letter) if font_of(letter) == "emoji" else letter for letter in graphemes(text))
    return _advance("".join(letters), bold=bold) * size / _EM


@lru_cache(maxsize=8192)
def font_of(letter: str) -> Font:
    """Say which shipped font draws one letter as a reader sees it, marks and joined emoji included."""
    emoji = _emoji()
    if letter[0] in emoji and not (len(letter) == 1 or _EMOJI_SIGNS.isdisjoint(letter)):
        return "emoji"
    if all(char in _letters(bold=False) for char in letter):
        if not all(char in _letters(bold=True) for char in letter):
            return "plain"
        return "text" if all(char <= _LAST_OBLIQUE or char in _PUNCTUATION for char in letter) else "upright"
    if letter[0] in emoji:
        return "emoji"
    return next((script for script in _SCRIPTS if all(char in _script(script) for char in letter)), "none")


@lru_cache(maxsize=8192)
def drawable(letter: str) -> str:
    """Return what our fonts draw of a letter: emoji without colour or joiners; a box for what is in none.

    An emoji made of several letters has a private one in our font, so that nothing needs to join them:
    resvg loses letters beside such (usvg 0.48).
    """
    font = font_of(letter)
    if font != "emoji":
        return MISSING if font == "none" else letter
    plain = letter.translate(_UNTONED) or letter[0]
    if plain in _sequences():
        return _sequences()[plain]
    return "".join(char for char in plain if char in _emoji() and char not in _JOINERS) or MISSING


def spelt_out(char: str) -> str:
    """Return what a private letter of the emoji font stands for; any other letter is itself."""
    place = ord(char) - _PRIVATE
    return tuple(_sequences())[place] if 0 <= place < len(_sequences()) else char


def _advance(text: str, *, bold: bool) -> int:
    """Return the sum of the advance widths, in thousandths of the font size."""
    widths = _all(bold=bold)
    try:
        return sum(map(widths.__getitem__, text))
    except KeyError:
        return sum(widths[char] if char in widths else _guess(char) for char in text)


def _guess(char: str) -> int:
    """Return a width for what no shipped font draws: marks add none, East Asian letters fill a square."""
    if category(char) in {"Mn", "Me", "Cf", "Cc"}:
        return 0
    return _WIDE if east_asian_width(char) in {"W", "F"} else _MISSING


@cache
def _all(*, bold: bool) -> dict[str, int]:
    """Return the width of every letter that some shipped font has, by the font that draws it."""
    scripts = {char: wide for script in _SCRIPTS for char, wide in _script(script).items()}
    return scripts | {char: wide for char, wide in _emoji().items() if wide} | _letters(bold=bold)


@cache
def _letters(*, bold: bool) -> dict[str, int]:
    """Return the widths, in thousandths of the font size, of the text font; oblique ones are equal."""
    return _unpacked(glyph_widths.BOLD if bold else glyph_widths.REGULAR)


@cache
def _emoji() -> dict[str, int]:
    """Return the same of the emoji font."""
    return _unpacked(glyph_widths.EMOJI)


@cache
def _sequences() -> dict[str, str]:
    """Return the emoji made of several letters, and the private letter of the font that draws each."""
    packed = zlib.decompress(base64.b85decode(emoji_sequences.PACKED)).decode()
    return {letters: chr(_PRIVATE + place) for place, letters in enumerate(packed.split("\n"))}


@cache
def _script(script: Script) -> dict[str, int]:
    """Return the same of a further script's font."""
    return _unpacked(_SCRIPTS[script])


def _unpacked(packed: str) -> dict[str, int]:
    """Return letter to width; see the test that packs them."""
    raw = zlib.decompress(base64.b85decode(packed))
    count = len(raw) // 6
    codes = np.cumsum(np.frombuffer(raw[: 4 * count], dtype="<u4")).tolist()
    widths = np.frombuffer(raw[4 * count :], dtype="<u2").tolist()
    return {chr(code): advance for code, advance in zip(codes, widths, strict=True)}
