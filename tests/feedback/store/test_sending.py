"""What sending leaves behind in the store: holds, doubts, addresses that are gone, prompts nobody wants."""

from datetime import timedelta
from typing import TYPE_CHECKING

from feedback.clock import FakeClock
from feedback.outbox import SUPERSEDED
from feedback.pacing import Hold
from feedback.records import OutboxItem, Timer
from feedback.store.store import Store
from feedback.work import Changes, Settlement, Wanted

if TYPE_CHECKING:
    from tests.conftest import OpenStore
    from tests.feedback.store.conftest import Maker

LEASE = timedelta(seconds=60)
HOUR = timedelta(hours=1)


def claim(store: Store, clock: FakeClock, *, above: int | None = None) -> tuple[OutboxItem, ...]:
    return store.claim_outbox(
        now=clock.now(), limit=99, lease=LEASE, owner="me", channels={"web"}, above=above
    )


def reserve(store: Store, clock: FakeClock, *, owner: str = "me") -> tuple[OutboxItem, ...]:
    return store.reserve_outbox(now=clock.now(), limit=99, lease=LEASE, owner=owner, channels={"web"})


def test_a_hold_is_known_to_everybody_until_it_is_over(opened: "OpenStore", clock: FakeClock) -> None:
    store, other = opened(), opened()
    short = Hold(channel="telegram", key="chat:1", until=clock.now() + timedelta(seconds=7))
    long = Hold(channel="slack", key="team:1", until=clock.now() + 9 * HOUR)
    store.hold_lanes([short, long], now=clock.now())

    assert other.holds(now=clock.now()) == (long, short)
    clock.advance(timedelta(seconds=7))
    assert other.holds(now=clock.now()) == (long,)
    store.settle_outbox([], now=clock.now(), holds=[short])
    assert opened(workspace="another").holds(now=clock.now()) == ()


def test_a_longer_hold_stays(store: Store, clock: FakeClock) -> None:
    def hold(hours: int) -> Hold:
        return Hold(channel="telegram", key="chat:1", until=clock.now() + hours * HOUR)

    for hours in (2, 1):
        store.settle_outbox([], now=clock.now(), holds=[hold(hours)])
    assert store.holds(now=clock.now()) == (hold(2),)
    store.hold_lanes([hold(3)], now=clock.now())
    assert store.holds(now=clock.now()) == (hold(3),)


def test_only_what_is_more_urgent_can_be_asked_for(store: Store, make: "Maker", clock: FakeClock) -> None:
    session = make.asked()[2]
    make.outbox(session, number=1, priority=5)
    urgent = make.outbox(session, number=2, priority=1)
    store.save(make.take(), now=clock.now())

    assert [item.id for item in claim(store, clock, above=5)] == [urgent.id]
    assert len(claim(store, clock)) == 1


