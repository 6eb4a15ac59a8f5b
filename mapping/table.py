"""The input contract: what each customer answered at each touchpoint in each week, in columns.

Means weighted by customer and counts of distinct customers do not merge over weeks or touchpoints.
Sums, counts and histograms per (customer, touchpoint, week) do, so these are what is stored and merged;
'one customer, one vote' is made when a question is asked (`mapping.rollup`).
"""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import date, datetime

import numpy as np
from numpy.typing import ArrayLike

from mapping.columns import Flags, Floats, Ids, Ints, Times, coded, frozen, in_key_order, moment, recoded

LEVELS = (-2, -1, 0, 1, 2)
"""The five levels of valence: a histogram counts scored answers in these bins, in this order."""

_ANSWERS, _RATED, _SCORED, _EMOTIONS_KNOWN, _HISTOGRAM = range(5)
_EMOTIONS = _HISTOGRAM + len(LEVELS)
_RATING_SUM, _SCORE_SUM = range(2)


@dataclass(frozen=True, slots=True, kw_only=True)
class Partial:
    """One row as a store may hand it over: one customer at one touchpoint in one week (its Monday, UTC)."""

    customer: str
    touchpoint: str
    week: date
    answers: int
    rated: int = 0
    rating_sum: float = 0.0
    scored: int = 0
    score_sum: float = 0.0
    histogram: tuple[int, int, int, int, int] = (0, 0, 0, 0, 0)
    emotions: tuple[int, ...] | None = None
    last_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ScoreTable:
    """Answers summed per (customer, touchpoint, week): one row each, sorted by that key.

    `customer` and `touchpoint` are codes into the sorted id lists; `week` is a Monday (UTC).
    `counts` is (rows, 9 + emotions) and `sums` (rows, 2); read them through the properties. Both lie in
    memory column by column: nearly every question reads a few columns of many rows.
    """

    customers: tuple[str, ...]
    touchpoints: tuple[str, ...]
    customer: Ints
    touchpoint: Ints
    week: Times
    counts: Ints
    sums: Floats
    last_at: Times
    emotion_names: tuple[str, ...] = ()

    @classmethod
    def of(cls, partials: Iterable[Partial], *, emotion_names: Sequence[str] = ()) -> "ScoreTable":
        """Build the table from rows in any order; rows that share a key are summed."""
        rows = list(partials)
        unknown = (0,) * len(emotion_names)
        return cls.of_columns(
            customer=[row.customer for row in rows],
            touchpoint=[row.touchpoint for row in rows],
            week=[np.datetime64(row.week, "D") for row in rows],
            answers=[row.answers for row in rows],
            rated=[row.rated for row in rows],
            rating_sum=[row.rating_sum for row in rows],
            scored=[row.scored for row in rows],
            score_sum=[row.score_sum for row in rows],
            histogram=[row.histogram for row in rows],
            last_at=[moment(row.last_at) for row in rows],
            emotion_names=emotion_names,
            emotions=[row.emotions or unknown for row in rows],
            emotions_known=[row.emotions is not None for row in rows],
        )

    @classmethod
    def of_columns(
        cls,
        *,
        customer: Ids,
        touchpoint: Ids,
        week: ArrayLike,
        answers: ArrayLike,
        rated: ArrayLike,
        rating_sum: ArrayLike,
        scored: ArrayLike,
        score_sum: ArrayLike,
        histogram: ArrayLike,
        last_at: ArrayLike,
        emotion_names: Sequence[str] = (),
        emotions: ArrayLike = (),
        emotions_known: ArrayLike = False,
    ) -> "ScoreTable":
        """Build the table from equally long columns: the fast way in. `histogram` is (rows, 5)."""
        size = len(customer)
        counts = np.zeros((size, _EMOTIONS + len(emotion_names)), dtype=np.int64, order="F")
        counts[:, _ANSWERS], counts[:, _RATED], counts[:, _SCORED] = answers, rated, scored
        counts[:, _EMOTIONS_KNOWN] = emotions_known
        counts[:, _HISTOGRAM:_EMOTIONS] = np.asarray(histogram, dtype=np.int64).reshape(size, len(LEVELS))
        counts[:, _EMOTIONS:] = np.asarray(emotions, dtype=np.int64).reshape(size, len(emotion_names))
        customers, customer_code = coded(customer)
        touchpoints, touchpoint_code = coded(touchpoint)
        return cls(
            customers=customers,
            touchpoints=touchpoints,
            customer=customer_code,
            touchpoint=touchpoint_code,
            week=np.asarray(week, dtype="datetime64[D]"),
            counts=counts,
            sums=np.column_stack([np.asarray(rating_sum, np.float64), np.asarray(score_sum, np.float64)]),
            last_at=np.asarray(last_at, dtype="datetime64[us]"),
            emotion_names=tuple(emotion_names),
        ).tidied()

    @classmethod
    def merged(cls, tables: Iterable["ScoreTable"]) -> "ScoreTable":
        """Return one table of all rows; neither the order of the tables nor merging in steps matters."""
        parts = list(tables) or [cls.of(())]
        names = max((part.emotion_names for part in parts), key=len)
        if any(part.emotion_names not in {names, ()} for part in parts):
            raise ValueError(
                "these tables name different emotions; score them with one scorer before merging"
            )
        customers, customer = recoded((part.customers, part.customer) for part in parts)
        touchpoints, touchpoint = recoded((part.touchpoints, part.touchpoint) for part in parts)
        return cls(
            customers=customers,
            touchpoints=touchpoints,
            customer=customer,
            touchpoint=touchpoint,
            week=np.concatenate([part.week for part in parts]),
            counts=np.concatenate([_widened(part.counts, _EMOTIONS + len(names)) for part in parts]),
            sums=np.concatenate([part.sums for part in parts]),
            last_at=np.concatenate([part.last_at for part in parts]),
            emotion_names=names,
        ).tidied()

    def __len__(self) -> int:
        return len(self.customer)

    @property
    def answers(self) -> Ints:
        """Answers accepted."""
        return self.counts[:, _ANSWERS]

    @property
    def rated(self) -> Ints:
        """Answers with an explicit rating."""
        return self.counts[:, _RATED]

    @property
    def rating_sum(self) -> Floats:
        """Sum of those ratings' valences, -2..+2 each."""
        return self.sums[:, _RATING_SUM]

    @property
    def scored(self) -> Ints:
        """Answers with a valence, from rating, text or both."""
        return self.counts[:, _SCORED]

    @property
    def score_sum(self) -> Floats:
        """Sum of those valences, -2..+2 each."""
        return self.sums[:, _SCORE_SUM]

    @property
    def histogram(self) -> Ints:
        """Scored answers in the five bins of `LEVELS`; shape (rows, 5)."""
        return self.counts[:, _HISTOGRAM:_EMOTIONS]

    @property
    def emotions(self) -> Ints:
        """Answers per emotion; shape (rows, emotions); meaningless where `emotions_known` is false."""
        return self.counts[:, _EMOTIONS:]

    @property
    def emotions_known(self) -> Flags:
        """Whether a scorer named emotions at all: unknown is not zero."""
        return self.counts[:, _EMOTIONS_KNOWN] > 0

    def between(self, *, since: date | None = None, until: date | None = None) -> "ScoreTable":
        """Keep the weeks whose Monday lies on or after `since` and on or before `until`."""
        keep = np.ones(len(self), dtype=np.bool_)
        if since is not None:
            keep &= self.week >= np.datetime64(since, "D")
        if until is not None:
            keep &= self.week <= np.datetime64(until, "D")
        return self.picked(keep)

    def of_customers(self, customers: AbstractSet[str]) -> "ScoreTable":
        """Keep the rows of these customers: a persona's or a segment's members."""
        member = np.array([name in customers for name in self.customers], dtype=np.bool_)
        return self.picked(member[self.customer])

    def picked(self, rows: Flags | Ints) -> "ScoreTable":
        """Return the rows picked by flag or place; ids no longer used stay in the lists."""
        places = np.flatnonzero(rows) if rows.dtype == np.bool_ else rows
        return replace(
            self,
            customer=frozen(self.customer[places]),
            touchpoint=frozen(self.touchpoint[places]),
            week=frozen(self.week[places]),
            counts=frozen(np.take(self.counts.T, places, axis=1).T),
            sums=frozen(np.take(self.sums.T, places, axis=1).T),
            last_at=frozen(self.last_at[places]),
        )

    def tidied(self) -> "ScoreTable":
        """Sort by key and sum rows that share one: the same table, however it came together."""
        order, begins = in_key_order(self.customer, self.touchpoint, self.week.astype(np.int64))
        ranked = self.picked(order)
        if len(begins) == len(ranked):
            return ranked
        return replace(
            ranked.picked(begins),
            counts=frozen(np.add.reduceat(ranked.counts.T, begins, axis=1).T),
            sums=frozen(np.add.reduceat(ranked.sums.T, begins, axis=1).T),
            last_at=frozen(np.fmax.reduceat(ranked.last_at, begins)),
        )


def _widened(counts: Ints, width: int) -> Ints:
    """Return the counts with columns of zeros up to `width`, for emotions that no scorer here named."""
    return np.pad(counts, ((0, 0), (0, width - counts.shape[1])))
