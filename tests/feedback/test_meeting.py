"""Who somebody is, as far as their platform tells."""

from dataclasses import replace

import pytest

from feedback.clock import FakeClock
from feedback.ids import NewId
from feedback.intake import Entered, Heeded, Met, Presumed, Reached, Touched
from feedback.prompts import Reply
from feedback.records import Customer
from feedback.store.store import Store
from feedback.work import Wanted
from tests.feedback.talks import JOURNEY, Talk, service_on

QUIET = JOURNEY.replace("wait: 0s", "wait: 0s, quiet_hours: {start: '22:00', end: '08:00'}")


@pytest.fixture
def talk(store: Store, clock: FakeClock, new_id: NewId) -> Talk:
    return Talk(store, service_on(store, clock=clock, new_id=new_id), clock)


def met(talk: Talk, address: str, *, is_asked_here: bool = True, **told: str | tuple[str, ...]) -> str:
    presumed = replace(Presumed(), **told)  # type: ignore[arg-type] # each by the name of its field
    item = Met(
        channel="web", address=address, presumed=presumed, at=talk.clock.now(), is_asked_here=is_asked_here
    )
    (heeded,) = talk.handle(item)
    assert isinstance(heeded, Heeded), heeded
    return heeded.heed


def at(talk: Talk, address: str) -> Customer | None:
    found = talk.store.load(Wanted(addresses=frozenset({("web", address)})))
    return next(iter(found.customers.values()), None)


def test_what_a_platform_tells_fills_only_what_nobody_else_has_told(talk: Talk) -> None:
    touch = talk.touch("1")
    talk.handle(replace(touch, customer=replace(touch.customer, language="de")))

    assert met(talk, "a1", language="fr", timezone="Asia/Tokyo", name="Anna") == "noted"

    known = at(talk, "a1")
    assert known is not None
    assert (known.language, known.timezone, known.name) == ("de", "Asia/Tokyo", "Anna")


def test_of_whom_nobody_has_heard_nothing_is_kept(talk: Talk) -> None:
    assert met(talk, "stranger", timezone="Asia/Tokyo") == "unknown"

    assert at(talk, "stranger") is None


def test_somebody_is_recognised_by_another_address_or_by_the_id_their_source_has_for_them(
    talk: Talk,
) -> None:
    talk.handle(talk.touch("1", customer="ada@example.com", address="elsewhere"))
    talk.said()

    met(talk, "new", known_as=("elsewhere",))
    met(talk, "newer", known_as=("nobody", "ada@example.com"))

    talk.handle(talk.heard(Reply(text="5"), address="newer"))
    (answer,) = talk.answers()
    known = [at(talk, address) for address in ("elsewhere", "new", "newer")]
    assert {each and each.id for each in known} == {answer.customer}


def test_where_somebody_only_speaks_from_they_are_heard_and_not_asked(talk: Talk) -> None:
    touch = talk.touch("1", address="asked here")
    facts = replace(touch.customer, spoken_from=(("web", "speaks here"),))
    talk.handle(replace(touch, customer=facts))
    met(talk, "and here", known_as=("asked here",), is_asked_here=False)
    assert [item.address for item in talk.outgoing()] == ["asked here"]

    for address in ("speaks here", "and here"):
        (heeded,) = talk.handle(
            talk.heard(Reply(text="5", prompt=talk.outgoing()[0].prompt.id), address=address)
        )
        assert isinstance(heeded, Heeded)
        assert heeded.heed in {"answered", "changed"}

    left = Reached(
        channel="web", key=talk.stored("x"), address="asked here", is_there=False, at=talk.clock.now()
    )
    talk.handle(left)
    (again,) = talk.handle(talk.touch("2", address=None))
    assert isinstance(again, Touched)
    assert again.reason == "unreachable"


def test_whoever_came_by_themselves_becomes_the_customer_they_turn_out_to_be(talk: Talk) -> None:
    talk.handle(Entered(channel="web", key=talk.stored("b1"), address="b1", code=None, at=talk.clock.now()))
    talk.handle(talk.touch("1", customer="ada", address="elsewhere"))

    met(talk, "b1", known_as=("elsewhere",))

    here, there = at(talk, "b1"), at(talk, "elsewhere")
    assert here is not None
    assert there is not None
    assert (here.id, here.external_id) == (there.id, "ada")


def test_the_clock_a_platform_tells_of_keeps_the_night_from_the_first_question_on(
    store: Store, clock: FakeClock, new_id: NewId
) -> None:
    talk = Talk(store, service_on(store, clock=clock, new_id=new_id, journey=QUIET), clock)
    zones = {"Asia/Tokyo": "x1", "America/Los_Angeles": "x2", "Europe/Berlin": "x3"}
    found = {}
    for zone, who in zones.items():
        touch = talk.touch(who, customer=who, address=who)
        facts = replace(touch.customer, presumed=Presumed(timezone=zone))
        (told,) = talk.handle(replace(touch, customer=facts))
        assert isinstance(told, Touched)
        found[zone] = told.reason

    assert "quiet_hours" in found.values()
    assert "asked" in found.values()


def test_what_holds_for_everybody_is_done_with_once_the_last_is(talk: Talk) -> None:
    talk.handle(talk.touch("1", customer="a", address="a1"), talk.touch("2", customer="b", address="b1"))
    key, now = talk.stored("all"), talk.clock.now()
    first = Reached(channel="web", key=key, address="a1", is_there=False, at=now, more=True)
    last = Reached(channel="web", key=key, address="b1", is_there=False, at=now)

    talk.handle(first)
    before = talk.store.inbox_item("web", key)
    talk.handle(last)
    after = talk.store.inbox_item("web", key)

    assert before is not None
    assert after is not None
    assert (before.state, after.state) == ("new", "done")
