"""What a text file is written in, found in one pass that also gives its hash."""

import codecs
import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from feedback.errors import FeedbackError

_BLOCK = 1 << 20
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GUESSES = ("utf-8", "cp1252")
_NAME_IT = "name the file's own encoding in the map, such as encoding: cp1252, or save the file as UTF-8"


class UnreadableFileError(FeedbackError):
    """The file cannot be read at all: it is missing, empty, damaged, or written in another encoding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """A file's hash, and its encoding if it holds text."""

    sha256: str
    encoding: str


def hash_of(path: Path) -> str:
    """Return the SHA-256 of the file in hex."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise UnreadableFileError(f"{path}: cannot be read ({error.strerror}); check the name") from None


def contents(path: Path, *, declared: str | None, fix: str = _NAME_IT) -> Contents:
    """Return the hash and encoding of a text file; raise `UnreadableFileError` naming the first bad byte.

    `fix` is what to do then, for who has no map of columns to name an encoding in.
    """
    digest = hash_of(path)
    if declared is not None:
        codec = _known(path, declared)
        fault = _first_fault(path, codec)
        if fault is not None:
            raise UnreadableFileError(_complaint(path, declared, *fault, fix=fix))
        return Contents(sha256=digest, encoding=codec)
    marked = _marked(path)
    for guess in (marked,) if marked else _GUESSES:
        if _first_fault(path, guess) is None:
            return Contents(sha256=digest, encoding=guess)
    first = marked or _GUESSES[0]
    raise UnreadableFileError(_complaint(path, first, *(_first_fault(path, first) or (0, 0)), fix=fix))


def _known(path: Path, declared: str) -> str:
    try:
        name = codecs.lookup(declared).name
    except LookupError:
        raise UnreadableFileError(
            f'{path}: "{declared}" is no encoding; write for example encoding: utf-8, cp1252 or utf-16'
        ) from None
    return "utf-8-sig" if name == "utf-8" else name  # a mark in front is no part of the first header


def _marked(path: Path) -> str | None:
    with path.open("rb") as file:
        start = file.read(4)
    return next((name for mark, name in _MARKS if start.startswith(mark)), None)


def _first_fault(path: Path, encoding: str) -> tuple[int, int] | None:
    """Return the offset of the first byte that is no text in `encoding`, and its line; None if all is."""
    decoder = codecs.getincrementaldecoder(encoding)()
    before, lines = 0, 1
    for block, last in _blocks(path):
        pending = len(decoder.getstate()[0])
        try:
            lines += decoder.decode(block, last).count("\n")
        except UnicodeDecodeError as error:
            good = error.object[: error.start].decode(encoding, errors="ignore")
            return before - pending + error.start, lines + good.count("\n")
        before += len(block)
    return None


def _blocks(path: Path) -> Iterator[tuple[bytes, bool]]:
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            yield block, False
    yield b"", True


def _complaint(path: Path, encoding: str, offset: int, line: int, *, fix: str) -> str:
    return f"{path}: line {line}: byte {offset} is no {encoding}; {fix}"
