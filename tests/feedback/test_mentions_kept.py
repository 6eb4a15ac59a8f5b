"""What is said in a chat is kept clause by clause, and follows every change of mind."""

import pytest

from bot.plugins import scorers
from feedback.clock import FakeClock
from feedback.ids import NewId
from feedback.prompts import Prompt, Reply
from feedback.scoring import Scorer
from feedback.store.store import Store
from tests.feedback.talks import Talk, service_on

SCORER = Scorer(engine=scorers()["textblob"])
BY = (SCORER.name, SCORER.version)


@pytest.fixture
def talk(store: Store, clock: FakeClock, new_id: NewId) -> Talk:
    return Talk(store, service_on(store, clock=clock, new_id=new_id, judging=SCORER.score), clock)


def asked(talk: Talk) -> Prompt:
    talk.handle(talk.touch("1"))
    (prompt,) = talk.said()
    return prompt


def mentioned(talk: Talk) -> list[tuple[str, bool]]:
    found = talk.store.read_mentions("shop", scorer=BY)
    names = list(zip(found.answer, found.place, strict=True))
    said = talk.store.read_clauses(names, scorer=BY)
    return [(said[name].text, bool(each)) for name, each in zip(names, found.is_negative, strict=True)]


def test_a_reply_of_two_clauses_is_two_mentions_and_an_edit_replaces_them(talk: Talk) -> None:
    prompt = asked(talk)
    talk.handle(talk.heard(Reply(prompt=prompt.id, choices=("4",))))
    talk.handle(talk.heard(Reply(text="The driver was great but the box was horrible", message="m7")))

    assert mentioned(talk) == [("The driver was great", False), ("but the box was horrible", True)]

    talk.handle(talk.heard(Reply(text="The box was horrible", message="m7", edited=True)))

    assert mentioned(talk) == [("The box was horrible", True)]


def test_a_rating_that_changes_puts_the_words_beside_it_in_another_light(talk: Talk) -> None:
    prompt = asked(talk)
    talk.handle(talk.heard(Reply(prompt=prompt.id, choices=("5",))))
    talk.handle(talk.heard(Reply(text="It came on Tuesday. My neighbour took it in")))
    before = mentioned(talk)

    talk.handle(talk.heard(Reply(prompt=prompt.id, choices=("1",))))

    assert before == [("It came on Tuesday.", False), ("My neighbour took it in", False)]
    assert mentioned(talk) == [(text, True) for text, _ in before]


def test_a_tap_mentions_nothing(talk: Talk) -> None:
    prompt = asked(talk)
    talk.handle(talk.heard(Reply(prompt=prompt.id, choices=("1",))))

    assert mentioned(talk) == []
