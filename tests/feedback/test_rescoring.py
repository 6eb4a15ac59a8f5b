"""What a judge is asked about answers it has not judged, and what becomes of its scores."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.plugins import question_options
from config.journey import Journey
from config.loader import load_journey
from feedback.records import Answer, Scored
from feedback.rescoring import judged, to_rescore
from feedback.scorer import Score, ToScore
from feedback.work import Cell

SUNDAY_NIGHT = datetime(2026, 3, 8, 23, 30, tzinfo=UTC)
JOURNEY = """
id: shop
title: Shop
stages: [{id: buy, title: Buy, touchpoints: [{id: checkout, title: Checkout, survey: short}]}]
surveys:
  - id: short
    title: Short
    questions:
      - {id: stars, kind: rating, ask: How was it?}
      - {id: why, kind: text, about: reason, ask: Why?}
"""
ANSWER = Answer(
    id="a-0001", session="s", interaction="i", customer="c", journey="shop", version="v1", stage="buy",
    touchpoint="checkout", survey="short", question="why", kind="text", revision=1, wording="And why?",
    language="de", channel="web", answered_at=SUNDAY_NIGHT, text="zu langsam",
)  # fmt: skip
STARS = replace(ANSWER, id="a-0002", question="stars", kind="rating", text=None, valence=-2.0, rated=True)
FACES = replace(STARS, id="a-0003", question="faces", valence=1.0, rated=False)


@pytest.fixture(scope="module")
def journey() -> Journey:
    return load_journey(JOURNEY, file="journey.yaml", kinds=question_options()).journey


def asked(*answers: Answer, journey: Journey, known: Journey | None = None) -> dict[str, ToScore]:
    found = to_rescore(
        answers,
        unjudged={answer.id for answer in answers},
        known={"v1": known} if known else {},
        active=journey,
    )
    return {one.answer.id: one.request for one in found}


def test_words_are_judged_beside_the_rating_of_their_session(journey: Journey) -> None:
    requests = asked(ANSWER, STARS, FACES, journey=journey)

    assert requests[ANSWER.id] == ToScore(
        text="zu langsam", rating=-2.0, led=True, wording="And why?", about="reason", language="de"
    )


def test_without_a_rating_other_telling_taps_lead(journey: Journey) -> None:
    assert asked(ANSWER, FACES, journey=journey)[ANSWER.id].rating == 1.0
    assert asked(ANSWER, journey=journey)[ANSWER.id].rating is None


def test_a_tap_is_judged_by_itself(journey: Journey) -> None:
    requests = asked(ANSWER, STARS, FACES, journey=journey)

    assert (requests[STARS.id].rating, requests[FACES.id].rating) == (-2.0, 1.0)


def test_what_was_said_in_another_session_or_visit_leads_nothing(journey: Journey) -> None:
    elsewhere = (replace(STARS, session="other"), replace(STARS, id="a-0009", interaction="other"))

    assert asked(ANSWER, *elsewhere, journey=journey)[ANSWER.id].rating is None


def test_in_a_file_the_ratings_of_the_same_row_lead_then_those_of_the_visit(journey: Journey) -> None:
    def of_row(answer: Answer, row: int, slot: int) -> Answer:
        return replace(answer, id=f"mark{row:08x}{slot:02x}", session=None, channel="import")

    first, second, third = (of_row(ANSWER, row, 1) for row in (1, 2, 3))
    ratings = (of_row(STARS, 1, 0), replace(of_row(STARS, 2, 0), valence=1.0))
    requests = asked(first, second, third, *ratings, of_row(FACES, 3, 2), journey=journey)

    assert [requests[each.id].rating for each in (first, second, third)] == [-2.0, 1.0, -0.5]


def test_skipped_answers_are_left_out(journey: Journey) -> None:
    assert asked(replace(ANSWER, skipped=True), journey=journey) == {}


def test_only_what_is_unjudged_is_asked_about(journey: Journey) -> None:
    found = to_rescore([ANSWER, STARS], unjudged={ANSWER.id}, known={}, active=journey)

    assert [one.answer for one in found] == [ANSWER]
    assert found[0].request.rating == -2.0


def test_a_question_asks_about_what_it_did_when_it_was_answered(journey: Journey) -> None:
    text = JOURNEY.replace("about: reason", "about: problem")
    earlier = load_journey(text, file="journey.yaml", kinds=question_options()).journey

    assert asked(ANSWER, journey=journey, known=earlier)[ANSWER.id].about == "problem"
    assert asked(ANSWER, journey=journey)[ANSWER.id].about == "reason"
    assert asked(replace(ANSWER, survey="gone"), journey=journey)[ANSWER.id].about == "reason"
    assert asked(replace(ANSWER, question="gone"), journey=journey)[ANSWER.id].about == "feeling"


def test_scores_mark_the_weeks_of_their_answers(journey: Journey) -> None:
    found = to_rescore([ANSWER], unjudged={ANSWER.id}, known={}, active=journey)
    score = Score(scorer="fake", version="1", label="negative", valence=-1.0)
    now = datetime(2026, 6, 1, tzinfo=UTC)

    changes = judged(found, [score], at=now)

    assert changes.scores == [Scored(answer=ANSWER.id, customer="c", score=score, scored_at=now)]
    week = date(2026, 3, 2)
    assert changes.dirty == {Cell(journey="shop", touchpoint="checkout", customer="c", week=week)}
