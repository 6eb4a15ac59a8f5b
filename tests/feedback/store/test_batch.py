"""Loading and saving batches, on both databases."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from feedback.clock import FakeClock
from feedback.errors import StaleError
from feedback.records import Decision, Timer
from feedback.store.store import Store
from feedback.work import Changes, Snapshot, Wanted

if TYPE_CHECKING:
    from tests.conftest import OpenStore
    from tests.feedback.store.conftest import Maker


def test_what_was_saved_is_loaded_again(store: Store, make: "Maker", clock: FakeClock) -> None:
    customer, interaction, session = make.asked()
    address = next(iter(make.changes.addresses.values()))
    store.save(make.take(), now=clock.now())

    found = store.load(Wanted(sessions=frozenset({session.id}), interactions=frozenset({interaction.id})))

    assert found.customers == {customer.id: customer}
    assert found.sessions == {session.id: session}
    assert found.interactions == {interaction.id: interaction}
    assert found.addresses == {("web", address.address): address}
    assert found.addresses_of == {customer.id: (address,)}
    assert found.open_sessions == {customer.id: (session.id,)}


def test_nothing_wanted_is_nothing_loaded(store: Store) -> None:
    assert store.load(Wanted()) == Snapshot()


def test_keys_that_nobody_has_are_not_in_the_snapshot(store: Store) -> None:
    wanted = Wanted(
        customers=frozenset({"nobody"}),
        external_ids=frozenset({"nobody"}),
        addresses=frozenset({("web", "nobody")}),
        sessions=frozenset({"none"}),
        interactions=frozenset({"none"}),
        sources=frozenset({("api", "none")}),
    )

    assert store.load(wanted) == Snapshot()


def test_a_customer_is_found_by_address_external_id_and_source(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    customer = make.customer(external_id="crm-7")
    make.address(customer, "chat-7")
    interaction = make.interaction(customer)
    store.save(make.take(), now=clock.now())

    by_address = store.load(Wanted(addresses=frozenset({("web", "chat-7")})))
    by_external_id = store.load(Wanted(external_ids=frozenset({"crm-7"})))
    by_source = store.load(Wanted(sources=frozenset({("api", interaction.source_id)})))

    assert by_address.customers == by_external_id.customers == by_source.customers == {customer.id: customer}
    assert by_external_id.by_external_id == {"crm-7": customer.id}
    assert by_source.by_source == {("api", interaction.source_id): interaction.id}


def test_an_address_belongs_to_its_channel(store: Store, make: "Maker", clock: FakeClock) -> None:
    make.address(make.customer(), "7", channel="telegram")
    store.save(make.take(), now=clock.now())

    assert store.load(Wanted(addresses=frozenset({("web", "7")}))).customers == {}


def test_another_workspace_sees_nothing(opened: "OpenStore", make: "Maker", clock: FakeClock) -> None:
    store, other = opened(), opened(workspace=f"{opened().workspace}-other")
    customer = make.customer(external_id="crm-7")
    store.save(make.take(), now=clock.now())

    wanted = Wanted(customers=frozenset({customer.id}), external_ids=frozenset({"crm-7"}))

    assert other.load(wanted) == Snapshot()


def test_the_first_decision_of_an_interaction_comes_with_it(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    customer = make.customer()
    interaction = make.interaction(customer)
    deferred = Decision(
        id=make.new_id(), interaction=interaction.id, customer=customer.id, touchpoint="checkout",
        survey="moment", outcome="defer", reason="quiet_hours", facts={"zone": "Paris", "hours": ("22", "8")},
        decided_at=clock.now(), until=clock.now() + timedelta(hours=8),
    )  # fmt: skip
    asked = replace(
        deferred,
        id=make.new_id(),
        outcome="ask",
        reason="eligible",
        until=None,
        decided_at=clock.advance(timedelta(hours=8)),
    )
    make.changes.decisions += [asked, deferred]
    store.save(make.take(), now=clock.now())

    found = store.load(Wanted(interactions=frozenset({interaction.id})))

    assert found.decisions == {interaction.id: deferred}


def test_history_tells_what_was_asked_since_and_what_is_open(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    customer = make.customer()
    address = make.address(customer)
    old = make.session(make.interaction(customer), address)
    stopped = replace(
        make.session(make.interaction(customer), address), state="stopped", finished_at=clock.now()
    )
    make.changes.sessions[stopped.id] = stopped
    clock.advance(timedelta(days=10))
    new = make.session(make.interaction(customer), address)
    answer = make.answer(make.changes.interactions[-1], new, text="fine")
    make.changes.sessions[new.id] = replace(new, given={"rate": make.given(answer)}, state="complete")
    store.save(make.take(), now=clock.now())

    wanted = Wanted(histories=frozenset({customer.id}), history_since=clock.now() - timedelta(days=1))
    history = store.load(wanted).histories[customer.id]

    assert [(asked.session, asked.open, asked.answered) for asked in history] == [
        (old.id, True, False),
        (new.id, False, True),
    ]
    assert history[1].at == new.started_at


def test_a_session_is_changed_only_by_who_saw_its_last_revision(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    _, interaction, session = make.asked()
    store.save(make.take(), now=clock.now())
    first = replace(session, revision=1, misfits=1)
    store.save(Changes(sessions={session.id: first}, follows={session.id: 0}), now=clock.now())

    answer = make.answer(interaction, session, text="late")
    make.changes.sessions[session.id] = replace(session, revision=1)
    make.changes.follows[session.id] = 0
    with pytest.raises(StaleError):
        store.save(make.take(), now=clock.now())

    assert store.load(Wanted(sessions=frozenset({session.id}))).sessions == {session.id: first}
    assert store.answers(ids={answer.id}) == ()


def test_one_stale_session_spoils_the_whole_batch(store: Store, make: "Maker", clock: FakeClock) -> None:
    fresh, stale = make.asked()[2], make.asked()[2]
    store.save(make.take(), now=clock.now())

    changes = Changes(
        sessions={each.id: replace(each, revision=1, prompts=9) for each in (fresh, stale)},
        follows={fresh.id: 0, stale.id: 7},
    )
    with pytest.raises(StaleError):
        store.save(changes, now=clock.now())

    assert store.load(Wanted(sessions=frozenset({fresh.id}))).sessions[fresh.id].prompts == 1


def test_an_interaction_that_arrived_elsewhere_first_is_stale(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    interaction = make.interaction(make.customer())
    store.save(make.take(), now=clock.now())
    customer = make.customer()
    make.changes.interactions.append(replace(interaction, id=make.new_id(), customer=customer.id))

    with pytest.raises(StaleError):
        store.save(make.take(), now=clock.now())

    assert store.load(Wanted(customers=frozenset({customer.id}))).customers == {}


def test_an_external_id_that_was_given_elsewhere_first_is_stale(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    make.customer(external_id="crm-7")
    store.save(make.take(), now=clock.now())
    make.customer(external_id="crm-7")

    with pytest.raises(StaleError):
        store.save(make.take(), now=clock.now())


def test_an_address_changes_hands_only_when_that_is_meant(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    first, second = make.customer(), make.customer()
    make.address(first, "chat-7")
    store.save(make.take(), now=clock.now())

    make.address(second, "chat-7")
    with pytest.raises(StaleError):
        store.save(make.take(), now=clock.now())
    make.address(second, "chat-7")
    make.changes.rebinds["web", "chat-7"] = first.id
    store.save(make.take(), now=clock.now())

    found = store.load(Wanted(addresses=frozenset({("web", "chat-7")})))
    assert found.addresses["web", "chat-7"].customer == second.id


def test_a_customer_can_be_changed_and_keeps_their_key(store: Store, make: "Maker", clock: FakeClock) -> None:
    customer, _, session = make.asked()
    store.save(make.take(), now=clock.now())
    changed = replace(customer, name=None, consent="withdrawn", stopped_at=clock.now(), external_id="crm-1")

    store.save(Changes(customers={customer.id: changed}), now=clock.now())

    found = store.load(Wanted(sessions=frozenset({session.id})))
    assert found.customers == {customer.id: changed}
    assert found.sessions == {session.id: session}


def test_answers_and_scores_come_back_as_they_went_in(store: Store, make: "Maker", clock: FakeClock) -> None:
    _, interaction, session = make.asked()
    answer = make.answer(interaction, session, text="Quick, and «kind» 😀")
    score = make.score(answer, emotions={"joy": 0.75, "trust": 0.25}, themes={"price": 0.5})
    bare = replace(
        make.answer(interaction, None, valence=None, question="why"),
        value=None,
        choices=(),
        scale=None,
        survey=None,
    )
    make.changes.answers[-1] = bare
    store.save(make.take(), now=clock.now())

    assert store.answers(ids={answer.id, bare.id}) == (answer, bare)
    assert store.scores(ids={answer.id}) == (score,)


def test_a_newer_revision_supersedes_and_both_are_kept(store: Store, make: "Maker", clock: FakeClock) -> None:
    _, interaction, session = make.asked()
    first = make.answer(interaction, session)
    store.save(make.take(), now=clock.now())
    second = make.answer(interaction, session, valence=-2.0, revision=2)
    make.changes.superseded.append(first.id)
    store.save(make.take(), now=clock.now())

    assert store.answers(ids={first.id, second.id}) == (first, second)
    assert store.answers(journey="shop", in_force=True) == (second,)


def test_the_same_revision_twice_is_stale(store: Store, make: "Maker", clock: FakeClock) -> None:
    _, interaction, session = make.asked()
    make.answer(interaction, session)
    store.save(make.take(), now=clock.now())
    make.answer(interaction, session)

    with pytest.raises(StaleError):
        store.save(make.take(), now=clock.now())


def test_timers_fall_due_and_are_done_or_cleared(store: Store, make: "Maker", clock: FakeClock) -> None:
    early, late, other = (
        Timer(id=f"t{number}", kind="remind", subject=subject, due_at=clock.now() + timedelta(hours=number))
        for number, subject in ((1, "a"), (2, "a"), (3, "b"))
    )
    store.save(Changes(timers=[late, early, other]), now=clock.now())

    assert store.due_timers(now=clock.now(), limit=9) == ()
    clock.advance(timedelta(hours=3))
    assert store.due_timers(now=clock.now(), limit=9) == (early, late, other)
    assert store.due_timers(now=clock.now(), limit=1) == (early,)
    store.save(Changes(timers_done=[early.id], timers_cleared=["b"]), now=clock.now())
    assert store.due_timers(now=clock.now(), limit=9) == (late,)


def test_a_timer_set_again_moves(store: Store, clock: FakeClock) -> None:
    timer = Timer(id="t", kind="expire", subject="s", due_at=clock.now())
    store.save(Changes(timers=[timer]), now=clock.now())
    moved = replace(timer, due_at=clock.now() + timedelta(days=1))
    store.save(Changes(timers=[moved]), now=clock.now())

    assert store.due_timers(now=clock.now(), limit=9) == ()
    assert store.due_timers(now=clock.now() + timedelta(days=1), limit=9) == (moved,)


def test_when_a_clock_jumps_back_timers_wait_and_nothing_is_lost(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    timer = Timer(id="t", kind="ask", subject="i", due_at=clock.now())
    store.save(Changes(timers=[timer]), now=clock.now())
    clock.advance(timedelta(hours=-1))

    assert store.due_timers(now=clock.now(), limit=9) == ()
    clock.advance(timedelta(hours=1))
    assert store.due_timers(now=clock.now(), limit=9) == (timer,)


def test_a_batch_is_decided_and_saved_in_one_transaction(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    session = make.asked()[2]
    store.save(make.take(), now=clock.now())

    def decide(snapshot: Snapshot) -> tuple[Changes, int]:
        known = snapshot.sessions[session.id]
        changed = replace(known, revision=known.revision + 1)
        return Changes(sessions={known.id: changed}, follows={known.id: known.revision}), changed.revision

    wanted = Wanted(sessions=frozenset({session.id}))
    assert [store.transact(wanted, decide, now=clock.now()) for _ in range(3)] == [1, 2, 3]


def test_what_a_decision_raises_undoes_its_transaction(store: Store, make: "Maker", clock: FakeClock) -> None:
    def decide(snapshot: Snapshot) -> tuple[Changes, None]:
        raise LookupError

    with pytest.raises(LookupError):
        store.transact(Wanted(), decide, now=clock.now())

    store.save(make.take(), now=clock.now())
