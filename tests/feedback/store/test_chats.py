"""What the store keeps of codes, wrong guesses, teams and chats that moved, on both databases."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from feedback.clock import FakeClock
from feedback.guesses import Guesses
from feedback.records import Asked, Code, Timer
from feedback.store.store import Store
from feedback.team import Team
from feedback.work import Changes, Settlement, Wanted

if TYPE_CHECKING:
    from tests.feedback.store.conftest import Maker

DAY = timedelta(days=1)
HERE = ("web", "chat-1")


def test_what_a_customer_said_of_their_chats_is_kept(store: Store, make: "Maker", clock: FakeClock) -> None:
    asked = Asked(
        session="s", survey="moment", stage="buy", touchpoint="checkout", at=clock.now(), answered=True,
        open=False, journey="shop", interaction="i",
    )  # fmt: skip
    plain = make.customer(external_id="plain")
    said = replace(
        make.customer(external_id="said"),
        preferred="telegram", may_fall_back=True, is_apart=True, asked_before=(asked,),
    )  # fmt: skip
    make.changes.customers[said.id] = said

    store.save(make.take(), now=clock.now())

    assert store.customer_by_external_id("said") == said
    assert store.customer_by_external_id("plain") == plain


def test_a_code_given_out_in_a_batch_is_found_and_follows_its_customer(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    one, other = make.customer(), make.customer()
    code = Code(code="C0DE0001", kind="customer", subject=one.id, created_at=clock.now())
    make.changes.codes.append(code)
    store.save(make.take(), now=clock.now())

    store.save(Changes(merges={one.id: other.id}), now=clock.now())

    found = store.load(Wanted(codes=frozenset({"C0DE0001"})))
    assert found.codes == {"C0DE0001": replace(code, subject=other.id)}
    assert set(found.customers) == {other.id}


def test_wrong_guesses_are_counted_by_address_and_forgotten_after_a_day(
    store: Store, clock: FakeClock
) -> None:
    first = Guesses(wrong=1, since=clock.now())
    store.save(Changes(guesses={HERE: first}), now=clock.now())
    store.save(Changes(guesses={HERE: replace(first, wrong=2)}), now=clock.now())
    wanted = Wanted(guesses=frozenset({HERE, ("web", "chat-2")}))

    assert store.load(wanted).guesses == {HERE: replace(first, wrong=2)}

    clock.advance(DAY + timedelta(seconds=1))
    store.save(Changes(guesses={("web", "chat-2"): Guesses(wrong=1, since=clock.now())}), now=clock.now())
    assert HERE not in store.load(wanted).guesses


def test_a_team_is_found_by_its_code_until_it_has_a_room(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    store.invite_team("Service", "TEAM2345", now=clock.now(), until=clock.now() + DAY)
    found = store.load(Wanted(invites=frozenset({"TEAM2345", "N0B0DYS1"})))
    assert found.invites == {"TEAM2345": "Service"}
    team = found.teams["Service"]
    assert team == Team(name="Service", created_at=clock.now(), code_until=clock.now() + DAY)

    room = make.customer(name=None)
    make.address(room, "-99", channel="telegram")
    joined = replace(team, room=room.id, joined_at=clock.now(), code_until=None)
    make.changes.teams["Service"] = joined
    store.save(make.take(), now=clock.now())

    assert store.load(Wanted(invites=frozenset({"TEAM2345"}))).invites == {}
    assert store.load(Wanted(rooms=frozenset({("telegram", "-99")}))).teams == {"Service": joined}
    (listed,) = store.teams()
    assert (listed.team, listed.channel, listed.address) == (joined, "telegram", "-99")


def test_a_chat_that_moved_is_found_where_it_is_and_only_there(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    one = make.customer(external_id="one")
    make.address(one, "-99", channel="telegram")
    store.save(make.take(), now=clock.now())

    for _ in range(2):
        store.save(Changes(moves={("telegram", "-99"): "-100123"}), now=clock.now())

    assert store.customer_by_address("telegram", "-100123") == one
    assert store.customer_by_address("telegram", "-99") is None
    (kept,) = store.load(Wanted(customers=frozenset({one.id}))).addresses_of[one.id]
    assert kept.address == "-100123"


def test_a_chat_that_is_known_where_it_moved_to_stays_whose_it_is_there(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    one, other = make.customer(), make.customer()
    make.address(one, "-99", channel="telegram")
    make.address(other, "-100123", channel="telegram")
    store.save(make.take(), now=clock.now())

    store.save(Changes(moves={("telegram", "-99"): "-100123"}), now=clock.now())

    assert store.customer_by_address("telegram", "-100123") == other
    assert store.customer_by_address("telegram", "-99") is None


def test_every_talk_that_cannot_reach_its_chat_is_looked_at_once(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    customer, interaction, session = make.asked()
    first, second = make.outbox(session), make.outbox(session, number=2)
    make.session(make.interaction(customer), make.address(customer, "elsewhere"))
    store.save(make.take(), now=clock.now())
    items = store.claim_outbox(now=clock.now(), limit=1, lease=DAY, owner="t", channels={"web"})

    settled = [Settlement(id=each.id, owner="t", state="failed", failure="gone") for each in items]
    store.settle_outbox(settled, now=clock.now())

    timers = store.due_timers(now=clock.now(), limit=9)
    expected = {
        Timer(id=f"move:{each.id}", kind="move", subject=session.id, due_at=clock.now())
        for each in (first, second)
    }
    assert set(timers) == expected
    assert interaction.customer == customer.id


def test_a_failure_of_somebody_who_lost_the_lease_moves_nothing(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    _, _, session = make.asked()
    make.outbox(session)
    store.save(make.take(), now=clock.now())
    (item,) = store.claim_outbox(now=clock.now(), limit=1, lease=DAY, owner="mine", channels={"web"})

    store.settle_outbox(
        [Settlement(id=item.id, owner="not mine", state="failed", failure="unreachable")], now=clock.now()
    )

    assert store.due_timers(now=clock.now(), limit=9) == ()
