"""A folder of weights: what it says of itself, and its files, which must be those it was written for."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from feedback.nets.about import About, Malformed, about

ENGLISH = Path(__file__).parent / "weights" / "english"
"""The weights that come with the product."""

ABOUT, GRAPH, TOKENIZER = "net.json", "net.onnx", "tokenizer.json"

_REMEDY = "install aftertouch again, or make the weights with `make train`"


class BrokenWeights(Exception):
    """A file of the weights is missing, altered or unreadable."""

    def __init__(self, path: Path, problem: str) -> None:
        super().__init__(f"{path}: {problem}; {_REMEDY}")


@dataclass(frozen=True, slots=True)
class Weights:
    """The files of a folder, checked."""

    about: About
    graph: bytes
    tokenizer: str


def read_about(folder: Path) -> About:
    """Return what the folder says of itself; raise BrokenWeights if it does not."""
    said = _read(folder / ABOUT)
    try:
        return about(said)
    except Malformed as problem:
        raise BrokenWeights(folder / ABOUT, f"unreadable ({problem})") from problem


def read_weights(folder: Path) -> Weights:
    """Return the files, each with the BLAKE2b that net.json names; raise BrokenWeights otherwise."""
    said = read_about(folder)
    graph, tokenizer = (_checked(folder / name, said.files.get(name)) for name in (GRAPH, TOKENIZER))
    return Weights(said, graph, tokenizer.decode("utf-8"))


def _checked(path: Path, written: str | None) -> bytes:
    found = _read(path)
    if hashlib.blake2b(found).hexdigest() != written:
        raise BrokenWeights(path, f"not the file that {ABOUT} was written for (its BLAKE2b differs)")
    return found


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as problem:
        raise BrokenWeights(path, problem.strerror or "unreadable") from problem
