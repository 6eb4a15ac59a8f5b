"""Codes give roles: once, within a day, to whoever types them first."""

from datetime import timedelta

import pytest

from feedback.clock import FakeClock
from feedback.grants import LASTS, as_subject, from_subject
from feedback.ids import NewId
from feedback.intake import Entered
from feedback.prompts import Reply
from feedback.records import Code
from feedback.rights import Grant
from feedback.store.store import Store
from tests.feedback.talks import Talk, service_on

AGENT = Grant(role="agent", journey="shop", team="Care/Support")


@pytest.fixture
def talk(store: Store, clock: FakeClock, new_id: NewId) -> Talk:
    return Talk(store, service_on(store, clock=clock, new_id=new_id), clock)


def invited(talk: Talk, grant: Grant = AGENT) -> None:
    now = talk.clock.now()
    code = Code(
        code="R0LE0001", kind="role", subject=as_subject(grant), created_at=now, expires_at=now + LASTS
    )
    talk.store.add_codes([code])


def comes(talk: Talk, address: str = "a1") -> str:
    """Let somebody type the code, and return what they are told."""
    key = talk.stored(address)
    talk.handle(
        Entered(channel="web", key=key, address=address, code="R0LE0001", at=talk.clock.now(), language="de")
    )
    (told,) = talk.said()
    return told.text


def granted(talk: Talk, address: str = "a1") -> frozenset[Grant]:
    known = talk.store.customer_by_address("web", address)
    return frozenset() if known is None else talk.store.grants_of([known.id])


def test_who_types_the_code_has_the_role_and_is_told_in_their_language(talk: Talk) -> None:
    invited(talk)

    assert "Support-Team" in comes(talk)
    assert granted(talk) == {AGENT}


def test_a_code_works_once(talk: Talk) -> None:
    invited(talk)
    comes(talk)

    comes(talk, "a2")

    assert granted(talk, "a2") == frozenset()


def test_a_code_works_for_a_day(talk: Talk) -> None:
    invited(talk)
    talk.clock.advance(timedelta(days=1))

    comes(talk)

    assert granted(talk) == frozenset()


def test_a_role_is_listed_with_where_its_person_is_and_can_be_taken_back(talk: Talk) -> None:
    invited(talk)
    comes(talk)

    (holder,) = talk.store.grants()

    assert (holder.given.grant, holder.places) == (AGENT, (("web", "a1"),))
    assert talk.store.revoke_grant(holder.given.id)
    assert not talk.store.revoke_grant(holder.given.id)
    assert granted(talk) == frozenset()


def test_a_role_goes_when_its_person_is_forgotten(talk: Talk) -> None:
    invited(talk)
    comes(talk)
    talk.handle(talk.ordered("forget"))
    (question,) = [each for each in talk.said() if each.shape.choices]

    talk.handle(talk.heard(Reply(prompt=question.id, choices=("yes",))))

    assert talk.store.grants() == ()


@pytest.mark.parametrize("grant", [AGENT, Grant(role="admin"), Grant(role="manager", team="A/B/C")])
def test_what_a_code_stands_for_is_read_as_it_was_written(grant: Grant) -> None:
    assert from_subject(as_subject(grant)) == grant
    assert from_subject("boss//") is None
