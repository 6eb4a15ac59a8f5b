"""Answering anonymously: the answers count, and nothing leads from them to whoever gave them."""

import random
from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from feedback.anonymous_words import ANONYMOUS
from feedback.clock import FakeClock
from feedback.degrade import degrade
from feedback.ids import NewId, counting_ids
from feedback.intake import Due, Trial
from feedback.prompts import Prompt, Reply
from feedback.records import InboxItem
from feedback.sent_photos import photo_beside
from feedback.store.store import Store
from feedback.store.tables.schema import SCHEMA
from feedback.vault import Keyring
from tests.feedback.store.test_erasing import read
from tests.feedback.talks import JOURNEY, Talk, service_on

if TYPE_CHECKING:
    from tests.conftest import OpenStore

VEILING = JOURNEY.replace(
    "policy: {",
    "policy: {anonymous: true, min_customers: 3, cases: [{score: 0}], danger: {call: Call 112.}, ",
)
SCORERS = {"shop": ("textblob", "1")}


def talking(store: Store, clock: FakeClock, new_id: NewId) -> Talk:
    return Talk(store, service_on(store, clock=clock, new_id=new_id, journey=VEILING), clock)


@pytest.fixture
def talk(store: Store, clock: FakeClock, new_id: NewId) -> Talk:
    return talking(store, clock, new_id)


def offers(prompts: list[Prompt]) -> list[str | None]:
    """Return which of them offer to answer without a name."""
    return [prompt.nameless for prompt in prompts]


def answers_anonymously(talk: Talk, number: int, *, tap: str, words: str) -> list[str]:
    """Let a customer be asked, choose to give no name, and answer both questions; return what we said.

    A photo lies beside the words, as in the web chat.
    """
    name, address = f"customer-{number}", f"a{number}"
    talk.handle(talk.touch(f"t{number}", customer=name, address=address))
    (asked,) = talk.said()
    talk.handle(talk.heard(Reply(text="Anonymous."), address=address))
    (again,) = talk.said()
    talk.handle(talk.heard(Reply(prompt=again.id, choices=(tap,)), address=address))
    talk.said()
    last = talk.heard(Reply(text=words), address=address)
    beside = InboxItem(
        channel="web", key=photo_beside(last.key), address=address, payload=b"\xff\xd8\xff",
        received_at=last.at, state="done",
    )  # fmt: skip
    talk.store.put_inbox([beside])
    talk.handle(last)
    return [asked.text, again.text, *(prompt.text for prompt in talk.said())]


def test_it_is_offered_with_the_first_question_alone(talk: Talk) -> None:
    talk.handle(talk.touch("1"))
    first = talk.said()
    talk.handle(talk.heard(Reply(prompt=first[0].id, choices=("2",))))

    assert offers([*first, *talk.said()]) == ["Answer without my name", None]


def test_where_nothing_can_be_tapped_the_word_for_it_is_named(talk: Talk) -> None:
    talk.handle(talk.touch("1"))
    (asked,) = talk.said()

    assert degrade(asked).endswith("To answer without your name, reply “anonymous”.")


def test_a_reminder_offers_it_as_long_as_nothing_was_answered(talk: Talk) -> None:
    talk.handle(talk.touch("1"))
    talk.said()
    talk.clock.advance(timedelta(days=1))
    for timer in talk.store.due_timers(now=talk.clock.now(), limit=9):
        talk.handle(Due(timer=timer, at=talk.clock.now()))

    assert offers(talk.said()) == ["Answer without my name"]


def test_a_tap_on_the_offer_is_as_good_as_the_word(talk: Talk) -> None:
    talk.handle(talk.touch("1"))
    (asked,) = talk.said()
    talk.handle(talk.heard(Reply(prompt=asked.id, nameless=True)))
    (again,) = talk.said()
    talk.handle(talk.heard(Reply(prompt=again.id, choices=("2",))))

    assert again.text.startswith("From here on we do not keep who said it.")
    assert offers([again, *talk.said()]) == [None, None]
    assert talk.answers() == []


def test_a_second_tap_on_the_offer_only_says_again_what_it_means(talk: Talk) -> None:
    talk.handle(talk.touch("1"))
    (asked,) = talk.said()
    talk.handle(talk.heard(Reply(prompt=asked.id, nameless=True)))
    talk.said()
    talk.handle(talk.heard(Reply(prompt=asked.id, nameless=True)))

    assert [prompt.text for prompt in talk.said()] == [ANONYMOUS.say("on", "en")]


def test_a_tap_on_the_offer_that_comes_after_an_answer_is_told_that_it_is_late(talk: Talk) -> None:
    talk.handle(talk.touch("1"))
    (asked,) = talk.said()
    talk.handle(talk.heard(Reply(prompt=asked.id, choices=("2",))))
    talk.said()
    talk.handle(talk.heard(Reply(prompt=asked.id, nameless=True)))

    assert [prompt.text for prompt in talk.said()] == [ANONYMOUS.say("late", "en")]
    assert [answer.value for answer in talk.answers()] == [2]


