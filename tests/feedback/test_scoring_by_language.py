"""What language words are in is found out before an engine is asked."""

import pytest

from bot.plugins import scorers
from feedback.language import identify
from feedback.scorer import Score, ToScore
from feedback.scoring import Scorer


def judged(text: str, *, language: str | None = None, wording: str | None = None) -> Score:
    scorer = Scorer(engine=scorers()["textblob"], identify=identify)
    (score,) = scorer.score([ToScore(text=text, language=language, wording=wording)])
    return score


def test_what_no_engine_reads_is_unscored_in_any_chat() -> None:
    score = judged("Das Personal war leider ziemlich unfreundlich", language="en")

    assert (score.label, score.valence, score.language) == ("unscored", None, "de")


def test_english_is_judged_in_any_chat() -> None:
    score = judged("The staff were wonderful and kind to us", language="de")

    assert (score.language, score.label) == ("en", "very_positive")


@pytest.mark.parametrize(
    ("question", "language"), [("Wie war die Lieferung für Sie?", "de"), ("How was the delivery?", "en")]
)
def test_where_no_language_is_known_the_question_tells(question: str, language: str) -> None:
    assert judged("Amazon Paket Montag", wording=question).language == language
