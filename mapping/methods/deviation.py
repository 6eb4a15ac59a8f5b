"""How customers' paths differ from the planned order of stages: skipped, extra, reordered.

For each customer, events at one moment are read in the plan's order, and events in a row in one stage are one
visit. Then:

- Skipped: a stage never visited, though a later one was. A stage further on than they came is not skipped.
- Repeated: a stage visited again after another one. Outside: an event at a touchpoint of no stage. Either is
  extra; outside events do not part a visit in two.
- Reordered: of the stages in the order of first visits, those outside the longest run that follows the plan
  (longest increasing subsequence). Where several runs are as long, the one with the earlier stages counts, so
  it is the later stage that is said to have come too early.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from mapping.columns import Flags, Ints
from mapping.interval import Share, wilson
from mapping.methods.events import EventTable, Stages, changes, distinct, places
from mapping.methods.variants import decoded, sequences


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """So many customers `of` so many, with Wilson's interval; `share` is None of nobody."""

    customers: int
    of: int
    share: Share | None


@dataclass(frozen=True, slots=True, kw_only=True)
class StageDeviation:
    """One stage: `skipped` of all who came as far, `repeated` and `reordered` of all who visited it."""

    stage: str
    skipped: Part
    repeated: Part
    reordered: Part


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """Parts of all customers with an event; a customer may be in several, but in `as_planned` or in others.

    `extra` are those with `repeated` or `outside`, or both. `stages` are in the plan's order; `touchpoints`
    of no stage have their customers, most first.
    """

    customers: int
    as_planned: Part
    skipped: Part
    extra: Part
    repeated: Part
    outside: Part
    reordered: Part
    stages: tuple[StageDeviation, ...]
    touchpoints: Mapping[str, Part]


def deviation(table: EventTable, *, stages: Stages) -> Deviation:
    """Compare each customer's path with the stages in their order."""
    place = places(table, stages=stages).place
    own = (np.cumsum(changes(table.customer)) - 1).astype(np.int64)
    people = len(table.begins)
    visits = _Visits.of(own, place, table, people=people, stages=len(stages))
    outside = np.zeros(people, dtype=np.bool_)
    outside[own[place < 0]] = True
    skipped, repeated, reordered = map(_anywhere, (visits.skipped, visits.repeated, visits.reordered))
    extra = repeated | outside
    return Deviation(
        customers=people,
        as_planned=_part(~(skipped | extra | reordered)),
        skipped=_part(skipped),
        extra=_part(extra),
        repeated=_part(repeated),
        outside=_part(outside),
        reordered=_part(reordered),
        stages=tuple(visits.stage(number, name) for number, name in enumerate(stages)),
        touchpoints=_outside(table, place, people=people),
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Visits:
    """What each customer did with each stage; flags of (customers, stages)."""

    visited: Flags
    skipped: Flags
    repeated: Flags
    reordered: Flags

    @classmethod
    def of(cls, own: Ints, place: Ints, table: EventTable, *, people: int, stages: int) -> "_Visits":
        """Fold events to visits, and compare these with the plan."""
        rows = np.flatnonzero(place >= 0)
        rows = rows[np.lexsort((place[rows], table.at[rows], own[rows]))]
        cell = own[rows] * max(stages, 1) + place[rows]
        cell = cell[changes(cell)]
        times = np.bincount(cell, minlength=people * stages).reshape(people, stages)
        visited = times > 0
        further = np.logical_or.accumulate(visited[:, ::-1], axis=1)[:, ::-1]
        return cls(
            visited=visited,
            skipped=further & ~visited,
            repeated=times > 1,
            reordered=_reordered(cell, people=people, stages=stages),
        )

    def stage(self, number: int, name: str) -> StageDeviation:
        """Return the figures of one stage."""
        visited, skipped = self.visited[:, number], self.skipped[:, number]
        return StageDeviation(
            stage=name,
            skipped=_part(skipped[visited | skipped]),
            repeated=_part(self.repeated[visited, number]),
            reordered=_part(self.reordered[visited, number]),
        )


def _reordered(cell: Ints, *, people: int, stages: int) -> Flags:
    """Say which stages each customer took out of order; `cell` is customer * stages + stage, per visit."""
    _, first = np.unique(cell, return_index=True)
    firsts = cell[np.sort(first)]
    width = max(stages, 1)
    begins = np.flatnonzero(changes(firsts // width)).astype(np.int64)
    flags = np.zeros((people, stages), dtype=np.bool_)
    # Customers are many, orders few: each order is looked at once.
    known: dict[bytes, list[int]] = {}
    for who, key in zip((firsts[begins] // width).tolist(), sequences(firsts % width, begins), strict=True):
        if key not in known:
            known[key] = sorted(out_of_order(decoded(key)))
        flags[who, known[key]] = True
    return flags


def out_of_order(order: Sequence[int]) -> frozenset[int]:
    """Return which of these numbers, all distinct, are not in their longest increasing run.

    Of several as long, the one of the smaller numbers counts.
    """
    length = [1] * len(order)
    for at in reversed(range(len(order))):
        longer = [length[on] for on in range(at + 1, len(order)) if order[on] > order[at]]
        length[at] = 1 + max(longer, default=0)
    kept: list[int] = []
    begin = 0
    for need in range(max(length, default=0), 0, -1):
        fit = [
            at for at in range(begin, len(order)) if length[at] == need and (not kept or order[at] > kept[-1])
        ]
        begin = min(fit, key=order.__getitem__)
        kept.append(order[begin])
    return frozenset(order) - frozenset(kept)


def _outside(table: EventTable, place: Ints, *, people: int) -> dict[str, Part]:
    """Return the customers of each touchpoint that no stage holds, most first."""
    rows = place < 0
    counts = distinct(table.customer[rows], table.touchpoint[rows], groups=len(table.touchpoints))
    ranked = np.argsort(-counts, kind="stable").tolist()
    return {
        table.touchpoints[each]: Part(
            customers=int(counts[each]), of=people, share=wilson(int(counts[each]), of=people)
        )
        for each in ranked
        if counts[each]
    }


def _anywhere(flags: Flags) -> Flags:
    """Say of each customer whether any stage is flagged."""
    found: Flags = np.logical_or.reduce(flags, axis=1)
    return found


def _part(flags: Flags) -> Part:
    """Return how many of the flags are set."""
    count = int(flags.sum())
    return Part(customers=count, of=len(flags), share=wilson(count, of=len(flags)))
