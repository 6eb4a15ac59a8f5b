"""Why, dry runs, rescoring, journeys and imports, on both databases."""

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from feedback.clock import FakeClock
from feedback.errors import StaleError
from feedback.records import Decision
from feedback.store.store import Store
from feedback.work import Changes, ImportProgress, Settlement

if TYPE_CHECKING:
    from tests.feedback.store.conftest import Maker


def test_why_tells_a_customers_story_newest_first(store: Store, make: "Maker", clock: FakeClock) -> None:
    customer, bought, session = make.asked()
    answer = make.answer(bought, session, text="quick")
    item = make.outbox(session)
    make.changes.decisions.append(
        Decision(
            id=make.new_id(),
            interaction=bought.id,
            customer=customer.id,
            touchpoint="checkout",
            survey="moment",
            outcome="ask",
            reason="eligible",
            facts={},
            decided_at=clock.now(),
            session=session.id,
        )
    )
    later = make.interaction(customer, touchpoint="parcel", at=clock.now() + timedelta(hours=1))
    make.asked()
    (decision,) = make.changes.decisions
    store.save(make.take(), now=clock.now())
    store.claim_outbox(now=clock.now(), limit=9, lease=timedelta(minutes=1), owner="me", channels={"web"})
    store.settle_outbox([Settlement(id=item.id, owner="me", state="sent")], now=clock.now())

    newest, oldest = store.why(customer.id)

    assert (newest.interaction, newest.decisions, newest.sessions) == (later, (), ())
    assert (oldest.interaction, oldest.decisions, oldest.sessions) == (bought, (decision,), (session,))
    assert oldest.answers == (answer,)
    assert [delivery.prompt for delivery in oldest.deliveries] == [item.prompt.id]
    assert store.why(customer.id, limit=1) == (newest,)
    assert store.why("nobody") == ()
    assert store.asked_about({bought.id, later.id}) == {bought.id}


