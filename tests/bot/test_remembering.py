"""Sums in memory: always what the store would say, however it came about."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from tempfile import TemporaryDirectory
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.charting import delivery_table, score_table
from bot.plugins import question_options
from bot.remembering import Memory
from bot.reporting import Query
from config.journey import Journey
from config.loader import load_journey
from feedback.clock import FakeClock
from feedback.ids import counting_ids
from feedback.records import Address, Customer
from feedback.store.open import open_store
from feedback.store.store import Store
from feedback.vault import Keyring
from mapping.table import ScoreTable
from tests.feedback.store.conftest import Maker

BY = ("textblob", "1")
NOW = datetime(2026, 3, 4, 12, 30, tzinfo=UTC)
JOURNEY = """
id: shop
title: Shop
stages:
  - {id: buy, title: Buy, touchpoints: [{id: checkout, title: Pay}, {id: basket, title: Pick}]}
personas:
  - {id: pro, title: Pro, rule: plan == "pro"}
"""
steps = st.lists(
    st.one_of(
        st.tuples(st.just("answer"), st.integers(0, 2), st.integers(0, 20)),
        st.tuples(st.just("supersede"), st.integers(0, 2), st.just(0)),
        st.tuples(st.just("erase"), st.integers(0, 2), st.just(0)),
        st.tuples(st.just("sweep"), st.integers(1, 3), st.just(0)),
        st.tuples(st.just("look"), st.just(0), st.just(0)),
    ),
    max_size=14,
)  # fmt: skip


@pytest.fixture(scope="module")
def journey() -> Journey:
    return load_journey(JOURNEY, file="journey.yaml", kinds=question_options()).journey


@pytest.fixture(scope="module")
def home() -> Iterator[str]:
    with TemporaryDirectory() as folder:
        yield f"sqlite:///{folder}/a.db"


def fresh(home: str, keyring: Keyring) -> Store:
    return open_store(home, keyring=keyring, workspace=f"w-{uuid4().hex}", entropy=os.urandom, now=NOW)


def rows_of(table: ScoreTable) -> list[tuple[object, ...]]:
    return [
        (
            table.customers[table.customer[row]], table.touchpoints[table.touchpoint[row]],
            table.week[row].item(), table.last_at[row].item(), *table.counts[row].tolist(),
            *table.sums[row].tolist(),
        )
        for row in range(len(table))
    ]  # fmt: skip


def check(memory: Memory, store: Store) -> None:
    """Hold what is remembered against all that lies there."""
    partials = store.read_partials("shop")
    sums = memory.sums()
    assert sorted(rows_of(sums.scores)) == sorted(rows_of(score_table(partials)))
    assert sums.deliveries.delivered.sum() == delivery_table(partials).delivered.sum()


@dataclass
class Life:
    """What three customers do."""

    make: Maker
    customers: list[Customer]
    addresses: list[Address]
    said: dict[int, list[str]] = field(default_factory=dict)
    erased: set[int] = field(default_factory=set)

    def live(self, what: str, number: int, days: int) -> None:
        if number in self.erased:
            return
        make, said = self.make, self.said.setdefault(number, [])
        if what == "answer":
            at = NOW - timedelta(days=days)
            interaction = make.interaction(self.customers[number], at=at)
            answer = make.answer(interaction, make.session(interaction, self.addresses[number]), at=at)
            make.score(answer)
            said.append(answer.id)
        elif what == "supersede" and said:
            make.changes.superseded.append(said.pop())
        elif what == "erase":
            make.changes.erased.append(self.customers[number].id)
            self.erased.add(number)


@settings(deadline=None, max_examples=15)
@given(steps)
def test_what_is_remembered_is_what_lies_there(
    home: str, keyring: Keyring, journey: Journey, steps: list[tuple[str, int, int]]
) -> None:
    store = fresh(home, keyring)
    memory = Memory(store, journey)
    make = Maker(new_id=counting_ids(), now=FakeClock(NOW).now)
    customers = [make.customer() for _ in range(3)]
    store.save(make.take(), now=NOW)
    life = Life(make, customers, [make.address(customer) for customer in customers])
    for what, number, days in steps:
        if what == "look":
            check(memory, store)
        elif what == "sweep":
            store.sweep_dirty(limit=number, scorers={"shop": BY})
        else:
            life.live(what, number, days)
            store.save(make.take(), now=NOW)
    check(memory, store)
    while store.sweep_dirty(limit=2, scorers={"shop": BY}):
        check(memory, store)
    check(memory, store)
    store.close()


def test_who_belongs_to_a_persona_is_known_as_soon_as_it_is_told(
    home: str, keyring: Keyring, journey: Journey
) -> None:
    store = fresh(home, keyring)
    memory = Memory(store, journey)
    make = Maker(new_id=counting_ids(), now=FakeClock(NOW).now)
    ada, bob = make.customer(), make.customer()
    store.save(make.take(), now=NOW)
    pro = Query(persona="pro")
    assert memory.among(pro) == frozenset({ada.id, bob.id})
    assert memory.among(Query()) is None

    make.changes.customers[ada.id] = replace(ada, attributes={"plan": "free"})
    store.save(make.take(), now=NOW + timedelta(hours=1))
    assert memory.among(pro) == frozenset({bob.id})

    store.erase_customer(bob.id, now=NOW + timedelta(hours=2))
    assert memory.among(pro) == frozenset()
    store.close()


def test_too_many_sums_are_not_remembered(
    home: str, keyring: Keyring, journey: Journey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.remembering._MOST_ROWS", 0)
    store = fresh(home, keyring)
    make = Maker(new_id=counting_ids(), now=FakeClock(NOW).now)
    _, interaction, session = make.asked()
    make.answer(interaction, session)
    store.save(make.take(), now=NOW)
    store.sweep_dirty(limit=9, scorers={"shop": BY})
    memory = Memory(store, journey)

    assert len(memory.sums().scores) == 1
    assert not memory.is_warm
    store.close()
