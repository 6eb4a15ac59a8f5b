"""The sums of a journey in memory, brought up to date by what was made anew: a map of millions at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from threading import Lock

import numpy as np

from bot.charting import delivery_table, score_table
from bot.filters import Among
from config.journey import Journey
from config.rules import Rule
from feedback.store.partials import Partials
from feedback.store.store import Store
from mapping.columns import Flags
from mapping.deliveries import DeliveryTable
from mapping.table import ScoreTable
from mapping.telling import stages_of

_MOST_ROWS = 2_000_000
"""Sums of more than this stay in the database: they would take about a gigabyte."""


@dataclass(frozen=True, slots=True)
class Sums:
    """What was answered and what was put to whom, at one moment."""

    scores: ScoreTable
    deliveries: DeliveryTable


@dataclass(frozen=True, slots=True)
class _Known:
    turn: int
    sums: Sums


@dataclass(frozen=True, slots=True)
class _Members:
    changed_at: int
    of: Mapping[str, frozenset[str]]
    """By persona or segment, who belongs to it."""


class Memory:
    """What one journey's sums come to, and who belongs to which persona and segment; used from any thread."""

    def __init__(self, store: Store, journey: Journey) -> None:
        """Remember nothing yet: the first who asks waits until all is read."""
        self._store = store
        self._journey = journey
        self._known: _Known | None = None
        self._members: _Members | None = None
        self._lock = Lock()

    @property
    def is_warm(self) -> bool:
        """Whether anybody has asked for the whole yet."""
        return self._known is not None

    def sums(self) -> Sums:
        """Return all sums as they are now."""
        with self._lock:
            known = self._known
            change = self._store.read_changed_partials(self._journey.id, after=known.turn if known else None)
            points = [point for points in stages_of(self._journey).values() for point in points]
            new = Sums(score_table(change.partials).along(points), delivery_table(change.partials))
            if known is None or change.is_whole:
                sums = new
            elif len(change.partials.customer):
                sums = _renewed(known.sums, new, change.partials)
            else:
                sums = known.sums
            is_small = len(sums.scores) + len(sums.deliveries) <= _MOST_ROWS
            self._known = _Known(change.turn, sums) if is_small else None
            return sums

    def among(self, query: Among) -> frozenset[str] | None:
        """Return the customers a query is about; None is everybody."""
        rules = {f"persona {each.id}": each.rule for each in self._journey.personas}
        rules |= {f"segment {each.id}": each.rule for each in self._journey.segments}
        wanted = [name for name in (f"persona {query.persona}", f"segment {query.segment}") if name in rules]
        if not wanted:
            return None
        with self._lock:
            members = self._renewed_members(rules)
        return frozenset.intersection(*(members.of[name] for name in wanted))

    def _renewed_members(self, rules: Mapping[str, Rule]) -> _Members:
        before = self._members
        change = self._store.read_changed_facts(after=before.changed_at if before else None)
        known = before.of if before else dict.fromkeys(rules, frozenset[str]())
        if change.facts:
            known = {
                name: known[name]
                .difference(change.facts)
                .union(customer for customer, facts in change.facts.items() if rule.holds(facts))
                for name, rule in rules.items()
            }
        self._members = _Members(change.changed_at, known)
        return self._members


def _renewed(sums: Sums, new: Sums, partials: Partials) -> Sums:
    """Return the sums with those rows replaced that were made anew."""
    keys = set(zip(partials.customer, partials.touchpoint, partials.week.tolist(), strict=True))
    scores = sums.scores.picked(_kept(sums.scores, keys))
    deliveries = sums.deliveries.picked(_kept(sums.deliveries, keys))
    return Sums(ScoreTable.merged([scores, new.scores]), DeliveryTable.merged([deliveries, new.deliveries]))


def _kept(table: ScoreTable | DeliveryTable, keys: set[tuple[str, str, object]]) -> Flags:
    """Say of each row whether it was not made anew."""
    customers = {customer for customer, _, _ in keys}
    changed = np.array([name in customers for name in table.customers], dtype=np.bool_)
    kept = np.ones(len(table), dtype=np.bool_)
    for row in np.flatnonzero(changed[table.customer]).tolist():
        key = (table.customers[table.customer[row]], table.touchpoints[table.touchpoint[row]])
        kept[row] = (*key, table.week[row].item()) not in keys
    return kept
