"""Which should count, a tap or the words against it: when the session asks, and what comes of it."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.plugins import question_kinds, question_options
from config.loader import load_journey
from feedback.doubt import ask_which, doubted, is_clear, is_same_tap, meant, tapped_again
from feedback.effects import Effect, Rest, Say, Wake
from feedback.events import (
    Answered,
    Event,
    ExpiryDue,
    Reconsidered,
    ReminderDue,
    Skipped,
    Started,
    Stopped,
    Upheld,
)
from feedback.plan import Plan, worded
from feedback.prompts import Prompt, Reply
from feedback.question import Parsed
from feedback.records import Given, Session
from feedback.scorer import Score
from feedback.session import may_change, new_session, step
from feedback.wording import CATALOGUES

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
JOURNEY = """
id: shop
title: Shop
languages: [en, de, es, fr, it, pt]
stages:
  - id: delivery
    title: Delivery
    touchpoints: [{id: courier, title: Courier, survey: delivery}]
surveys:
  - id: delivery
    title: Delivery
    thanks: Thank you.
    reminders: [1d, 2d]
    questions:
      - id: rating
        kind: rating
        ask: How was it?
        branches: [{when: answer <= 2, go: wrong}]
      - {id: why, kind: text, about: reason, ask: What did you like?, next: end}
      - {id: wrong, kind: text, about: problem, ask: What went wrong?}
  - id: kinds
    title: One question of each kind
    questions:
      - {id: faces, kind: rating, ask: How?}
      - {id: stars, kind: rating, look: stars, ask: How?}
      - {id: school, kind: rating, look: numbers, best: low, ask: How?}
      - {id: csat, kind: csat, ask: How?}
      - {id: ces, kind: ces, ask: How?}
      - {id: nps, kind: nps, ask: How?}
      - {id: solved, kind: yesno, good: "yes", ask: How?}
      - id: choice
        kind: choice
        ask: How?
        choices: [{id: a, title: Fine, valence: 2}, {id: b, title: Broken, valence: -2}]
      - id: choices
        kind: choices
        ask: How?
        choices: [{id: a, title: Fast, valence: 2}, {id: b, title: Friendly, valence: 2}]
