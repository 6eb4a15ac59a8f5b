"""How likely a text is in each language: naive Bayes over n-grams of bytes (Lui & Baldwin 2012, langid.py).

The table is a part of py3langid's model (see NOTICE), cut to scripts that several languages share.
"""

import io
import lzma
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

TABLE = Path(__file__).parent / "weights" / "languages.npz.xz"
"""`codes` of n-grams in order, `costs` [languages, n-grams] in steps, `prior` by language, `languages`."""

TABLE_SHA256 = "9ff8fa3d292433205344210273e8d3fcccdb1cf65d6f5d7b1e2c5fe3356d0fe3"

SHORTEST, LONGEST = 2, 5
"""An n-gram has so many bytes."""

STEPS = 8
"""A cost of one is so many steps."""

_MOST_BYTES = 240
"""A language shows in the first sentences."""

# Scores of naive Bayes grow with the length, as if bytes were independent; divided by its root they are
# comparable (as py3langid does), and the factor makes them probabilities that hold on short answers.
_SHARPNESS = 3.0

_LENGTH_AT = 56  # the top byte of a code
_NOWHERE = np.zeros(0, dtype=np.intp)


@dataclass(frozen=True, slots=True)
class Table:
    """The n-grams that tell languages apart."""

    codes: NDArray[np.uint64]
    costs: NDArray[np.uint8]
    prior: NDArray[np.float32]
    languages: tuple[str, ...]

    def likelihoods(self, text: str) -> Mapping[str, float]:
        """Return log-likelihoods of `text` by language, tempered by its length; noughts if none is known."""
        read = text.encode("utf-8", "ignore")[:_MOST_BYTES]
        places = self._found(read)
        if not places.size:
            return dict.fromkeys(self.languages, 0.0)
        grams, counts = _counted(places)
        costs = np.log1p(counts).astype(np.float32) @ self.costs[grams].astype(np.float32) / STEPS
        told = (self.prior - costs) * (_SHARPNESS / np.sqrt(len(read)))
        return dict(zip(self.languages, told.tolist(), strict=True))

    def _found(self, read: bytes) -> NDArray[np.intp]:
        """Return the places in the table of the longest n-gram that ends at each byte."""
        signs = codes = np.frombuffer(read, dtype=np.uint8).astype(np.uint64)
        wanted = []
        for length in range(SHORTEST, min(LONGEST, len(read)) + 1):
            codes = (codes[:-1] << np.uint64(8)) | signs[length - 1 :]
            wanted.append(codes | np.uint64(length << _LENGTH_AT))
        return _longest(self._places(np.concatenate(wanted)), len(read)) if wanted else _NOWHERE

    def _places(self, wanted: NDArray[np.uint64]) -> NDArray[np.intp]:
        """Return where in the table each code is; -1 where it is not."""
        places = np.minimum(self.codes.searchsorted(wanted), len(self.codes) - 1)
        places[self.codes[places] != wanted] = -1
        return places


def _longest(places: NDArray[np.intp], length: int) -> NDArray[np.intp]:
    """Return the place of the longest n-gram at each byte of `length`; `places` come by n, then by byte."""
    ends = length + 1 - SHORTEST
    longest, rest = places[:ends], places[ends:]
    for skipped in range(1, LONGEST + 1 - SHORTEST):
        found, rest = rest[: ends - skipped], rest[ends - skipped :]
        np.copyto(longest[skipped:], found, where=found >= 0)
    return longest[longest >= 0]


def _counted(places: NDArray[np.intp]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Return each place once, in order, and how often it is there; np.unique takes twice as long."""
    places.sort()
    starts = np.append(0, 1 + (places[1:] != places[:-1]).nonzero()[0])
    return places[starts], np.append(starts[1:], len(places)) - starts


def code_of(gram: bytes) -> int:
    """Return the number that stands for an n-gram in the table."""
    return int.from_bytes(gram, "big") | len(gram) << _LENGTH_AT


@cache
def table() -> Table:
    """Return the table that ships with the product."""
    with np.load(io.BytesIO(lzma.decompress(TABLE.read_bytes()))) as packed:
        return Table(
            packed["codes"],
            np.ascontiguousarray(packed["costs"].T),
            packed["prior"],
            tuple(map(str, packed["languages"].tolist())),
        )
