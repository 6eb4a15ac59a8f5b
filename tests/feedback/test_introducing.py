"""First contact: customers are told who asks, why and how to stop, once; where the policy wants it, asked."""

from datetime import UTC, datetime, timedelta

import pytest

from feedback.clock import FakeClock
from feedback.consents import ConsentKind, ConsentNote, hash_of, waiting_for_yes
from feedback.ids import NewId
from feedback.intake import CustomerFacts, Entered, Touch, Touched
from feedback.introducing import introduction, words_version
from feedback.prompts import Prompt
from feedback.store.store import Store
from tests.feedback.talks import JOURNEY, Talk, loaded_journey, service_on

COMPANY = """
company:
  name: {en: The Green Shop, de: Der Grüne Laden}
  why: {en: We want to deliver better., de: Wir möchten besser liefern.}
  contact: privacy@green.example
"""
TELLING = JOURNEY + COMPANY
ASKING = TELLING.replace("policy: {", "policy: {consent: ask, ")


def talking(store: Store, clock: FakeClock, new_id: NewId, journey: str) -> Talk:
    return Talk(store, service_on(store, clock=clock, new_id=new_id, journey=journey), clock)


@pytest.fixture
def told(store: Store, clock: FakeClock, new_id: NewId) -> Talk:
    return talking(store, clock, new_id, TELLING)


@pytest.fixture
def asked(store: Store, clock: FakeClock, new_id: NewId) -> Talk:
    return talking(store, clock, new_id, ASKING)


def notes(talk: Talk) -> tuple[ConsentNote, ...]:
    anna = talk.store.customer_by_external_id("anna")
    assert anna is not None
    dossier = talk.store.dossier(anna.id)
    assert dossier is not None
    return dossier.consents


def starts(talk: Talk) -> None:
    """Let the customer tap Yes, which is `/start`."""
    key = talk.stored("a1")
    talk.handle(Entered(channel="web", key=key, address="a1", code=None, at=talk.clock.now()))


def work_off_timers(talk: Talk) -> None:
    from feedback.intake import Due  # noqa: PLC0415 - of this helper alone

    for timer in talk.store.due_timers(now=talk.clock.now(), limit=9):
        talk.handle(Due(timer=timer, at=talk.clock.now()))


def test_who_asks_is_told_before_the_first_question(told: Talk) -> None:
    told.handle(told.touch("1"))

    hello, question = told.said()
    assert "The Green Shop" in hello.text
    assert "We want to deliver better." in hello.text
    assert "/stop" in hello.text
    assert question.question == "rating"


def test_it_is_told_once(told: Talk) -> None:
    told.handle(told.touch("1"))
    told.said()
    told.clock.advance(timedelta(days=4))
    told.handle(told.touch("2"))

    assert [prompt.question for prompt in told.said()] == ["rating"]


def test_it_is_noted_with_version_place_time_and_a_hash_of_the_wording(told: Talk) -> None:
    told.handle(told.touch("1"))
    hello, _ = told.said()

    (note,) = notes(told)
    assert (note.kind, note.channel, note.language) == ("told", "web", "en")
    assert note.version == words_version(loaded_journey(TELLING))
    assert note.wording_hash == hash_of(hello.text)
    assert note.at == told.clock.now()


def test_new_words_are_told_before_the_next_question(
    told: Talk, store: Store, clock: FakeClock, new_id: NewId
) -> None:
    told.handle(told.touch("1"))
    told.said()
    clock.advance(timedelta(days=4))
    later = talking(store, clock, new_id, TELLING.replace("deliver better", "deliver faster"))
    later._keys = told._keys  # noqa: SLF001 - one inbox, and its keys go on

    later.handle(later.touch("2"))

    anew, question = later.said()
    assert anew.text.startswith("Before we ask again")
    assert "deliver faster" in anew.text
    assert question.question == "rating"
    assert [note.kind for note in notes(later)] == ["told", "told"]


def test_a_version_of_ones_own_lets_a_typo_be_put_right_in_silence() -> None:
    first = loaded_journey(TELLING + "  version: '2026-11'\n")
    second = loaded_journey(TELLING.replace("better", "bettter") + "  version: '2026-11'\n")
    other = loaded_journey(TELLING + "  version: '2026-12'\n")

    assert words_version(first) == words_version(second) != words_version(other)


