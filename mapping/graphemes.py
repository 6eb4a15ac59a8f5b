"""Text taken apart into what a reader sees as one letter."""

from collections.abc import Iterator
from unicodedata import bidirectional, category

ZWJ = "\u200d"
SKIN_TONES = frozenset(map(chr, range(0x1F3FB, 0x1F400)))
TAGS = frozenset(map(chr, range(0xE0020, 0xE0080)))
"""Letters that make a flag of a black one: that of Wales, for instance."""
FLAG_HALVES = frozenset(map(chr, range(0x1F1E6, 0x1F200)))
"""Two of these make a flag."""


def graphemes(text: str) -> Iterator[str]:
    """Yield each letter with its marks; joined emoji and flags are held together."""
    if text.isascii():  # nothing in there joins
        yield from text
        return
    held = ""
    for char in text:
        if held and _joins(held, char):
            held += char
        else:
            if held:
                yield held
            held = char
    if held:
        yield held


def is_rtl(text: str) -> bool:
    """Say whether text runs from right to left: whether its first letter does."""
    kinds = (bidirectional(char) for char in text)
    return next((kind != "L" for kind in kinds if kind in {"L", "R", "AL"}), False)


def _joins(held: str, char: str) -> bool:
    """Say whether `char` belongs to the letter begun by `held`."""
    if char == ZWJ or held.endswith(ZWJ) or category(char) in {"Mn", "Me", "Mc"}:
        return True
    if char in SKIN_TONES or char in TAGS:
        return True
    return len(held) == 1 and held in FLAG_HALVES and char in FLAG_HALVES
