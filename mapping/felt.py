"""Emotions found, row by row of a table: a list of what there is, for of 28 most rows have one or none."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from mapping.columns import Counts, Ints, frozen


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Felt:
    """In how many answers (`count`) of a row (`row`) an emotion (`emotion`, by its place) was found.

    What is not listed is 0; what is listed twice adds up.
    """

    row: Ints
    emotion: Ints
    count: Ints

    @classmethod
    def of(cls, counts: Ints) -> "Felt":
        """List what (rows, emotions) holds."""
        row, emotion = np.nonzero(counts)
        return cls(row=frozen(row), emotion=frozen(emotion), count=frozen(counts[row, emotion]))

    @classmethod
    def stacked(cls, parts: Sequence[tuple["Felt", int]]) -> "Felt":
        """Return the lists of tables, each with its number of rows, that are laid end to end."""
        begins = np.cumsum([0, *(rows for _, rows in parts)])
        return cls(
            row=np.concatenate([felt.row + begin for (felt, _), begin in zip(parts, begins, strict=False)]),
            emotion=np.concatenate([felt.emotion for felt, _ in parts]),
            count=np.concatenate([felt.count for felt, _ in parts]),
        )

    def picked(self, places: Ints, *, rows: int) -> "Felt":
        """Return what was found in some of `rows`; the first of `places` is row 0 from then on."""
        new = np.full(rows, -1, dtype=np.int32)
        new[places] = np.arange(len(places), dtype=np.int32)
        row = new[self.row]
        kept = np.flatnonzero(row >= 0)
        return Felt(
            row=frozen(row[kept].astype(np.int64)),
            emotion=frozen(self.emotion[kept]),
            count=frozen(self.count[kept]),
        )

    def gathered(self, begins: Ints, *, rows: int) -> "Felt":
        """Return the list where the rows from one of `begins` to the next become one."""
        starts = np.zeros(rows, dtype=np.int64)
        starts[begins] = 1
        return Felt(row=frozen((np.cumsum(starts) - 1)[self.row]), emotion=self.emotion, count=self.count)

    def spread(self, *, rows: int, emotions: int) -> Ints:
        """Return the counts of each emotion in each row; (rows, emotions)."""
        return self.added(np.arange(rows), groups=rows, emotions=emotions)

    def added(self, group: Ints | Counts, *, groups: int, emotions: int) -> Ints:
        """Return the counts of each emotion in each group of rows; rows of group -1 count nowhere."""
        place = group[self.row]
        kept = np.flatnonzero(place >= 0)
        key = place[kept] * emotions + self.emotion[kept]
        sums = np.bincount(key, weights=self.count[kept], minlength=groups * emotions)
        return sums.reshape(groups, emotions).astype(np.int64)
