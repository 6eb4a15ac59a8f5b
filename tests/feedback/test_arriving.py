"""Coming with a short code: from a receipt, from a wall, from one's other chat, or with none at all."""

from datetime import timedelta

import pytest

from feedback.clock import FakeClock
from feedback.ids import NewId
from feedback.intake import Entered, Heeded, Touched
from feedback.prompts import Reply
from feedback.records import Code, CodeKind
from feedback.store.store import Store
from tests.feedback.talks import Talk, service_on


@pytest.fixture
def talk(store: Store, clock: FakeClock, new_id: NewId) -> Talk:
    return Talk(store, service_on(store, clock=clock, new_id=new_id), clock)


def entered(talk: Talk, code: str | None, *, address: str = "b1", language: str | None = None) -> Entered:
    return Entered(
        channel="web",
        key=talk.stored(address),
        address=address,
        code=code,
        at=talk.clock.now(),
        language=language,
    )


def keep(talk: Talk, code: str, kind: CodeKind, subject: str, *, lasts: timedelta | None = None) -> None:
    now = talk.clock.now()
    expires_at = None if lasts is None else now + lasts
    made = Code(code=code, kind=kind, subject=subject, created_at=now, expires_at=expires_at)
    assert talk.store.add_codes([made]) == 1


def came(talk: Talk, code: str | None, *, address: str = "b1", language: str | None = None) -> str:
    (heeded,) = talk.handle(entered(talk, code, address=address, language=language))
    assert isinstance(heeded, Heeded), heeded
    return heeded.heed


def touched(talk: Talk, source_id: str, *, customer: str = "anna", address: str | None = None) -> Touched:
    (found,) = talk.handle(talk.touch(source_id, customer=customer, address=address))
    assert isinstance(found, Touched)
    return found


def texts(talk: Talk) -> list[str]:
    return [prompt.text for prompt in talk.said()]


def test_a_code_on_a_receipt_asks_about_that_visit(talk: Talk) -> None:
    visit = touched(talk, "1")
    assert visit.reason == "unreachable"
    keep(talk, "RECE1PT2", "interaction", visit.interaction)

    assert came(talk, "RECE1PT2") == "answered"

    assert texts(talk) == ["How was it?"]
    talk.handle(talk.heard(Reply(text="5"), address="b1"))
    assert [answer.customer for answer in talk.answers()] == [visit.customer]


def test_a_code_on_a_receipt_is_worth_nothing_to_whoever_comes_second(talk: Talk) -> None:
    keep(talk, "RECE1PT2", "interaction", touched(talk, "1").interaction)
    came(talk, "RECE1PT2")
    talk.said()

    assert came(talk, "RECE1PT2", address="c1") == "noted"

    assert texts(talk) == ["That code is not known here, or it has been used. Could you look once more?"]


def test_a_link_that_was_passed_on_does_not_make_its_holder_somebody_else(talk: Talk) -> None:
    visit = touched(talk, "1")
    touched(talk, "2", customer="ben", address="b1")
    talk.said()
    keep(talk, "RECE1PT2", "interaction", visit.interaction)

    assert came(talk, "RECE1PT2") == "not_yours"
    (told,) = texts(talk)
    assert told.startswith("That code or link is meant for somebody else, and it stays good for them.")
    assert came(talk, "RECE1PT2", address="a1") == "answered"


def test_a_code_on_a_wall_asks_whoever_scans_it_however_often(talk: Talk) -> None:
    keep(talk, "WALLC0DE", "touchpoint", "courier")

    assert came(talk, "WALLC0DE") == "answered"
    assert came(talk, "WALLC0DE", address="c1") == "answered"

    assert texts(talk) == ["How was it?", "How was it?"]


def test_whoever_stands_at_the_counter_is_asked_now_whatever_the_wait(talk: Talk) -> None:
    keep(talk, "WALLC0DE", "touchpoint", "van")  # which is asked about two hours later

    assert came(talk, "WALLC0DE") == "answered"


def test_a_newcomer_is_spoken_to_in_their_language(talk: Talk) -> None:
    keep(talk, "WALLC0DE", "touchpoint", "courier")

    came(talk, "WALLC0DE", language="de")

    assert texts(talk) == ["Wie war es?"]


def test_whoever_comes_without_a_code_is_told_how_it_goes(talk: Talk) -> None:
    assert came(talk, None) == "noted"

    (told,) = texts(talk)
    assert told.startswith("Hello! Here you can tell Shop how it went.")


def test_coming_again_without_a_code_is_the_wish_to_be_asked_again(talk: Talk) -> None:
    touched(talk, "1", address="a1")
    talk.said()
    talk.handle(talk.ordered("stop"))
    talk.said()

    assert came(talk, None, address="a1") == "answered"

    assert texts(talk) == ["Welcome back! We will ask you again from time to time."]


@pytest.mark.parametrize("code", ["N0SVCH22", "LATEC0DE"])
def test_a_code_that_is_wrong_or_late_gets_a_kind_answer(talk: Talk, code: str) -> None:
    keep(talk, "LATEC0DE", "customer", touched(talk, "1").customer, lasts=timedelta(minutes=15))
    talk.clock.advance(timedelta(minutes=15))

    assert came(talk, code) == "noted"

    assert texts(talk) == ["That code is not known here, or it has been used. Could you look once more?"]


def test_a_second_chat_is_linked_by_a_code_and_one_clock_counts_for_both(talk: Talk) -> None:
    first = touched(talk, "1", address="a1")
    keep(talk, "L1NKC0DE", "customer", first.customer, lasts=timedelta(minutes=15))

    assert came(talk, "L1NKC0DE") == "answered"

    touched_again = touched(talk, "2")
    assert (touched_again.outcome, touched_again.reason) == ("defer", "conversation_running")


def test_what_a_stranger_said_before_is_the_customers_once_they_are_linked(talk: Talk) -> None:
    keep(talk, "WALLC0DE", "touchpoint", "courier")
    came(talk, "WALLC0DE")
    talk.said()
    talk.handle(talk.heard(Reply(text="5"), address="b1"))
    talk.handle(talk.heard(Reply(text="so quick and friendly"), address="b1"))
    talk.said()
    (stranger,) = {answer.customer for answer in talk.answers()}
    anna = touched(talk, "1", address="a1").customer
    keep(talk, "L1NKC0DE", "customer", anna, lasts=timedelta(minutes=15))

    came(talk, "L1NKC0DE")

    assert stranger != anna
    assert {answer.customer for answer in talk.answers()} == {anna}
    assert "so quick and friendly" in {answer.text for answer in talk.answers()}
    assert {scored.customer for scored in talk.store.scores(ids=[a.id for a in talk.answers()])} == {anna}
