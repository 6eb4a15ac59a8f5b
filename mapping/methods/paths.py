"""Which place customers go to from which: a graph of direct steps, small enough to draw.

A step leads from one event to the customer's next. Events at one moment keep the order they came in. Times
and scores are means over customers of each one's own mean: one customer, one vote.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import Enum
from typing import Literal

import numpy as np

from mapping.columns import Flags, Floats, Ints, Times
from mapping.methods.events import EventTable, Stages, changes, distinct, places
from mapping.methods.grouped import intervals, means

LEAST = 5
"""Fewest customers of an edge that is shown."""

MOST_NODES = 12
"""Most nodes that can still be read in a drawing."""

_FEWEST_NODES = 2  # a place and OTHER


class Apart(Enum):
    """What is no place of its own: before the first event, after the last, and all places not drawn."""

    START = "start"
    END = "end"
    OTHER = "other"


Place = str | Apart


@dataclass(frozen=True, slots=True, kw_only=True)
class Node:
    """A place and its distinct customers, the same that funnel and map count; None where under `least`."""

    place: str | Literal[Apart.OTHER]
    customers: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Edge:
    """Steps from `source` to `target`, and how many customers made them. Source and target may be equal.

    `after` is the mean time the step took. `score` is the mean score at the target, -2..+2 with about 95 %,
    of the `scored` customers who have one. None where there is no such thing or under `least` customers.
    """

    source: Place
    target: Place
    customers: int
    steps: int
    after: timedelta | None
    scored: int | None
    score: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PathGraph:
    """Nodes and edges in order of customers. Edges from START and to END say where paths begin and end.

    `steps` counts the direct steps of all `customers`, beginnings and endings aside. `hidden_edges` are left
    out: those of fewer than `least` customers, and as many more as keep these from being worked out.
    `in_other` is how many places the node OTHER stands for.
    """

    customers: int
    steps: int
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    hidden_edges: int
    in_other: int
    least: int


def directly_follows(
    table: EventTable, *, stages: Stages | None = None, least: int = LEAST, most_nodes: int = MOST_NODES
) -> PathGraph:
    """Draw the steps between touchpoints, or between stages where they are given.

    Events in no stage are passed over. At most `most_nodes` nodes: the places of most customers, and OTHER
    for all the rest and for places of fewer than `least` customers.
    """
    if most_nodes < _FEWEST_NODES or least < 1:
        raise ValueError(f"most_nodes is {most_nodes}, least {least}; give at least 2 nodes and 1 customer")
    where = places(table, stages=stages)
    rows = np.flatnonzero(where.place >= 0)
    customer, place = table.customer[rows], where.place[rows]
    kept, rest = _kept(distinct(customer, place, groups=len(where.ids)), least=least, most=most_nodes)
    code = np.full(len(where.ids), len(kept), dtype=np.int64)
    code[kept] = np.arange(len(kept))
    node = code[place]
    names: tuple[str | Literal[Apart.OTHER], ...] = tuple(where.ids[each] for each in kept)
    names = (*names, Apart.OTHER) if rest else names
    steps = _Steps.of(customer, node, table.at[rows], table.score[rows], nodes=len(names))
    counts = steps.customers()
    shown = _shown(counts, least=least)
    in_nodes = distinct(customer, node, groups=len(names)).tolist()
    people = int(counts[-2].sum())
    return PathGraph(
        customers=people,
        steps=len(rows) - people,
        nodes=tuple(
            Node(place=name, customers=count if count >= least else None)
            for name, count in zip(names, in_nodes, strict=True)
        ),
        edges=steps.edges(shown, (*names, Apart.START, Apart.END), least=least),
        hidden_edges=int(((counts > 0) & ~shown).sum()),
        in_other=rest,
        least=least,
    )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Steps:
    """One row per (edge, customer), with their own mean time (seconds) and score, NaN for none.

    An edge is source * width + target. The last two nodes of the `width` are START and END.
    """

    width: int
    edge: Ints
    times: Ints
    seconds: Floats
    score: Floats

    @classmethod
    def of(cls, customer: Ints, node: Ints, at: Times, score: Floats, *, nodes: int) -> "_Steps":
        """Compare each event with the one before: the whole work, in columns."""
        width = nodes + 2
        first = changes(customer)
        last = np.flatnonzero(np.roll(first, -1))
        before = np.where(first, nodes, np.roll(node, 1))
        took = np.diff(at, prepend=at[:1]).astype(np.int64) / 1e6
        edge = np.concatenate([before * width + node, node[last] * width + nodes + 1])
        who = np.concatenate([customer, customer[last]])
        people = int(customer.max(initial=0)) + 1
        pair, own = np.unique(edge * people + who, return_inverse=True)
        none = np.full(len(last), np.nan)
        return cls(
            width=width,
            edge=pair // people,
            times=np.bincount(own, minlength=len(pair)),
            seconds=means(np.concatenate([np.where(first, np.nan, took), none]), own, groups=len(pair))[1],
            score=means(np.concatenate([score, none]), own, groups=len(pair))[1],
        )

    def customers(self) -> Ints:
        """Return the customers of each edge; (width, width)."""
        return self._sums().astype(np.int64).reshape(self.width, self.width)

    def edges(self, shown: Flags, names: tuple[Place, ...], *, least: int) -> tuple[Edge, ...]:
        """Return the edges shown, those of most customers first."""
        customers, steps = self._sums(), self._sums(self.times.astype(np.float64))
        picked = np.flatnonzero(shown.ravel())
        picked = picked[np.argsort(-customers[picked], kind="stable")]
        rank = np.full(self.width**2, -1, dtype=np.int64)
        rank[picked] = np.arange(len(picked))
        rows = np.flatnonzero(rank[self.edge] >= 0)
        edge, votes = rank[self.edge[rows]], self.score[rows]
        _, seconds = means(self.seconds[rows], edge, groups=len(picked))
        scored, score = means(votes, edge, groups=len(picked))
        low, high = intervals(votes, edge, groups=len(picked), prior_of=self.score)
        return tuple(
            Edge(
                source=names[each // self.width],
                target=names[each % self.width],
                customers=int(customers[each]),
                steps=int(steps[each]),
                after=None if np.isnan(seconds[at]) else timedelta(seconds=float(seconds[at])),
                scored=int(scored[at]) if scored[at] >= least or scored[at] == 0 else None,
                score=float(score[at]) if scored[at] >= least else None,
                low=float(low[at]) if scored[at] >= least else None,
                high=float(high[at]) if scored[at] >= least else None,
            )
            for at, each in enumerate(picked.tolist())
        )

    def _sums(self, weights: Floats | None = None) -> Floats:
        """Return the sum of the weights per edge, or how many rows it has."""
        return np.bincount(self.edge, weights=weights, minlength=self.width**2).astype(np.float64)


def _kept(customers: Ints, *, least: int, most: int) -> tuple[list[int], int]:
    """Return the places drawn, those of most customers first, and how many others have any."""
    ranked = [each for each in np.argsort(-customers, kind="stable").tolist() if customers[each]]
    fit = [each for each in ranked if customers[each] >= least]
    if len(fit) == len(ranked) <= most:
        return fit, 0
    fit = fit[: most - 1]
    return fit, len(ranked) - len(fit)


def _shown(customers: Ints, *, least: int) -> Flags:
    """Say which edges may be shown.

    As many steps lead into a place as lead out of it. So where an edge at a place is hidden, at least two
    are, of `least` customers or more together: neither can be had from the others by subtraction.
    """
    shown = customers >= least
    lines = [*zip(customers, shown, strict=True), *zip(customers.T, shown.T, strict=True)]
    is_settled = False
    while not is_settled:
        is_settled = True
        for counts, seen in lines:
            hidden = counts[(counts > 0) & ~seen]
            if len(hidden) and seen.any() and (len(hidden) == 1 or hidden.sum() < least):
                seen[np.argmin(np.where(seen, counts, counts.max() + 1))] = False
                is_settled = False
    return shown
