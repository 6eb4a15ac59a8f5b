"""How wide a text is drawn: by the advance widths of the widest fallback font, which is the one we ship."""

import base64
import zlib
from functools import cache
from unicodedata import category, east_asian_width

import numpy as np

from mapping import glyph_widths

_MISSING = 600
_WIDE = 1000
_EM = 1000


def width(text: str, *, size: float = 13, bold: bool = False) -> float:
    """Return the width of `text` in px at font size `size` (px)."""
    widths = _letters(bold=bold)
    emoji = _emoji()
    return sum(widths.get(char) or emoji.get(char) or _guess(char) for char in text) * size / _EM


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
