"""The input contract: what each customer answered at each touchpoint in each week, in columns.

Means weighted by customer and counts of distinct customers do not merge over weeks or touchpoints.
Sums, counts and histograms per (customer, touchpoint, week) do, so these are what is stored and merged;
'one customer, one vote' is made when a question is asked (`mapping.rollup`).
"""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from datetime import date, datetime

import numpy as np
from numpy.typing import ArrayLike

from mapping.amounts import Amounts
from mapping.columns import (
    Counts,
    Flags,
    Floats,
    Ids,
    Ints,
    Times,
    coded,
    frozen,
    in_key_order,
    members_of,
    moment,
    places_of,
    recoded,
    weeks_between,
)
from mapping.felt import Felt

LEVELS = (-2, -1, 0, 1, 2)
"""The five levels of valence: a histogram counts scored answers in these bins, in this order."""

_ANSWERS, _RATED, _SCORED, _EMOTIONS_KNOWN, _HISTOGRAM = range(5)
_TALLIES = _HISTOGRAM + len(LEVELS)
_RATING_SUM, _SCORE_SUM = range(2)
_MOST_GROUPS = 32


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

    `customer` and `touchpoint` are codes into the id lists, which are sorted (touchpoints may be in another
    order: see `along`); `week` is a Monday (UTC).
    `amounts` are nine tallies, two sums and the emotions found, of 28 of which most rows have one or none;
    read them through the properties.
    """

    customers: tuple[str, ...]
    touchpoints: tuple[str, ...]
    customer: Ints
    touchpoint: Ints
    week: Times
    last_at: Times
    amounts: Amounts
    emotion_names: tuple[str, ...] = ()
    members: dict[frozenset[str], Flags] = field(default_factory=dict)
    """Who of `customers` belongs to a group asked for before; tables picked from one another share it."""

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
        emotions: ArrayLike | Felt = (),
        emotions_known: ArrayLike = False,
    ) -> "ScoreTable":
        """Build the table from equally long columns: the fast way in.

        `histogram` is (rows, 5), and so is (rows, emotions) what `emotions` has where it is no list.
        """
        size = len(customer)
        tallies = np.zeros((size, _TALLIES), dtype=np.int32, order="F")
        tallies[:, _ANSWERS], tallies[:, _RATED], tallies[:, _SCORED] = answers, rated, scored
        tallies[:, _EMOTIONS_KNOWN] = emotions_known
        tallies[:, _HISTOGRAM:] = np.asarray(histogram).reshape(size, len(LEVELS))
        sums = np.zeros((size, 2), dtype=np.float64, order="F")
        sums[:, _RATING_SUM], sums[:, _SCORE_SUM] = rating_sum, score_sum
        customers, customer_code = coded(customer)
        touchpoints, touchpoint_code = coded(touchpoint)
        return cls(
            customers=customers,
            touchpoints=touchpoints,
            customer=customer_code,
            touchpoint=touchpoint_code,
            week=np.asarray(week, dtype="datetime64[D]"),
            last_at=np.asarray(last_at, dtype="datetime64[us]"),
            amounts=Amounts(
                every_tally=tallies,
                every_sum=sums,
                every_felt=emotions
                if isinstance(emotions, Felt)
                else Felt.of(np.asarray(emotions, dtype=np.int64).reshape(size, len(emotion_names))),
            ),
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
        merged = cls(
            customers=customers,
            touchpoints=touchpoints,
            customer=customer,
            touchpoint=touchpoint,
            week=np.concatenate([part.week for part in parts]),
            last_at=np.concatenate([part.last_at for part in parts]),
            amounts=Amounts.stacked([part.amounts for part in parts]),
            emotion_names=names,
        )
        return merged._named(parts[0].touchpoints).tidied()

    def along(self, touchpoints: Iterable[str]) -> "ScoreTable":
        """Return the same rows with the touchpoints in this order, those not named last.

        In a journey's order each stage's rows of a customer lie together, and no map has to sort them.
        """
        known = [name for name in dict.fromkeys(touchpoints) if name in self.touchpoints]
        order = (*known, *(name for name in self.touchpoints if name not in known))
        return self if order == self.touchpoints else self._named(order).tidied()

    def _named(self, order: tuple[str, ...]) -> "ScoreTable":
        """Return the table with its touchpoints numbered in this order, where these are all of them."""
        if order == self.touchpoints or set(order) != set(self.touchpoints):
            return self
        place = np.array([order.index(name) for name in self.touchpoints], dtype=np.int64)
        return replace(self, touchpoints=order, touchpoint=place[self.touchpoint])

    def __len__(self) -> int:
        return len(self.customer)

    @property
    def answers(self) -> Counts:
        """Answers accepted."""
        return self.amounts.tally(_ANSWERS)

    @property
    def rated(self) -> Counts:
        """Answers with an explicit rating."""
        return self.amounts.tally(_RATED)

    @property
    def rating_sum(self) -> Floats:
        """Sum of those ratings' valences, -2..+2 each."""
        return self.amounts.sum(_RATING_SUM)

    @property
    def sums(self) -> Floats:
        """Both sums; shape (rows, 2)."""
        return self.amounts.sums

    @property
    def scored(self) -> Counts:
        """Answers with a valence, from rating, text or both."""
        return self.amounts.tally(_SCORED)

    @property
    def score_sum(self) -> Floats:
        """Sum of those valences, -2..+2 each."""
        return self.amounts.sum(_SCORE_SUM)

    @property
    def histogram(self) -> Counts:
        """Scored answers in the five bins of `LEVELS`; shape (rows, 5)."""
        return self.amounts.tallies[:, _HISTOGRAM:]

    def level(self, place: int) -> Counts:
        """Return the scored answers in one bin of `LEVELS`, by its place."""
        return self.amounts.tally(_HISTOGRAM + place)

    @property
    def emotions(self) -> Ints:
        """Answers per emotion; shape (rows, emotions); meaningless where `emotions_known` is false."""
        return self.amounts.felt_in(np.arange(len(self)), groups=len(self), emotions=len(self.emotion_names))

    @property
    def emotions_known(self) -> Flags:
        """Whether a scorer named emotions at all: unknown is not zero."""
        return self.amounts.tally(_EMOTIONS_KNOWN) > 0

    @property
    def counts(self) -> Ints:
        """Everything counted, made when asked for: tallies and emotions; shape (rows, 9 + emotions)."""
        return frozen(np.concatenate([self.amounts.tallies, self.emotions], axis=1))

    def between(self, *, since: date | None = None, until: date | None = None) -> "ScoreTable":
        """Keep the weeks whose Monday lies on or after `since` and on or before `until`."""
        return self.picked(weeks_between(self.week, since=since, until=until))

    def of_customers(self, customers: AbstractSet[str]) -> "ScoreTable":
        """Keep the rows of these customers: a persona's or a segment's members."""
        group = frozenset(customers)
        known = self.members.get(group)
        if known is None:
            if len(self.members) >= _MOST_GROUPS:
                self.members.clear()
            known = self.members[group] = members_of(group, self.customers)
        return self.picked(known[self.customer])

    def picked(self, rows: Flags | Ints) -> "ScoreTable":
        """Return the rows picked by flag or place, each once; ids no longer used stay in the lists."""
        places = places_of(rows)
        return replace(
            self,
            customer=frozen(self.customer[places]),
            touchpoint=frozen(self.touchpoint[places]),
            week=frozen(self.week[places]),
            last_at=frozen(self.last_at[places]),
            amounts=self.amounts.picked(places),
        )

    def tidied(self) -> "ScoreTable":
        """Sort by key and sum rows that share one: the same table, however it came together."""
        order, begins = in_key_order(self.customer, self.touchpoint, self.week.astype(np.int64))
        is_ranked = bool(np.all(order[1:] > order[:-1]))
        ranked = self if is_ranked else self.picked(order)
        if len(begins) == len(ranked):
            return ranked._closed()  # noqa: SLF001 - another of the same class
        summed = replace(
            ranked.picked(begins),
            last_at=frozen(np.fmax.reduceat(ranked.last_at, begins)),
            amounts=ranked.amounts.gathered(begins),
        )
        return summed._closed()  # noqa: SLF001 - another of the same class

    def _closed(self) -> "ScoreTable":
        """Return the table, closed to writing."""
        frozen(self.customer)
        frozen(self.touchpoint)
        frozen(self.week)
        frozen(self.last_at)
        return replace(self, amounts=self.amounts.whole())
