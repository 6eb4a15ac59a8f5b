"""One customer, one vote: each customer's own mean in each cell of a map."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mapping.columns import Floats, Ints
from mapping.methods import grouped
from mapping.methods.events import changes
from mapping.table import ScoreTable

Places = Mapping[str, int]
"""Touchpoint id to the cell its rows count in."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Votes:
    """One row per (cell, customer): the customer's own mean score and rating there, NaN for none."""

    cells: int
    cell: Ints
    score: Floats
    rating: Floats

    @classmethod
    def of(cls, table: ScoreTable, *, places: Places, cells: int) -> "Votes":
        """Take each customer's own means over the rows of each cell."""
        place = row_places(table.touchpoints, table.touchpoint, places)
        rows = np.flatnonzero((place >= 0) & (table.answers > 0))
        key = table.customer[rows] * cells + place[rows]
        if np.any(key[1:] < key[:-1]):
            order = np.argsort(key, kind="stable")
            rows, key = rows[order], key[order]
        begins = np.flatnonzero(changes(key))

        def own_mean(total: Floats, number: Ints) -> Floats:
            count: Ints = np.add.reduceat(number[rows], begins)
            value: Floats = np.add.reduceat(total[rows], begins)
            mean: Floats = np.divide(value, count, out=np.full(len(begins), np.nan), where=count > 0)
            return mean

        return cls(
            cells=cells,
            cell=key[begins] % max(cells, 1),
            score=own_mean(table.score_sum, table.scored),
            rating=own_mean(table.rating_sum, table.rated),
        )

    def customers(self) -> Ints:
        """Return the distinct customers of each cell."""
        return np.bincount(self.cell, minlength=self.cells)

    def mean(self, votes: Floats) -> tuple[Ints, Floats]:
        """Return how many votes each cell has, and their mean, NaN of none."""
        return grouped.means(votes, self.cell, groups=self.cells)

    def levels(self) -> Floats:
        """Return the votes of each cell split over the five levels; (cells, 5)."""
        return grouped.levels(self.score, self.cell, groups=self.cells)

    def of_cell(self, cell: int) -> Floats:
        """Return the scores of the votes in one cell, NaN for customers without one."""
        scores: Floats = self.score[self.cell == cell]
        return scores


def row_places(names: Sequence[str], codes: Ints, places: Places) -> Ints:
    """Return the cell of each row, -1 for none."""
    return np.array([*(places.get(name, -1) for name in names), -1], dtype=np.int64)[codes]
