"""When an answer opens a case: by each key of a rule, by several together, and never for what is history."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.plugins import question_kinds
from feedback.case_records import Case
from feedback.clock import FakeClock
from feedback.ids import NewId
from feedback.importing.loading import load_map
from feedback.importing.run import import_file
from feedback.intake import CustomerFacts, Touch
from feedback.prompts import Reply
from feedback.scorer import Score, ToScore
from feedback.store.store import Store
from tests.feedback.talks import Talk, loaded_journey, service_on

HEAD = """
id: shop
title: Shop
stages:
  - id: delivery
    title: Delivery
    touchpoints:
      - {id: courier, title: Courier, survey: delivery}
      - {id: van, title: Van, survey: quiet}
surveys:
  - id: delivery
    title: Delivery
    questions: [{id: why, kind: text, ask: How was it?}]
  - id: quiet
    title: Quiet
    questions: [{id: why, kind: text, ask: How was it?}]
    cases: []
segments: [{id: vip, title: VIP, rule: spent > 1000}]
themes: [{id: speed, title: Speed, phrases: [too late]}]
"""


def judged(requests: Sequence[ToScore]) -> Sequence[Score]:
    """Judge words by what stands in them: so unhappy, so angry, about that."""
    return [
        Score(
            scorer="script",
            version="1",
            label="negative",
            valence=-1.5 if "bad" in (one.text or "") else 0.5,
            emotions={"anger": 0.9, "fear": 0.1} if "furious" in (one.text or "") else {"neutral": 1.0},
            themes={"speed": 0.8} if "late" in (one.text or "") else {},
        )
        for one in requests
    ]


def opened(
    store: Store,
    clock: FakeClock,
    new_id: NewId,
    *,
    rules: str,
    words: str,
    spent: int = 0,
    at: str = "courier",
) -> tuple[Case, ...]:
    """Return the cases there are once a customer has answered in these words, under these rules."""
    journey = f"{HEAD}policy:\n  cases: {rules}\n"
    talk = Talk(store, service_on(store, clock=clock, new_id=new_id, judging=judged, journey=journey), clock)
    facts = CustomerFacts(external_id="anna", addresses=(("web", "a1"),), attributes={"spent": spent})
    talk.handle(Touch(source="till", source_id="1", customer=facts, touchpoint=at, occurred_at=clock.now()))
    talk.handle(talk.heard(Reply(text=words)))
    return store.open_cases()


@pytest.mark.parametrize(
    ("rules", "words", "spent", "causes"),
    [
        ("[{score: -1}]", "bad", 0, ("score",)),
        ("[{score: -1.6}]", "bad", 0, None),
        ("[{emotions: [anger]}]", "furious", 0, ("emotion",)),
        ("[{emotions: [fear]}]", "furious", 0, None),  # too faint to speak
        ("[{themes: [speed]}]", "late", 0, ("theme",)),
        ("[{words: [lawyer]}]", "My LAWYER will write", 0, ("words",)),
        ("[{words: [law]}]", "My lawyer will write", 0, None),
        ("[{score: 1, segment: vip}]", "fine", 2000, ("score", "segment")),
        ("[{score: 1, segment: vip}]", "fine", 10, None),
        ("[{rule: spent > 5, words: [fine]}]", "fine", 10, ("words", "rule")),
        ("[{score: -1, themes: [speed]}]", "bad and late", 0, ("score", "theme")),
        ("[{score: -1, themes: [speed]}]", "bad", 0, None),
        ("[{score: -2}, {words: [bad]}]", "bad", 0, ("words",)),  # the first that holds
        ("[]", "bad", 0, None),
    ],
)
def test_all_that_a_rule_says_must_hold_and_of_a_list_any(  # noqa: PLR0917 - what pytest hands in
    sqlite_store: Store,
    clock: FakeClock,
    new_id: NewId,
    rules: str,
    words: str,
    spent: int,
    causes: tuple[str, ...] | None,
) -> None:
    found = opened(sqlite_store, clock, new_id, rules=rules, words=words, spent=spent)

    assert [case.causes for case in found] == ([] if causes is None else [causes])


def test_a_survey_that_opens_none_opens_none(sqlite_store: Store, clock: FakeClock, new_id: NewId) -> None:
    assert opened(sqlite_store, clock, new_id, rules="[{score: 2}]", words="bad", at="van") == ()


def test_what_is_known_of_the_words_stands_on_the_case(
    sqlite_store: Store, clock: FakeClock, new_id: NewId
) -> None:
    (case,) = opened(
        sqlite_store,
        clock,
        new_id,
        rules="[{score: -1, team: Repairs, urgent: true}]",
        words="bad, furious, late",
    )

    (told,) = case.told
    assert (told.stage, told.touchpoint, told.wording) == ("delivery", "courier", "How was it?")
    assert (told.words, told.valence, told.emotions, told.themes) == (
        "bad, furious, late", -1.5, ("anger",), ("speed",)
    )  # fmt: skip
    assert (case.team, case.is_urgent, case.before) == ("Repairs", True, -1.5)


def test_answers_that_are_imported_open_none(sqlite_store: Store, clock: FakeClock, tmp_path: Path) -> None:
    journey = loaded_journey(f"{HEAD}policy:\n  cases: [{{score: 2}}]\n  danger: {{call: Call 112.}}\n")
    answers = tmp_path / "answers.csv"
    answers.write_text("Id,Who,When,Words\n1,anna,01/03/2026,I want to kill myself\n", encoding="utf-8")
    mapping = """
source: tool
customer: Who
source_id: Id
touchpoint: courier
occurred_at: {column: When, formats: ["%d/%m/%Y"]}
answers: [{question: why, column: Words}]
"""
    kinds = question_kinds()

    report = import_file(
        answers,
        load_map(mapping, file="import.yaml", journey=journey, kinds=kinds),
        store=sqlite_store,
        journey=journey,
        version="v1",
        kinds=kinds,
        judge=judged,
        clock=clock,
    )

    assert report.answers == 1
    assert sqlite_store.open_cases() == ()
