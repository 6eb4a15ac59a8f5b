"""What customers order is answered: in words that fit what was so before, and to strangers as well."""

from datetime import timedelta

import pytest

from feedback.clock import FakeClock
from feedback.ids import NewId
from feedback.intake import Entered
from feedback.introducing import about_privacy
from feedback.prompts import Prompt, Reply
from feedback.store.store import Store
from tests.feedback.talks import JOURNEY, Talk, loaded_journey, service_on

RETAINING = JOURNEY.replace("policy: {", "policy: {retention: {text: 365d}, ")


@pytest.fixture
def talk(store: Store, clock: FakeClock, new_id: NewId) -> Talk:
    found = Talk(store, service_on(store, clock=clock, new_id=new_id), clock)
    found.handle(found.touch("1"))
    found.said()
    return found


def only(talk: Talk) -> Prompt:
    """Return the one thing that was said."""
    (prompt,) = talk.said()
    return prompt


def test_a_first_yes_is_thanked_for_and_a_later_one_welcomed_back(talk: Talk) -> None:
    talk.handle(talk.ordered("start"))
    assert only(talk).text == "Thank you. We ask you now and then, and /stop ends it at any time."

    talk.handle(talk.ordered("stop"))
    only(talk)
    talk.handle(talk.ordered("start"))
    assert only(talk).text == "Welcome back! We will ask you again from time to time."


@pytest.mark.parametrize("named", [None, "klingon"])
def test_a_language_that_is_none_of_ours_is_asked_for_and_changes_nothing(
    talk: Talk, named: str | None
) -> None:
    talk.handle(talk.ordered("language", named))

    which = only(talk)
    assert which.text == "Which language shall we write in?"
    assert [(choice.value, choice.label) for choice in which.shape.choices] == [
        ("/language en", "English"),
        ("/language de", "Deutsch"),
    ]
    anna = talk.store.customer_by_external_id("anna")
    assert anna is not None
    assert anna.language is None


def test_whoever_is_unknown_is_told_who_asks_and_that_nothing_is_kept(talk: Talk) -> None:
    talk.handle(talk.ordered_by("stranger", "privacy", key=talk.stored("stranger")))
    talk.handle(talk.ordered_by("stranger", "stop", key=talk.stored("stranger")))

    about, stopped = talk.said()
    assert about.text.startswith("Your answers help us do better. /mydata shows what we keep")
    assert about.text.endswith("\n\nWe keep nothing about you.")
    assert stopped.text == "We keep nothing about you."
    assert talk.store.customer_by_external_id("stranger") is None


def test_in_a_room_nobody_answers_an_order_of_a_stranger(talk: Talk) -> None:
    talk.handle(talk.ordered_by("stranger", "stop", key=talk.stored("stranger"), room="r1"))

    assert talk.said() == []


def test_privacy_says_each_thing_once_and_how_long_words_are_kept() -> None:
    told = about_privacy(loaded_journey(RETAINING + "company: {name: Shop}\n"), language="en", channel="web")

    assert told.count("Your answers help us") == 1
    assert "We keep what you write for 1 year." in told
    assert "We keep" not in about_privacy(loaded_journey(), language="en", channel="web")


def test_a_company_whose_name_ends_in_a_full_stop_ends_no_sentence_twice() -> None:
    journey = loaded_journey(JOURNEY + "company: {name: Birch & Co.}\n")

    assert about_privacy(journey, language="de", channel="web").startswith(
        "Diese Fragen stellt Birch & Co. Ihre"
    )


def test_who_comes_by_themselves_is_greeted_by_the_company(
    store: Store, clock: FakeClock, new_id: NewId
) -> None:
    journey = JOURNEY + "company: {name: Birch & Co.}\n"
    talk = Talk(store, service_on(store, clock=clock, new_id=new_id, journey=journey), clock)
    key, now = talk.stored("b1"), clock.now()
    talk.handle(Entered(channel="web", key=key, address="b1", code=None, at=now, language="en"))

    assert only(talk).text.startswith("Hello! Here you can tell Birch & Co. how it went.")


def test_a_plain_word_is_a_wish_and_what_is_asked_stays_open(talk: Talk) -> None:
    words = ["Help!", "aide", "Sprache", "privacidad", "4", "hilfe", "privacy"]
    talk.handle(*(talk.heard(Reply(text=word)) for word in words))

    said = sorted(" ".join(prompt.text.split()[:2]) for prompt in talk.said())
    assert said == ["Thank you!", "Which language", "Why?", "Your answers"]
    errands = talk.store.claim_errands(now=talk.clock.now(), limit=9, lease=timedelta(minutes=1))
    assert [errand.command.name for errand in errands] == ["help"] * 3
    # Where any words do, privacy may be what somebody wants better.
    assert [(answer.value, answer.text) for answer in talk.answers()] == [(4, None), (None, "privacy")]


def test_a_plain_word_that_names_a_choice_is_an_answer(store: Store, clock: FakeClock, new_id: NewId) -> None:
    choices = "kind: choice, choices: [{id: aid, title: {en: Help, de: Hilfe}}, {id: way, title: Way}],"
    journey = JOURNEY.replace("kind: text, about: reason,", choices)
    talk = Talk(store, service_on(store, clock=clock, new_id=new_id, journey=journey), clock)
    talk.handle(talk.touch("1"))
    talk.handle(talk.heard(Reply(text="4")), talk.heard(Reply(text="hilfe")))

    assert [answer.choices for answer in talk.answers()] == [(), ("aid",)]


def test_a_stranger_in_a_thread_who_wants_help_wants_it_of_others(talk: Talk) -> None:
    talk.handle(talk.heard(Reply(text="help", on="m1", message="m2"), address="stranger"))

    assert talk.said() == []
