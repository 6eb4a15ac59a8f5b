"""Mentions come and go with the scores they are part of, and are read in columns."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from feedback.clock import FakeClock
from feedback.mention import Mention
from feedback.records import Answer, Scored
from feedback.store.store import Store
from feedback.work import Changes

if TYPE_CHECKING:
    from tests.feedback.store.conftest import Maker

TEXT = "Nice staff 😊 but a long wait"
PRAISE = Mention(place=0, start=0, end=12, theme="staff", valence=1.25, is_negative=False)
COMPLAINT = Mention(place=1, start=13, end=28, theme=None, valence=None, is_negative=True)
SCORER = ("aftertouch", "1")


def scored(
    make: "Maker", answer: Answer, *mentions: Mention, version: str = "1", valence: float = 0.5
) -> Scored:
    made = make.score(answer, scorer="aftertouch", version=version, valence=valence)
    make.changes.scores[-1] = replace(made, score=replace(made.score, mentions=mentions))
    return make.changes.scores[-1]


def answered(make: "Maker", *mentions: Mention) -> Answer:
    _, interaction, session = make.asked()
    answer = make.answer(interaction, session, text=TEXT)
    scored(make, answer, *mentions)
    return answer


def test_mentions_come_back_in_columns_in_order_of_time(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    late = answered(make, COMPLAINT)
    early = answered(make, PRAISE, COMPLAINT)
    make.changes.answers[1] = replace(early, answered_at=early.answered_at - timedelta(days=9))
    store.save(make.take(), now=clock.now())

    found = store.read_mentions("shop", scorer=SCORER)

    assert list(found.answer) == [early.id, early.id, late.id]
    assert list(found.place) == [0, 1, 1]
    assert list(found.customer) == [early.customer, early.customer, late.customer]
    assert list(found.touchpoint) == ["checkout"] * 3
    assert found.at.astype("datetime64[D]").astype(str).tolist() == [
        f"{each:%Y-%m-%d}" for each in (early.answered_at - timedelta(days=9),) * 2 + (late.answered_at,)
    ]
    assert list(found.theme) == ["staff", None, None]
    assert np.array_equal(found.valence, [1.25, np.nan, np.nan], equal_nan=True)
    assert found.is_negative.tolist() == [False, True, True]
    assert found.score.tolist() == [0.5, 0.5, 0.5]
    assert list(found.consent) == ["unknown"] * 3


def test_only_the_time_and_the_scorer_asked_for_are_read(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    answer = answered(make, PRAISE)
    scored(make, answer, PRAISE, COMPLAINT, version="2")
    store.save(make.take(), now=clock.now())
    at = answer.answered_at

    def count(**asked: object) -> int:
        return len(store.read_mentions("shop", **{"scorer": SCORER, **asked}).answer)  # type: ignore[arg-type] # names are the method's own

    assert (count(), count(scorer=("aftertouch", "2")), count(scorer=("vader", "1"))) == (1, 2, 0)
    assert (count(since=at), count(since=at + timedelta(seconds=1))) == (1, 0)
    assert (count(until=at), count(until=at + timedelta(seconds=1))) == (0, 1)
    assert store.read_mentions("another", scorer=SCORER).answer == ()


def test_a_score_that_is_made_again_brings_its_mentions_anew(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    answer = answered(make, PRAISE, COMPLAINT)
    store.save(make.take(), now=clock.now())

    scored(make, answer, replace(COMPLAINT, theme="waiting"), valence=-1.0)
    store.save(make.take(), now=clock.now())

    found = store.read_mentions("shop", scorer=SCORER)
    assert (list(found.theme), found.score.tolist()) == (["waiting"], [-1.0])


def test_an_answer_that_was_replaced_mentions_nothing_any_more(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    first = answered(make, PRAISE)
    store.save(make.take(), now=clock.now())
    second = replace(first, id=make.new_id(), revision=2)
    third = replace(first, id=make.new_id(), revision=3)
    make.changes.answers += [second, third]
    make.changes.superseded += [first.id, second.id]
    scored(make, second, PRAISE)
    scored(make, third, COMPLAINT)
    store.save(make.take(), now=clock.now())

    assert list(store.read_mentions("shop", scorer=SCORER).answer) == [third.id]


def test_a_late_score_of_a_replaced_answer_mentions_nothing(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    first = answered(make)
    make.changes.superseded.append(first.id)
    store.save(make.take(), now=clock.now())

    scored(make, first, PRAISE)
    store.save(make.take(), now=clock.now())

    assert store.read_mentions("shop", scorer=SCORER).answer == ()


def test_the_words_of_mentions_are_read_by_answer_and_place(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    answer = answered(make, PRAISE, COMPLAINT)
    store.save(make.take(), now=clock.now())

    found = store.read_clauses([(answer.id, 0), (answer.id, 1), (answer.id, 7), ("none", 0)], scorer=SCORER)

    assert {place: each.text for (_, place), each in found.items()} == {
        0: "Nice staff 😊", 1: "but a long wait",
    }  # fmt: skip
    assert {each.language for each in found.values()} == {"en"}


def test_consent_comes_along(store: Store, make: "Maker", clock: FakeClock) -> None:
    answer = answered(make, PRAISE)
    owner = make.changes.customers[answer.customer]
    make.changes.customers[owner.id] = replace(owner, consent="given")
    store.save(make.take(), now=clock.now())

    assert list(store.read_mentions("shop", scorer=SCORER).consent) == ["given"]


def test_who_is_erased_has_mentioned_nothing(store: Store, make: "Maker", clock: FakeClock) -> None:
    gone, stays = answered(make, PRAISE, COMPLAINT), answered(make, PRAISE)
    store.save(make.take(), now=clock.now())
    assert store.holdings(gone.customer)["mention"] == 2

    store.erase_customer(gone.customer, now=clock.now())

    assert list(store.read_mentions("shop", scorer=SCORER).answer) == [stays.id]
    assert store.read_clauses([(gone.id, 0)], scorer=SCORER) == {}


def test_of_two_customers_who_are_one_all_mentions_are_that_ones(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    one, other = answered(make, PRAISE), answered(make, COMPLAINT)
    store.save(make.take(), now=clock.now())

    store.save(Changes(merges={other.customer: one.customer}), now=clock.now())

    assert set(store.read_mentions("shop", scorer=SCORER).customer) == {one.customer}
    assert [each.text for each in store.read_clauses([(other.id, 1)], scorer=SCORER).values()] == [
        "but a long wait"
    ]


def test_what_is_kept_of_somebody_tells_their_mentions(store: Store, make: "Maker", clock: FakeClock) -> None:
    answer = answered(make, PRAISE, COMPLAINT)
    store.save(make.take(), now=clock.now())

    kept = store.dossier(answer.customer)

    assert kept is not None
    assert [each.score.mentions for each in kept.scores] == [(PRAISE, COMPLAINT)]
