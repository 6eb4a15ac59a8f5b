"""After an outage each open question is put once more: kindly, once, by day, not to who wants peace."""

from datetime import timedelta

import pytest

from feedback.clock import FakeClock
from feedback.ids import NewId
from feedback.intake import Due, Reached
from feedback.prompts import Prompt, Reply
from feedback.store.store import Store
from feedback.wording import say
from tests.feedback.talks import JOURNEY, Talk, service_on

EVERY, MOST, WAIT = timedelta(seconds=15), timedelta(seconds=150), timedelta(minutes=1)
AWAY = timedelta(minutes=10)
NIGHTLY = JOURNEY.replace("wait: 0s", "wait: 0s, quiet_hours: {start: '20:00', end: '08:00'}")


@pytest.fixture
def talk(store: Store, clock: FakeClock, new_id: NewId) -> Talk:
    return Talk(store, service_on(store, clock=clock, new_id=new_id), clock)


def beat(talk: Talk, channel: str = "web") -> timedelta | None:
    return talk.store.beat(channel, now=talk.clock.now(), every=EVERY, most=MOST, wait=WAIT)


def asked(talk: Talk, source_id: str = "1", *, customer: str = "anna", address: str = "a1") -> Prompt:
    talk.handle(talk.touch(source_id, customer=customer, address=address))
    (prompt,) = talk.said()
    return prompt


def due(talk: Talk) -> list[Prompt]:
    """Let a minute pass, heed what is due then, and return what is said."""
    talk.clock.advance(WAIT)
    for timer in talk.store.due_timers(now=talk.clock.now(), limit=50):
        talk.handle(Due(timer=timer, at=talk.clock.now()))
    return talk.said()


def test_an_open_question_is_put_once_more_with_a_kind_word(talk: Talk) -> None:
    beat(talk)
    first = asked(talk)
    talk.clock.advance(AWAY)

    assert beat(talk) == AWAY

    (again,) = due(talk)
    assert again.text == f"{say('were_away', 'en')}\n\nHow was it?"
    assert (again.question, again.purpose, again.shape) == ("rating", "remind", first.shape)
    talk.handle(talk.heard(Reply(prompt=again.id, choices=("4",))))
    assert [answer.value for answer in talk.answers()] == [4]


def test_the_old_buttons_still_work(talk: Talk) -> None:
    beat(talk)
    first = asked(talk)
    talk.clock.advance(AWAY)
    beat(talk)
    due(talk)

    talk.handle(talk.heard(Reply(prompt=first.id, choices=("2",))))

    assert [answer.value for answer in talk.answers()] == [2]


def test_nobody_is_asked_anew_twice_for_one_absence(talk: Talk) -> None:
    beat(talk)
    asked(talk)
    talk.clock.advance(AWAY)

    assert [beat(talk), beat(talk)] == [AWAY, None]
    assert len(due(talk)) == 1
    assert beat(talk) is None
    assert due(talk) == []


@pytest.mark.parametrize("seconds", [0, 20, 150])
def test_an_ordinary_restart_asks_nobody(talk: Talk, seconds: int) -> None:
    beat(talk)
    asked(talk)
    talk.clock.advance(timedelta(seconds=seconds))

    assert beat(talk) is None
    assert due(talk) == []


def test_the_first_sign_of_life_is_no_return(talk: Talk) -> None:
    asked(talk)
    talk.clock.advance(AWAY)

    assert beat(talk) is None
    assert due(talk) == []


def test_who_was_asked_after_the_absence_is_not_asked_anew(talk: Talk) -> None:
    beat(talk)
    talk.clock.advance(AWAY)
    asked(talk)

    assert beat(talk) == AWAY
    assert due(talk) == []


def test_what_was_shown_just_before_we_fell_silent_counts(talk: Talk) -> None:
    beat(talk)
    talk.clock.advance(EVERY)
    asked(talk)
    talk.clock.advance(AWAY)

    beat(talk)

    assert len(due(talk)) == 1


def test_who_answers_when_we_are_back_is_not_asked_anew(talk: Talk) -> None:
    beat(talk)
    first = asked(talk)
    talk.clock.advance(AWAY)
    beat(talk)

    talk.handle(talk.heard(Reply(prompt=first.id, choices=("4",))))
    talk.said()

    assert due(talk) == []


@pytest.mark.parametrize("order", ["stop", "pause"])
def test_who_wants_peace_is_left_in_peace(talk: Talk, order: str) -> None:
    beat(talk)
    asked(talk)
    talk.clock.advance(AWAY)
    beat(talk)

    talk.handle(talk.ordered("stop" if order == "stop" else "pause"))
    talk.said()

    assert due(talk) == []


def test_nobody_is_asked_where_nobody_is_any_more(talk: Talk) -> None:
    beat(talk)
    asked(talk)
    talk.clock.advance(AWAY)
    beat(talk)
    key = talk.stored("a1")
    talk.handle(Reached(channel="web", key=key, address="a1", is_there=False, at=talk.clock.now()))

    assert due(talk) == []


def test_a_talk_that_is_over_is_let_be(talk: Talk) -> None:
    beat(talk)
    asked(talk)
    talk.clock.advance(timedelta(days=3))

    beat(talk)

    assert due(talk) == []


def test_another_channels_absence_is_its_own(talk: Talk) -> None:
    beat(talk, "telegram")
    beat(talk)
    asked(talk)
    talk.clock.advance(AWAY)

    assert beat(talk, "telegram") == AWAY

    assert due(talk) == []


def test_everybody_with_an_open_question_is_asked_once(talk: Talk) -> None:
    beat(talk)
    asked(talk)
    asked(talk, "2", customer="bert", address="b1")
    talk.clock.advance(AWAY)
    beat(talk)

    assert len(due(talk)) == 2


def test_at_night_it_waits_for_the_morning(store: Store, clock: FakeClock, new_id: NewId) -> None:
    talk = Talk(store, service_on(store, clock=clock, new_id=new_id, journey=NIGHTLY), clock)
    beat(talk)
    asked(talk)
    talk.clock.advance(timedelta(hours=10))  # half past ten at night
    beat(talk)

    assert due(talk) == []

    talk.clock.advance(timedelta(hours=10))
    (again,) = due(talk)
    assert again.text.startswith(say("were_away", "en"))
    assert due(talk) == []


def test_reminders_go_on_as_before(talk: Talk) -> None:
    beat(talk)
    asked(talk)
    talk.clock.advance(AWAY)
    beat(talk)
    due(talk)

    talk.clock.advance(timedelta(days=1))
    (reminder,) = due(talk)

    assert reminder.text.startswith(say("reminder", "en"))
