"""Which should count, on a real store: what is asked, what is kept of both values, and who is never asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Protocol

import pytest

from bot.plugins import question_kinds, question_options
from config.loader import load_journey
from feedback.clock import FakeClock
from feedback.ids import NewId
from feedback.importing.loading import load_map
from feedback.importing.run import import_file
from feedback.intake import Due, Heeded, Touched
from feedback.prompts import Prompt, Reply
from feedback.records import Session
from feedback.rescoring import judged, to_rescore
from feedback.scorer import TextScore, ToScore
from feedback.scoring import Scorer
from feedback.store.store import Store
from feedback.work import Wanted
from tests.feedback.talks import JOURNEY, Talk, service_on

ANGRY = "they left it in the rain and drove off again"
VAGUE = "it was one of those deliveries one has"
CALM = "the driver rang and put it inside the door"
MAP = """
source: tool
customer: Customer
source_id: Id
touchpoint: {column: Place, values: {Courier: courier}}
occurred_at: {column: When, formats: ["%Y-%m-%d"]}
answers:
  - {question: rating, column: Stars}
  - {question: why, column: Words}
"""


@dataclass(frozen=True, slots=True)
class Feels:
    """An engine that was told beforehand how each text feels, and how sure it is."""

    felt: Mapping[str, tuple[float, float | None]]
    name: str = "feels"
    version: str = "1"
    languages: frozenset[str] | None = None

    def score(self, texts: Sequence[ToScore]) -> Sequence[TextScore]:
        told = [self.felt.get(each.text or "", (0.0, None)) for each in texts]
        return [TextScore(valence=valence, confidence=sure) for valence, sure in told]


FELT = {ANGRY: (-2.0, 0.9), VAGUE: (-2.0, 0.5), CALM: (1.0, 0.9)}
SCORER = Scorer(engine=Feels(FELT))


class Begin(Protocol):
    """Opens a talk by a journey, judged by the engine above."""

    def __call__(self, journey: str = JOURNEY) -> Talk: ...


@pytest.fixture
def begin(store: Store, clock: FakeClock, new_id: NewId) -> Begin:
    def begun(journey: str = JOURNEY) -> Talk:
        service = service_on(store, clock=clock, new_id=new_id, judging=SCORER.score, journey=journey)
        return Talk(store, service, clock)

    return begun


def asked(talk: Talk, *, stars: str = "5", words: str = ANGRY) -> Prompt:
    """Let somebody rate and say why; return what they are told last."""
    talk.handle(talk.touch("1"))
    (first,) = talk.said()
    talk.handle(talk.heard(Reply(prompt=first.id, choices=(stars,))))
    talk.said()
    talk.clock.advance(timedelta(minutes=1))
    talk.handle(talk.heard(Reply(text=words)))
    (last,) = talk.said()
    return last


def heed(talk: Talk, reply: Reply) -> str:
    (heeded,) = talk.handle(talk.heard(reply))
    assert isinstance(heeded, Heeded)
    return heeded.heed


def session_of(talk: Talk, prompt: Prompt) -> Session:
    return talk.store.load(Wanted(sessions=frozenset({prompt.session}))).sessions[prompt.session]


def rating_sum(talk: Talk) -> float:
    while talk.store.sweep_dirty(limit=50, scorers={"shop": (SCORER.name, SCORER.version)}):
        pass
    return sum(map(float, talk.store.read_partials("shop").rating_sum))


def test_words_against_a_rating_are_asked_about_with_two_buttons(begin: Begin) -> None:
    talk = begin()

    prompt = asked(talk)

    assert prompt.purpose == "doubt"
    assert "You chose “😀 5 of 5, very good”, but your words sound unhappy." in prompt.text
    assert [choice.value for choice in prompt.shape.choices] == ["keep", "change"]


@pytest.mark.parametrize("words", [VAGUE, CALM, "hm"])
def test_without_clear_words_against_it_there_is_nothing_but_thanks(begin: Begin, words: str) -> None:
    assert asked(begin(), words=words).purpose == "thanks"


def test_both_values_are_kept_with_their_times_and_the_changed_one_counts(begin: Begin) -> None:
    talk = begin()
    prompt = asked(talk)
    assert rating_sum(talk) == 2

    talk.clock.advance(timedelta(hours=1))
    assert heed(talk, Reply(prompt=prompt.id, choices=("change",))) == "answered"
    (again,) = talk.said()
    talk.clock.advance(timedelta(hours=1))
    assert heed(talk, Reply(prompt=again.id, choices=("2",))) == "changed"

    first, changed = [answer for answer in talk.answers() if answer.question == "rating"]
    assert (first.value, changed.value) == (5, 2)
    assert (first.revision, changed.revision) == (1, 2)
    assert changed.answered_at - first.answered_at == timedelta(hours=2, minutes=1)
    in_force = {each.id for each in talk.store.answers(in_force=True)}
    assert (first.id in in_force, changed.id in in_force) == (False, True)
    assert rating_sum(talk) == -1
    (words,) = [answer for answer in talk.answers() if answer.question == "why"]
    (scored,) = talk.store.scores(ids=[words.id])
    assert (scored.score.contradiction, scored.score.valence) == (False, -1.5)


def test_what_was_asked_and_what_became_of_it_is_read_back_as_it_was_written(begin: Begin) -> None:
    talk = begin()
    prompt = asked(talk)
    before = session_of(talk, prompt)
    assert before.doubt is not None
    assert (before.doubt.prompt, before.doubt.question, before.doubt.given) == (
        prompt.id, "rating", before.given["rating"],
    )  # fmt: skip

    talk.handle(talk.heard(Reply(prompt=prompt.id, choices=("keep",))))

    after = session_of(talk, prompt)
    assert after.doubt == replace(before.doubt, outcome="kept")
    assert (after.given, after.state) == (before.given, "complete")


def test_a_kept_rating_counts_as_before_and_stays_marked(begin: Begin) -> None:
    talk = begin()
    prompt = asked(talk)
    answers = talk.answers()

    assert heed(talk, Reply(prompt=prompt.id, text="Keep 5 of 5")) == "answered"

    assert [said.text for said in talk.said()] == ["Noted, thank you."]
    assert talk.answers() == answers
    assert rating_sum(talk) == 2
    (words,) = [answer for answer in answers if answer.question == "why"]
    assert talk.store.scores(ids=[words.id])[0].score.contradiction


def test_keeping_after_all_is_the_last_word(begin: Begin) -> None:
    talk = begin()
    prompt = asked(talk)
    talk.handle(talk.heard(Reply(prompt=prompt.id, choices=("change",))))
    talk.handle(talk.heard(Reply(prompt=talk.said()[0].id, choices=("1",))))

    assert heed(talk, Reply(prompt=prompt.id, choices=("keep",))) == "changed"

    assert [answer.value for answer in talk.answers() if answer.question == "rating"] == [5, 1, 5]
    assert rating_sum(talk) == 2


def test_the_message_that_asked_shows_what_was_chosen_whatever_that_is_and_however_often(
    begin: Begin,
) -> None:
    talk = begin()
    prompt = asked(talk)

    for choice in ("keep", "change", "keep"):
        talk.clock.advance(timedelta(seconds=1))
        talk.handle(talk.heard(Reply(prompt=prompt.id, choices=(choice,), on="chat:9")))

    amending = [item for item in talk.outgoing() if item.amends is not None]
    assert [item.chosen for item in amending] == [("keep",), ("change",), ("keep",)]
    assert {(item.amends, item.prompt.id, item.prompt.text) for item in amending} == {
        ("chat:9", prompt.id, prompt.text)
    }
    assert all(item.prompt.shape == prompt.shape for item in amending)


def test_who_types_what_should_count_instead_is_understood(begin: Begin) -> None:
    talk = begin()
    prompt = asked(talk)

    assert heed(talk, Reply(prompt=prompt.id, text="2 of 5")) == "changed"

    assert session_of(talk, prompt).given["rating"].value == 2


@pytest.mark.parametrize(
    ("reply", "expected", "words"),
    [
        (Reply(skip=True), "skipped", "No problem, we leave that one out."),
        (Reply(text="skip"), "skipped", "No problem, we leave that one out."),
        (Reply(text="what?"), "asked_again", "Sorry, we did not understand that."),
        (Reply(choices=("9",)), "asked_again", "Sorry, we did not understand that."),
    ],
)
def test_what_is_neither_answer_changes_nothing_and_is_answered_kindly(
    begin: Begin, reply: Reply, expected: str, words: str
) -> None:
    talk = begin()
    prompt = asked(talk)
    answers, before = talk.answers(), session_of(talk, prompt)

    assert heed(talk, replace(reply, prompt=prompt.id)) == expected

    assert [said.text.startswith(words) for said in talk.said()] == [True]
    assert talk.answers() == answers
    assert session_of(talk, prompt).doubt == before.doubt


def test_a_tap_that_comes_too_late_gets_the_same_kind_words_as_any_other(begin: Begin) -> None:
    talk = begin()
    prompt = asked(talk)
    talk.clock.advance(timedelta(days=15))

    assert heed(talk, Reply(prompt=prompt.id, choices=("change",))) == "too_late"

    told = [said.text for said in talk.said()]
    assert len(told) == 1
    assert told[0].startswith("You have answered everything here already")
    assert session_of(talk, prompt).given["rating"].value == 5


def test_nobody_else_can_settle_it(begin: Begin) -> None:
    talk = begin()
    prompt = asked(talk)
    talk.handle(talk.touch("2", customer="ben", address="b1"))

    (heeded,) = talk.handle(talk.heard(Reply(prompt=prompt.id, choices=("change",)), address="b1"))

    assert isinstance(heeded, Heeded)
    assert heeded.heed == "not_yours"


def test_it_waits_for_nobody_reminds_nobody_and_is_no_other_survey(begin: Begin) -> None:
    talk = begin(JOURNEY.replace("wait: 0s", "wait: 0s, cap: {count: 2, within: 30d}"))
    asked(talk)

    assert talk.store.due_timers(now=talk.clock.now() + timedelta(days=99), limit=9) == ()
    (second,) = talk.handle(talk.touch("2"))
    assert isinstance(second, Touched)
    assert second.outcome == "ask", "one survey so far, with or without the question at its end"


def test_a_survey_can_leave_it(begin: Begin) -> None:
    journey = JOURNEY.replace(
        "    expires_after: 3d", "    ask_on_contradiction: false\n    expires_after: 3d"
    )

    assert asked(begin(journey)).purpose == "thanks"


def test_a_talk_that_expired_was_never_finished_and_is_not_asked_about(begin: Begin) -> None:
    more = "      - {id: more, kind: text, ask: Anything else?}\n"
    talk = begin(JOURNEY + more)
    asked(talk)

    talk.clock.advance(timedelta(days=4))
    timers = talk.store.due_timers(now=talk.clock.now(), limit=9)
    talk.handle(*(Due(timer=timer, at=talk.clock.now()) for timer in timers))

    assert [prompt.purpose for prompt in talk.said()] == []


def test_history_judged_by_a_new_version_asks_nobody(begin: Begin) -> None:
    talk = begin()
    prompt = asked(talk, words=CALM)
    before = session_of(talk, prompt)
    active = talk.service.house.active

    harsher = Scorer(engine=Feels({CALM: (-2.0, 0.9)}, version="2"))
    said = talk.store.answers(in_force=True)
    found = to_rescore(said, unjudged={each.id for each in said}, known={}, active=active.journey)
    changes = judged(found, harsher.score([one.request for one in found]), at=talk.clock.now())
    talk.store.save(changes, now=talk.clock.now())

    scores = talk.store.scores(ids=[each.id for each in said])
    assert [each.score.contradiction for each in scores if each.score.version == harsher.version].count(True)
    assert session_of(talk, prompt) == before
    assert talk.said() == []


def test_an_import_asks_nobody(begin: Begin, tmp_path: Path) -> None:
    talk = begin()
    path = tmp_path / "old.csv"
    path.write_text(f"Id,Customer,Place,When,Stars,Words\n1,anna,Courier,2026-03-01,5,{ANGRY}\n", "utf-8")
    journey = load_journey(JOURNEY, file="shop.yaml", kinds=question_options()).journey

    report = import_file(
        path, load_map(MAP, file="import.yaml", journey=journey, kinds=question_kinds()), store=talk.store,
        journey=journey, version="v1", kinds=question_kinds(), judge=SCORER.score, clock=talk.clock,
    )  # fmt: skip

    assert report.imported == 1
    scores = talk.store.scores(ids=[answer.id for answer in talk.answers()])
    assert [each.score.contradiction for each in scores].count(True) == 1
    counts = talk.counts()
    assert (counts["outbox"], counts["session"], counts["timer"]) == (0, 0, 0)
