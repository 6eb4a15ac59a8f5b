"""Long words in several messages: cut where a paragraph, a sentence or at least a word ends."""

import re
from collections.abc import Sequence

_ENDS = tuple(re.compile(pattern) for pattern in (r"\n{2,}", r"\n", r"(?<=[.!?…:;])\s+", r"\s+"))
"""Where people would turn the page, best first."""

_LEAST_FILLED = 2
"""A message is at least half full, or a worse place to cut is tried."""


def length(text: str) -> int:
    """Count as Telegram counts at its strictest: in units of UTF-16, so most emoji are two."""
    return len(text.encode("utf-16-le")) // 2


def split(text: str, *, most: int) -> Sequence[str]:
    """Cut `text` into pieces of at most `most` units; one that fits stays whole."""
    pieces: list[str] = []
    while length(text) > most:
        head = _head(text, most)
        end = _end(head)
        pieces.append(text[:end].rstrip())
        text = text[end:].lstrip()
    return [piece for piece in (*pieces, text) if piece] or [text]


def _head(text: str, most: int) -> str:
    # Half a surrogate pair at the end is dropped.
    return text.encode("utf-16-le")[: 2 * most].decode("utf-16-le", "ignore")


def _end(head: str) -> int:
    for pattern in _ENDS:
        ends = [found.end() for found in pattern.finditer(head)]
        if ends and ends[-1] * _LEAST_FILLED >= len(head):
            return ends[-1]
    return len(head)


def shorten(text: str, *, most: int) -> str:
    """Return `text`, cut with an ellipsis where it is longer than `most`."""
    return text if length(text) <= most else f"{_head(text, most - 1).rstrip()}…"
