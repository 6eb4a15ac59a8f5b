"""Editions: whoever has read everything ever published can compute nothing of fewer than k customers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mapping.deliveries import DeliveryTable
from mapping.disclosure import Visibility, disclose
from mapping.edition import Edition, shown_in
from mapping.edition_figures import Material
from mapping.lattice import ALL, Spot, periods_of, scopes_of, spot_of
from mapping.publishing import publish
from mapping.rollup import roll_up
from mapping.table import Partial, ScoreTable

STAGES = {"buy": ("shop", "pay"), "use": ("help",)}
MEDIA = {"shop": "web", "pay": "web", "help": "phone"}
MONDAY = date(2026, 3, 2)
PRIME = 1_000_003


@dataclass
class Store:
    """Answers by customer, touchpoint and week: each holds the levels that were chosen."""

    answers: dict[tuple[str, str, int], list[int]] = field(default_factory=dict)
    personas: dict[str, set[str]] = field(default_factory=dict)

    def material(self) -> Material:
        partials = [
            Partial(
                customer=customer,
                touchpoint=point,
                week=MONDAY + timedelta(weeks=week),
                answers=len(levels),
                rated=len(levels),
                rating_sum=float(sum(levels)),
                scored=len(levels),
                score_sum=float(sum(levels)),
                histogram=(levels.count(-2), levels.count(-1), levels.count(0), levels.count(1), levels.count(2)),
            )
            for (customer, point, week), levels in self.answers.items()
        ]  # fmt: skip
        return Material(
            table=ScoreTable.of(partials),
            deliveries=DeliveryTable.of(()),
            stages=STAGES,
            media=MEDIA,
            groups={f"persona:{name}": frozenset(members) for name, members in self.personas.items()},
        )

    def publish(self, previous: Edition | None, *, week: int, k: int) -> Edition:
        through = MONDAY + timedelta(weeks=week, days=6)
        return publish(
            previous, self.material(), k=k, through=through, made_at=datetime(2026, 9, 1, tzinfo=UTC)
        )


Contribution = tuple[str, str, date, int]


def published_anew(previous: Edition | None, edition: Edition) -> list[frozenset[Contribution]]:
    """Return, of each figure published anew, the contributions that it adds up."""
    before = previous.figures if previous else {}
    ledger = edition.ledger
    rows = []
    for key, figures in edition.figures.items():
        if key in before and before[key] == figures:
            continue
        spot = spot_of(key)
        points = edition.scopes[spot.scope]
        rows.append(
            frozenset(
                (customer, point, week, checksum)
                for customer, point, week, pattern, checksum, step in zip(
                    ledger.customer,
                    ledger.touchpoint,
                    ledger.week,
                    ledger.pattern,
                    ledger.checksum,
                    ledger.step,
                    strict=True,
                )
                if point in points
                and step <= figures.step
                and spot.period in periods_of(week)
                and (spot.group == ALL or spot.group in ledger.patterns[pattern])
            )
        )
        assert figures.cell.answers is not None
        assert figures.cell.answers >= len(rows[-1])
    return rows


def rank(matrix: np.ndarray) -> int:
    work, found = matrix.copy() % PRIME, 0
    for column in range(work.shape[1]):
        places = np.flatnonzero(work[found:, column])
        if not len(places):
            continue
        pivot = found + int(places[0])
        work[[found, pivot]] = work[[pivot, found]]
        inverse = pow(int(work[found, column]), PRIME - 2, PRIME)
        factor = work[found + 1 :, column] * inverse % PRIME
        work[found + 1 :] = (work[found + 1 :] - factor[:, None] * work[found][None, :]) % PRIME
        found += 1
        if found == work.shape[0]:
            break
    return found


def given_away(rows: Sequence[frozenset[Contribution]], *, k: int) -> list[tuple[str, ...]]:
    """Return every group of fewer than k customers of whom a combination of the rows tells something."""
    columns = sorted(set().union(*rows)) if rows else []
    if not columns:
        return []
    place = {column: number for number, column in enumerate(columns)}
    matrix = np.zeros((len(rows), len(columns)), dtype=np.int64)
    for number, row in enumerate(rows):
        matrix[number, [place[each] for each in row]] = 1
    matrix = np.unique(matrix, axis=0)
    customers = sorted({column[0] for column in columns})
    whole = rank(matrix)
    return [
        some
        for some in combinations(customers, min(k - 1, len(customers)))
        if rank(matrix[:, [column[0] not in some for column in columns]]) < whole
    ]


CUSTOMERS = [f"c{number:02}" for number in range(14)]
answer = st.tuples(
    st.sampled_from(CUSTOMERS),
    st.sampled_from(["shop", "pay", "help"]),
    st.integers(0, 5),
    st.integers(-2, 2),
)
change = st.tuples(st.sampled_from(["edit", "erase"]), st.sampled_from(CUSTOMERS), st.integers(-2, 2))


@st.composite
def histories(
    draw: st.DrawFn,
) -> list[tuple[int, list[tuple[str, str, int, int]], list[tuple[str, str, int]]]]:
    return [
        (week, draw(st.lists(answer, max_size=24)), draw(st.lists(change, max_size=2)))
        for week in draw(st.lists(st.integers(0, 7), min_size=1, max_size=4).map(sorted))
    ]


@settings(deadline=None, max_examples=40)
@given(histories(), st.sets(st.sampled_from(CUSTOMERS)), st.sets(st.sampled_from(CUSTOMERS)))
def test_no_difference_of_filters_periods_or_editions_tells_of_fewer_than_k(
    history: list[tuple[int, list[tuple[str, str, int, int]], list[tuple[str, str, int]]]],
    ones: set[str],
    others: set[str],
) -> None:
    store, edition, rows = Store(personas={"ones": ones, "others": others}), None, []
    for week, answers, changes in history:
        for customer, point, at, level in answers:
            store.answers.setdefault((customer, point, at), []).append(level)
        for kind, customer, level in changes:
            theirs = [key for key in store.answers if key[0] == customer]
            for key in theirs:
                if kind == "erase":
                    del store.answers[key]
                else:
                    store.answers[key] = [level]
        previous, edition = edition, store.publish(edition, week=week, k=3)
        rows += published_anew(previous, edition)

    assert given_away(rows, k=3) == []
