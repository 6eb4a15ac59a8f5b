"""The session machine, advanced by hand."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TypeGuard

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.discovery import discover
from config.loader import load_journey
from config.rules import Fact
from feedback.effects import Effect, Hush, Keep, Rest, Say, Wake
from feedback.events import (
    Answered,
    Event,
    ExpiryDue,
    Misfitted,
    ReminderDue,
    Respoken,
    Skipped,
    Started,
    Stopped,
)
from feedback.plan import Plan
from feedback.prompts import Prompt, Reply
from feedback.question import Misfit, Parsed, QuestionKind
from feedback.records import Session
from feedback.session import may_change, new_session, step

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)

JOURNEY = """
id: shop
title: Shop
language: en
languages: [en, de]
stages:
  - id: delivery
    title: Delivery
    touchpoints:
      - {id: courier, title: Courier, survey: delivery}
surveys:
  - id: delivery
    title: Delivery
    intro: {en: Your parcel is there., de: Ihr Paket ist da.}
    thanks: {en: Thank you for the delivery answer., de: Danke zur Lieferung.}
    expires_after: 3d
    editable_for: 14d
    reminders: [1d, 2d]
    questions:
      - id: rating
        kind: rating
        ask: {en: How was the delivery?, de: Wie war die Lieferung?}
        required: true
        branches:
          - {when: answer <= 2, go: wrong}
          - {when: tier == "gold", go: end}
      - id: good
        kind: text
        about: reason
        ask: {en: What did you like?, de: Was war gut?}
        next: end
      - id: wrong
        kind: choice
        about: problem
        ask: {en: What went wrong?, de: Was lief schief?}
        choices:
          - {id: late, title: {en: Late, de: Zu spät}}
          - {id: broken, title: {en: Broken, de: Kaputt}}
      - id: more
        kind: text
        about: problem
        ask: {en: Tell us more, de: Erzählen Sie mehr}
