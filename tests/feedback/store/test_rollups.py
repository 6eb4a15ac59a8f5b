"""Partials: brought to agree with what was said, whatever the order it happened in."""

import os
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Protocol

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Select

from feedback.clock import FakeClock
from feedback.ids import counting_ids
from feedback.records import Address
from feedback.store import packed_partials
from feedback.store.open import open_store
from feedback.store.partial_sql import contributions, feelings
from feedback.store.partials import Partials
from feedback.store.store import Store
from feedback.vault import Keyring
from feedback.work import Settlement

if TYPE_CHECKING:
    from tests.feedback.store.conftest import Maker


class QueryOf(Protocol):
    """Makes the query of a sweep, or of everything."""

    def __call__(self, *, claimed_only: bool) -> Select[*tuple[object, ...]]: ...


SCORERS = {"shop": ("textblob", "1")}


def rows_of(partials: Partials) -> dict[tuple[str, str, date], dict[str, object]]:
    """Turn columns into rows by key."""
    return {
        (customer, touchpoint, week.item()): {
            "answers": int(partials.answers[at]),
            "rated": int(partials.rated[at]),
            "rating_sum": round(float(partials.rating_sum[at]), 6),
            "scored": int(partials.scored[at]),
            "score_sum": round(float(partials.score_sum[at]), 6),
            "histogram": partials.histogram[at].tolist(),
            "felt": int(partials.felt[at]),
            "emotions": None if partials.found[at] < 0 else partials.emotions[partials.found[at]],
            "last_at": partials.last_at[at].item(),
            "delivered": int(partials.delivered[at]),
            "responded": int(partials.responded[at]),
        }
        for at, (customer, touchpoint, week) in enumerate(
            zip(partials.customer, partials.touchpoint, partials.week, strict=True)
        )
    }


def sweep(store: Store) -> None:
    while store.sweep_dirty(limit=3, scorers=SCORERS):
        pass


