"""What was tapped on scales comes back in order of time, with its scale."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from feedback.clock import FakeClock
from feedback.records import Answer
from feedback.store.store import Store

if TYPE_CHECKING:
    from tests.feedback.store.conftest import Maker


def test_only_numbers_in_force_of_the_kinds_and_days_asked_about_come_back(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    customer, interaction, session = make.asked()

    def answered(question: str, **values: object) -> Answer:
        made = make.answer(interaction, session, question=question)
        make.changes.answers[-1] = replace(made, **values)  # type: ignore[arg-type]  # a test names fields
        return made

    answered("again", kind="nps", value=9.0, answered_at=clock.now() + timedelta(seconds=1))
    answered("first", kind="nps", value=3.0)
    answered("other", kind="rating", value=3.0)
    answered("skipped", kind="nps", value=None, skipped=True)
    store.save(make.take(), now=clock.now())

    found = store.read_tapped("shop", kinds=("nps", "ces"))

    assert [(each.question, each.value, each.top) for each in found] == [("first", 3, 5), ("again", 9, 5)]
    assert {each.customer for each in found} == {customer.id}
    today = clock.now().date()
    assert len(store.read_tapped("shop", kinds=("nps",), since=today)) == 2
    assert store.read_tapped("shop", kinds=("nps",), until=today - timedelta(days=1)) == ()
    assert store.read_tapped("another", kinds=("nps",)) == ()