"""
LOADED = load_journey(JOURNEY, file="shop.yaml", kinds=question_options())
FELT = {"lovely": 2.0, "so so": 0.0, "awful": -2.0}


def plan(survey: str = "delivery", *, ask_on_contradiction: bool = True) -> Plan:
    found = LOADED.journey.survey(survey)
    assert found is not None
    told = found.model_copy(update={"ask_on_contradiction": ask_on_contradiction})
    return Plan(journey=LOADED.journey, survey=told, kinds=question_kinds(), facts={})


def begun() -> tuple[Session, tuple[Effect, ...]]:
    born = new_session(
        "s1", survey=plan().survey, customer="c1", interaction="i1", journey="shop", version=LOADED.version,
        stage="delivery", touchpoint="courier", channel="web", address="a1", language="en", at=NOON,
    )  # fmt: skip
    return step(born, Started(at=NOON), plan=plan())


def said(effects: tuple[Effect, ...]) -> list[Prompt]:
    return [effect.prompt for effect in effects if isinstance(effect, Say)]


@dataclass
class Table:
    """A customer across the table: what they do, judged as it would be, and what the session says to it."""

    survey: Plan = field(default_factory=plan)
    session: Session = field(default_factory=lambda: begun()[0])
    minutes: int = 0
    effects: tuple[Effect, ...] = ()

    @property
    def now(self) -> datetime:
        return NOON + timedelta(minutes=self.minutes)

    def hear(self, event: Event) -> None:
        self.minutes += 1
        self.session, self.effects = step(self.session, event, plan=self.survey)

    def tap(self, value: float) -> None:
        parsed = Parsed(value=value, rated=True, valence=value - 3)
        self.hear(
            Answered(
                question="rating", answer=f"a{self.minutes}", parsed=parsed, valence=value - 3, at=self.now,
                contradicts=self.judged(rating=value),
            )
        )  # fmt: skip

    def write(self, words: str, *, to: str = "why") -> None:
        rating = self.rating
        event = Answered(
            question=to, answer=f"a{self.minutes}", parsed=Parsed(text=words), valence=FELT[words],
            at=self.now, contradicts={to: against(rating, words)},
        )  # fmt: skip
        self.hear(event)

    def keep(self) -> None:
        doubt = self.session.doubt
        value = doubt.given.value if doubt else None
        parsed = Parsed(value=value, rated=True, valence=None if value is None else value - 3)
        self.hear(
            Upheld(
                parsed=parsed, answer=f"a{self.minutes}", valence=parsed.valence, at=self.now,
                contradicts=self.judged(rating=value),
            )
        )  # fmt: skip

    def change(self) -> None:
        self.hear(Reconsidered(at=self.now))

    def skip(self) -> None:
        self.hear(Skipped(question="rating", answer=f"a{self.minutes}", at=self.now))

    def judged(self, *, rating: float | None) -> dict[str, bool]:
        words = {q: g.text for q, g in self.session.given.items() if g.text is not None}
        return {question: against(rating, text) for question, text in words.items()}

    @property
    def rating(self) -> float | None:
        given = self.session.given.get("rating")
        return given.value if given else None

    @property
    def asked(self) -> list[Prompt]:
        return [prompt for prompt in said(self.effects) if prompt.purpose == "doubt"]


def against(rating: float | None, words: str) -> bool:
    return rating is not None and (rating - 3) * FELT[words] <= -2


def doubting() -> Table:
    table = Table()
    table.tap(5)
    table.write("awful")
    assert table.session.doubt is not None
    return table


def test_after_the_last_question_the_customer_is_thanked_and_asked_which_should_count() -> None:
    table = doubting()

    (prompt,) = said(table.effects)
    assert prompt.purpose == "doubt"
    assert prompt.text == (
        "Thank you.\n\nYou chose “😀 5 of 5, very good”, but your words sound unhappy. Which should count?"
    )
    assert [choice.label for choice in prompt.shape.choices] == ["Keep 5 of 5", "Change my answer"]
    assert (prompt.question, prompt.skip) == ("rating", None)
    assert prompt.id not in table.session.prompted, "what is tapped there is no answer to the rating"


def test_the_session_is_over_all_the_same_so_that_nothing_waits_for_the_customer() -> None:
    table = doubting()

    assert (table.session.state, table.session.question) == ("complete", None)
    assert Rest() in table.effects
    assert not any(isinstance(effect, Wake) for effect in table.effects)


def test_happy_words_below_a_bad_rating_are_asked_about_too() -> None:
    table = Table()
    table.tap(1)
    table.write("lovely", to="wrong")

    assert "but your words sound happy" in table.asked[0].text


def test_whoever_keeps_the_rating_is_thanked_and_nothing_else_changes() -> None:
    table = doubting()
    before = table.session

    table.keep()

    assert [(prompt.purpose, prompt.text) for prompt in said(table.effects)] == [
        ("notice", "Noted, thank you.")
    ]
    assert table.session.given == before.given
    assert table.session.doubt == replace(before.doubt, outcome="kept") if before.doubt else False


def test_whoever_wants_to_change_gets_the_ratings_own_buttons_and_cannot_lose_the_rating() -> None:
    table = doubting()

    table.change()

    (prompt,) = said(table.effects)
    assert (prompt.question, prompt.text, prompt.skip) == ("rating", "How was it?", None)
    assert [choice.value for choice in prompt.shape.choices] == ["1", "2", "3", "4", "5"]
    assert table.session.prompted[prompt.id] == "rating"
    assert table.rating == 5


def test_the_new_tap_counts_and_the_first_is_still_known() -> None:
    table = doubting()
    table.change()

    table.tap(3)

    assert table.rating == 3
    doubt = table.session.doubt
    assert doubt is not None
    assert (doubt.outcome, doubt.given.value) == ("changed", 5)
    assert [prompt.text for prompt in said(table.effects)] == ["Changed. Thank you for putting it right."]


def test_a_changed_rating_leads_on_where_it_leads_anybody() -> None:
    table = doubting()
    table.change()
    table.tap(1)
    assert (table.session.state, table.session.question) == ("open", "wrong")

    table.write("awful", to="wrong")

    assert [prompt.purpose for prompt in said(table.effects)] == ["thanks"]


def test_tapping_the_same_again_keeps_it() -> None:
    table = doubting()
    table.change()

    table.tap(5)

    assert table.session.doubt is not None
    assert table.session.doubt.outcome == "kept"


def test_leaving_the_new_tap_out_leaves_everything_as_it_was() -> None:
    table = doubting()
    table.change()

    table.skip()

    assert table.rating == 5
    assert not table.session.given["rating"].skipped
    assert [prompt.text for prompt in said(table.effects)] == ["No problem, we leave that one out."]


def test_keeping_after_all_brings_the_first_rating_back() -> None:
    table = doubting()
    table.change()
    table.tap(2)

    table.keep()

    assert table.rating == 5
    assert table.session.given["rating"].revision == 3


def test_nobody_is_reminded_of_it_and_nothing_expires() -> None:
    table = doubting()

    for event in (ReminderDue(at=NOON + timedelta(days=1)), ExpiryDue(at=NOON + timedelta(days=3))):
        assert step(table.session, event, plan=plan()) == (table.session, ())


def test_a_journey_can_leave_it() -> None:
    table = Table(survey=plan(ask_on_contradiction=False))
    table.tap(5)
    table.write("awful")

    assert [prompt.purpose for prompt in said(table.effects)] == ["thanks"]
    assert table.session.doubt is None


def test_a_rating_put_right_before_the_end_is_not_asked_about() -> None:
    table = Table()
    table.tap(5)
    table.write("awful", to="wrong")
    table.tap(3)

    table.write("so so")

    assert [prompt.purpose for prompt in said(table.effects)] == ["thanks"]


def test_where_answers_cannot_be_changed_any_more_nobody_is_asked() -> None:
    closed = plan()
    closed = replace(closed, survey=closed.survey.model_copy(update={"editable_for": timedelta(0)}))
    table = Table(survey=closed)
    table.tap(5)
    table.write("awful")

    assert not table.asked


Act = Callable[[Table], None]


def tapping(value: int) -> Act:
    return lambda table: table.tap(value)


def writing(words: str, *, to: str = "why") -> Act:
    return lambda table: table.write(words, to=to)


ACTS: dict[str, Act] = {
    **{f"tap {value}": tapping(value) for value in range(1, 6)},
    **{f"write {words}": writing(words) for words in FELT},
    "go wrong": writing("awful", to="wrong"),
    "keep": Table.keep,
    "change": Table.change,
    "skip": Table.skip,
    "remind": lambda table: table.hear(ReminderDue(at=table.now)),
    "expire": lambda table: table.hear(ExpiryDue(at=table.now)),
    "stop": lambda table: table.hear(Stopped(at=table.now)),
}


def possible(name: str, table: Table) -> bool:
    """Say whether the shell would let this through to the session."""
    if name in {"keep", "change"} and table.session.doubt is None:
        return False
    return name in {"remind", "expire", "stop"} or may_change(
        table.session, table.survey.survey, at=table.now
    )


def chosen(name: str, before: Table, counts: float | None) -> float | None:
    """Return what the customer wants to count after they did `name`."""
    doubt = before.session.doubt
    if name.startswith("tap"):
        return float(name[-1])
    if name == "keep" and doubt is not None:
        return doubt.given.value
    if name == "skip":
        return counts if doubt is not None and doubt.outcome == "changing" else None
    return counts


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(sorted(ACTS)), max_size=14))
def test_whatever_comes_it_is_asked_once_and_what_counts_is_what_the_customer_chose_last(
    names: list[str],
) -> None:
    table, counts, asked = Table(), None, 0
    for name in ["tap 5", *names]:
        if not possible(name, table):
            continue
        counts = chosen(name, table, counts)
        ACTS[name](table)
        asked += len(table.asked)

        assert table.rating == counts
        assert asked == (table.session.doubt is not None) <= 1
        assert (table.session.question is None) == (table.session.state != "open")
        if table.asked:
            assert table.session.state == "complete"


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(sorted(ACTS.keys() - {"keep", "change"})), max_size=14))
def test_without_a_contradiction_nothing_is_any_different(names: list[str]) -> None:
    silent, plain = Table(survey=plan(ask_on_contradiction=False)), Table()
    for name in names:
        if not possible(name, plain):
            continue
        contradicts = any(given.contradicts for given in plain.session.given.values())
        ACTS[name](silent)
        ACTS[name](plain)
        if contradicts or any(given.contradicts for given in plain.session.given.values()):
            return
        assert (plain.session, plain.effects) == (silent.session, silent.effects)


@pytest.mark.parametrize(
    ("confidence", "expected"), [(None, True), (0.99, True), (0.6, True), (0.59, False), (0.1, False)]
)
def test_only_a_clear_contradiction_is_asked_about(confidence: float | None, *, expected: bool) -> None:
    score = Score(
        scorer="x", version="1", label="negative", valence=1, confidence=confidence, contradiction=True
    )

    assert is_clear(score) is expected
    assert not is_clear(replace(score, contradiction=False))


def session_with(**given: Given) -> Session:
    return replace(begun()[0], given=given)


HAPPY = Given(answer="h", revision=1, value=4, valence=1, rated=True)
HAPPIER = Given(answer="r", revision=1, value=5, valence=2, rated=True)
SAD = Given(answer="u", revision=1, value=2, valence=-1, rated=True)
ANGRY = Given(answer="w", revision=1, text="awful", valence=1.5, contradicts=True)
SOLVED = Given(answer="y", revision=1, choices=("yes",), valence=1)


def test_of_several_ratings_the_one_furthest_from_the_words_is_asked_about() -> None:
    assert doubted(session_with(a=HAPPY, b=HAPPIER, c=SAD, why=ANGRY)) == "b"


def test_without_a_rating_the_tap_that_leads_is_asked_about() -> None:
    assert doubted(session_with(solved=SOLVED, why=ANGRY)) == "solved"
    assert doubted(session_with(solved=SOLVED, a=HAPPY, why=ANGRY)) == "a"


def test_words_beside_a_tap_are_set_against_that_tap() -> None:
    both = replace(HAPPY, text="awful", contradicts=True)

    assert doubted(session_with(b=HAPPIER, a=both)) == "a"


def test_words_that_nothing_was_tapped_beside_contradict_nothing() -> None:
    assert doubted(session_with(why=ANGRY)) is None
    assert doubted(session_with(a=HAPPY, why=replace(ANGRY, contradicts=False))) is None
    assert doubted(session_with(a=replace(HAPPY, value=None, valence=None, rated=False), why=ANGRY)) is None


KINDS = [
    ("faces", "5", "“😀 5 of 5, very good”", "Keep 5 of 5"),
    ("stars", "5", "“5 of 5, very good”", "Keep 5 of 5"),
    ("school", "1", "“1 of 5, very good”", "Keep 1 of 5"),
    ("csat", "5", "“😀 5 of 5, very satisfied”", "Keep 5 of 5"),
    ("ces", "7", "“7 of 7, strongly agree”", "Keep 7 of 7"),
    ("nps", "9", "“9 of 10”", "Keep 9 of 10"),
    ("solved", "yes", "“Yes”", "Keep Yes"),
    ("choice", "a", "“Fine”", "Keep Fine"),
    ("choices", "a,b", "“Fast, Friendly”", "Keep Fast, Friendly"),
]


@pytest.mark.parametrize(("question_id", "tap", "told", "button"), KINDS)
def test_every_kind_that_leads_words_can_be_asked_about(
    question_id: str, tap: str, told: str, button: str
) -> None:
    walked = plan("kinds")
    question = walked.survey.question(question_id)
    assert question is not None
    kind = walked.kinds[question.kind]
    parsed = kind.parse(question, Reply(choices=tuple(tap.split(","))), language="en")
    assert isinstance(parsed, Parsed)
    first = Given(
        answer="a", revision=1, value=parsed.value, choices=parsed.choices, valence=parsed.valence,
        rated=parsed.rated, many=parsed.many,
    )  # fmt: skip

    words, buttons = ask_which(first, worded(question, walked, language="en").shape, language="en")

    assert words == f"You chose {told}, but your words sound unhappy. Which should count?"
    assert [choice.label for choice in buttons.choices] == [button, "Change my answer"]
    assert kind.parse(question, tapped_again(first), language="en") == parsed


@pytest.mark.parametrize("language", CATALOGUES)
def test_in_every_language_it_is_understood_by_tap_by_number_and_by_its_words(language: str) -> None:
    walked = plan("kinds")
    question = walked.survey.question("faces")
    assert question is not None
    shape = worded(question, walked, language=language).shape

    words, buttons = ask_which(HAPPIER, shape, language=language)

    assert "😀" in words
    assert words.endswith(("?", " ?"))
    for number, choice in enumerate(buttons.choices, start=1):
        for reply in (Reply(choices=(choice.value,)), Reply(text=choice.label), Reply(text=str(number))):
            assert meant(reply, buttons, language=language) == choice.value
    for reply in (Reply(text="hello?"), Reply(choices=("5",)), Reply(choices=("keep", "change")), Reply()):
        assert meant(reply, buttons, language=language) is None


def test_an_answer_is_the_same_tap_whatever_words_came_with_it() -> None:
    assert is_same_tap(HAPPY, replace(HAPPY, answer="other", revision=4, text="good"))
    assert not is_same_tap(HAPPY, HAPPIER)
    assert not is_same_tap(SOLVED, replace(SOLVED, choices=("no",)))
    assert not is_same_tap(HAPPY, replace(HAPPY, skipped=True))
