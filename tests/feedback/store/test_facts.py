"""Raw facts in columns, as analyses read them."""

from dataclasses import replace
from datetime import date, timedelta
from math import isnan
from typing import TYPE_CHECKING

from feedback.clock import FakeClock
from feedback.store.store import Store

if TYPE_CHECKING:
    from tests.feedback.store.conftest import Maker

BY = ("textblob", "1")


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

    assert list(events.customer) == [silent.customer, customer.id]
    assert list(events.touchpoint) == ["returns", "checkout"]
    assert events.at.tolist() == [
        (clock.now() - timedelta(days=1)).replace(tzinfo=None), clock.now().replace(tzinfo=None),
    ]  # fmt: skip
    assert list(events.campaign) == ["spring_mail", ""]
    assert isnan(events.valence[0])
    assert events.valence[1] == 1.5


def test_events_are_those_of_the_days_asked_for(store: Store, make: "Maker", clock: FakeClock) -> None:
    customer = make.customer()
    for days in range(5):
        make.interaction(customer, at=clock.now() + timedelta(days=days))
    store.save(make.take(), now=clock.now())

    events = store.read_events("shop", scorer=BY, since=date(2026, 3, 5), until=date(2026, 3, 7))

    assert len(events.customer) == 3
    assert not len(store.read_events("another", scorer=BY).at)
