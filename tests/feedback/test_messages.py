"""Chats in which messages can be replied to, reacted to, edited and amended."""

import pytest

from feedback.clock import FakeClock
from feedback.ids import NewId
from feedback.intake import Heard, Heeded
from feedback.prompts import Prompt, Reply
from feedback.records import OutboxItem
from feedback.store.store import Store
from tests.feedback.talks import JOURNEY, Talk, service_on

AGAIN = "To change it, just tap again."
"""What a message says below what was tapped in it."""


@pytest.fixture
def talk(store: Store, clock: FakeClock, new_id: NewId) -> Talk:
    return Talk(store, service_on(store, clock=clock, new_id=new_id), clock)


def asked(talk: Talk) -> Prompt:
    talk.handle(talk.touch("1"))
    (prompt,) = talk.said()
    return prompt


def heed(talk: Talk, reply: Reply, *, address: str = "a1") -> str:
    (heeded,) = talk.handle(talk.heard(reply, address=address))
    assert isinstance(heeded, Heeded), heeded
    return heeded.heed


def in_force(talk: Talk) -> dict[str, str | float | None]:
    latest = {}
    for answer in sorted(talk.answers(), key=lambda answer: answer.revision):
        latest[answer.question] = answer.text or answer.value
    return latest


def test_a_reply_to_a_message_answers_the_question_in_it(talk: Talk) -> None:
    prompt = asked(talk)
    heed(talk, Reply(prompt=prompt.id, choices=("5",)))
    talk.said()

    # Not the question at hand, which is why, but the first one once more.
    assert heed(talk, Reply(text="2", on=prompt.id, message="m2")) == "changed"

    assert in_force(talk) == {"rating": 2.0}


def test_a_reaction_is_an_answer_to_the_question_it_is_on(talk: Talk) -> None:
    prompt = asked(talk)

    assert heed(talk, Reply(text="5", on=prompt.id)) == "answered"


def test_a_reaction_to_thanks_is_nothing_that_anybody_replies_to(talk: Talk) -> None:
    prompt = asked(talk)
    heed(talk, Reply(prompt=prompt.id, choices=("5",)))
    talk.said()
    heed(talk, Reply(text="so quick"))
    (thanks,) = talk.said()

    assert heed(talk, Reply(text="\N{THUMBS UP SIGN}", on=thanks.id)) == "noted"

    assert talk.said() == []


def test_an_edited_message_edits_the_answer_it_gave(talk: Talk) -> None:
    prompt = asked(talk)
    heed(talk, Reply(prompt=prompt.id, choices=("5",)))
    heed(talk, Reply(text="so quikc", message="m7"))
    talk.said()

    assert heed(talk, Reply(text="so quick", message="m7", edited=True)) == "changed"
    assert heed(talk, Reply(text="so quick!", message="m7", edited=True)) == "changed"

    assert in_force(talk) == {"rating": 5.0, "why": "so quick!"}


def test_an_edit_of_what_was_no_answer_changes_nothing_and_is_not_replied_to(talk: Talk) -> None:
    asked(talk)

    assert heed(talk, Reply(text="hello?", message="m1", edited=True)) == "noted"

    assert talk.said() == []
    assert talk.answers() == []


def test_nobody_edits_what_somebody_else_wrote(talk: Talk) -> None:
    prompt = asked(talk)
    heed(talk, Reply(prompt=prompt.id, choices=("5",)))
    heed(talk, Reply(text="so quick", message="m7"))
    talk.handle(talk.touch("2", customer="ben", address="b1"))

    assert heed(talk, Reply(text="awful", message="m7", edited=True), address="b1") == "not_yours"

    assert in_force(talk)["why"] == "so quick"


def amendments(talk: Talk) -> list[OutboxItem]:
    return [item for item in talk.outgoing() if item.amends is not None]


def test_the_message_that_was_tapped_shows_what_was_chosen(talk: Talk) -> None:
    prompt = asked(talk)

    heed(talk, Reply(prompt=prompt.id, choices=("4",), on="chat:12"))

    (amending,) = amendments(talk)
    assert (amending.amends, amending.chosen) == ("chat:12", ("4",))
    assert (amending.prompt.id, amending.prompt.text) == (prompt.id, f"How was it?\n{AGAIN}")


def test_the_words_before_the_first_question_stay_where_they_were(
    store: Store, clock: FakeClock, new_id: NewId
) -> None:
    led = JOURNEY.replace("questions:", "intro: Your parcel is there.\n    questions:", 1)
    talk = Talk(store, service_on(store, clock=clock, new_id=new_id, journey=led), clock)
    prompt = asked(talk)

    heed(talk, Reply(prompt=prompt.id, choices=("4",), on="chat:12"))
    (following,) = [each for each in talk.said() if each.id != prompt.id]
    heed(talk, Reply(prompt=prompt.id, choices=("5",), on="chat:12"))

    assert prompt.text == "Your parcel is there.\n\nHow was it?"
    assert {each.prompt.text for each in amendments(talk)} == {f"{prompt.text}\n{AGAIN}"}
    assert following.text == "Why?"


def test_a_tap_that_means_nothing_amends_nothing_once_more(talk: Talk) -> None:
    prompt = asked(talk)
    heed(talk, Reply(prompt=prompt.id, choices=("4",), on="chat:12"))

    assert heed(talk, Reply(prompt=prompt.id, choices=("no such choice",), on="chat:12")) == "asked_again"

    assert len(amendments(talk)) == 1


def test_an_amendment_is_nothing_that_was_shown_anew(talk: Talk) -> None:
    prompt = asked(talk)
    heed(talk, Reply(prompt=prompt.id, choices=("4",), on="chat:12"))
    talk.said()

    assert talk.counts()["delivery"] == 2  # both questions, once each


def test_a_written_answer_amends_nothing(talk: Talk) -> None:
    asked(talk)

    heed(talk, Reply(text="4", message="m1"))

    assert amendments(talk) == []


def form(talk: Talk, session: str, replies: dict[str, Reply]) -> list[Heard]:
    key = talk.stored("a1")
    last = list(replies)[-1]
    return [
        Heard(
            channel="web", key=key, address="a1", reply=reply, at=talk.clock.now(), session=session,
            question=question, more=question != last,
        )
        for question, reply in replies.items()
    ]  # fmt: skip


def test_a_form_answers_all_its_questions_and_asks_none_of_them_again(talk: Talk) -> None:
    prompt = asked(talk)
    filled = form(talk, prompt.session, {"rating": Reply(choices=("2",)), "why": Reply(text="too late")})

    results = talk.handle(*filled)

    assert [result.heed for result in results if isinstance(result, Heeded)] == ["answered", "answered"]
    assert in_force(talk) == {"rating": 2.0, "why": "too late"}
    assert [said.purpose for said in talk.said()] == ["thanks"]
