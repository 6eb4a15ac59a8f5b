"""The analyst: one query, one answer, whether it comes from sums or from the raw records."""

import os
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from tempfile import TemporaryDirectory
from uuid import uuid4

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.analyst import Analyst
from bot.plugins import question_options
from bot.reporting import Query
from config.loader import LoadedJourney, load_journey
from feedback.clock import FakeClock
from feedback.ids import counting_ids
from feedback.store.open import open_store
from feedback.store.store import Store
from feedback.vault import Keyring
from mapping.deliveries import DeliveryTable
from mapping.table import ScoreTable
from tests.feedback.store.conftest import Maker

BY = ("textblob", "1")
NOW = datetime(2026, 3, 4, 12, 30, tzinfo=UTC)
JOURNEY = """
id: shop
title: Shop
stages:
  - {id: buy, title: Buy, touchpoints: [{id: checkout, title: Pay, medium: app}, {id: basket, title: Pick}]}
  - {id: get, title: Get, touchpoints: [{id: parcel, title: Parcel, medium: post}]}
personas:
  - {id: pro, title: Pro, rule: plan == "pro"}
  - {id: nobody, title: Nobody, rule: plan == "none"}
"""
POINTS = ("checkout", "basket", "parcel")
Said = list[tuple[int, int, int, float | None, bool]]
"""Customer, touchpoint, days ago, valence, whether an emotion was found."""

said = st.lists(
    st.tuples(
        st.integers(0, 2), st.integers(0, 2), st.integers(0, 15),
        st.one_of(st.none(), st.sampled_from([-2.0, -1.5, -0.5, 0.0, 0.5, 1.5, 2.0, 0.3])), st.booleans(),
    ),
    max_size=12,
)  # fmt: skip


@pytest.fixture(scope="module")
def loaded() -> LoadedJourney:
    return load_journey(JOURNEY, file="journey.yaml", kinds=question_options())


@pytest.fixture(scope="module")
def home(keyring: Keyring) -> Iterator[str]:
    with TemporaryDirectory() as folder:
        yield f"sqlite:///{folder}/a.db"


def fresh(home: str, keyring: Keyring) -> Store:
    return open_store(home, keyring=keyring, workspace=f"w-{uuid4().hex}", entropy=os.urandom, now=NOW)


def tell(store: Store, rows: Said) -> None:
    make = Maker(new_id=counting_ids(), now=FakeClock(NOW).now)
    customers = [make.customer() for _ in range(3)]
    addresses = [make.address(customer) for customer in customers]
    store.save(make.take(), now=NOW)
    for who, where, days, valence, felt in rows:
        at = NOW - timedelta(days=days)
        interaction = make.interaction(customers[who], touchpoint=POINTS[where], at=at)
        session = make.session(interaction, addresses[who])
        answer = make.answer(interaction, session, valence=valence, at=at)
        make.score(answer, valence=valence, emotions={"joy": 0.5, "anger": 0.0} if felt else None)
        store.save(make.take(), now=NOW)
        store.sweep_dirty(limit=1, scorers={"shop": BY})


def analyst(store: Store, loaded: LoadedJourney) -> Analyst:
    return Analyst(store=store, loaded=loaded, scorer=BY, now=lambda: NOW)


def rows_of(table: ScoreTable) -> list[tuple[object, ...]]:
    return [
        (
            table.customers[table.customer[row]], table.touchpoints[table.touchpoint[row]],
            table.week[row].item(), table.last_at[row].item(),
            table.counts[row].tolist(), np.round(table.sums[row], 9).tolist(),
        )
        for row in range(len(table))
    ]  # fmt: skip


def sent_of(table: DeliveryTable) -> list[tuple[object, ...]]:
    return [
        (table.customers[table.customer[row]], table.delivered[row].item(), table.responded[row].item())
        for row in range(len(table))
    ]


@settings(deadline=None, max_examples=10)
@given(said)
def test_all_over_again_comes_to_what_sweeps_came_to(
    home: str, keyring: Keyring, loaded: LoadedJourney, rows: Said
) -> None:
    store = fresh(home, keyring)
    tell(store, rows)
    while store.sweep_dirty(limit=3, scorers={"shop": BY}):
        continue
    analysed = analyst(store, loaded)

    assert rows_of(analysed.recomputed()) == rows_of(analysed.scores(Query()))
    assert sent_of(analysed.redelivered()) == sent_of(analysed.deliveries(Query()))
    store.close()


@settings(deadline=None, max_examples=5)
@given(said)
def test_the_order_in_which_answers_came_does_not_matter(
    home: str, keyring: Keyring, loaded: LoadedJourney, rows: Said
) -> None:
    forth, back = fresh(home, keyring), fresh(home, keyring)
    tell(forth, rows)
    tell(back, rows[::-1])

    assert rows_of(analyst(forth, loaded).recomputed()) == rows_of(analyst(back, loaded).recomputed())
    forth.close()
    back.close()


def test_events_know_their_medium_and_are_of_whole_weeks(
    home: str, keyring: Keyring, loaded: LoadedJourney
) -> None:
    store = fresh(home, keyring)
    tell(store, [(0, 0, 0, 1.0, False), (0, 2, 1, -1.0, False), (1, 1, 9, None, False)])
    analysed = analyst(store, loaded)

    events = analysed.events(Query(since=date(2026, 3, 4), until=date(2026, 3, 4)))

    assert [events.media[code] for code in events.medium] == ["post", "app"]
    assert events.score.tolist() == [-1.0, 1.0]
    assert len(analysed.events(Query())) == 3
    assert len(analysed.events(Query(persona="pro"))) == 3
    assert len(analysed.events(Query(persona="nobody"))) == 0
    store.close()
