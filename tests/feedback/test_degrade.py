from textwrap import dedent

import pytest
from pydantic import JsonValue

from bot.discovery import discover
from config.journey import Question
from config.text import Text
from feedback.degrade import degrade
from feedback.prompts import Choice, Prompt, Reply, Shape
from feedback.question import is_question_kind
from feedback.reading import wants_to_skip
from feedback.wording import CATALOGUES, say

KINDS = discover("feedback.questions", is_port=is_question_kind, name=lambda kind: kind.spec.name)
REASONS: dict[str, JsonValue] = {
    "choices": [
        {"id": "wait", "title": {"en": "Waiting time", "de": "Wartezeit"}},
        {"id": "staff", "title": {"en": "The staff", "de": "Das Personal"}},
    ]
}


def question(kind: str, options: dict[str, JsonValue]) -> Question:
    model = KINDS[kind].spec.options
    return Question(id="q", kind=kind, ask=Text.model_validate("?"), options=model.model_validate(options))


def prompt(text: str, shape: Shape, *, language: str = "en", skip: bool = True) -> Prompt:
    return Prompt(
        id="s.1",
        session="s",
        question="q",
        purpose="ask",
        text=text,
        language=language,
        shape=shape,
        skip=say("skip", language) if skip else None,
    )


def written(
    kind: str, text: str, language: str, *, skip: bool = True, options: dict[str, JsonValue] | None = None
) -> str:
    shape = KINDS[kind].shape(question(kind, options or {}), language=language, default="en")
    return degrade(prompt(text, shape, language=language, skip=skip))


def lines(golden: str) -> str:
    return dedent(golden).strip("\n")


def test_faces_become_numbered_lines() -> None:
    assert written("rating", "How was the delivery?", "en") == lines("""
        How was the delivery?

        1  😡  very bad
        2  🙁
        3  😐
        4  🙂
        5  😀  very good

        Reply with a number from 1 to 5. To leave this out, reply “Skip”.
        """)
    assert written("rating", "Wie war die Lieferung?", "de") == lines("""
        Wie war die Lieferung?

        1  😡  sehr schlecht
        2  🙁
        3  😐
        4  🙂
        5  😀  sehr gut

        Antworten Sie mit einer Zahl von 1 bis 5. Zum Auslassen antworten Sie „Überspringen“.
        """)


def test_a_scale_of_numbers_only_names_its_ends() -> None:
    assert written("nps", "Would you recommend us?", "en", skip=False) == lines("""
        Would you recommend us?

        0 = not at all likely
        10 = extremely likely

        Reply with a number from 0 to 10.
        """)
    assert written("nps", "Würden Sie uns empfehlen?", "de", skip=False) == lines("""
        Würden Sie uns empfehlen?

        0 = überhaupt nicht wahrscheinlich
        10 = äußerst wahrscheinlich

        Antworten Sie mit einer Zahl von 0 bis 10.
        """)


def test_a_list_to_pick_several_of_says_how_and_how_many() -> None:
    more = {**REASONS, "most": 2, "other": True}
    assert written("choices", "What was good?", "en", skip=False, options=more) == lines("""
        What was good?

        1. Waiting time
        2. The staff
        3. Something else

        Reply with the numbers of your choices, for example 1, 2. Pick at most 2. You can \
also write your own words.
        """)
    assert written("choices", "Was war gut?", "de", options=REASONS) == lines("""
        Was war gut?

        1. Wartezeit
        2. Das Personal

        Antworten Sie mit den passenden Nummern, etwa 1, 2. Zum Auslassen antworten Sie „Überspringen“.
        """)


def test_yes_and_no_and_free_words() -> None:
    assert written("yesno", "Did it help?", "en", skip=False) == lines("""
        Did it help?

        1. Yes
        2. No

        Reply with the number of your choice.
        """)
    assert (
        written("text", "Was fehlte?", "de", skip=False)
        == "Was fehlte?\n\nSchreiben Sie einfach Ihre Antwort."
    )


def test_thanks_and_notices_ask_for_nothing() -> None:
    assert degrade(prompt("Thank you!", Shape(look="text"), skip=False)) == "Thank you!"


@pytest.mark.parametrize("language", CATALOGUES)
@pytest.mark.parametrize(
    ("kind", "options"),
    [("rating", {}), ("rating", {"best": "low"}), ("nps", {}), ("csat", {"look": "stars"}), ("ces", {})],
)
def test_the_number_written_beside_a_point_means_that_point(
    kind: str, options: dict[str, JsonValue], language: str
) -> None:
    asked = question(kind, options)
    for choice in KINDS[kind].shape(asked, language=language, default="en").choices:
        assert understood(kind, asked, choice.value, language) == tap(kind, asked, choice, language)


@pytest.mark.parametrize("language", CATALOGUES)
@pytest.mark.parametrize(("kind", "options"), [("choice", REASONS), ("choices", REASONS), ("yesno", {})])
def test_the_number_written_before_an_option_means_that_option(
    kind: str, options: dict[str, JsonValue], language: str
) -> None:
    asked = question(kind, options)
    choices = KINDS[kind].shape(asked, language=language, default="en").choices
    for number, choice in enumerate(choices, start=1):
        assert understood(kind, asked, str(number), language) == tap(kind, asked, choice, language)


def understood(kind: str, asked: Question, text: str, language: str) -> object:
    return KINDS[kind].parse(asked, Reply(text=text), language=language)


def tap(kind: str, asked: Question, choice: Choice, language: str) -> object:
    return KINDS[kind].parse(asked, Reply(choices=(choice.value,)), language=language)


@pytest.mark.parametrize("language", CATALOGUES)
def test_the_word_a_prompt_names_for_skipping_skips(language: str) -> None:
    assert wants_to_skip(f" {say('skip', language).upper()}. ", language=language)
    assert not wants_to_skip("4", language=language)
