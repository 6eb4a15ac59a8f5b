"""Thanks that fit: never cheerful to the unhappy, and who looks into it where somebody does."""

import pytest

from feedback.clock import FakeClock
from feedback.ids import NewId
from feedback.prompts import Reply
from feedback.store.store import Store
from feedback.thanking import THANKS
from feedback.wording import say
from tests.feedback.talks import JOURNEY, Talk, service_on

WATCHED = JOURNEY.replace("policy: {", "policy: {team: Service, cases: [{score: -1}], ")
OWN = JOURNEY.replace("    expires_after: 3d", "    thanks: Bye!\n    expires_after: 3d")
BOTH = OWN.replace("    thanks: Bye!", "    thanks: Bye!\n    thanks_unhappy: Sorry.")


def last_words(
    store: Store, clock: FakeClock, new_id: NewId, *, journey: str, tap: str, words: str = "so it was"
) -> str:
    talk = Talk(store, service_on(store, clock=clock, new_id=new_id, journey=journey), clock)
    talk.handle(talk.touch("1"))
    (asked,) = talk.said()
    talk.handle(talk.heard(Reply(prompt=asked.id, choices=(tap,))))
    talk.said()
    talk.handle(talk.heard(Reply(text=words)))
    (last,) = [prompt for prompt in talk.said() if prompt.purpose in {"thanks", "doubt"}]
    return last.text


def test_the_happy_are_thanked_as_ever(store: Store, clock: FakeClock, new_id: NewId) -> None:
    assert last_words(store, clock, new_id, journey=JOURNEY, tap="5") == say("thanks", "en")


def test_nobody_is_cheerful_to_the_unhappy(store: Store, clock: FakeClock, new_id: NewId) -> None:
    said = last_words(store, clock, new_id, journey=JOURNEY, tap="1", words="too late")

    assert said == THANKS.say("unhappy", "en")
    assert "!" not in said


def test_whose_answer_opened_a_case_hears_who_looks_into_it(
    store: Store, clock: FakeClock, new_id: NewId
) -> None:
    said = last_words(store, clock, new_id, journey=WATCHED, tap="1", words="too late")

    assert said == f"{THANKS.say('unhappy', 'en')} {THANKS.say('looked_into_by', 'en', team='Service')}"


@pytest.mark.parametrize(("journey", "expected"), [(OWN, "Bye!"), (BOTH, "Sorry.")], ids=["own", "both"])
def test_the_operators_own_words_count(
    store: Store, clock: FakeClock, new_id: NewId, journey: str, expected: str
) -> None:
    assert last_words(store, clock, new_id, journey=journey, tap="1", words="too late") == expected
