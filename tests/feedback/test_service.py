"""The service on a real store: load, decide, save, all in one transaction."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TypeVar

import pytest

from feedback.clock import FakeClock
from feedback.errors import StaleError
from feedback.ids import NewId
from feedback.intake import (
    Due,
    Heeded,
    Refused,
    Touched,
)
from feedback.prompts import Reply
from feedback.records import Customer, Interaction
from feedback.store.store import Store
from feedback.work import Changes, Snapshot, Wanted
from tests.feedback.talks import JOURNEY, Talk, service_on

T = TypeVar("T")


@pytest.fixture
def talk(store: Store, clock: FakeClock, new_id: NewId) -> Talk:
    return Talk(store, service_on(store, clock=clock, new_id=new_id), clock)


def test_a_touch_is_decided_and_the_question_goes_out(talk: Talk) -> None:
    (touched,) = talk.handle(talk.touch("1"))

    assert isinstance(touched, Touched)
    assert (touched.outcome, touched.reason, touched.repeated) == ("ask", "asked", False)
    assert [prompt.text for prompt in talk.said()] == ["How was it?"]


def test_a_repeated_touch_gets_the_very_same_answer_and_changes_nothing(talk: Talk) -> None:
    (first,) = talk.handle(talk.touch("1"))
    before = talk.counts()

    (again,) = talk.handle(talk.touch("1"))

    assert isinstance(first, Touched)
    assert isinstance(again, Touched)
    assert again.repeated
    assert (again.interaction, again.outcome, again.session) == (
        first.interaction,
        first.outcome,
        first.session,
    )
    assert talk.counts() == before


def test_a_touch_told_twice_in_one_batch_is_one_interaction(talk: Talk) -> None:
    first, again = talk.handle(talk.touch("1"), talk.touch("1"))

    assert isinstance(first, Touched)
    assert isinstance(again, Touched)
    assert (first.interaction, again.repeated) == (again.interaction, True)


def test_a_touch_that_was_imported_before_is_a_repeat_and_asks_nobody(talk: Talk) -> None:
    at = talk.clock.now()
    customer = Customer(id="c1", external_id="anna", created_at=at)
    imported = Interaction(
        id="i1", source="till", source_id="1", customer="c1", journey="shop", version="v1", stage="delivery",
        touchpoint="courier", occurred_at=at, received_at=at, imported=True,
    )  # fmt: skip
    talk.store.save(Changes(customers={"c1": customer}, interactions=[imported]), now=at)

    (touched,) = talk.handle(talk.touch("1"))

    assert isinstance(touched, Touched)
    assert (touched.interaction, touched.reason, touched.repeated) == ("i1", "imported", True)
    assert talk.said() == []


def test_an_unknown_touchpoint_is_refused_with_the_one_probably_meant(talk: Talk) -> None:
    (refused,) = talk.handle(talk.touch("1", at="courrier"))

    assert isinstance(refused, Refused)
    assert (refused.pointer, refused.fix) == ("/touchpoint", 'did you mean "courier"?')


def test_in_one_batch_nobody_is_asked_twice_at_once(talk: Talk) -> None:
    first, second = talk.handle(talk.touch("1"), talk.touch("2"))

    assert isinstance(first, Touched)
    assert isinstance(second, Touched)
    assert (first.outcome, second.outcome, second.reason) == ("ask", "defer", "conversation_running")


def test_a_tap_is_answered_scored_and_leads_on(talk: Talk) -> None:
    talk.handle(talk.touch("1"))
    (prompt,) = talk.said()

    (heeded,) = talk.handle(talk.heard(Reply(prompt=prompt.id, choices=("5",))))

    assert isinstance(heeded, Heeded)
    assert heeded.heed == "answered"
    (answer,) = talk.answers()
    assert (answer.question, answer.value, answer.valence, answer.rated) == ("rating", 5, 2, True)
    assert (answer.wording, answer.scale and answer.scale.best) == ("How was it?", "high")
    (scored,) = talk.store.scores(ids=[answer.id])
    assert (scored.score.valence, scored.score.label, scored.score.scorer) == (2, "very_positive", "textblob")
    assert [said.text for said in talk.said()] == ["Why?"]


def test_two_replies_of_one_person_in_one_batch_are_taken_one_after_the_other(talk: Talk) -> None:
    talk.handle(talk.touch("1"))
    talk.said()

    results = talk.handle(talk.heard(Reply(text="4")), talk.heard(Reply(text="Friendly driver, very nice")))

    assert [heeded.heed for heeded in results if isinstance(heeded, Heeded)] == ["answered", "answered"]
    assert [answer.question for answer in talk.answers()] == ["rating", "why"]


def test_a_second_tap_is_a_new_revision_and_the_words_are_judged_anew(talk: Talk) -> None:
    talk.handle(talk.touch("1"))
    (prompt,) = talk.said()
    talk.handle(talk.heard(Reply(prompt=prompt.id, choices=("5",))))
    talk.handle(talk.heard(Reply(text="nice driver")))
    talk.clock.advance(timedelta(minutes=5))

    (heeded,) = talk.handle(talk.heard(Reply(prompt=prompt.id, choices=("1",))))

    assert isinstance(heeded, Heeded)
    assert heeded.heed == "changed"
    in_force = {answer.question: answer for answer in talk.answers()}
    assert (in_force["rating"].revision, in_force["rating"].value) == (2, 1)
    (words,) = talk.store.scores(ids=[in_force["why"].id])
    assert words.score.valence is not None
    assert words.score.valence <= -1, "the words now stand beside a bad rating"


def test_only_the_person_asked_can_answer(talk: Talk) -> None:
    talk.handle(talk.touch("1"), talk.touch("2", at="van", customer="ben", address="b1"))
    (prompt,) = talk.said()

    (heeded,) = talk.handle(talk.heard(Reply(prompt=prompt.id, choices=("1",)), address="b1"))

    assert isinstance(heeded, Heeded)
    assert heeded.heed == "not_yours"
    assert talk.answers() == []


def test_whoever_changes_an_answer_when_it_is_long_over_is_told_that_all_is_answered(talk: Talk) -> None:
    talk.handle(talk.touch("1"))
    (prompt,) = talk.said()
    talk.handle(talk.heard(Reply(prompt=prompt.id, choices=("5",))), talk.heard(Reply(text="nice driver")))
    talk.clock.advance(timedelta(days=15))

    (heeded,) = talk.handle(talk.heard(Reply(prompt=prompt.id, choices=("1",))))

    assert isinstance(heeded, Heeded)
    assert heeded.heed == "too_late"
    assert talk.said()[-1].text.startswith("You have answered everything here already")


def test_a_late_tap_still_gets_a_kind_answer(talk: Talk) -> None:
    talk.handle(talk.touch("1"))
    (prompt,) = talk.said()
    talk.clock.advance(timedelta(days=4))

    (heeded,) = talk.handle(talk.heard(Reply(prompt=prompt.id, choices=("5",))))

    assert isinstance(heeded, Heeded)
    assert heeded.heed == "too_late"
    assert talk.said()[-1].purpose == "notice"
    assert talk.answers() == []


def test_words_from_nowhere_change_nothing(talk: Talk) -> None:
    (heeded,) = talk.handle(talk.heard(Reply(text="hello?"), address="stranger"))

    assert isinstance(heeded, Heeded)
    assert heeded.heed == "unknown"
    assert talk.said() == []


def test_whoever_says_stop_is_not_asked_again_until_they_say_start(talk: Talk) -> None:
    talk.handle(talk.touch("1"))
    talk.said()

    talk.handle(talk.ordered("stop"))
    (skipped,) = talk.handle(talk.touch("2"))
    talk.handle(talk.ordered("start"))
    (asked,) = talk.handle(talk.touch("3"))

    assert isinstance(skipped, Touched)
    assert isinstance(asked, Touched)
    assert (skipped.outcome, skipped.reason) == ("skip", "opted_out")
    assert asked.outcome == "ask"


def test_a_pause_ends_by_itself(talk: Talk) -> None:
    talk.handle(talk.touch("0"))
    talk.handle(talk.ordered("pause", "2d"))

    (paused,) = talk.handle(talk.touch("1"))

    assert isinstance(paused, Touched)
    assert (paused.outcome, paused.reason) == ("defer", "paused")
    assert paused.until == talk.clock.now() + timedelta(days=2)


def test_a_language_once_set_is_spoken_from_then_on(talk: Talk) -> None:
    talk.handle(talk.touch("0"))
    talk.handle(talk.ordered("stop"), talk.ordered("start"), talk.ordered("language", "de"))
    talk.said()

    talk.handle(talk.touch("1"))

    assert [prompt.text for prompt in talk.said()] == ["Wie war es?"]


def test_an_invitation_makes_the_unreachable_reachable(talk: Talk) -> None:
    (touched,) = talk.handle(talk.touch("1", address=None))
    assert isinstance(touched, Touched)
    assert (touched.outcome, touched.reason) == ("skip", "unreachable")

    (heeded,) = talk.handle(talk.opened(touched.interaction, address="new"))

    assert isinstance(heeded, Heeded)
    assert heeded.session is not None
    assert [prompt.text for prompt in talk.said()] == ["How was it?"]


def due(talk: Talk) -> list[object]:
    timers = talk.store.due_timers(now=talk.clock.now(), limit=20)
    return talk.handle(*(Due(timer=timer, at=talk.clock.now()) for timer in timers))


def test_what_was_deferred_is_asked_when_its_time_has_come(talk: Talk) -> None:
    talk.handle(talk.touch("1", at="van"))
    assert talk.said() == []

    talk.clock.advance(timedelta(hours=2))
    due(talk)

    assert [prompt.text for prompt in talk.said()] == ["How was it?"]
    assert talk.store.due_timers(now=talk.clock.now(), limit=20) == ()


def test_a_reminder_comes_once_and_then_the_talk_expires(talk: Talk) -> None:
    talk.handle(talk.touch("1"))
    talk.said()

    talk.clock.advance(timedelta(days=1))
    due(talk)
    (reminder,) = talk.said()
    talk.clock.advance(timedelta(days=2))
    due(talk)

    assert reminder.purpose == "remind"
    assert talk.store.due_timers(now=talk.clock.now() + timedelta(days=99), limit=20) == ()


def test_a_reminder_waits_for_the_night_to_end(store: Store, clock: FakeClock, new_id: NewId) -> None:
    journey = JOURNEY.replace("wait: 0s", 'wait: 0s, quiet_hours: {start: "20:00", end: "08:00"}')
    journey = journey.replace("reminders: [1d]", "reminders: [9h]")
    talk = Talk(store, service_on(store, clock=clock, new_id=new_id, journey=journey), clock)

    talk.handle(talk.touch("1"))

    reminder, expiry = talk.store.due_timers(now=clock.now() + timedelta(days=99), limit=20)
    assert (reminder.kind, reminder.due_at.isoformat()) == ("remind", "2026-03-05T08:00:00+00:00")
    assert expiry.kind == "expire"


def test_what_one_batch_begins_and_ends_leaves_no_timer_and_no_prompt_behind(talk: Talk) -> None:
    talk.handle(talk.touch("0"))
    talk.said()

    talk.handle(talk.ordered("stop"), talk.ordered("start"), talk.heard(Reply(text="hello")))

    assert talk.store.due_timers(now=talk.clock.now() + timedelta(days=99), limit=20) == ()


def test_a_talk_goes_on_at_the_address_the_person_answers_from(talk: Talk) -> None:
    talk.handle(talk.touch("1"))
    (prompt,) = talk.said()
    talk.handle(talk.touch("2", at="van", address="a2"))

    talk.handle(talk.heard(Reply(prompt=prompt.id, choices=("5",)), address="a2"))
    items = talk.store.claim_outbox(
        now=talk.clock.now(), limit=9, lease=timedelta(minutes=1), owner="test", channels={"web"}
    )

    assert [(item.address, item.prompt.text) for item in items] == [("a2", "Why?")]


class Torn:
    """A memory in which the first saves meet somebody who was faster, or a disk that is full."""

    def __init__(self, store: Store, troubles: list[Exception]) -> None:
        self._store, self._troubles = store, troubles

    def load(self, wanted: Wanted) -> Snapshot:
        return self._store.load(wanted)

    def save(self, changes: Changes, *, now: datetime) -> None:
        if self._troubles:
            raise self._troubles.pop(0)
        self._store.save(changes, now=now)

    def transact(
        self, wanted: Wanted, decide: Callable[[Snapshot], tuple[Changes, T]], *, now: datetime
    ) -> T:
        if self._troubles:
            raise self._troubles.pop(0)
        return self._store.transact(wanted, decide, now=now)


def test_a_batch_decided_on_an_old_state_is_decided_again(
    store: Store, clock: FakeClock, new_id: NewId
) -> None:
    memory = Torn(store, [StaleError("somebody was faster")])
    talk = Talk(store, service_on(memory, clock=clock, new_id=new_id), clock)

    (touched,) = talk.handle(talk.touch("1"))

    assert isinstance(touched, Touched)
    assert talk.counts()["interaction"] == 1


def test_one_stale_item_does_not_keep_the_others_for_ever(
    store: Store, clock: FakeClock, new_id: NewId
) -> None:
    memory = Torn(store, [StaleError("again")] * 4)
    talk = Talk(store, service_on(memory, clock=clock, new_id=new_id), clock)

    first, second = talk.handle(talk.touch("1"), talk.touch("2", customer="ben", address="b1"))

    assert isinstance(first, StaleError)
    assert isinstance(second, Touched)


def test_when_nothing_can_be_written_nothing_has_happened(
    store: Store, clock: FakeClock, new_id: NewId
) -> None:
    memory = Torn(store, [OSError("disk")])
    talk = Talk(store, service_on(memory, clock=clock, new_id=new_id), clock)
    before = talk.counts()

    with pytest.raises(OSError, match="disk"):
        talk.handle(talk.touch("1"))

    assert talk.counts() == before


def test_a_poison_item_fails_alone_and_leaves_no_trace(store: Store, clock: FakeClock, new_id: NewId) -> None:
    fails = iter([ValueError("poison")])

    def failing_id() -> str:
        made = new_id()
        if int(made.rpartition("-")[2]) == 2:
            for error in fails:
                raise error
        return made

    talk = Talk(store, service_on(store, clock=clock, new_id=failing_id), clock)

    first, second = talk.handle(talk.touch("1"), talk.touch("2", customer="ben", address="b1"))

    assert isinstance(first, ValueError)
    assert isinstance(second, Touched)
    assert talk.counts()["customer"] == 1