def test_a_customer_is_looked_up_by_external_id_and_by_address(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    customer = make.customer(external_id="crm-7")
    make.address(customer, "chat-7")
    store.save(make.take(), now=clock.now())

    assert store.customer_by_external_id("crm-7") == store.customer_by_address("web", "chat-7") == customer
    assert store.customer_by_external_id("chat-7") is None
    assert store.customer_by_address("slack", "chat-7") is None


def test_interactions_of_a_time_are_read_oldest_first(store: Store, make: "Maker", clock: FakeClock) -> None:
    customer = make.customer()
    second, first, _ = (
        make.interaction(customer, at=clock.now() + timedelta(days=days)) for days in (1, 0, -1)
    )
    store.save(make.take(), now=clock.now())

    assert store.interactions_since("shop", since=clock.now()) == (first, second)
    assert store.interactions_since("shop", since=clock.now(), until=second.occurred_at) == (first,)
    assert store.interactions_since("other", since=clock.now()) == ()


def test_rescoring_finds_what_a_version_has_not_judged(store: Store, make: "Maker", clock: FakeClock) -> None:
    customer = make.customer()
    answers = [make.answer(make.interaction(customer), text=f"words {number}") for number in range(4)]
    make.score(answers[0])
    make.changes.superseded.append(answers[1].id)
    store.save(make.take(), now=clock.now())

    assert store.unscored("shop", scorer=("textblob", "1")) == tuple(answers[2:])
    assert store.unscored("shop", scorer=("textblob", "1"), limit=1) == (answers[2],)
    assert store.unscored("shop", scorer=("textblob", "1"), after=answers[2].id) == (answers[3],)
    assert store.unscored("shop", scorer=("textblob", "2"))[0] == answers[0]


def test_it_is_told_how_much_of_history_a_version_has_judged(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    customer = make.customer()
    answers = [make.answer(make.interaction(customer)) for _ in range(4)]
    make.score(answers[0])
    make.score(answers[1], version="2")
    make.changes.superseded.append(answers[2].id)
    store.save(make.take(), now=clock.now())

    assert store.scored_so_far("shop", scorer=("textblob", "1")) == (1, 3)
    assert store.scored_so_far("shop", scorer=("textblob", "3")) == (0, 3)
    assert store.scored_so_far("other", scorer=("textblob", "1")) == (0, 0)


def test_only_what_is_in_force_and_unjudged_is_still_to_be_judged(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    customer = make.customer()
    waiting, judged, replaced, other = (make.answer(make.interaction(customer)) for _ in range(4))
    make.score(judged)
    make.changes.superseded.append(replaced.id)
    store.save(make.take(), now=clock.now())

    asked = [waiting.id, judged.id, replaced.id]
    assert store.unscored_among(asked, scorer=("textblob", "1")) == {waiting.id}
    assert store.unscored_among(asked, scorer=("textblob", "2")) == {waiting.id, judged.id}
    assert store.unscored_among([other.id, "nobody's"], scorer=("textblob", "1")) == {other.id}


def test_all_answers_in_force_about_interactions_are_read(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    customer, somebody = make.customer(), make.customer()
    bought, elsewhere = make.interaction(customer), make.interaction(customer)
    rated = make.answer(bought, at=clock.now() + timedelta(minutes=1))
    told = make.answer(bought, question="why", text="too slow", valence=None)
    skipped, replaced = make.answer(bought, skipped=True), make.answer(bought, revision=1)
    unasked, theirs = make.answer(elsewhere), make.answer(make.interaction(somebody))
    make.changes.superseded.append(replaced.id)
    store.save(make.take(), now=clock.now())

    assert store.answers_of([bought.id]) == (told, rated)
    assert set(store.answers_of([bought.id, theirs.interaction])) == {told, rated, theirs}
    assert skipped not in store.answers_of([elsewhere.id])
    assert store.answers_of([elsewhere.id]) == (unasked,)
    assert store.answers_of([]) == ()


def test_the_mark_of_imports_changes_whenever_one_comes_further(store: Store, clock: FakeClock) -> None:
    begun = ImportProgress(
        file_hash="file", mapping_hash="map", rows_done=2, is_done=False, started_at=clock.now()
    )
    marks = [store.imports_mark()]
    for progress in (begun, replace(begun, rows_done=3), replace(begun, file_hash="another", rows_done=0)):
        store.save_import(Changes(), progress=progress, now=clock.now())
        marks.append(store.imports_mark())

    assert len(set(marks)) == len(marks)
    assert store.imports_mark() == marks[-1]


def test_judging_again_replaces_the_score_of_the_same_version(
    store: Store, make: "Maker", clock: FakeClock
) -> None:
    answer = make.answer(make.interaction(make.customer()))
    make.score(answer, valence=0.1)
    store.save(make.take(), now=clock.now())
    score = make.score(answer, valence=-0.1)
    store.save(make.take(), now=clock.now())

    assert store.scores(ids={answer.id}) == (score,)


def test_answers_are_read_of_a_time(store: Store, make: "Maker", clock: FakeClock) -> None:
    interaction = make.interaction(make.customer())
    early, late = (make.answer(interaction, at=clock.now() + timedelta(days=days)) for days in (0, 1))
    store.save(make.take(), now=clock.now())

    assert store.answers(journey="shop", until=late.answered_at) == (early,)
    assert store.answers(journey="shop", since=late.answered_at) == (late,)


def test_versions_of_a_journey_are_remembered_once(store: Store, clock: FakeClock) -> None:
    store.remember_journey("shop", "v1", '{"title": "Shop"}', now=clock.now())
    clock.advance(timedelta(days=1))
    store.remember_journey("shop", "v0", "{}", now=clock.now())
    store.remember_journey("shop", "v1", '{"title": "changed"}', now=clock.now())
    store.remember_journey("other", "v1", "{}", now=clock.now())

    versions = store.journey_versions("shop")
    kept = [(each.version, each.definition) for each in versions]
    assert kept == [("v1", '{"title": "Shop"}'), ("v0", "{}")]
    assert versions[0].since == clock.now() - timedelta(days=1)


def test_open_sessions_are_counted_per_touchpoint(store: Store, make: "Maker", clock: FakeClock) -> None:
    make.asked()
    make.asked()
    finished = make.asked(touchpoint="parcel")[2]
    make.changes.sessions[finished.id] = replace(finished, state="complete")
    store.save(make.take(), now=clock.now())

    assert store.open_sessions_at("shop") == {"checkout": 2}


def test_an_import_goes_on_where_it_stopped(store: Store, make: "Maker", clock: FakeClock) -> None:
    assert store.import_progress("file", mapping_hash="map") is None
    begun = ImportProgress(
        file_hash="file", mapping_hash="map", rows_done=2, is_done=False, started_at=clock.now()
    )
    interaction = make.interaction(make.customer())
    store.save_import(make.take(), progress=begun, now=clock.now())
    assert store.import_progress("file", mapping_hash="map") == begun

    make.changes.interactions.append(replace(interaction, id=make.new_id()))
    with pytest.raises(StaleError):
        store.save_import(make.take(), progress=replace(begun, rows_done=3), now=clock.now())
    assert store.import_progress("file", mapping_hash="map") == begun

    done = replace(begun, rows_done=4, is_done=True)
    store.save_import(make.take(), progress=done, now=clock.now())
    assert store.import_progress("file", mapping_hash="map") == done


def test_a_fingerprint_tells_nothing_without_the_workspace(store: Store) -> None:
    assert store.fingerprint("visit", "a", "b") == store.fingerprint("visit", "a", "b")
    assert store.fingerprint("visit", "a", "b") != store.fingerprint("visit", "ab")