@pytest.mark.parametrize("by_tap", [True, False])
def test_it_can_be_taken_back_before_the_first_answer(talk: Talk, *, by_tap: bool) -> None:
    talk.handle(talk.touch("1"))
    (asked,) = talk.said()
    talk.handle(talk.heard(Reply(prompt=asked.id, nameless=True)))
    (veiled,) = talk.said()
    back = Reply(prompt=veiled.id, named=True) if by_tap else Reply(text="With my name.")
    talk.handle(talk.heard(back))
    (again,) = talk.said()

    assert (veiled.nameless, veiled.named) == (None, "Answer with my name after all")
    assert degrade(veiled).endswith("To answer with your name after all, reply “with my name”.")
    assert again.text == "Your answer stays with your name, as usual.\n\nHow was it?"
    assert (again.nameless, again.named) == ("Answer without my name", None)
    talk.handle(talk.heard(Reply(prompt=veiled.id, named=True)))  # a second tap changes nothing
    talk.handle(talk.heard(Reply(prompt=again.id, choices=("2",))))
    assert [answer.value for answer in talk.answers()] == [2]


def test_after_an_answer_without_a_name_none_is_given_any_more(talk: Talk) -> None:
    talk.handle(talk.touch("1"))
    (asked,) = talk.said()
    talk.handle(talk.heard(Reply(prompt=asked.id, nameless=True)))
    (veiled,) = talk.said()
    talk.handle(talk.heard(Reply(prompt=veiled.id, choices=("2",))))
    talk.said()
    talk.handle(talk.heard(Reply(prompt=veiled.id, named=True)))

    assert [prompt.text for prompt in talk.said()] == [ANONYMOUS.say("back_late", "en")]
    assert talk.answers() == []


def test_what_a_colleague_tries_out_goes_into_no_box(talk: Talk) -> None:
    for number in range(4):
        place, now = ("web", f"a{number}"), talk.clock.now()
        talk.handle(Trial(key=f"t{number}", survey="delivery", place=place, language="en", at=now))
        (asked,) = talk.said()
        talk.handle(talk.heard(Reply(prompt=asked.id, nameless=True), address=place[1]))
        (again,) = talk.said()
        talk.handle(talk.heard(Reply(prompt=again.id, choices=("2",)), address=place[1]))
        talk.said()
        talk.handle(talk.heard(Reply(text="too slow"), address=place[1]))
        talk.said()

    assert talk.answers() == []
    assert talk.counts()["safe"] == 0


def test_a_journey_that_does_not_offer_it_gives_it_to_nobody(
    store: Store, clock: FakeClock, new_id: NewId
) -> None:
    plain = Talk(store, service_on(store, clock=clock, new_id=new_id), clock)
    plain.handle(plain.touch("1"))
    (asked,) = plain.said()
    plain.handle(plain.heard(Reply(prompt=asked.id, nameless=True)))
    plain.said()
    plain.handle(plain.heard(Reply(prompt=asked.id, choices=("2",))))

    assert asked.nameless is None
    assert [answer.value for answer in plain.answers()] == [2]


def test_it_is_said_what_it_means(talk: Talk) -> None:
    _, again, *after = answers_anonymously(talk, 1, tap="2", words="too slow")

    assert again.startswith("From here on we do not keep who said it.")
    assert after == [ANONYMOUS.say("thanks", "en")]


def test_it_waits_until_it_is_one_among_several_and_then_counts_as_customers_of_their_own(talk: Talk) -> None:
    for number in (1, 2):
        answers_anonymously(talk, number, tap="2", words="too slow")
    assert talk.answers() == []

    answers_anonymously(talk, 3, tap="5", words="splendid")

    found = talk.answers()
    assert len({answer.customer for answer in found}) == 3
    assert sorted(answer.value or 0 for answer in found if answer.question == "rating") == [2, 2, 5]
    assert {answer.session for answer in found} == {None}
    assert {answer.answered_at.weekday() for answer in found} == {0}
    assert {(a.answered_at.hour, a.answered_at.minute) for a in found} == {(0, 0)}
    talk.store.sweep_dirty(limit=99, scorers=SCORERS)
    assert talk.counts()["partial"] >= 3


def test_no_case_is_opened_and_words_of_danger_show_whom_to_call(talk: Talk) -> None:
    *_, said = answers_anonymously(talk, 1, tap="1", words="I want to kill myself")

    assert said == "Call 112."
    assert talk.counts()["support_case"] == 0