"""


def _is_kind(value: object) -> TypeGuard[QuestionKind]:
    return hasattr(value, "parse") and hasattr(value, "shape")


KINDS = discover("feedback.questions", is_port=_is_kind, name=lambda kind: kind.spec.name)
LOADED = load_journey(
    JOURNEY, file="shop.yaml", kinds={name: kind.spec.options for name, kind in KINDS.items()}
)


def plan(facts: Mapping[str, Fact] | None = None) -> Plan:
    survey = LOADED.journey.survey("delivery")
    assert survey is not None
    return Plan(journey=LOADED.journey, survey=survey, kinds=KINDS, facts=facts or {})


def begun(
    *, language: str = "en", facts: Mapping[str, Fact] | None = None
) -> tuple[Session, tuple[Effect, ...]]:
    born = new_session(
        "s1",
        survey=plan().survey,
        customer="c1",
        interaction="i1",
        journey="shop",
        version=LOADED.version,
        stage="delivery",
        touchpoint="courier",
        channel="web",
        address="a1",
        language=language,
        at=NOON,
    )
    return step(born, Started(at=NOON), plan=plan(facts))


def answered(question: str, parsed: Parsed, *, valence: float | None = None, minutes: int = 1) -> Answered:
    at = NOON + timedelta(minutes=minutes)
    return Answered(question=question, answer=f"{question}-{minutes}", parsed=parsed, valence=valence, at=at)


def rated(value: float, *, minutes: int = 1) -> Answered:
    return answered("rating", Parsed(value=value, rated=True), valence=value - 3, minutes=minutes)


def said(effects: tuple[Effect, ...]) -> list[Prompt]:
    return [effect.prompt for effect in effects if isinstance(effect, Say)]


def advance(session: Session, *events: Event, facts: Mapping[str, Fact] | None = None) -> Session:
    for event in events:
        session, _ = step(session, event, plan=plan(facts))
    return session


def test_a_session_starts_with_the_intro_and_the_first_question() -> None:
    session, effects = begun()

    (prompt,) = said(effects)
    assert prompt.text == "Your parcel is there.\n\nHow was the delivery?"
    assert (prompt.id, prompt.question, prompt.purpose, prompt.skip) == ("s1.1", "rating", "ask", None)
    assert session.question == "rating"


def test_a_session_speaks_its_customers_language() -> None:
    _, effects = begun(language="de-AT")

    assert said(effects)[0].text == "Ihr Paket ist da.\n\nWie war die Lieferung?"


def test_a_session_is_woken_for_its_first_reminder_and_its_expiry() -> None:
    _, effects = begun()

    wakes = [(effect.kind, effect.at - NOON) for effect in effects if isinstance(effect, Wake)]
    assert wakes == [("remind", timedelta(days=1)), ("expire", timedelta(days=3))]


def test_a_low_rating_branches_to_what_went_wrong() -> None:
    session, effects = step(begun()[0], rated(2), plan=plan())

    assert session.question == "wrong"
    assert said(effects)[0].text == "What went wrong?"


def test_a_high_rating_goes_on_in_order_and_ends_where_the_question_says_so() -> None:
    session = advance(begun()[0], rated(5))
    assert session.question == "good"

    finished, effects = step(session, answered("good", Parsed(text="fast"), minutes=2), plan=plan())

    assert finished.state == "complete"
    assert said(effects)[0].text == "Thank you for the delivery answer."
    assert Rest() in effects


def test_a_branch_can_ask_for_an_attribute_of_the_customer() -> None:
    session, _ = begun(facts={"tier": "gold"})

    assert advance(session, rated(5), facts={"tier": "gold"}).state == "complete"


def test_an_answer_is_kept_at_once_so_that_a_partial_talk_is_not_lost() -> None:
    _, effects = step(begun()[0], rated(1), plan=plan())

    (keep,) = [effect for effect in effects if isinstance(effect, Keep)]
    assert (keep.question, keep.revision, keep.parsed.value, keep.supersedes) == ("rating", 1, 1, None)


def test_a_second_answer_to_the_same_question_is_a_new_revision() -> None:
    session = advance(begun()[0], rated(1))

    changed, effects = step(session, rated(2, minutes=2), plan=plan())

    (keep,) = [effect for effect in effects if isinstance(effect, Keep)]
    assert (keep.revision, keep.supersedes) == (2, "rating-1")
    assert changed.question == "wrong"
    assert said(effects)[0].purpose == "notice"


def test_changing_the_rating_moves_the_talk_to_the_other_branch() -> None:
    session = advance(begun()[0], rated(1))

    changed, effects = step(session, rated(5, minutes=2), plan=plan())

    assert changed.question == "good"
    assert said(effects)[0].text == "What did you like?"


def test_changing_an_answer_after_the_end_can_open_the_talk_again() -> None:
    done = advance(begun()[0], rated(5), answered("good", Parsed(text="fast"), minutes=2))

    reopened, effects = step(done, rated(1, minutes=600), plan=plan())

    assert (reopened.state, reopened.question) == ("open", "wrong")
    assert Wake(kind="expire", at=reopened.expires_at) in effects
    assert reopened.expires_at == NOON + timedelta(minutes=600, days=3)


def test_a_misfit_is_asked_about_once_kindly() -> None:
    odd = Misfitted(
        question="rating", answer="x", misfit=Misfit(reason="not_a_number"), text="hm", valence=None, at=NOON
    )
    session, effects = step(begun()[0], odd, plan=plan())

    (prompt,) = said(effects)
    assert prompt.purpose == "reask"
    assert prompt.text.endswith("How was the delivery?")
    assert "from 1 to 5" in prompt.text
    assert not session.given


def test_after_a_second_misfit_the_words_are_kept_and_the_talk_goes_on() -> None:
    odd = Misfitted(
        question="rating",
        answer="x",
        misfit=Misfit(reason="not_a_number"),
        text="so la la",
        valence=0.1,
        at=NOON,
    )
    session = advance(begun()[0], odd)

    kept, effects = step(session, odd, plan=plan())

    assert kept.given["rating"].text == "so la la"
    assert not kept.given["rating"].rated
    assert kept.question == "good"
    assert any(isinstance(effect, Keep) for effect in effects)


def test_a_question_may_be_skipped_unless_it_is_required() -> None:
    session = advance(begun()[0], Skipped(question="rating", answer="x", at=NOON))
    assert session.question == "rating"

    late = advance(session, rated(1), Skipped(question="wrong", answer="y", at=NOON))

    assert late.given["wrong"].skipped
    assert late.question == "more"


def test_a_reminder_repeats_the_question_at_hand_and_sets_the_next_one() -> None:
    session = advance(begun()[0], rated(1))
    at = NOON + timedelta(days=1)

    reminded, effects = step(session, ReminderDue(at=at), plan=plan())

    assert said(effects)[0].purpose == "remind"
    assert said(effects)[0].text.endswith("What went wrong?")
    assert reminded.reminders == 1
    assert not any(isinstance(effect, Wake) for effect in effects), "the next would come at the expiry"


def test_nobody_is_reminded_of_a_finished_talk() -> None:
    done = advance(begun()[0], rated(5), answered("good", Parsed(text="fast"), minutes=2))

    assert step(done, ReminderDue(at=NOON + timedelta(days=1)), plan=plan()) == (done, ())


@pytest.mark.parametrize(("event", "state"), [(ExpiryDue(at=NOON), "expired"), (Stopped(at=NOON), "stopped")])
def test_expiry_and_stopping_silence_what_has_not_gone_out_yet(event: Event, state: str) -> None:
    session, effects = step(begun()[0], event, plan=plan())

    assert (session.state, session.question) == (state, None)
    assert effects == (Rest(), Hush())


def test_answers_can_be_changed_for_as_long_as_the_survey_allows() -> None:
    done = advance(begun()[0], rated(5), answered("good", Parsed(text="fast"), minutes=2))

    assert may_change(done, plan().survey, at=NOON + timedelta(days=13))
    assert not may_change(done, plan().survey, at=NOON + timedelta(days=14))
    assert not may_change(replace(done, state="expired"), plan().survey, at=NOON)


def test_another_language_puts_the_question_at_hand_once_more() -> None:
    session = advance(begun()[0], rated(1))

    respoken, effects = step(session, Respoken(language="de", at=NOON), plan=plan())

    assert [prompt.text for prompt in said(effects)] == ["Was lief schief?"]
    assert (respoken.language, respoken.question) == ("de", "wrong")
    assert step(respoken, Respoken(language="de", at=NOON), plan=plan()) == (respoken, ())


EVENTS = st.one_of(
    st.builds(rated, st.integers(1, 5), minutes=st.integers(1, 3000)),
    st.builds(
        lambda minutes: answered("wrong", Parsed(choices=("late",)), minutes=minutes), st.integers(1, 3000)
    ),
    st.builds(lambda minutes: answered("more", Parsed(text="x"), minutes=minutes), st.integers(1, 3000)),
    st.sampled_from(
        [
            Skipped(question="good", answer="k", at=NOON),
            Skipped(question="wrong", answer="k", at=NOON),
            ReminderDue(at=NOON + timedelta(days=1)),
            ExpiryDue(at=NOON + timedelta(days=3)),
            Stopped(at=NOON),
            Misfitted(
                question="rating",
                answer="m",
                misfit=Misfit(reason="not_a_number"),
                text="?",
                valence=None,
                at=NOON,
            ),
        ]
    ),
)


@settings(max_examples=150)
@given(st.lists(EVENTS, max_size=12))
def test_whatever_happens_a_session_keeps_its_promises(events: list[Event]) -> None:
    session, _ = begun()
    for event in events:
        before = session
        session, effects = step(session, event, plan=plan())

        assert (session.question is None) == (session.state != "open")
        assert set(session.given) >= set(before.given), "an answer is never lost"
        assert session.prompts == before.prompts + len(said(effects)), "every prompt has its own number"
        assert len({prompt.id for prompt in said(effects)}) == len(said(effects))
        for prompt in said(effects):
            assert prompt.question is None or session.prompted[prompt.id] == prompt.question


@given(
    st.permutations(
        [rated(1), answered("wrong", Parsed(choices=("late",))), answered("more", Parsed(text="x"))]
    )
)
def test_the_way_through_a_survey_depends_on_the_answers_not_on_their_order(events: list[Event]) -> None:
    session = advance(begun()[0], *events)

    assert session.question is None
    assert session.state == "complete"


@given(st.text(max_size=40), st.sampled_from(["rating", "good", "wrong", "more"]))
def test_no_typed_reply_breaks_a_question(words: str, question_id: str) -> None:
    question = plan().survey.question(question_id)
    assert question is not None

    parsed = KINDS[question.kind].parse(question, Reply(text=words), language="en")

    assert isinstance(parsed, Parsed | Misfit)
