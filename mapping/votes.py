"""One customer, one vote: each customer's own mean in each cell of a map."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from mapping.columns import Counts, Floats, Ints, Scalar, in_order
from mapping.methods import grouped
from mapping.methods.events import changes
from mapping.table import ScoreTable

Places = Mapping[str, int]
"""Touchpoint id to the cell its rows count in."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class VoteColumns:
    """The columns of a table that votes are made of, taken once for votes of several kinds of cells."""

    touchpoints: tuple[str, ...]
    touchpoint: Ints
    customer: Ints
    answers: Counts
    scored: Counts
    score_sum: Floats
    rated: Counts
    rating_sum: Floats

    @classmethod
    def of(cls, table: ScoreTable) -> "VoteColumns":
        """Take them of a table."""
        return cls(
            touchpoints=table.touchpoints,
            touchpoint=table.touchpoint,
            customer=table.customer,
            answers=table.answers,
            scored=table.scored,
            score_sum=table.score_sum,
            rated=table.rated,
            rating_sum=table.rating_sum,
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Votes:
    """One row per (cell, customer): the customer's own mean score and rating there, NaN for none."""

    cells: int
    cell: Ints
    score: Floats
    rating: Floats

    @classmethod
    def of(cls, table: ScoreTable | VoteColumns, *, places: Places, cells: int) -> "Votes":
        """Take each customer's own means over the rows of each cell."""
        place = row_places(table.touchpoints, table.touchpoint, places)
        counted = (place >= 0) & (table.answers > 0)
        key = table.customer * cells + place
        rows = None if counted.all() else np.flatnonzero(counted)
        key, place = _of_rows(key, rows), _of_rows(place, rows)
        if len(set(places.values())) < len(places) and np.any(key[1:] < key[:-1]):
            # Only rows of one touchpoint are sure to lie together as they are.
            order = in_order(key)
            rows, key, place = order if rows is None else rows[order], key[order], place[order]
        is_first = changes(key)
        begins = np.flatnonzero(is_first)
        vote = None if len(begins) == len(key) else np.cumsum(is_first) - 1

        def own_mean(sums: Floats, number: Counts) -> Floats:
            count, value = _of_rows(number, rows), _of_rows(sums, rows)
            of = count if vote is None else np.bincount(vote, weights=count)
            total = value if vote is None else np.bincount(vote, weights=value)
            if of.all():
                return total / of
            mean: Floats = np.divide(total, of, out=np.full(len(begins), np.nan), where=of > 0)
            return mean

        return cls(
            cells=cells,
            cell=place if vote is None else place[begins],
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


def _of_rows(column: NDArray[Scalar], rows: Ints | None) -> NDArray[Scalar]:
    """Return these rows of a column; None is all of it, without a copy."""
    return column if rows is None else column[rows]


def row_places(names: Sequence[str], codes: Ints, places: Places) -> Ints:
    """Return the cell of each row, -1 for none."""
    return np.array([*(places.get(name, -1) for name in names), -1], dtype=np.int64)[codes]
