"""A table set in columns of a terminal: figures to the right, words wrapped to the room that is left."""

from collections.abc import Iterator, Sequence

from mapping.renderers.terminal import fitted, reach, wrapped

GAP = 2
_NARROWEST = 10
"""No column of words is wrapped to less than this."""

Lines = Sequence[str]


def set_table(
    heads: Sequence[str], rows: Sequence[Sequence[str]], *, is_left: Sequence[bool], room: int
) -> list[Lines]:
    """Return the lines of the head, a rule, and of each row, at most `room` wide where words allow."""
    widths = _widths([heads, *rows], is_left, room)
    rule = [(" " * GAP).join("─" * width for width in widths)]
    return [_row(heads, widths, is_left), rule, *(_row(row, widths, is_left) for row in rows)]


def _row(cells: Sequence[str], widths: Sequence[int], is_left: Sequence[bool]) -> list[str]:
    laid = [
        (wrapped(cell, width) or [""]) if left else [cell]
        for cell, width, left in zip(cells, widths, is_left, strict=True)
    ]
    height = max(len(lines) for lines in laid)
    return [
        (" " * GAP)
        .join(
            _aligned(lines[at] if at < len(lines) else "", width, left)
            for lines, width, left in zip(laid, widths, is_left, strict=True)
        )
        .rstrip()
        for at in range(height)
    ]


def _aligned(text: str, width: int, left: bool) -> str:  # noqa: FBT001 - one of two sides
    return fitted(text, width) if left else " " * max(0, width - reach(text)) + text


def _widths(rows: Sequence[Sequence[str]], is_left: Sequence[bool], room: int) -> list[int]:
    """Give each column what it wants; what is too much is taken from the widest column of words."""
    wanted = [max(_wants(rows, at)) for at in range(len(is_left))]
    while sum(wanted) + GAP * (len(wanted) - 1) > room:
        able = [at for at, left in enumerate(is_left) if left and wanted[at] > _NARROWEST]
        if not able:
            break
        wanted[max(able, key=lambda at: wanted[at])] -= 1
    return wanted


def _wants(rows: Sequence[Sequence[str]], at: int) -> Iterator[int]:
    yield 1
    yield from (reach(row[at]) for row in rows)
