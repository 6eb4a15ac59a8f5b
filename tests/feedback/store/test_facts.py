"""Raw facts in columns, as analyses read them."""

from dataclasses import replace
from datetime import date, timedelta
from math import isnan
from typing import TYPE_CHECKING

from feedback.clock import FakeClock
from feedback.store.named import Named
from feedback.store.store import Store
from feedback.work import Settlement

if TYPE_CHECKING:
    from tests.feedback.store.conftest import Maker

BY = ("textblob", "1")


def written(column: Named) -> list[str]:
    return [column.ids[code] for code in column.codes]


def test_events_come_with_the_mean_of_what_was_said_about_each(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    customer, interaction, session = make.asked()
    for valence in (2.0, 1.0):
        make.score(make.answer(interaction, session, question=f"q{valence}"), valence=valence)
    make.score(make.answer(interaction, session, question="other"), valence=-2.0, version="0")
    make.score(make.answer(interaction, session, skipped=True, question="skipped"), valence=-2.0)
    silent = make.interaction(make.customer(), touchpoint="returns", at=clock.now() - timedelta(days=1))
    make.changes.interactions[-1] = silent = replace(silent, campaign="spring_mail")
    store.save(make.take(), now=clock.now())

    events = store.read_events("shop", scorer=BY)

    assert written(events.customer) == [silent.customer, customer.id]
    assert written(events.touchpoint) == ["returns", "checkout"]
    assert events.at.tolist() == [
        (clock.now() - timedelta(days=1)).replace(tzinfo=None), clock.now().replace(tzinfo=None),
    ]  # fmt: skip
    assert written(events.campaign) == ["spring_mail", ""]
    assert isnan(events.valence[0])
    assert events.valence[1] == 1.5


def test_events_are_those_of_the_days_asked_for(store: Store, make: "Maker", clock: FakeClock) -> None:
    customer = make.customer()
    for days in range(5):
        make.interaction(customer, at=clock.now() + timedelta(days=days))
    store.save(make.take(), now=clock.now())

    events = store.read_events("shop", scorer=BY, since=date(2026, 3, 5), until=date(2026, 3, 7))

    assert len(events.at) == 3
    assert not len(store.read_events("another", scorer=BY).at)


def test_answers_come_with_rating_valence_and_what_was_felt(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    customer, interaction, session = make.asked()
    first = make.answer(interaction, session, valence=2.0)
    second = make.answer(
        interaction, session, valence=None, question="why", at=clock.now() + timedelta(days=1)
    )
    make.answer(interaction, session, skipped=True, question="more")
    make.score(first, valence=1.5, emotions={"joy": 0.9, "fear": 0.0, "anger": 0.2})
    make.score(second, valence=None, emotions={})
    other = make.answer(interaction, session, question="other", at=clock.now() + timedelta(days=2))
    store.save(make.take(), now=clock.now())

    answers = store.read_answers("shop", scorer=BY)

    rows = sorted(range(len(answers.at)), key=lambda row: answers.at[row])
    assert other.valence == 1.0
    assert [answers.rating[row].item() for row in (rows[0], rows[2])] == [2.0, 1.0]
    assert isnan(answers.rating[rows[1]])
    assert answers.valence[rows[0]] == 1.5
    assert all(isnan(answers.valence[row]) for row in rows[1:])
    felt = [answers.feelings[code] if code >= 0 else None for code in answers.felt[rows]]
    assert felt == [("anger", "joy"), (), None]
    assert {*written(answers.customer)} == {customer.id}


def test_deliveries_come_with_whether_they_were_answered(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    sessions = [make.asked()[1:] for _ in range(2)]
    items = [make.outbox(session) for _, session in sessions]
    make.answer(*sessions[1])
    store.save(make.take(), now=clock.now())
    store.claim_outbox(now=clock.now(), limit=9, lease=timedelta(minutes=1), owner="me", channels={"web"})
    sent = [Settlement(id=item.id, owner="me", state="sent", receipt=item.id) for item in items]
    store.settle_outbox(sent, now=clock.now())

    deliveries = store.read_deliveries("shop")

    told = dict(zip(written(deliveries.customer), deliveries.responded.tolist(), strict=True))
    assert told == {sessions[0][0].customer: 0, sessions[1][0].customer: 1}
    assert len(store.read_deliveries("shop", until=date(2026, 3, 3)).at) == 0
