"""People block a bot and come back: nothing is asked where nobody is, and nothing is lost by it."""

import pytest

from feedback.clock import FakeClock
from feedback.ids import NewId
from feedback.intake import Heeded, Noted, Reached, Touched
from feedback.prompts import Reply
from feedback.store.store import Store
from tests.feedback.talks import Talk, service_on


@pytest.fixture
def talk(store: Store, clock: FakeClock, new_id: NewId) -> Talk:
    return Talk(store, service_on(store, clock=clock, new_id=new_id), clock)


def reached(talk: Talk, *, is_there: bool, address: str = "a1") -> Reached:
    return Reached(
        channel="web", key=talk.stored(address), address=address, is_there=is_there, at=talk.clock.now()
    )


def outcome(talk: Talk, source_id: str) -> tuple[str, str]:
    (touched,) = talk.handle(talk.touch(source_id, address=None))
    assert isinstance(touched, Touched)
    return touched.outcome, touched.reason


def test_whoever_blocked_us_is_not_asked_until_they_come_back(talk: Talk) -> None:
    talk.handle(talk.touch("1"))
    talk.handle(reached(talk, is_there=False))

    assert outcome(talk, "2") == ("skip", "unreachable")

    talk.handle(reached(talk, is_there=True))

    assert outcome(talk, "3") == ("ask", "asked")


def test_a_talk_at_an_address_that_is_gone_ends_and_says_nothing_more(talk: Talk) -> None:
    talk.handle(talk.touch("1"))

    talk.handle(reached(talk, is_there=False))

    assert talk.said() == []
    (heeded,) = talk.handle(talk.heard(Reply(text="fine")))
    assert isinstance(heeded, Heeded)
    assert heeded.heed == "nothing_open"


def test_being_told_twice_changes_nothing_more(talk: Talk) -> None:
    talk.handle(talk.touch("1"))
    talk.handle(reached(talk, is_there=False))
    before = talk.counts()

    (heeded,) = talk.handle(reached(talk, is_there=False))

    assert isinstance(heeded, Heeded)
    assert heeded.heed == "answered"
    assert talk.counts() | {"inbox": 0} == before | {"inbox": 0}


def test_a_stranger_who_leaves_is_nobody(talk: Talk) -> None:
    (heeded,) = talk.handle(reached(talk, is_there=False, address="somebody"))

    assert isinstance(heeded, Heeded)
    assert heeded.heed == "unknown"


def test_what_asks_nothing_of_us_is_done_with(talk: Talk) -> None:
    key = talk.stored("a1")

    (heeded,) = talk.handle(Noted(channel="web", key=key, address="a1"))

    assert isinstance(heeded, Heeded)
    assert heeded.heed == "noted"
    item = talk.store.inbox_item("web", key)
    assert item is not None
    assert item.state == "done"
