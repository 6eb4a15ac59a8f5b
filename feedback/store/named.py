"""Columns of ids: each id once, and per row its place among them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count

import numpy as np
from numpy.typing import NDArray

Codes = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Named:
    """A column of ids: each id once, and per row its place among them."""

    ids: Sequence[str]
    codes: Codes

    def __len__(self) -> int:
        return len(self.codes)

    def __iter__(self) -> Iterator[str]:
        return map(self.ids.__getitem__, self.codes.tolist())


class Ids:
    """Numbers ids as they come."""

    def __init__(self) -> None:
        self._places: defaultdict[object, int] = defaultdict(count().__next__)

    def coded(self, column: Sequence[object]) -> Codes:
        """Return the number of each id."""
        return np.fromiter(map(self._places.__getitem__, column), dtype=np.int64, count=len(column))

    def named(self, codes: Codes) -> Named:
        """Return the column with its ids; what is not known is ''."""
        return Named(ids=tuple("" if each is None else str(each) for each in self._places), codes=codes)
