"""A foreign file of any of the three formats, as records."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from feedback.importing.encodings import UnreadableFileError, contents, hash_of
from feedback.importing.mapping import Format, ImportMap
from feedback.importing.readers import read_csv, read_jsonl
from feedback.importing.rows import Record
from feedback.importing.sheets import read_xlsx

_ENDINGS: dict[str, Format] = {
    ".csv": "csv",
    ".tsv": "csv",
    ".txt": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".xlsx": "xlsx",
    ".xlsm": "xlsx",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A file ready to be read, as often as needed, from its start."""

    sha256: str
    encoding: str | None
    typed: bool
    records: Callable[[], Iterator[Record]]


def open_source(path: Path, mapping: ImportMap) -> Source:
    """Find out what `path` is; raise `UnreadableFileError` when it cannot be read."""
    columns = mapping.columns
    chosen = mapping.format or _format(path)
    if chosen == "xlsx":
        return Source(
            sha256=hash_of(path),
            encoding=None,
            typed=True,
            records=lambda: read_xlsx(path, columns, sheet=mapping.sheet),
        )
    found = contents(path, declared=mapping.encoding)

    def records() -> Iterator[Record]:
        if chosen == "jsonl":
            return read_jsonl(path, columns, encoding=found.encoding)
        return read_csv(path, columns, encoding=found.encoding, delimiter=mapping.delimiter)

    return Source(sha256=found.sha256, encoding=found.encoding, typed=False, records=records)


def _format(path: Path) -> Format:
    ending = _ENDINGS.get(path.suffix.lower())
    if ending is None:
        raise UnreadableFileError(
            f"{path}: the name does not tell what the file is; write format: csv, jsonl or xlsx in the map"
        )
    return ending
