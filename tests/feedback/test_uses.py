"""Costly orders have limits that honest people never meet, over all processes; the kind word says when."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from feedback.audit import AuditEntry
from feedback.clock import FakeClock
from feedback.errand import OF_LATE
from feedback.ids import NewId
from feedback.intake import Order
from feedback.prompts import Prompt
from feedback.rates import NOW
from feedback.store.store import Store
from feedback.uses import RATES, Use, wait_for
from feedback.work import Wanted
from tests.feedback.talks import Talk, service_on

if TYPE_CHECKING:
    from tests.conftest import OpenStore

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
BURST = RATES["mydata"].burst


def had(*minutes: int) -> list[Use]:
    """Return that somebody had their data at some minutes after noon."""
    return [Use(id=f"u{n}", customer="c1", order="mydata", at=NOON + n * MINUTE) for n in minutes]


@pytest.fixture
def talk(sqlite_store: Store, clock: FakeClock, new_id: NewId) -> Talk:
    found = Talk(sqlite_store, service_on(sqlite_store, clock=clock, new_id=new_id), clock)
    found.handle(found.touch("1"))
    found.said()
    return found


def ordered(talk: Talk, order: Order = "mydata", *, times: int = 1) -> Sequence[Prompt]:
    """Give an order some times, one after another, and return what is answered."""
    for _ in range(times):
        talk.handle(talk.ordered(order))
    return talk.said()


def refusals(talk: Talk) -> list[AuditEntry]:
    return [row.entry for row in talk.store.audit_rows() if row.entry.outcome == "refused"]


def test_three_times_are_free_and_each_later_one_comes_every_five_minutes() -> None:
    at = NOON + 2 * MINUTE

    assert wait_for("mydata", had(0, 1), at=at) == NOW
    assert wait_for("mydata", had(1, 0, 2), at=at) == 3 * MINUTE
    assert wait_for("mydata", had(0, 1, 2), at=NOON + 5 * MINUTE) == NOW


def test_what_is_remembered_of_late_is_enough_for_every_limit() -> None:
    assert all(rate.burst * rate.every <= OF_LATE for rate in RATES.values())


def test_the_fourth_time_no_file_is_made_and_it_is_said_when_and_logged(talk: Talk) -> None:
    *given, refused = ordered(talk, times=BURST + 1)

    assert [len(each.documents) for each in given] == [2] * BURST
    assert refused.documents == ()
    assert refused.text == "You have just had your files several times. You can have them again in 5 minutes."
    anna = talk.store.customer_by_external_id("anna")
    assert anna is not None
    assert [(each.who, each.role, each.command) for each in refusals(talk)] == [
        (anna.id, "customer", "mydata")
    ]


def test_whoever_waits_as_told_has_it_and_asking_meanwhile_costs_nothing(talk: Talk) -> None:
    ordered(talk, times=BURST)
    talk.clock.advance(timedelta(minutes=2, seconds=30))
    (refused,) = ordered(talk)
    talk.clock.advance(3 * MINUTE)
    (again,) = ordered(talk)

    assert refused.text.endswith("in 3 minutes.")
    assert len(again.documents) == 2


def test_orders_that_came_together_count_one_by_one(talk: Talk) -> None:
    talk.handle(*(talk.ordered("mydata") for _ in range(BURST + 1)))

    assert sorted(len(each.documents) for each in talk.said()) == [0, 2, 2, 2]


def test_another_process_counts_along_and_other_people_have_their_own(
    opened: "OpenStore", clock: FakeClock, new_id: NewId
) -> None:
    one, other = (
        Talk(store, service_on(store, clock=clock, new_id=new_id), clock) for store in (opened(), opened())
    )
    one.handle(one.touch("1"), one.touch("2", customer="ben", address="b1"))
    one.said()
    ordered(one, times=BURST)

    other.handle(other.ordered_by("a1", "mydata", key=one.stored("a1")))
    (refused,) = other.said()
    other.handle(other.ordered_by("b1", "mydata", key=one.stored("b1")))
    (bens,) = other.said()

    assert (len(refused.documents), len(bens.documents)) == (0, 2)


def test_nothing_is_read_for_whoever_had_it_too_often(talk: Talk) -> None:
    wanted = Wanted(dossiers=frozenset({("web", "a1", talk.clock.now())}))
    ordered(talk, times=BURST - 1)
    assert len(talk.store.load(wanted).dossiers) == 1

    ordered(talk)
    assert talk.store.load(wanted).dossiers == {}


@pytest.mark.parametrize("order", ["stop", "start", "forget", "privacy"])
def test_what_stops_begins_or_erases_is_always_heard(talk: Talk, order: Order) -> None:
    ordered(talk, times=BURST + 1)

    answers = ordered(talk, order, times=BURST + 2)

    assert len(answers) == BURST + 2
    assert len(refusals(talk)) == 1


def test_when_somebody_had_it_goes_with_them(talk: Talk) -> None:
    ordered(talk)
    anna = talk.store.customer_by_external_id("anna")
    assert anna is not None

    assert talk.store.holdings(anna.id)["command_use"] == 1
