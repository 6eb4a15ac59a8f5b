"""How often people come is known from the database: to every process, and after a restart, on both kinds."""

from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING

from feedback.clock import FakeClock
from feedback.errand import OF_LATE, Command, Errand
from feedback.records import Customer
from feedback.store.store import Store
from feedback.work import Changes

if TYPE_CHECKING:
    from tests.conftest import OpenStore
    from tests.feedback.store.conftest import Maker

SECOND = timedelta(seconds=1)


def given(store: Store, clock: FakeClock, name: str, customer: Customer, *, is_again: bool = False) -> Errand:
    """Let somebody give a command."""
    command = Command(channel="web", address="a1", name="map", words="secret words", is_again=is_again)
    errand = Errand(id=name, customer=customer.id, command=command, at=clock.now(), due_at=clock.now())
    store.save(Changes(errands=[errand]), now=clock.now())
    return errand


def claimed(store: Store, clock: FakeClock) -> Sequence[Errand]:
    """Claim all that waits, and answer it."""
    found = store.claim_errands(now=clock.now(), limit=9, lease=SECOND)
    store.save(Changes(errands_done=[each.id for each in found]), now=clock.now())
    return found


def test_what_somebody_gave_before_is_told_by_any_process_and_after_a_restart(
    opened: "OpenStore", make: "Maker", clock: FakeClock
) -> None:
    one, other = opened(), opened()
    ada, ben = make.customer(), make.customer()
    one.save(make.take(), now=clock.now())
    first = given(one, clock, "e1", ada)
    claimed(one, clock)
    clock.advance(SECOND)
    second = given(other, clock, "e2", ada)
    given(other, clock, "e3", ben)
    clock.advance(SECOND)
    given(one, clock, "e4", ada)

    found = {each.id: each.before for each in claimed(opened(), clock)}

    assert found == {"e2": (first.at,), "e3": (), "e4": (first.at, second.at)}


def test_commands_of_the_same_moment_come_one_after_another(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    ada = make.customer()
    store.save(make.take(), now=clock.now())
    for name in ("e1", "e2", "e3"):
        given(store, clock, name, ada)

    assert [len(each.before) for each in claimed(store, clock)] == [0, 1, 2]


def test_what_goes_on_by_itself_is_no_use_of_theirs(store: Store, make: "Maker", clock: FakeClock) -> None:
    ada = make.customer()
    store.save(make.take(), now=clock.now())
    given(store, clock, "e1", ada, is_again=True)
    given(store, clock, "e2", ada)

    assert [each.before for each in claimed(store, clock)] == [(), ()]


def test_what_is_longer_ago_is_forgotten(store: Store, make: "Maker", clock: FakeClock) -> None:
    ada = make.customer()
    store.save(make.take(), now=clock.now())
    given(store, clock, "e1", ada)
    claimed(store, clock)
    clock.advance(OF_LATE)
    given(store, clock, "e2", ada)

    (found,) = claimed(store, clock)

    assert found.before == ()
