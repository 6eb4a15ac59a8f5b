"""What an answer says, made ready to be shown: runs of text, and small tables as lines of equal letters.

Customers' words stand in answers, so what could act on the page beside them is taken out here, once for all
channels: control characters, and the signs that turn the direction of writing round. What acts on one
platform alone, such as its markup, is for its channel to write so that it does not.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from unicodedata import category, east_asian_width

from feedback.prompts import Grid, Prompt

NARROW = 34
"""So many letters of equal width a telephone shows side by side."""

_GAP = "  "
_STRONG = re.compile(r"\*\*(?=\S)(?P<words>[^*\n]+?)(?<=\S)\*\*")
_TURNING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_KEPT = frozenset("\n\t\u200c\u200d")
"""Joiners are part of words in some scripts, and of many emoji."""
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co"})
_TAGS = range(0xE0020, 0xE0080)
"""Of which the flags of England, Scotland and Wales are made."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words of one weight."""

    words: str
    is_strong: bool = False


def safe(text: str) -> str:
    """Return `text` without what is not seen and yet acts; line ends are one sign."""
    ended = text.replace("\r\n", "\n").replace("\r", "\n").replace("\u2028", "\n").replace("\u2029", "\n")
    return "".join(sign for sign in ended if _is_harmless(sign))


def on_a_line(text: str) -> str:
    """Return `text` on one line."""
    return " ".join(safe(text).split())


def paragraphs(text: str) -> Sequence[str]:
    """Return the paragraphs of an answer's text, `**strong**` still marked."""
    return [part.strip() for part in re.split(r"\n[ \t]*\n+", safe(text).strip()) if part.strip()]


def runs(paragraph: str) -> Sequence[Run]:
    """Return a paragraph in runs; asterisks that mark nothing stay what they are."""
    return list(_runs(paragraph))


def unmarked(text: str) -> str:
    """Return a text without its one markup, for where there is none."""
    return _STRONG.sub(lambda found: found["words"], safe(text)).strip()


def gives_commands(prompt: Prompt) -> bool:
    """Say whether it is an answer, or a case's card: its choices are commands, and none is ever chosen."""
    choices = prompt.shape.choices
    is_commands = bool(choices) and all(choice.value.startswith("/") for choice in choices)
    return prompt.purpose == "answer" or (prompt.wants is not None and is_commands)


def width(words: str) -> int:
    """Return how many letters of equal width `words` take."""
    return sum(_width(sign) for sign in words)


def as_table(grid: Grid) -> Sequence[str]:
    """Return the grid as lines of letters of equal width: its head, a rule, its rows."""
    head, *rows = _cells(grid)
    widths = [max(width(row[column]) for row in (head, *rows)) for column in range(len(head))]
    written = [_line(row, widths, grid.right) for row in (head, *rows)]
    rule = _GAP.join("─" * each for each in widths)
    return [written[0], rule, *written[1:]]


def as_list(grid: Grid) -> Sequence[str]:
    """Return the grid for where a table is too wide: a line for each row, its cells after their heads."""
    head, *rows = _cells(grid)
    return [_listed(head, row) for row in rows]


def is_narrow(grid: Grid) -> bool:
    """Say whether the grid fits beside nothing on a telephone."""
    return all(width(line) <= NARROW for line in as_table(grid))


def _runs(paragraph: str) -> Iterator[Run]:
    at = 0
    for found in _STRONG.finditer(paragraph):
        if found.start() > at:
            yield Run(paragraph[at : found.start()])
        yield Run(found["words"], is_strong=True)
        at = found.end()
    if at < len(paragraph):
        yield Run(paragraph[at:])


def _is_harmless(sign: str) -> bool:
    if sign in _KEPT or ord(sign) in _TAGS:
        return True
    return sign not in _TURNING and category(sign) not in _UNSEEN


def _cells(grid: Grid) -> list[tuple[str, ...]]:
    """Return head and rows, each as long as the longest, every cell on a line."""
    columns = max((len(row) for row in (grid.head, *grid.rows)), default=0)
    return [
        tuple(on_a_line(each) for each in (*row, *[""] * (columns - len(row))))
        for row in (grid.head, *grid.rows)
    ]


def _line(row: Sequence[str], widths: Sequence[int], right: frozenset[int]) -> str:
    return _GAP.join(
        _padded(cell, widths[column], is_right=column in right) for column, cell in enumerate(row)
    ).rstrip()


def _padded(cell: str, wide: int, *, is_right: bool) -> str:
    room = " " * (wide - width(cell))
    return room + cell if is_right else cell + room


def _listed(head: Sequence[str], row: Sequence[str]) -> str:
    told = [f"{name}: {cell}" if name else cell for name, cell in zip(head[1:], row[1:], strict=True) if cell]
    return " · ".join(part for part in (row[0] if row else "", *told) if part)


def _width(sign: str) -> int:
    if category(sign) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if east_asian_width(sign) in {"W", "F"} else 1
