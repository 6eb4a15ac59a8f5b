"""CSV and JSON lines, record by record; a record that cannot be read is named and passed over."""

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Protocol

from feedback.importing.encodings import UnreadableFileError
from feedback.importing.headers import find_columns
from feedback.importing.rows import Record, Row, Unreadable

Pick = Callable[[Sequence[str]], tuple[str, ...]]
"""Takes the cells of a record that the map reads."""

_LONGEST_CELL = 1 << 20
_DELIMITERS = ",;\t|"
_LIST = "; "
_DEEPEST = 8


class _Lines(Protocol):
    """What the csv module reads."""

    line_num: int

    def __next__(self) -> list[str]: ...


def read_csv(path: Path, columns: Sequence[str], *, encoding: str, delimiter: str | None) -> Iterator[Record]:
    """Yield the records of a CSV file, their cells in the order of `columns`; blank lines are none."""
    csv.field_size_limit(_LONGEST_CELL)
    with path.open(encoding=encoding, newline="") as file:
        chosen = delimiter or _delimiter(file.readline())
        file.seek(0)
        # Strict, or a quotation mark that is never closed would swallow the rest of the file in silence.
        lines = csv.reader(file, delimiter=chosen, strict=True)
        header = _header(path, lines)
        yield from _records(lines, width=len(header), pick=picker(columns, header, file=str(path)))


def picker(columns: Sequence[str], header: Sequence[str], *, file: str, line: int = 1) -> Pick:
    """Return what takes the cells under `columns`, in that order."""
    places = find_columns(columns, header, file=file, line=line)
    return lambda cells: tuple([cells[place] for place in places])


def no_header(path: Path) -> UnreadableFileError:
    """Say that a table has no first line to name its columns."""
    return UnreadableFileError(f"{path}: line 1: there is no header; the first line must name the columns")


def ragged(cells: int, width: int) -> str:
    """Say that a record has more or fewer cells than the header."""
    return f"has {cells} cells where the header has {width}"


def _delimiter(header: str) -> str:
    return max(_DELIMITERS, key=header.count)


def _header(path: Path, lines: _Lines) -> list[str]:
    try:
        header = next(lines)
    except StopIteration:
        raise UnreadableFileError(f"{path}: the file is empty") from None
    except csv.Error as error:
        raise UnreadableFileError(f"{path}: line 1: the header cannot be read: {error}") from None
    if not any(cell.strip() for cell in header):
        raise no_header(path)
    return header


def _records(lines: _Lines, *, width: int, pick: Pick) -> Iterator[Record]:
    number = 0
    while True:
        line = lines.line_num + 1
        try:
            cells = next(lines)
        except StopIteration:
            return
        except csv.Error as error:
            number += 1
            yield Unreadable(number, line, _csv_fault(error))
            continue
        if not cells:
            continue
        number += 1
        fits = len(cells) == width
        yield Row(number, line, pick(cells)) if fits else Unreadable(number, line, ragged(len(cells), width))


def _csv_fault(error: csv.Error) -> str:
    said = str(error)
    if "field limit" in said or "unexpected end" in said:
        return "opens a quotation mark that is not closed"
    return (
        "has a quotation mark in the middle of a cell" if "expected after" in said else f"is no CSV: {said}"
    )


def read_jsonl(path: Path, columns: Sequence[str], *, encoding: str) -> Iterator[Record]:
    """Yield the records of a JSON lines file; a key no record has is refused once all were seen."""
    seen: set[str] = set()
    number = 0
    with path.open(encoding=encoding) as file:
        for line, words in enumerate(file, start=1):
            if words.strip():
                number += 1
                yield _json_record(words, columns, seen, number=number, line=line)
    if not number:
        raise UnreadableFileError(f"{path}: the file is empty")
    find_columns(columns, tuple(seen), file=str(path), line=0)


def _json_record(words: str, columns: Sequence[str], seen: set[str], *, number: int, line: int) -> Record:
    try:
        read: object = json.loads(words)
    except (ValueError, RecursionError):
        return Unreadable(number, line, "is no JSON")
    if not isinstance(read, dict):
        return Unreadable(number, line, "is no JSON object")
    cells = dict(_flat(read, "", 0))
    seen.update(cells)
    return Row(number, line, tuple(cells.get(name, "") for name in columns))


def _flat(value: Mapping[str, object], prefix: str, depth: int) -> Iterator[tuple[str, str]]:
    """Yield every leaf under its dotted key; a list of plain values is one cell."""
    for name, item in value.items():
        if isinstance(item, dict) and depth < _DEEPEST:
            yield from _flat(item, f"{prefix}{name}.", depth + 1)
        else:
            yield f"{prefix}{name}", as_cell(item)


def as_cell(value: object) -> str:
    """Write a typed value as a cell: a whole number without its point, nothing as nothing."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case float() if value.is_integer():
            return str(int(value))
        case list():
            return _LIST.join(map(as_cell, value))
        case _:
            return str(value)
