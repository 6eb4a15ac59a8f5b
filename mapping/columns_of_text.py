"""A table set in columns of a terminal: figures to the right, words wrapped to the room that is left."""

from collections.abc import Iterator, Sequence

from mapping.renderers.terminal import fitted, reach, wrapped

GAP = 2
_COUNTS = {"n", "of"}
"""What the title of a column begins with that counts for the figure left of it."""
_NARROWEST = 10
"""No column of words is wrapped to less than this."""

_ROOMY = 20
"""What words ask for before a table is parted: names wrapped to less are hard to read."""
_LEADING = 2
"""So many first columns may hold the names of a row."""

Lines = Sequence[str]


def parted(
    heads: Sequence[str], rows: Sequence[Sequence[str]], *, is_left: Sequence[bool], room: int
) -> list[list[int]]:
    """Return which columns stand together where a table is wider than `room`: parts one below the other.

    Each part begins with the columns that name a row; an n, or a judgement in words, stays beside its figure.
    """
    wants = [max(_wants([heads, *rows], at)) for at in range(len(heads))]
    least = [min(want, _ROOMY) if left else want for want, left in zip(wants, is_left, strict=True)]
    names = max([1, *(at + 1 for at in range(min(_LEADING, len(heads))) if is_left[at])])
    lead = list(range(names))
    parts = [list(lead)]
    for group in _groups(heads, is_left, start=names):
        together = [*parts[-1], *group]
        if parts[-1] != lead and sum(least[at] + GAP for at in together) - GAP > room:
            parts.append([*lead, *group])
        else:
            parts[-1] = together
    return parts


def _groups(heads: Sequence[str], is_left: Sequence[bool], *, start: int) -> Iterator[list[int]]:
    """Yield columns that belong together: a figure with the n, or the words that judge it, right of it."""
    group: list[int] = []
    for at in range(start, len(heads)):
        if group and heads[at].casefold().partition(" ")[0] not in _COUNTS and not is_left[at]:
            yield group
            group = []
        group.append(at)
    if group:
        yield group


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
