"""What was answered to which question."""

from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from feedback.clock import FakeClock
from feedback.store.store import Store

if TYPE_CHECKING:
    from tests.feedback.store.conftest import Maker

BY = ("textblob", "1")


def test_a_score_of_the_scorer_asked_for_comes_before_what_the_answer_says_itself(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    customer, interaction, session = make.asked()
    judged = make.answer(interaction, session, question="why")
    make.score(judged, valence=-1.0)
    make.score(judged, valence=2.0, version="0")
    tapped = make.answer(interaction, session, question="felt")
    make.changes.answers[-1] = replace(tapped, valence=1.0)
    store.save(make.take(), now=clock.now())

    found = store.read_given("shop", scorer=BY)

    told = sorted(zip(found.question, found.valence.tolist(), strict=True))
    assert told == [("felt", 1.0), ("why", -1.0)]
    assert set(found.customer) == {customer.id}
    assert set(found.touchpoint) == {"checkout"}


def test_what_is_skipped_or_not_felt_or_of_other_days_is_not_there(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    _, interaction, session = make.asked()
    make.score(make.answer(interaction, session, question="skipped", skipped=True), valence=1.0)
    plain = make.answer(interaction, session, question="plain")
    make.changes.answers[-1] = replace(plain, valence=None)
    make.score(make.answer(interaction, session, question="told"), valence=1.0)
    store.save(make.take(), now=clock.now())
    today = clock.now().date()

    assert store.read_given("shop", scorer=BY, since=today, until=today).question == ["told"]
    assert not store.read_given("shop", scorer=BY, until=today - timedelta(days=1)).question
    assert not store.read_given("shop", scorer=BY, since=date(2030, 1, 1)).question