def test_what_never_came_to_the_platform_counts_no_attempt(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    item = make.outbox(make.asked()[2])
    store.save(make.take(), now=clock.now())
    for _ in range(3):
        claim(store, clock)
        back = Settlement(id=item.id, owner="me", state="pending", due_at=clock.now(), is_attempt=False)
        store.settle_outbox([back], now=clock.now())

    assert claim(store, clock)[0].attempts == 0


def test_an_answer_that_was_lost_is_remembered_as_a_doubt(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    item = make.outbox(make.asked()[2])
    store.save(make.take(), now=clock.now())
    claim(store, clock)
    doubt = Settlement(id=item.id, owner="me", state="pending", failure="unknown", due_at=clock.now())
    store.settle_outbox([doubt], now=clock.now())

    assert claim(store, clock)[0].possibly_sent


def test_what_is_dropped_while_it_waits_with_us_is_wanted_no_more(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    ended, goes_on = make.asked()[2], make.asked()[2]
    dropped, wanted = make.outbox(ended), make.outbox(goes_on)
    store.save(make.take(), now=clock.now())
    claim(store, clock)
    assert store.still_wanted([dropped.id, wanted.id], owner="me") == {dropped.id, wanted.id}

    store.save(Changes(dropped_prompts=[ended.id]), now=clock.now())

    assert store.still_wanted([dropped.id, wanted.id], owner="me") == {wanted.id}
    assert store.still_wanted([wanted.id], owner="somebody else") == frozenset()


def test_what_is_dropped_on_its_way_is_not_tried_again(store: Store, make: "Maker", clock: FakeClock) -> None:
    session = make.asked()[2]
    failing, arriving = make.outbox(session, number=1), make.outbox(session, number=2)
    store.save(make.take(), now=clock.now())
    claim(store, clock)
    store.save(Changes(dropped_prompts=[session.id]), now=clock.now())

    back = Settlement(id=failing.id, owner="me", state="pending", failure="unreachable", due_at=clock.now())
    there = Settlement(id=arriving.id, owner="me", state="sent", receipt="m1")
    store.settle_outbox([back, there], now=clock.now())

    clock.advance(2 * LEASE)
    assert claim(store, clock) == ()
    assert [(line.state, line.failure) for line in store.outbox_lines(["dropped"])] == [
        ("dropped", SUPERSEDED)
    ]


def test_what_was_reserved_and_had_not_begun_was_certainly_not_sent(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    session = make.asked()[2]
    begun, waiting = make.outbox(session, number=1), make.outbox(session, number=2)
    store.save(make.take(), now=clock.now())
    assert len(reserve(store, clock, owner="killed")) == 2
    assert reserve(store, clock) == claim(store, clock) == ()
    assert store.begin_outbox([begun.id], owner="killed") == {begun.id}

    clock.advance(LEASE)

    found = {item.id: item.possibly_sent for item in reserve(store, clock)}
    assert found == {begun.id: True, waiting.id: False}
    clock.advance(LEASE)
    assert {item.id: item.possibly_sent for item in claim(store, clock)} == found


def test_only_who_reserved_it_begins_what_nobody_dropped(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    ended, goes_on = make.asked()[2], make.asked()[2]
    dropped, wanted = make.outbox(ended), make.outbox(goes_on)
    store.save(make.take(), now=clock.now())
    reserve(store, clock)
    assert store.still_wanted([dropped.id, wanted.id], owner="me") == {dropped.id, wanted.id}

    store.save(Changes(dropped_prompts=[ended.id]), now=clock.now())

    assert store.begin_outbox([wanted.id], owner="somebody else") == frozenset()
    assert store.begin_outbox([dropped.id, wanted.id], owner="me") == {wanted.id}
    assert [line.id for line in store.outbox_lines(["sending"])] == [wanted.id]


def test_what_was_dropped_while_reserved_is_not_put_back(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    customer = make.customer()
    address = make.address(customer, "gone")
    session = make.session(make.interaction(customer), address)
    failing, waiting = make.outbox(session, number=1), make.outbox(session, number=2)
    store.save(make.take(), now=clock.now())
    reserve(store, clock)
    gone = Settlement(id=failing.id, owner="me", state="failed", failure="gone")
    store.settle_outbox([gone], now=clock.now())

    back = Settlement(id=waiting.id, owner="me", state="pending", due_at=clock.now(), is_attempt=False)
    store.settle_outbox([back], now=clock.now())

    assert [(line.id, line.failure) for line in store.outbox_lines(["dropped"])] == [(waiting.id, "gone")]


def test_an_address_nobody_is_reached_at_any_more_is_marked_and_its_prompts_rest(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    customer = make.customer()
    gone, other = make.address(customer, "gone"), make.address(customer, "other")
    interaction = make.interaction(customer)
    here, there = make.session(interaction, gone), make.session(interaction, other)
    first, second = make.outbox(here, number=1), make.outbox(here, number=2, due_at=clock.now() + HOUR)
    elsewhere = make.outbox(there, due_at=clock.now() + HOUR)
    for session in (here, there):
        for kind in ("remind", "expire"):
            make.changes.timers.append(
                Timer(id=f"{kind}-{session.id}", kind=kind, subject=session.id, due_at=clock.now())
            )
    store.save(make.take(), now=clock.now())
    claim(store, clock)

    failed = Settlement(id=first.id, owner="me", state="failed", failure="gone")
    store.settle_outbox([failed], now=clock.now())

    known = store.load(Wanted(addresses=frozenset({("web", "gone"), ("web", "other")}))).addresses
    assert known["web", "gone"].gone_at == clock.now()
    assert known["web", "other"].gone_at is None
    timers = store.due_timers(now=clock.now(), limit=9)
    # What was to go there may go on in another chat.
    moves = {f"move:{first.id}", f"move:{second.id}"}
    assert {timer.id for timer in timers} == {
        f"expire-{here.id}", f"expire-{there.id}", f"remind-{there.id}", *moves
    }  # fmt: skip
    clock.advance(HOUR)
    assert [item.id for item in claim(store, clock)] == [elsewhere.id]
    assert second.state == "pending"
