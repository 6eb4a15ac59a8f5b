"""Which questions can be put at once, because no answer between them changes the way."""

from bot.plugins import question_options
from config.journey import Survey
from config.loader import load_journey
from feedback.records import Given
from feedback.walk import straight_ahead

JOURNEY = """
id: shop
title: Shop
stages: [{id: s, title: S, touchpoints: [{id: t, title: T, survey: long}]}]
surveys:
  - id: long
    title: Long
    questions:
      - {id: first, kind: rating, ask: First?}
      - {id: second, kind: rating, ask: Second?, next: third}
      - id: third
        kind: rating
        ask: Third?
        branches: [{when: answer < 3, go: end}]
      - {id: fourth, kind: text, ask: Fourth?}
"""


def survey() -> Survey:
    loaded = load_journey(JOURNEY, file="shop.yaml", kinds=question_options())
    (found,) = loaded.journey.surveys
    return found


def ahead(**given: float) -> list[str]:
    answers = {name: Given(answer=name, revision=1, value=value) for name, value in given.items()}
    return [question.id for question in straight_ahead(survey(), answers, {})]


def test_the_way_is_straight_up_to_the_first_answer_that_decides() -> None:
    assert ahead() == ["first", "second", "third"]


def test_what_was_answered_is_not_asked_again() -> None:
    assert ahead(first=5) == ["second", "third"]
    assert ahead(second=5) == ["first", "third"]


def test_an_answer_that_has_decided_shows_the_way_on() -> None:
    assert ahead(first=5, second=5, third=4) == ["fourth"]
    assert ahead(first=5, second=5, third=1) == []
