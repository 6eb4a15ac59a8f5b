"""One customer, many chats: linked by a code, counted by one clock, and let apart again on their wish."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from feedback.clock import FakeClock
from feedback.guessing import MOST
from feedback.ids import NewId
from feedback.intake import Entered, Heeded, Met, Order, Ordered, Presumed, Touched
from feedback.prompts import Prompt, Reply
from feedback.records import Code
from feedback.store.store import Store
from tests.feedback.talks import JOURNEY, Talk, service_on

WEEKLY = JOURNEY.replace("wait: 0s", "wait: 7d")


@pytest.fixture
def talk(store: Store, clock: FakeClock, new_id: NewId) -> Talk:
    return Talk(store, service_on(store, clock=clock, new_id=new_id, journey=WEEKLY), clock)


def ordered(talk: Talk, order: Order, argument: str | None = None, *, address: str = "a1") -> str:
    (heeded,) = talk.handle(
        Ordered(
            channel="web", key=talk.stored(address), address=address, order=order, argument=argument,
            at=talk.clock.now(),
        )
    )  # fmt: skip
    assert isinstance(heeded, Heeded), heeded
    return heeded.heed


def typed(talk: Talk, code: str, *, address: str = "b1") -> str:
    (heeded,) = talk.handle(
        Entered(channel="web", key=talk.stored(address), address=address, code=code, at=talk.clock.now())
    )
    assert isinstance(heeded, Heeded), heeded
    return heeded.heed


def touched(talk: Talk, source_id: str, *, customer: str = "anna", address: str | None = None) -> Touched:
    (found,) = talk.handle(talk.touch(source_id, customer=customer, address=address))
    assert isinstance(found, Touched), found
    return found


def said_to(talk: Talk) -> dict[str, list[Prompt]]:
    """Return what is on its way, by address, and take it as sent."""
    items = sorted(talk.outgoing(), key=lambda item: item.id)
    talk.said()
    by_address: dict[str, list[Prompt]] = {}
    for item in items:
        by_address.setdefault(item.address, []).append(item.prompt)
    return by_address


def texts(prompts: Sequence[Prompt]) -> list[str]:
    return [prompt.text for prompt in prompts]


def linked(talk: Talk, *, one: str = "a1", other: str = "b1", code: str = "C0DE0001") -> None:
    assert ordered(talk, "link", address=one) == "answered"
    assert typed(talk, code, address=other) == "answered"
    talk.said()


def test_a_code_is_given_with_how_to_use_it(talk: Talk) -> None:
    touched(talk, "1", address="a1")
    talk.said()

    assert ordered(talk, "link") == "answered"

    (told,) = texts(talk.said())
    assert told.startswith("Your code is C0DE-0001.")


def test_a_code_typed_in_the_other_chat_makes_both_one_customers(talk: Talk) -> None:
    anna = touched(talk, "1", address="a1").customer
    talk.said()
    ordered(talk, "link")
    talk.said()

    assert typed(talk, "C0DE0001") == "answered"

    told = said_to(talk)
    assert texts(told["b1"]) == ["Done: both chats belong to you now. /link off takes this one out again."]
    assert texts(told["a1"]) == [
        "Another chat is linked with this one now: the web chat. If that was not you, write /link off here."
    ]
    found = talk.store.customer_by_address("web", "b1")
    assert found is not None
    assert found.id == anna


def test_a_stranger_can_ask_for_a_code_before_anything_else(talk: Talk) -> None:
    assert ordered(talk, "link", address="new") == "answered"
    assert typed(talk, "C0DE0001", address="newer") == "answered"


@pytest.mark.parametrize("late", [timedelta(minutes=10), timedelta(days=1)])
def test_a_code_is_worth_nothing_after_ten_minutes(talk: Talk, late: timedelta) -> None:
    touched(talk, "1", address="a1")
    ordered(talk, "link")
    talk.said()

    talk.clock.advance(late)

    assert typed(talk, "C0DE0001") == "noted"
    assert texts(said_to(talk)["b1"]) == [
        "That code is not known here, or it has been used. Could you look once more?"
    ]


def test_a_code_works_once(talk: Talk) -> None:
    touched(talk, "1", address="a1")
    linked(talk)

    assert typed(talk, "C0DE0001", address="c1") == "noted"


def test_the_code_of_this_very_chat_is_told_to_be_so_and_stays_good(talk: Talk) -> None:
    touched(talk, "1", address="a1")
    ordered(talk, "link")
    talk.said()

    assert typed(talk, "C0DE0001", address="a1") == "noted"
    assert texts(said_to(talk)["a1"]) == ["That is the code of this very chat. Write it in your other one."]
    assert typed(talk, "C0DE0001", address="b1") == "answered"


def test_two_customers_of_the_companys_own_are_not_made_one_by_a_chat(talk: Talk) -> None:
    anna = touched(talk, "1", address="a1").customer
    ben = touched(talk, "2", customer="ben", address="b1").customer
    ordered(talk, "link")
    talk.said()

    assert typed(talk, "C0DE0001") == "not_yours"

    assert "two different customers" in texts(said_to(talk)["b1"])[0]
    assert {found.id for at in ("a1", "b1") if (found := talk.store.customer_by_address("web", at))} == {
        anna,
        ben,
    }


def test_whom_the_company_knows_stays_whoever_gave_the_code(talk: Talk) -> None:
    ben = touched(talk, "1", customer="ben", address="b1").customer
    talk.said()

    linked(talk, one="a1", other="b1")

    assert {found.id for at in ("a1", "b1") if (found := talk.store.customer_by_address("web", at))} == {ben}


def test_guessing_ends_after_a_few_wrong_codes_and_a_right_one_no_longer_helps(talk: Talk) -> None:
    touched(talk, "1", address="a1")
    ordered(talk, "link")
    for number in range(MOST):
        assert typed(talk, f"WR0NG00{number}") == "noted"
    talk.said()

    assert typed(talk, "C0DE0001") == "noted"
    assert texts(said_to(talk)["b1"]) == [
        "Those were several codes that we do not know. Please try again in ten minutes."
    ]


def test_guessing_at_one_address_keeps_nobody_else_from_their_code(talk: Talk) -> None:
    touched(talk, "1", address="a1")
    ordered(talk, "link")
    for number in range(MOST + 1):
        typed(talk, f"WR0NG00{number}", address="c1")

    assert typed(talk, "C0DE0001", address="b1") == "answered"


def test_who_waits_may_try_again(talk: Talk) -> None:
    touched(talk, "1", address="a1")
    for number in range(MOST + 1):
        typed(talk, f"WR0NG00{number}")
    talk.clock.advance(timedelta(minutes=10))
    ordered(talk, "link")

    assert typed(talk, "C0DE0001") == "answered"


def test_being_asked_in_one_chat_counts_in_the_other(talk: Talk) -> None:
    talk.store.add_codes(
        [Code(code="WALLC0DE", kind="touchpoint", subject="courier", created_at=talk.clock.now())]
    )
    typed(talk, "WALLC0DE", address="b1")
    talk.handle(talk.heard(Reply(text="5"), address="b1"))
    talk.handle(talk.heard(Reply(text="so quick"), address="b1"))
    talk.clock.advance(timedelta(days=1))
    ordered(talk, "link", address="b1")
    touched(talk, "far", customer="anna", address=None)
    talk.said()
    # Anna is known to the company by the visit; her chat is the one that types the code.
    anna = touched(talk, "1", customer="anna", address="a1")
    assert anna.outcome == "ask"
    talk.said()
    talk.clock.advance(timedelta(minutes=1))

    assert typed(talk, "C0DE0001", address="a1") == "answered"

    assert touched(talk, "2").reason in {"cooling_down", "conversation_running"}


@pytest.mark.parametrize(("order", "reason"), [("stop", "opted_out"), ("pause", "paused")])
def test_a_wish_for_peace_made_in_either_chat_holds_in_both(talk: Talk, order: Order, reason: str) -> None:
    touched(talk, "1", address="a1")
    talk.clock.advance(timedelta(days=8))
    ordered(talk, "link", address="b1")
    ordered(talk, order, address="b1")

    assert typed(talk, "C0DE0001", address="a1") == "answered"

    assert touched(talk, "2").reason == reason


def test_consent_withdrawn_in_one_chat_is_withdrawn_and_language_stays(talk: Talk) -> None:
    touched(talk, "1", address="a1")
    ordered(talk, "language", "de", address="a1")
    ordered(talk, "link", address="a1")
    (heeded,) = talk.handle(
        Entered(
            channel="web", key=talk.stored("b1"), address="b1", code=None, at=talk.clock.now(), language="fr"
        )
    )
    assert isinstance(heeded, Heeded)
    ordered(talk, "start", address="b1")

    typed(talk, "C0DE0001", address="b1")

    found = talk.store.customer_by_address("web", "b1")
    assert found is not None
    assert (found.language, found.consent) == ("de", "given")


def test_a_link_is_undone_for_this_chat_and_what_was_said_stays(talk: Talk) -> None:
    anna = touched(talk, "1", address="a1").customer
    talk.handle(talk.heard(Reply(text="5"), address="a1"))
    linked(talk)
    talk.handle(talk.heard(Reply(text="so quick"), address="b1"))
    talk.said()

    assert ordered(talk, "link", "off", address="b1") == "answered"

    assert texts(said_to(talk)["b1"])[0].startswith("Done: this chat is on its own again.")
    found = talk.store.customer_by_address("web", "b1")
    assert found is not None
    assert found.id != anna
    assert {answer.customer for answer in talk.answers()} == {anna}


def test_a_talk_in_a_chat_that_leaves_is_over(talk: Talk) -> None:
    touched(talk, "1", address="a1")
    linked(talk)
    talk.handle(talk.heard(Reply(text="5"), address="b1"))  # it goes on in b1 from here
    talk.said()

    ordered(talk, "link", "off", address="b1")
    talk.said()

    (heeded,) = talk.handle(talk.heard(Reply(text="so quick"), address="b1"))
    assert isinstance(heeded, Heeded)
    assert heeded.heed == "nothing_open"


def test_there_is_nothing_to_undo_where_nothing_is_linked(talk: Talk) -> None:
    touched(talk, "1", address="a1")
    talk.said()

    assert ordered(talk, "link", "off") == "noted"

    assert texts(said_to(talk)["a1"]) == [
        "This chat is not linked with any other. /link gives you a code for that."
    ]


def test_whoever_leaves_is_left_in_peace_as_before(talk: Talk) -> None:
    touched(talk, "1", address="a1")
    linked(talk)
    ordered(talk, "stop", address="a1")

    ordered(talk, "link", "off", address="b1")

    found = talk.store.customer_by_address("web", "b1")
    assert found is not None
    assert found.stopped_at is not None
    assert len(found.asked_before) == 1


def test_nobody_but_they_links_them_again(talk: Talk) -> None:
    touched(talk, "1", address="a1")
    linked(talk)
    ordered(talk, "link", "off", address="b1")
    apart = talk.store.customer_by_address("web", "b1")

    told = Presumed(known_as=("anna",))
    talk.handle(Met(channel="web", address="b1", presumed=told, at=talk.clock.now()))
    assert talk.store.customer_by_address("web", "b1") == apart
    linked(talk, code="C0DE0002")

    assert talk.store.customer_by_address("web", "b1") == talk.store.customer_by_address("web", "a1")


def test_what_is_heard_in_the_same_batch_as_the_code_is_the_customers(talk: Talk) -> None:
    now = talk.clock.now()
    talk.store.add_codes([Code(code="WALLC0DE", kind="touchpoint", subject="courier", created_at=now)])
    typed(talk, "WALLC0DE", address="b1")
    (waits,) = talk.handle(talk.touch("1", at="van", address="a1"))
    assert isinstance(waits, Touched)
    anna = waits.customer
    ordered(talk, "link", address="a1")
    talk.said()

    talk.handle(
        talk.heard(Reply(text="5"), address="b1"),
        Entered(channel="web", key=talk.stored("b1"), address="b1", code="C0DE0001", at=now),
    )
    talk.handle(talk.heard(Reply(text="so quick and friendly"), address="b1"))

    assert {answer.customer for answer in talk.answers()} == {anna}
    assert "so quick and friendly" in {answer.text for answer in talk.answers()}