def test_it_speaks_the_customers_language(told: Talk) -> None:
    journey = loaded_journey(TELLING)

    words = introduction(journey, journey.surveys[0], language="de", channel="slack")

    assert words.startswith("Guten Tag! Der Grüne Laden")
    assert "/journey stop" in words


def test_who_declares_nothing_says_nothing(store: Store, clock: FakeClock, new_id: NewId) -> None:
    talk = talking(store, clock, new_id, JOURNEY)

    talk.handle(talk.touch("1"))

    assert [prompt.question for prompt in talk.said()] == ["rating"]


def test_a_notice_without_a_company_speaks_for_the_journey(
    store: Store, clock: FakeClock, new_id: NewId
) -> None:
    talk = talking(store, clock, new_id, JOURNEY.replace("policy: {", "policy: {consent: notice, "))

    talk.handle(talk.touch("1"))

    hello, _ = talk.said()
    assert "Shop" in hello.text


def asks_whether(talk: Talk) -> Prompt:
    (touched,) = talk.handle(talk.touch("1"))
    assert isinstance(touched, Touched)
    assert (touched.outcome, touched.reason) == ("skip", "no_consent")
    (whether,) = talk.said()
    return whether


def test_where_the_policy_asks_a_button_comes_first(asked: Talk) -> None:
    whether = asks_whether(asked)

    assert [choice.value for choice in whether.shape.choices] == ["/start", "/stop"]
    assert "May we ask you?" in whether.text
    assert [note.kind for note in notes(asked)] == ["asked"]


def test_a_yes_is_consent_and_the_question_that_waited_is_asked(asked: Talk) -> None:
    asks_whether(asked)

    starts(asked)
    work_off_timers(asked)

    assert [prompt.question for prompt in asked.said()][-1] == "rating"
    first, given = notes(asked)
    assert (given.kind, given.version, given.wording_hash) == ("given", first.version, first.wording_hash)
    anna = asked.store.customer_by_external_id("anna")
    assert anna is not None
    assert anna.consent == "given"


def test_a_no_is_kept_and_nothing_is_asked(asked: Talk) -> None:
    asks_whether(asked)

    asked.handle(asked.ordered("stop"))
    asked.said()
    asked.handle(asked.touch("2"))

    assert asked.said() == []
    assert [note.kind for note in notes(asked)] == ["asked", "stopped"]


def test_whoever_does_not_say_is_not_asked_again_and_again(asked: Talk) -> None:
    asks_whether(asked)

    asked.handle(asked.touch("2"))

    assert asked.said() == []


def test_a_consent_your_system_tells_of_is_noted(asked: Talk) -> None:
    facts = CustomerFacts(external_id="anna", addresses=(("web", "a1"),), consent="given")
    asked.handle(
        Touch(source="s", source_id="9", customer=facts, touchpoint="courier", occurred_at=asked.clock.now())
    )

    assert [(note.kind, note.channel) for note in notes(asked)] == [("given", "api"), ("told", "web")]
    assert [prompt.question for prompt in asked.said()] == [None, "rating"]


def test_privacy_says_who_asks_and_where_a_person_answers(told: Talk) -> None:
    told.handle(told.touch("1"))
    told.said()

    told.handle(told.ordered("privacy"))

    (words,) = told.said()
    assert "The Green Shop" in words.text
    assert "privacy@green.example" in words.text
    assert "/mydata" in words.text


def test_mydata_shows_it_in_both_files(told: Talk) -> None:
    told.handle(told.touch("1"))
    told.said()
    told.handle(told.ordered("mydata"))

    (here,) = told.said()
    readable, machine = here.documents
    assert "What you were told" in readable.text
    assert '"wording_sha256"' in machine.text


def test_a_question_that_was_answered_waits_no_more() -> None:
    def note(kind: ConsentKind) -> ConsentNote:
        return ConsentNote(
            id=kind, customer="c", kind=kind, version="1", channel="web", language="en",
            wording_hash="", at=datetime(2026, 3, 2, tzinfo=UTC), interaction="i",
        )  # fmt: skip

    assert waiting_for_yes([note("told"), note("asked")]) == note("asked")
    assert waiting_for_yes([note("asked"), note("given")]) is None