def test_a_partial_sums_what_one_customer_said_in_one_week(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    customer, interaction, session = make.asked()
    first = make.answer(interaction, session, valence=2.0)
    second = make.answer(interaction, session, valence=None, question="why", text="slow, but kind")
    make.score(first, valence=1.5, emotions={"joy": 0.9, "fear": 0.0})
    make.score(second, valence=-0.5)
    make.score(second, valence=2.0, version="0")
    make.answer(interaction, session, skipped=True, valence=None, question="more")
    store.save(make.take(), now=clock.now())

    sweep(store)

    row = rows_of(store.read_partials("shop"))[customer.id, "checkout", date(2026, 3, 2)]
    assert row == {
        "answers": 2, "rated": 1, "rating_sum": 2.0, "scored": 2, "score_sum": 1.0,
        "histogram": [0, 1, 0, 0, 1], "felt": 1, "emotions": {"joy": 1},
        "last_at": clock.now().replace(tzinfo=None), "delivered": 0, "responded": 0,
    }  # fmt: skip


def test_counts_too_large_to_travel_together_are_read_as_they_are(
    store: Store, make: "Maker", clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.answer(*make.asked()[1:])
    store.save(make.take(), now=clock.now())
    sweep(store)
    together = rows_of(store.read_partials("shop"))

    monkeypatch.setattr(packed_partials, "_BITS", 0)

    assert rows_of(store.read_partials("shop")) == together


def test_who_remembers_partials_learns_which_were_made_anew(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    make.answer(*make.asked()[1:])
    _, interaction, session = make.asked()
    make.answer(interaction, session)
    store.save(make.take(), now=clock.now())
    sweep(store)
    first = store.read_changed_partials("shop", after=None)
    make.answer(interaction, session, question="why", valence=-1.0)
    store.save(make.take(), now=clock.now())
    sweep(store)

    second = store.read_changed_partials("shop", after=first.turn)
    third = store.read_changed_partials("shop", after=second.turn)

    assert (len(first.partials.customer), first.is_whole) == (2, True)
    assert (list(second.partials.customer), second.is_whole) == ([interaction.customer], False)
    assert (len(third.partials.customer), third.is_whole) == (0, False)


def test_who_remembers_partials_forgets_all_when_one_has_gone(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    make.answer(*make.asked()[1:])
    customer, interaction, session = make.asked()
    make.answer(interaction, session)
    store.save(make.take(), now=clock.now())
    sweep(store)
    before = store.read_changed_partials("shop", after=None)
    make.changes.erased.append(customer.id)
    store.save(make.take(), now=clock.now())

    after = store.read_changed_partials("shop", after=before.turn)

    assert after.is_whole
    assert len(after.partials.customer) == 1
    sweep(store)
    assert store.read_changed_partials("shop", after=after.turn).is_whole


def test_a_replaced_answer_no_longer_counts(store: Store, make: "Maker", clock: FakeClock) -> None:
    _, interaction, session = make.asked()
    first = make.answer(interaction, session, valence=2.0)
    store.save(make.take(), now=clock.now())
    sweep(store)
    make.answer(interaction, session, valence=-2.0, revision=2)
    make.changes.superseded.append(first.id)
    store.save(make.take(), now=clock.now())
    sweep(store)

    partials = store.read_partials("shop")
    assert (partials.answers.tolist(), partials.rating_sum.tolist()) == ([1], [-2.0])


def test_a_delivery_counts_in_the_week_it_was_shown_and_so_does_its_response(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    customer, interaction, session = make.asked()
    item = make.outbox(session)
    store.save(make.take(), now=clock.now())
    store.claim_outbox(now=clock.now(), limit=9, lease=timedelta(minutes=1), owner="me", channels={"web"})
    store.settle_outbox([Settlement(id=item.id, owner="me", state="sent", receipt="r")], now=clock.now())
    clock.advance(timedelta(days=7))
    make.answer(interaction, session)
    store.save(make.take(), now=clock.now())
    sweep(store)

    rows = rows_of(store.read_partials("shop"))
    shown = rows[customer.id, "checkout", date(2026, 3, 2)]
    said = rows[customer.id, "checkout", date(2026, 3, 9)]
    assert (shown["delivered"], shown["responded"], shown["answers"]) == (1, 1, 0)
    assert (said["delivered"], said["responded"], said["answers"]) == (0, 0, 1)
    assert shown["last_at"] is None


def test_a_week_begins_on_monday_in_utc(store: Store, make: "Maker", clock: FakeClock) -> None:
    customer = make.customer()
    for at in (datetime(2026, 3, 1, 23, 59, 59, 999_999, tzinfo=UTC), datetime(2026, 3, 2, tzinfo=UTC)):
        make.answer(make.interaction(customer), at=at)
    store.save(make.take(), now=clock.now())
    sweep(store)

    weeks = sorted(store.read_partials("shop").week.tolist())
    assert weeks == [date(2026, 2, 23), date(2026, 3, 2)]
    assert store.read_partials("shop", since=date(2026, 3, 4)).week.tolist() == [date(2026, 3, 2)]
    assert store.read_partials("shop", until=date(2026, 3, 1)).week.tolist() == [date(2026, 2, 23)]


@pytest.mark.parametrize(
    ("valence", "level"),
    [
        (-2.0, 0),
        (-1.5, 0),
        (-1.49, 1),
        (-0.5, 1),
        (-0.49, 2),
        (0.0, 2),
        (0.49, 2),
        (0.5, 3),
        (1.49, 3),
        (1.5, 4),
    ],
)
def test_a_score_falls_into_the_nearest_level(
    store: Store, make: "Maker", clock: FakeClock, valence: float, level: int
) -> None:
    make.score(make.answer(make.interaction(make.customer())), valence=valence)
    store.save(make.take(), now=clock.now())
    sweep(store)

    assert store.read_partials("shop").histogram.tolist() == [[int(each == level) for each in range(5)]]


def test_marks_of_a_journey_without_a_scorer_wait(store: Store, make: "Maker", clock: FakeClock) -> None:
    make.answer(make.interaction(make.customer()))
    store.save(make.take(), now=clock.now())

    assert store.sweep_dirty(limit=9, scorers={"other": ("textblob", "1")}) == 0
    assert store.sweep_dirty(limit=9, scorers=SCORERS) == 1
    assert store.sweep_dirty(limit=9, scorers=SCORERS) == 0


def test_a_new_version_of_the_scorer_is_counted_after_marking_everything(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    answer = make.answer(make.interaction(make.customer()))
    make.score(answer, valence=-1.0)
    make.score(answer, valence=1.0, version="2")
    store.save(make.take(), now=clock.now())
    sweep(store)
    store.mark_all("shop")
    store.sweep_dirty(limit=9, scorers={"shop": ("textblob", "2")})

    assert store.read_partials("shop").score_sum.tolist() == [1.0]


def test_partials_are_made_anew_once_when_another_scorer_comes_into_force(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    answer = make.answer(make.interaction(make.customer()))
    make.score(answer, valence=-1.0)
    make.score(answer, valence=1.0, version="2")
    store.save(make.take(), now=clock.now())
    sweep(store)

    assert [store.sum_by("shop", scorer=("textblob", version)) for version in "1122"] == [
        True, False, True, False,
    ]  # fmt: skip
    store.sweep_dirty(limit=9, scorers={"shop": ("textblob", "2")})
    assert store.read_partials("shop").score_sum.tolist() == [1.0]
    assert store.sum_by("shop", scorer=("textblob", "1"))
    sweep(store)
    assert store.read_partials("shop").score_sum.tolist() == [-1.0]


def test_an_empty_journey_has_empty_columns(store: Store) -> None:
    partials = store.read_partials("shop")

    assert len(partials.customer) == 0
    assert partials.histogram.shape == (0, 5)
    assert partials.week.dtype == np.dtype("datetime64[D]")


def test_quotes_are_the_latest_words_of_more_than_two(store: Store, make: "Maker", clock: FakeClock) -> None:
    customer = make.customer()
    texts = ("Really very slow", "too slow", None, "Nobody answered the phone", "Kind and quick")
    for number, text in enumerate(texts):
        clock.advance(timedelta(minutes=1))
        make.score(make.answer(make.interaction(customer), text=text, question=f"q{number}"), valence=-1.0)
    store.save(make.take(), now=clock.now())

    quotes = store.read_quotes(
        "shop", since=clock.now() - timedelta(days=1), until=clock.now() + timedelta(days=1),
        scorer=SCORERS["shop"], per_touchpoint=2,
    )  # fmt: skip

    assert [quote.text for quote in quotes] == ["Kind and quick", "Nobody answered the phone"]
    assert {quote.valence for quote in quotes} == {-1.0}


def test_facts_are_read_for_everybody_or_for_some(store: Store, make: "Maker", clock: FakeClock) -> None:
    first, second = make.customer(), make.customer()
    store.save(make.take(), now=clock.now())

    assert store.read_customers_facts() == {first.id: first.attributes, second.id: second.attributes}
    assert store.read_customers_facts({second.id}) == {second.id: second.attributes}


@dataclass(frozen=True)
class Happening:
    """One thing that happens to one of a few customers."""

    customer: int
    days: int
    touchpoint: str
    valence: float | None
    score: float | None
    emotions: dict[str, float] | None
    replaces: bool
    delivered: bool
    swept: bool


HAPPENINGS = st.lists(
    st.builds(
        Happening,
        customer=st.integers(0, 2),
        days=st.integers(0, 9),
        touchpoint=st.sampled_from(["checkout", "parcel"]),
        valence=st.none() | st.sampled_from([-2.0, -0.5, 0.0, 1.0, 2.0]),
        score=st.none() | st.floats(-2, 2),
        emotions=st.none() | st.just({"joy": 0.5, "fear": 0.0}),
        replaces=st.booleans(),
        delivered=st.booleans(),
        swept=st.booleans(),
    ),
    max_size=12,
)


def happen(store: Store, make: "Maker", what: Happening, address: Address, clock: FakeClock) -> None:
    """Let it happen: an interaction, perhaps a delivery, an answer, perhaps another in its place."""
    customer = next(each for each in make.known if each.id == address.customer)
    interaction = make.interaction(customer, touchpoint=what.touchpoint)
    session = make.session(interaction, address)
    item = make.outbox(session)
    store.save(make.take(), now=clock.now())
    if what.delivered:
        store.claim_outbox(now=clock.now(), limit=99, lease=timedelta(0), owner="me", channels={"web"})
        store.settle_outbox([Settlement(id=item.id, owner="me", state="sent")], now=clock.now())
    answer = make.answer(interaction, session, valence=what.valence)
    if what.score is not None:
        make.score(answer, valence=what.score, emotions=what.emotions)
    store.save(make.take(), now=clock.now())
    if what.swept:
        store.sweep_dirty(limit=1, scorers=SCORERS)
    if what.replaces:
        clock.advance(timedelta(days=1))
        make.answer(interaction, session, valence=-1.0, revision=2)
        make.changes.superseded.append(answer.id)
        store.save(make.take(), now=clock.now())


@settings(max_examples=20, deadline=None)
@given(happenings=HAPPENINGS)
def test_sweeping_as_it_happens_and_recomputing_everything_agree(
    happenings: list[Happening], maker: "type[Maker]", keyring: Keyring
) -> None:
    clock = FakeClock(datetime(2026, 3, 4, 12, tzinfo=UTC))
    make = maker(new_id=counting_ids(), now=clock.now)
    with TemporaryDirectory() as folder:
        store = open_store(
            f"sqlite:///{folder}/a.db", keyring=keyring, workspace="w", entropy=os.urandom, now=clock.now()
        )
        addresses = [make.address(make.customer()) for _ in range(3)]
        store.save(make.take(), now=clock.now())
        for happening in happenings:
            clock.advance(timedelta(days=happening.days))
            happen(store, make, happening, addresses[happening.customer], clock)
        sweep(store)
        swept = rows_of(store.read_partials("shop"))
        store.recompute_all("shop", scorers=SCORERS)
        recomputed = rows_of(store.read_partials("shop"))
        store.close()

    assert swept == recomputed
    assert sum(int(str(row["answers"])) for row in recomputed.values()) == len(happenings)
    assert sum(int(str(row["delivered"])) for row in recomputed.values()) == sum(
        happening.delivered for happening in happenings
    )


@pytest.mark.parametrize("query", [contributions, feelings], ids=["sums", "felt"])
def test_a_sweep_looks_up_a_customers_own_answers_not_the_whole_journeys(
    sqlite_store: Store, query: QueryOf
) -> None:
    with sqlite_store._engines.reading() as connection:  # noqa: SLF001 - the plan is nobody else's business
        compiled = query(claimed_only=True).compile(dialect=connection.dialect)
        asked = tuple("x" for _ in compiled.positiontup or ())
        plan = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {compiled}", asked)]

    assert any("ix_answer_workspace_customer_touchpoint" in step for step in plan)
    assert not any("journey_answered_at" in step for step in plan)
