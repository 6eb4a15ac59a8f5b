import pytest

from feedback.asked import Wants, about, wants, wants_a_number
from feedback.scorer import About, ToScore


def asking(wording: str | None, language: str = "en", declared: About = "feeling") -> ToScore:
    return ToScore(text="yes", wording=wording, language=language, about=declared)


@pytest.mark.parametrize(
    ("wording", "language", "expected"),
    [
        ("What could be better?", "en", "improvement"),
        ("What went wrong?", "en", "problem"),
        ("Why this score?", "en", "reason"),
        ("How was the delivery?", "en", "feeling"),
        ("What did you like or dislike?", "en", "feeling"),
        ("Was könnten wir besser machen?", "de", "improvement"),
        ("Was hat Ihnen nicht gefallen?", "de", "problem"),
        ("Pourquoi cette note ?", "fr", "reason"),
        ("Que pouvons-nous améliorer ?", "fr", "improvement"),
        ("¿Qué podríamos mejorar?", "es", "improvement"),
        ("Cosa potremmo migliorare?", "it", "improvement"),
        ("O que correu mal?", "pt", "problem"),
        ("What could be better?", "de", "improvement"),
    ],
)
def test_what_is_asked_for_is_told_by_the_words_of_the_question(
    wording: str, language: str, expected: About
) -> None:
    assert about(asking(wording, language)) == expected


def test_what_the_operator_declares_counts_more_than_the_words() -> None:
    assert about(asking("What could be better?", declared="other")) == "other"
    assert wants(asking("Tell us", declared="problem")) == "faults"


@pytest.mark.parametrize(
    ("wording", "language", "expected"),
    [
        ("What could be better?", "en", "faults"),
        ("Any problems at the checkout?", "en", "faults"),
        ("What did you like most?", "en", "praise"),
        ("Was hat dir gefallen?", "de", "praise"),
        ("Was your bill clear?", "en", "agreement"),
        ("Was your problem solved?", "en", "praise"),
        ("Ist der Kostenvoranschlag klar?", "de", "agreement"),
        ("Anything else you would like to say?", "en", None),
        ("How was it?", "en", None),
        (None, "en", None),
    ],
)
def test_a_question_tells_what_a_bare_yes_or_no_would_speak_of(
    wording: str | None, language: str, expected: Wants | None
) -> None:
    assert wants(asking(wording, language)) == expected


def test_a_number_that_was_asked_for_rates_nothing() -> None:
    assert wants_a_number(asking("How long did you wait?"))
    assert not wants_a_number(asking("How was it when you arrived?"))
    assert not wants_a_number(asking(None))
