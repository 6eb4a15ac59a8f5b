"""Inbox, outbox and transcript, on both databases."""

from dataclasses import replace
from datetime import timedelta
from threading import Barrier, Thread
from typing import TYPE_CHECKING

import pytest

from feedback.clock import FakeClock
from feedback.errors import StaleError
from feedback.records import OutboxItem
from feedback.store.store import Store
from feedback.store.transcript import CameIn, WentOut
from feedback.work import Changes, Settlement, Wanted

if TYPE_CHECKING:
    from tests.conftest import OpenStore
    from tests.feedback.store.conftest import Maker

LEASE = timedelta(seconds=60)
WEB = frozenset({"web"})


def claim(store: Store, clock: FakeClock, *, owner: str = "me", limit: int = 99) -> tuple[OutboxItem, ...]:
    return store.claim_outbox(now=clock.now(), limit=limit, lease=LEASE, owner=owner, channels=WEB)


def filled(store: Store, make: "Maker", clock: FakeClock, count: int = 1) -> list[OutboxItem]:
    """Put prompts into the outbox, each of a session of its own."""
    items = [make.outbox(make.asked()[2]) for _ in range(count)]
    store.save(make.take(), now=clock.now())
    return items


def test_what_comes_in_twice_is_new_once(store: Store, make: "Maker") -> None:
    first, again, other = make.inbox(key="1"), make.inbox(key="1"), make.inbox(key="2")

    assert store.put_inbox([first, again]) == [True, False]
    assert store.put_inbox([again, other]) == [False, True]
    assert store.put_inbox([]) == []
    assert store.inbox_item("web", "1") == first
    assert store.inbox_item("web", "3") is None


