"""The paths customers take from their first event to their last, and how each felt over all.

Immediate repeats are folded: a, a, b is the path a, b. Events at one moment keep the order they came in.
"""

from dataclasses import dataclass

import numpy as np

from mapping.columns import Flags, Floats, Ints
from mapping.interval import Share, wilson
from mapping.methods.events import EventTable, Stages, changes, places
from mapping.methods.grouped import intervals, means

LEAST = 5
"""Fewest customers of a path that is shown."""

_BYTES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Variant:
    """One path and who took it; `share` is of all customers with a path.

    `has_repeats` says whether some of them stayed at a place for several events in a row. `score` is the mean
    over the `scored` customers of each one's own mean, -2..+2 with about 95 %; None where fewer than `least`
    customers have a score.
    """

    path: tuple[str, ...]
    customers: int
    share: Share | None
    has_repeats: bool
    scored: int | None
    score: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Variants:
    """Paths in order of customers; the rest are `rest_paths` paths of `rest_customers` customers in all."""

    customers: int
    variants: tuple[Variant, ...]
    rest_paths: int
    rest_customers: int
    least: int


def variants(
    table: EventTable, *, stages: Stages | None = None, least: int = LEAST, most: int = 10
) -> Variants:
    """Return the `most` frequent paths along touchpoints, or along stages where they are given.

    No path of fewer than `least` customers is shown; nor is one where the rest would then be so few.
    """
    where = places(table, stages=stages)
    rows = np.flatnonzero(where.place >= 0)
    place, first = where.place[rows], changes(table.customer[rows])
    own = np.cumsum(first) - 1
    kept = first | changes(place)
    keys = sequences(place[kept], np.flatnonzero(first[kept]).astype(np.int64))
    names, path = _numbered(keys)
    repeats = np.zeros(len(keys), dtype=np.bool_)
    repeats[own[~kept]] = True
    shown = _shown(names, np.bincount(path, minlength=len(names)).tolist(), least=least, most=most)
    figures = _Figures.of(
        path, repeats, means(table.score[rows], own, groups=len(keys))[1], paths=len(names), shown=shown
    )
    return Variants(
        customers=len(keys),
        variants=tuple(
            figures.variant(at, tuple(where.ids[code] for code in decoded(names[each])), least=least)
            for at, each in enumerate(shown)
        ),
        rest_paths=len(names) - len(shown),
        rest_customers=len(keys) - int(figures.customers.sum()),
        least=least,
    )


def sequences(place: Ints, begins: Ints) -> list[bytes]:
    """Return each customer's places as one key; `begins` are the rows at which customers begin.

    Equal keys are equal paths, not only likely so; slicing bytes is many times faster than making tuples.
    """
    packed = place.astype(np.int32).tobytes()
    ends = [*begins[1:].tolist(), len(place)] if len(begins) else []
    return [packed[_BYTES * begin : _BYTES * end] for begin, end in zip(begins.tolist(), ends, strict=True)]


def decoded(key: bytes) -> tuple[int, ...]:
    """Return the places of a key."""
    return tuple(np.frombuffer(key, dtype=np.int32).tolist())


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Figures:
    """What is known of each shown path, in their order; `people` is all customers."""

    people: int
    customers: Ints
    has_repeats: Flags
    scored: Ints
    score: Floats
    low: Floats
    high: Floats

    @classmethod
    def of(cls, path: Ints, repeats: Flags, votes: Floats, *, paths: int, shown: list[int]) -> "_Figures":
        """Take the figures of the shown paths from their customers' votes; all votes are the prior."""
        rank = np.full(paths, -1, dtype=np.int64)
        rank[shown] = np.arange(len(shown))
        rows = np.flatnonzero(rank[path] >= 0)
        group, own = rank[path[rows]], votes[rows]
        scored, score = means(own, group, groups=len(shown))
        low, high = intervals(own, group, groups=len(shown), prior_of=votes)
        return cls(
            people=len(path),
            customers=np.bincount(group, minlength=len(shown)).astype(np.int64),
            has_repeats=np.bincount(group, weights=repeats[rows], minlength=len(shown)) > 0,
            scored=scored,
            score=score,
            low=low,
            high=high,
        )

    def variant(self, at: int, path: tuple[str, ...], *, least: int) -> Variant:
        """Return one path as it may be shown."""
        customers, scored = int(self.customers[at]), int(self.scored[at])
        is_told = scored >= least
        return Variant(
            path=path,
            customers=customers,
            share=wilson(customers, of=self.people),
            has_repeats=bool(self.has_repeats[at]),
            scored=scored if is_told or not scored else None,
            score=float(self.score[at]) if is_told else None,
            low=float(self.low[at]) if is_told else None,
            high=float(self.high[at]) if is_told else None,
        )


def _numbered(keys: list[bytes]) -> tuple[list[bytes], Ints]:
    """Return the distinct keys, and each customer's place among them."""
    number: dict[bytes, int] = {}
    path = np.fromiter((number.setdefault(key, len(number)) for key in keys), dtype=np.int64, count=len(keys))
    return list(number), path


def _shown(names: list[bytes], customers: list[int], *, least: int, most: int) -> list[int]:
    """Return the paths to show, those of most customers first, so that the rest are nobody or `least`."""
    fit = [each for each, count in enumerate(customers) if count >= least]
    shown = sorted(fit, key=lambda each: (-customers[each], decoded(names[each])))[:most]
    rest = sum(customers) - sum(customers[each] for each in shown)
    while shown and 0 < rest < least:
        rest += customers[shown.pop()]
    return shown
