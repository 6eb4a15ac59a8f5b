"""A QR code as dark and light squares, and those as a path or as text."""

from collections.abc import Iterator, Sequence
from itertools import groupby, zip_longest

import segno

Symbol = Sequence[Sequence[bool]]
"""Rows of squares, True for dark, without the light margin."""

MARGIN = 4
"""How many light squares there must be around it: ISO/IEC 18004, 5.3.8."""

_BLOCKS = {(True, True): " ", (True, False): "▄", (False, True): "▀", (False, False): "█"}


def symbol(payload: str) -> Symbol:
    """Return the QR code that says `payload`, readable with a quarter of it dirty or torn."""
    made = segno.make_qr(payload, error="q")
    return [[bool(square) for square in row] for row in made.matrix]


def as_path(squares: Symbol, *, x: float, y: float, size: float) -> str:
    """Return the dark squares as one path in SVG's words: `size` px each, the first at `x`, `y`."""
    return "".join(
        f"M{x + start * size:g} {y + row * size:g}h{length * size:g}v{size:g}h{-length * size:g}z"
        for row, line in enumerate(squares)
        for start, length in _runs(line)
    )


def as_text(squares: Symbol) -> str:
    """Return it for a dark terminal: light squares are drawn, two rows to a line."""
    width = len(squares) + 2 * MARGIN
    margin, edge = [[False] * width] * MARGIN, [False] * MARGIN
    rows = [*margin, *([*edge, *line, *edge] for line in squares), *margin]
    return "\n".join(
        "".join(_BLOCKS[upper, lower] for upper, lower in zip(above, below, strict=True))
        for above, below in zip_longest(rows[::2], rows[1::2], fillvalue=[True] * width)
    )


def _runs(line: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Yield where dark squares begin in a row, and how many there are."""
    place = 0
    for is_dark, squares in groupby(line):
        length = len(list(squares))
        if is_dark:
            yield place, length
        place += length