def test_that_they_were_asked_counts_for_the_clock(talk: Talk) -> None:
    answers_anonymously(talk, 1, tap="2", words="too slow")

    known = talk.store.customer_by_external_id("customer-1")
    assert known is not None
    dossier = talk.store.dossier(known.id)
    assert dossier is not None
    (session,) = dossier.sessions
    assert (session.veiled, session.state, session.given, session.held_back) == (True, "complete", {}, {})
    assert dossier.answers == ()
    assert {item.payload for item in dossier.heard} == {b"[]"}


def test_after_the_first_answer_it_is_too_late_for_it(talk: Talk) -> None:
    talk.handle(talk.touch("1"))
    (asked,) = talk.said()
    talk.handle(talk.heard(Reply(prompt=asked.id, choices=("2",))))
    talk.said()

    talk.handle(talk.heard(Reply(text="anonymous")))

    assert [answer.text for answer in talk.answers()] == [None, "anonymous"]


def test_a_late_tap_changes_nothing_and_leaves_no_trace(talk: Talk, keyring: Keyring) -> None:
    for number in (1, 2, 3):
        answers_anonymously(talk, number, tap="2", words="too slow")

    talk.handle(talk.heard(Reply(text="it was dreadful, says number one"), address="a1"))

    assert b"dreadful" not in read(talk.store, keyring)
    assert len(talk.answers()) == 6


def test_what_was_answered_before_it_ran_out_counts(talk: Talk) -> None:
    for number in (1, 2, 3):
        name, address = f"customer-{number}", f"a{number}"
        talk.handle(talk.touch(f"t{number}", customer=name, address=address))
        talk.said()
        talk.handle(talk.heard(Reply(text="anonymous"), address=address))
        (again,) = talk.said()
        talk.handle(talk.heard(Reply(prompt=again.id, choices=("4",)), address=address))
        talk.said()
    talk.clock.advance(timedelta(days=4))
    for timer in talk.store.due_timers(now=talk.clock.now(), limit=99):
        talk.handle(Due(timer=timer, at=talk.clock.now()))

    assert [answer.value for answer in talk.answers()] == [4, 4, 4]


Rows = list[dict[str, object]]


def parted(store: Store) -> tuple[Rows, Rows]:
    """Return all rows as they lie there, without what is sealed: those that name somebody, and the others."""
    rows = kept(store)
    nobodies = {row["interaction.customer"] for row in rows if row.get("interaction.source") == "anonymous"}
    nameless = [row for row in rows if nobodies & set(row.values())]
    return [row for row in rows if row not in nameless and "safe.name_hash" not in row], nameless


def texts_in(rows: Rows) -> set[str]:
    """Return the texts that stand in rows: ids among them."""
    return {value for row in rows for value in row.values() if isinstance(value, str)}


def kept(store: Store) -> Rows:
    """Return every row of a workspace."""
    found = []
    with store._engines.reading() as connection:  # noqa: SLF001 - an attacker asks nobody
        for table in SCHEMA.sorted_tables:
            for row in connection.execute(select(table).where(table.c.workspace == store.workspace)):
                values = {
                    f"{table.name}.{name}": value
                    for name, value in row._mapping.items()  # noqa: SLF001 - SQLAlchemy's public name for it
                    if not isinstance(value, bytes)
                }
                found.append(values)
    return found


_SHARED = {"shop", "delivery", "courier", "en", "unknown", "textblob", "1"}
"""What everybody shares: the place, the survey, the journey's own language, the judge."""


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**16))
def test_whoever_answers_what_the_rest_of_the_database_is_the_same(
    opened: "OpenStore", clock: FakeClock, keyring: Keyring, *, seed: int
) -> None:
    """Permute who said what: nothing that names anybody may differ, with every key and every row at hand."""
    said = [("1", "dreadfully slow"), ("5", "splendid work"), ("3", "so and so")]
    shuffled = random.Random(seed).sample(said, k=3)
    seen = []
    for order in (said, shuffled):
        store = opened(workspace=f"w-{uuid4().hex}")
        try:
            talk = talking(store, FakeClock(clock.now()), counting_ids("n"))
            for number, (tap, words) in enumerate(order):
                answers_anonymously(talk, number, tap=tap, words=words)
            talk.store.sweep_dirty(limit=99, scorers=SCORERS)
            named, nameless = parted(store)
            seen.append(sorted(map(str, map(sorted_without_hashes, named))))
            assert read(store, keyring).count(b"splendid work") == 1
            shared = texts_in(named) & texts_in(nameless)
            assert shared <= _SHARED | versions(named) | {store.workspace}
        finally:
            store.close()
    assert seen[0] == seen[1]


def versions(rows: Rows) -> set[str]:
    """Return the versions of journeys: everybody's answers name them."""
    return {str(row["session.version"]) for row in rows if "session.version" in row}


def sorted_without_hashes(row: dict[str, object]) -> list[tuple[str, str]]:
    """Leave out what differs by workspace and by key alone."""
    return sorted(
        (name, str(value))
        for name, value in row.items()
        if "hash" not in name and not name.endswith(("workspace", ".key_id"))
    )