def test_an_item_left_behind_is_claimed_after_the_lease_and_by_one(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    item = make.inbox(payload=b'{"text": "kind"}')
    store.put_inbox([item])

    assert store.claim_inbox(now=clock.now(), limit=9, lease=LEASE, owner="a") == ()
    clock.advance(LEASE)
    assert store.claim_inbox(now=clock.now(), limit=9, lease=LEASE, owner="a") == (item,)
    assert store.claim_inbox(now=clock.now(), limit=9, lease=LEASE, owner="b") == ()
    clock.advance(LEASE)
    assert store.claim_inbox(now=clock.now(), limit=9, lease=LEASE, owner="b") == (item,)


def test_an_item_that_fails_three_times_is_quarantined(store: Store, make: "Maker", clock: FakeClock) -> None:
    item = make.inbox()
    store.put_inbox([item])
    clock.advance(LEASE)
    for _ in range(3):
        assert len(store.claim_inbox(now=clock.now(), limit=9, lease=LEASE, owner="a")) == 1
        store.fail_inbox([(item.channel, item.key, "ValueError")], now=clock.now())

    assert store.claim_inbox(now=clock.now(), limit=9, lease=LEASE, owner="a") == ()
    assert store.poison() == (replace(item, state="poison", attempts=3, failure="ValueError"),)


def test_an_item_is_dealt_with_once(store: Store, make: "Maker", clock: FakeClock) -> None:
    customer = make.customer()
    store.save(make.take(), now=clock.now())
    item = make.inbox()
    store.put_inbox([item])
    done = Changes(inbox_done=[(item.channel, item.key, customer.id, None)])
    store.save(done, now=clock.now())

    with pytest.raises(StaleError):
        store.save(done, now=clock.now())
    clock.advance(LEASE * 2)
    assert store.claim_inbox(now=clock.now(), limit=9, lease=LEASE, owner="a") == ()
    assert store.inbox_item("web", item.key) == replace(item, state="done", customer=customer.id)


def test_prompts_are_claimed_when_due_most_urgent_first(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    session = make.asked()[2]
    later = make.outbox(session, number=1, due_at=clock.now() + timedelta(hours=1))
    slow = make.outbox(session, number=2, priority=9)
    early = make.outbox(session, number=3, priority=5, due_at=clock.now() - timedelta(hours=1))
    urgent = make.outbox(session, number=4, priority=1)
    store.save(make.take(), now=clock.now())

    assert [item.id for item in claim(store, clock, limit=2)] == [urgent.id, early.id]
    assert [item.id for item in claim(store, clock)] == [slow.id]
    clock.advance(timedelta(hours=1))
    found = claim(store, clock)
    assert [item.id for item in found if not item.possibly_sent] == [later.id]


def test_a_claimed_prompt_says_so(store: Store, make: "Maker", clock: FakeClock) -> None:
    (item,) = filled(store, make, clock)

    (claimed,) = claim(store, clock)

    assert claimed == replace(item, state="sending", owner="me", lease_until=clock.now() + LEASE)


def test_prompts_of_other_channels_wait(store: Store, make: "Maker", clock: FakeClock) -> None:
    filled(store, make, clock)

    assert store.claim_outbox(now=clock.now(), limit=9, lease=LEASE, owner="me", channels={"slack"}) == ()
    assert len(claim(store, clock)) == 1


def test_a_prompt_whose_lease_ran_out_is_claimed_again_as_possibly_sent(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    filled(store, make, clock)
    claim(store, clock)

    assert claim(store, clock, owner="other") == ()
    clock.advance(LEASE)
    (again,) = claim(store, clock, owner="other")
    assert (again.possibly_sent, again.attempts, again.owner) == (True, 1, "other")


def test_when_the_clock_jumps_back_a_lease_only_lasts_longer(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    (item,) = filled(store, make, clock)
    claim(store, clock)
    clock.advance(timedelta(hours=-1))

    assert claim(store, clock, owner="other") == ()
    store.settle_outbox([Settlement(id=item.id, owner="me", state="sent")], now=clock.now())
    clock.advance(timedelta(hours=2))
    assert claim(store, clock, owner="other") == ()


def test_a_sent_prompt_leaves_a_delivery_and_only_the_first_begins_a_session(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    customer, interaction, session = make.asked()
    items = [make.outbox(session, number=number) for number in (1, 2)]
    store.save(make.take(), now=clock.now())
    claim(store, clock)
    for item in (*items, items[0]):
        sent = Settlement(id=item.id, owner="me", state="sent", receipt="7")
        store.settle_outbox([sent], now=clock.now())

    (story,) = store.why(customer.id)
    assert story.interaction == interaction
    assert [(each.prompt, each.first, each.shown_at) for each in story.deliveries] == [
        (f"{session.id}.1", True, clock.now()),
        (f"{session.id}.2", False, clock.now()),
    ]


def test_a_notice_is_no_delivery(store: Store, make: "Maker", clock: FakeClock) -> None:
    customer, _, session = make.asked()
    item = make.outbox(session)
    make.changes.outbox[0] = replace(item, prompt=replace(item.prompt, question=None, purpose="thanks"))
    store.save(make.take(), now=clock.now())
    claim(store, clock)
    store.settle_outbox([Settlement(id=item.id, owner="me", state="sent")], now=clock.now())

    assert store.why(customer.id)[0].deliveries == ()


def test_a_prompt_to_be_tried_again_waits_and_is_known_not_to_be_sent(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    (item,) = filled(store, make, clock)
    claim(store, clock)
    again = clock.now() + timedelta(minutes=5)
    retry = Settlement(id=item.id, owner="me", state="pending", failure="throttled", due_at=again)
    store.settle_outbox([retry], now=clock.now())

    assert claim(store, clock) == ()
    clock.advance(timedelta(minutes=5))
    (claimed,) = claim(store, clock)
    assert (claimed.possibly_sent, claimed.attempts, claimed.failure) == (False, 1, "throttled")


def test_who_lost_the_lease_can_only_say_that_it_was_sent(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    first, second = filled(store, make, clock, 2)
    claim(store, clock)
    clock.advance(LEASE)
    claim(store, clock, owner="other")
    late = [
        Settlement(id=first.id, owner="me", state="failed", failure="rejected"),
        Settlement(id=second.id, owner="me", state="sent", receipt="9"),
    ]
    store.settle_outbox(late, now=clock.now())
    store.settle_outbox([replace(late[1], owner="other", state="failed")], now=clock.now())

    clock.advance(LEASE)
    assert [item.id for item in claim(store, clock)] == [first.id]


@pytest.mark.parametrize("state", ["failed", "unknown", "dropped"])
def test_a_settled_prompt_is_never_claimed_again(
    store: Store, make: "Maker", clock: FakeClock, state: str
) -> None:
    (item,) = filled(store, make, clock)
    claim(store, clock)
    settled = {
        "failed": Settlement(id=item.id, owner="me", state="failed", failure="rejected"),
        "unknown": Settlement(id=item.id, owner="me", state="unknown"),
        "dropped": Settlement(id=item.id, owner="me", state="dropped"),
    }
    store.settle_outbox([settled[state]], now=clock.now())

    clock.advance(timedelta(days=1))
    assert claim(store, clock) == ()


def test_prompts_of_a_session_that_ended_are_dropped_unless_already_on_their_way(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    session = make.asked()[2]
    on_its_way, waiting = make.outbox(session, number=1, priority=1), make.outbox(session, number=2)
    store.save(make.take(), now=clock.now())
    claim(store, clock, limit=1)
    store.save(Changes(dropped_prompts=[session.id]), now=clock.now())

    clock.advance(LEASE)
    assert [item.id for item in claim(store, clock)] == [on_its_way.id]
    assert waiting.id != on_its_way.id


def test_two_that_claim_at_once_never_get_the_same(
    opened: "OpenStore", make: "Maker", clock: FakeClock
) -> None:
    stores = [opened() for _ in range(3)]
    items = filled(stores[0], make, clock, 90)
    claimed: list[str] = []
    together = Barrier(len(stores))

    def work(store: Store, owner: str) -> None:
        together.wait(10)
        while found := claim(store, clock, owner=owner, limit=7):
            claimed.extend(item.id for item in found)

    threads = [Thread(target=work, args=(store, f"w{at}")) for at, store in enumerate(stores)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)

    assert sorted(claimed) == sorted(item.id for item in items)


def test_the_feed_is_the_conversation_in_order_with_a_cursor(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    customer = make.customer()
    address = make.address(customer, "guest")
    session = make.session(make.interaction(customer), address)
    item, unsent = make.outbox(session, number=1), make.outbox(session, number=2, priority=9)
    store.save(make.take(), now=clock.now())
    claim(store, clock, limit=1)
    store.settle_outbox([Settlement(id=item.id, owner="me", state="sent")], now=clock.now())
    clock.advance(timedelta(seconds=2))
    reply = make.inbox(key="r1", address="guest", payload=b"kind")
    store.put_inbox([reply, make.inbox(key="r2", address="stranger")])

    feed = store.read_feed("web", "guest", after=None, limit=9)

    assert feed == (
        WentOut(cursor=feed[0].cursor, at=clock.now() - timedelta(seconds=2), prompt=item.prompt),
        CameIn(cursor=feed[1].cursor, at=clock.now(), key="r1", payload=b"kind"),
    )
    assert store.read_feed("web", "guest", after=feed[0].cursor, limit=9) == feed[1:]
    assert store.read_feed("web", "guest", after=feed[1].cursor, limit=9) == ()
    assert store.read_feed("web", "guest", after=None, limit=1) == feed[:1]
    assert store.read_feed("web", "guest", after="nonsense", limit=9) == feed
    assert store.read_feed("slack", "guest", after=None, limit=9) == ()
    assert unsent.state == "pending"


def test_what_was_sent_at_once_is_read_in_the_order_it_was_sent_in(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    customer = make.customer()
    session = make.session(make.interaction(customer), make.address(customer, "guest"))
    said = [make.outbox(session, number=number) for number in (1, 2)]
    first, second = sorted(said, key=lambda each: each.id, reverse=True)
    store.save(make.take(), now=clock.now())
    claim(store, clock, limit=2)
    sent = [Settlement(id=each.id, owner="me", state="sent") for each in (first, second)]
    store.settle_outbox(sent, now=clock.now())

    feed = store.read_feed("web", "guest", after=None, limit=9)
    assert [each.prompt for each in feed if isinstance(each, WentOut)] == [first.prompt, second.prompt]


def test_an_erased_customers_prompts_are_not_sent(store: Store, make: "Maker", clock: FakeClock) -> None:
    (item,) = filled(store, make, clock)
    store.erase_customer(item.customer, now=clock.now())

    assert claim(store, clock) == ()
    assert store.load(Wanted(customers=frozenset({item.customer}))).customers[item.customer].name is None
