"""What the rows of a table count and sum up: many columns, of which a question reads a few, once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from mapping.columns import Counts, Floats, Ints, frozen
from mapping.felt import Felt

_NOWHERE = -1


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Amounts:
    """The tallies (rows, columns), sums (rows, columns) and emotions of a table's rows.

    Both lie in memory column by column. `rows` are those picked of them, in their order; None is all. A
    column is taken when it is asked for: to move all of them costs as much as the map that is made of them.
    """

    every_tally: Counts
    every_sum: Floats
    every_felt: Felt
    rows: Ints | None = None

    def __len__(self) -> int:
        return len(self.every_tally) if self.rows is None else len(self.rows)

    @classmethod
    def stacked(cls, parts: Sequence["Amounts"]) -> "Amounts":
        """Return what several tables hold, laid end to end."""
        return cls(
            every_tally=np.concatenate([part.tallies.T for part in parts], axis=1).T,
            every_sum=np.concatenate([part.sums.T for part in parts], axis=1).T,
            every_felt=Felt.stacked([(part.felt, len(part)) for part in parts]),
        )

    @property
    def tallies(self) -> Counts:
        """All tallies of the rows picked."""
        if self.rows is None:
            return self.every_tally
        return frozen(np.take(self.every_tally.T, self.rows, axis=1).T)

    @property
    def sums(self) -> Floats:
        """All sums of the rows picked."""
        if self.rows is None:
            return self.every_sum
        return frozen(np.take(self.every_sum.T, self.rows, axis=1).T)

    @property
    def felt(self) -> Felt:
        """The emotions of the rows picked."""
        if self.rows is None:
            return self.every_felt
        return self.every_felt.picked(self.rows, rows=len(self.every_tally))

    def tally(self, column: int) -> Counts:
        """Return one of the tallies."""
        every = self.every_tally[:, column]
        return every if self.rows is None else frozen(every[self.rows])

    def sum(self, column: int) -> Floats:
        """Return one of the sums."""
        every = self.every_sum[:, column]
        return every if self.rows is None else frozen(every[self.rows])

    def felt_in(self, group: Ints, *, groups: int, emotions: int) -> Ints:
        """Return the counts of each emotion in each group of rows; rows of group -1 count nowhere."""
        if self.rows is None:
            return self.every_felt.added(group, groups=groups, emotions=emotions)
        everywhere = np.full(len(self.every_tally), _NOWHERE, dtype=np.int32)
        everywhere[self.rows] = group
        return self.every_felt.added(everywhere, groups=groups, emotions=emotions)

    def picked(self, places: Ints) -> "Amounts":
        """Return those of some rows."""
        return replace(self, rows=frozen(places if self.rows is None else self.rows[places]))

    def gathered(self, begins: Ints) -> "Amounts":
        """Return what the rows from one of `begins` to the next come to."""
        return Amounts(
            every_tally=np.add.reduceat(self.tallies.T, begins, axis=1, dtype=np.int32).T,
            every_sum=np.add.reduceat(self.sums.T, begins, axis=1).T,
            every_felt=self.felt.gathered(begins, rows=len(self)),
        )

    def whole(self) -> "Amounts":
        """Return the same by itself, closed to writing: of a larger table nothing is kept."""
        return Amounts(every_tally=frozen(self.tallies), every_sum=frozen(self.sums), every_felt=self.felt)

    def negated(self) -> "Amounts":
        """Return what takes these away where both are merged."""
        felt = replace(self.felt, count=-self.felt.count)
        return Amounts(every_tally=-self.tallies, every_sum=-self.sums, every_felt=felt)
