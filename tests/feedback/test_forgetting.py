"""/forget asks twice, erases everything, says goodbye once, and keeps not even the address of that."""

from datetime import timedelta

import pytest

from feedback.clock import FakeClock
from feedback.ids import NewId
from feedback.intake import Heeded, Touched
from feedback.prompts import Attachment, Prompt, Reply
from feedback.store.store import Store
from feedback.wording import CATALOGUES, say
from tests.feedback.talks import Talk, service_on

SCORERS = {"shop": ("textblob", "1")}
LEFT = {"customer", "workspace", "journey_version", "dirty", "safe", "api_key", "pulse", "summed", "turn"}


@pytest.fixture
def talk(store: Store, clock: FakeClock, new_id: NewId) -> Talk:
    return Talk(store, service_on(store, clock=clock, new_id=new_id), clock)


def answered(talk: Talk) -> None:
    """Let the customer answer one question, and leave another open."""
    talk.handle(talk.touch("1"))
    (prompt,) = talk.said()
    talk.handle(talk.heard(Reply(prompt=prompt.id, choices=("2",))))
    assert talk.said()
    photo = Attachment(kind="photo", reference="f1")
    talk.handle(talk.heard(Reply(text="Dreadful", attachments=(photo,))))
    talk.said()
    talk.handle(talk.touch("2"))
    talk.said()


def asks(talk: Talk) -> Prompt:
    talk.handle(talk.ordered("forget"))
    (prompt,) = [each for each in talk.said() if each.shape.choices]
    return prompt


def heed(talk: Talk, reply: Reply) -> str:
    (heeded,) = talk.handle(talk.heard(reply))
    assert isinstance(heeded, Heeded)
    return heeded.heed


def test_it_asks_first_with_two_buttons_and_erases_nothing(talk: Talk) -> None:
    answered(talk)
    before = talk.counts()

    prompt = asks(talk)

    assert [choice.value for choice in prompt.shape.choices] == ["yes", "no"]
    assert talk.counts()["answer"] == before["answer"]


def test_a_yes_erases_every_row_and_says_goodbye_once(talk: Talk) -> None:
    answered(talk)
    prompt = asks(talk)

    assert heed(talk, Reply(prompt=prompt.id, choices=("yes",))) == "answered"

    (goodbye,) = talk.said()
    words, _, receipt = goodbye.text.partition("\n\n")
    assert words == say("forgotten", "en")
    assert "Answers: 2, messages: 9, files: 0, cases: 0" in receipt
    talk.clock.advance(timedelta(minutes=2))
    talk.store.let_go(now=talk.clock.now())
    talk.store.sweep_dirty(limit=100, scorers=SCORERS)
    left = {name for name, count in talk.counts().items() if count}
    assert left <= LEFT - {"dirty"}
    assert talk.counts()["customer"] == 1  # an empty row, that nobody can write about any more
    assert talk.store.customer_by_external_id("anna") is None


def test_a_no_keeps_everything(talk: Talk) -> None:
    answered(talk)
    prompt = asks(talk)
    before = talk.counts()

    heed(talk, Reply(prompt=prompt.id, choices=("no",)))

    assert [each.text for each in talk.said()] == [say("forget_kept", "en")]
    assert talk.counts()["answer"] == before["answer"]
    assert talk.counts()["wish"] == 0


def test_a_yes_after_the_hour_erases_nothing_and_says_why(talk: Talk) -> None:
    answered(talk)
    prompt = asks(talk)
    talk.clock.advance(timedelta(hours=1))

    assert heed(talk, Reply(prompt=prompt.id, choices=("yes",))) == "too_late"

    assert say("forget_late", "en", c="/") in [each.text for each in talk.said()]
    assert talk.store.customer_by_external_id("anna") is not None


def test_asked_twice_the_last_question_counts(talk: Talk) -> None:
    answered(talk)
    first, second = asks(talk), asks(talk)

    assert heed(talk, Reply(prompt=first.id, choices=("yes",))) == "nothing_open"
    assert talk.store.customer_by_external_id("anna") is not None

    heed(talk, Reply(prompt=second.id, choices=("yes",)))
    assert talk.store.customer_by_external_id("anna") is None


def test_a_second_tap_finds_nobody(talk: Talk) -> None:
    answered(talk)
    prompt = asks(talk)
    heed(talk, Reply(prompt=prompt.id, choices=("yes",)))
    talk.said()

    assert heed(talk, Reply(prompt=prompt.id, choices=("yes",))) == "unknown"
    assert talk.said() == []


@pytest.mark.parametrize("typed", ["Yes, erase everything", "yes, erase everything!"])
def test_the_button_can_be_typed_although_another_question_is_open(talk: Talk, typed: str) -> None:
    answered(talk)
    asks(talk)

    heed(talk, Reply(text=typed))

    assert talk.store.customer_by_external_id("anna") is None


@pytest.mark.parametrize("typed", ["yes", "1", "it was fine"])
def test_a_bare_word_belongs_to_the_question_that_is_open(talk: Talk, typed: str) -> None:
    answered(talk)
    asks(talk)

    heed(talk, Reply(text=typed))

    assert talk.store.customer_by_external_id("anna") is not None


def test_another_ones_yes_erases_nobody(talk: Talk) -> None:
    answered(talk)
    prompt = asks(talk)
    talk.handle(talk.touch("9", customer="bert", address="b1"))
    talk.said()

    (heeded,) = talk.handle(talk.heard(Reply(prompt=prompt.id, choices=("yes",)), address="b1"))

    assert isinstance(heeded, Heeded)
    assert heeded.heed == "nothing_open"
    assert talk.store.customer_by_external_id("anna") is not None


@pytest.mark.parametrize("order", ["forget", "mydata"])
def test_a_stranger_is_told_that_nothing_is_kept_and_nothing_is(talk: Talk, order: str) -> None:
    talk.handle(talk.ordered("forget" if order == "forget" else "mydata"))

    (told,) = talk.said()
    assert told.text == say("nothing_kept", "en")
    talk.clock.advance(timedelta(minutes=2))
    assert talk.store.let_go(now=talk.clock.now()) == 1
    assert (talk.counts()["customer"], talk.counts()["outbox"]) == (0, 0)


def test_a_goodbye_that_cannot_be_said_is_forgotten_within_the_hour(talk: Talk) -> None:
    answered(talk)
    heed(talk, Reply(prompt=asks(talk).id, choices=("yes",)))
    assert talk.counts()["outbox"] == 1

    talk.clock.advance(timedelta(minutes=61))
    talk.store.let_go(now=talk.clock.now())

    assert talk.counts()["outbox"] == 0


def test_whoever_comes_back_is_new_to_us(talk: Talk) -> None:
    answered(talk)
    heed(talk, Reply(prompt=asks(talk).id, choices=("yes",)))
    talk.said()

    (touched,) = talk.handle(talk.touch("3"))

    assert isinstance(touched, Touched)
    assert touched.outcome == "ask"
    assert len(talk.answers()) == 0


@pytest.mark.parametrize("language", CATALOGUES)
def test_every_language_has_two_buttons_one_can_tell_apart_and_type(talk: Talk, language: str) -> None:
    answered(talk)
    talk.handle(talk.ordered("language", language))
    talk.said()
    prompt = asks(talk)

    yes, no = (choice.label for choice in prompt.shape.choices)
    assert yes != no
    heed(talk, Reply(text=no))
    assert talk.store.customer_by_external_id("anna") is not None
    asks(talk)
    heed(talk, Reply(text=yes))
    assert talk.store.customer_by_external_id("anna") is None
