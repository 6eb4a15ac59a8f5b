"""A report for a terminal: sentences first, then small tables, plain or in colour."""

from collections.abc import Callable, Iterator

from mapping.catalogue import words_for
from mapping.columns_of_text import parted, set_table
from mapping.renderers.terminal import wrapped
from mapping.report import Formula, Report, ReportForm, Table
from mapping.spelling import heads, made, spelt
from mapping.words import Words
from mapping.wrapping import tidy

NARROWEST, USUAL = 60, 100
_BOLD, _DIM = "1", "2"

Style = Callable[[str, str], str]
"""Gives a line its weight: the line, and an ANSI code."""


def write(report: Report, *, columns: int, colour: bool, explain: bool) -> str:
    """Return the report as text at most `columns` wide (60 at least), with ANSI colours where wanted."""

    def styled(line: str, code: str) -> str:
        return f"\x1b[{code}m{line}\x1b[0m" if colour and line else line

    lines = _lines(report, max(NARROWEST, columns), styled, explain=explain)
    return "\n".join(line.rstrip() for line in lines).rstrip() + "\n"


def _plain(report: Report, explain: bool) -> bytes:  # noqa: FBT001 - the port sets the signature
    return write(report, columns=USUAL, colour=False, explain=explain).encode()


def _lines(report: Report, room: int, styled: Style, *, explain: bool) -> Iterator[str]:
    words = words_for(report.about.language)
    yield styled(tidy(report.title), _BOLD)
    yield from (styled(line, _DIM) for line in wrapped(made(report.about, words), room))
    yield from _sentences(report.findings, room)
    for table in report.tables:
        yield from _table(table, words, room, styled)
    yield from (styled(line, _DIM) for line in _sentences(report.notes, room))
    if explain:
        yield from _explained(report.formulas, words, room, styled)


def explained(formulas: tuple[Formula, ...], words: Words, *, columns: int) -> str:
    """Return how figures are made as plain text at most `columns` wide (60 at least)."""
    lines = _explained(formulas, words, max(NARROWEST, columns), lambda line, _: line)
    return "\n".join(lines) + "\n"


def _sentences(told: tuple[str, ...], room: int) -> Iterator[str]:
    if told:
        yield ""
        yield from (line for sentence in told for line in wrapped(sentence, room))


def _table(table: Table, words: Words, room: int, styled: Style) -> Iterator[str]:
    yield from ("", styled(tidy(table.title), _BOLD))
    if not table.rows:
        yield from (styled(line, _DIM) for line in wrapped(table.empty, room))
        return
    rows = [
        [tidy(spelt(value, column.kind, words)) for value, column in zip(row, table.columns, strict=True)]
        for row in table.rows
    ]
    is_left = [column.is_left for column in table.columns]
    if len(table.columns) == 1:
        yield from (line for row in rows for line in wrapped(row[0], room))
        return
    titles = heads(table.columns)
    for number, part in enumerate(parted(titles, rows, is_left=is_left, room=room)):
        if number:
            yield ""
        cells = [[row[at] for at in part] for row in rows]
        sides = [is_left[at] for at in part]
        head, rule, *body = set_table([titles[at] for at in part], cells, is_left=sides, room=room)
        yield from (styled(line, _DIM) for line in (*head, *rule))
        yield from (line for lines in body for line in lines)


def _explained(formulas: tuple[Formula, ...], words: Words, room: int, styled: Style) -> Iterator[str]:
    for formula in formulas:
        yield from ("", styled(tidy(formula.what), _BOLD))
        for line in (formula.formula, f"n: {formula.n}", words.source.format(source=formula.source)):
            yield from (f"  {part}" for part in wrapped(line, room - 2))


SPEC = ReportForm(name="text", media_type="text/plain", suffix=".txt", is_text=True, write=_plain)
