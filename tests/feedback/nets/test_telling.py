"""A score agrees with itself, and shows the words that decided."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.emotion import Level
from feedback.nets.net import FEELINGS, Reading, Word
from feedback.nets.telling import agreed, told
from feedback.scorer import Feeling


def reading(chances: Mapping[Feeling, float], *, valence: float) -> Reading:
    return Reading(chances=chances, valence=valence, emotions={"neutral": 0.2}, words=(), vector=(1.0,))


@given(verdict=st.sampled_from(FEELINGS), valence=st.floats(-2, 2))
def test_the_valence_and_the_class_agree(verdict: Feeling, valence: float) -> None:
    found = agreed(verdict, valence)

    match verdict:
        case "non_answer":
            assert found is None
        case "mixed":
            assert found is not None
            assert -1 <= found <= 1
        case "neutral":
            assert found is not None
            assert Level.of(found) == Level.NEUTRAL
        case "negative":
            assert found is not None
            assert Level.of(found) <= Level.NEGATIVE
        case "positive":
            assert found is not None
            assert Level.of(found) >= Level.POSITIVE


@pytest.mark.parametrize(("verdict", "valence"), [("negative", -1.7), ("positive", 0.9), ("neutral", 0.2)])
def test_a_valence_that_agrees_is_left_alone(verdict: Feeling, valence: float) -> None:
    assert agreed(verdict, valence) == valence


def test_the_likeliest_class_is_the_verdict_and_its_chance_the_confidence() -> None:
    chances: Mapping[Feeling, float] = {
        "negative": 0.1, "neutral": 0.1, "positive": 0.2, "mixed": 0.55, "non_answer": 0.05,
    }  # fmt: skip

    score = told("so so", reading(chances, valence=1.4))

    assert (score.mixed, score.non_answer, score.confidence, score.valence) == (True, False, 0.55, 1.0)
    assert score.chances == chances


def test_what_answers_nothing_has_no_valence() -> None:
    score = told("n/a", reading(dict.fromkeys(FEELINGS, 0.1) | {"non_answer": 0.6}, valence=0.3))

    assert score.non_answer
    assert score.valence is None


def test_the_words_that_decided_are_told_by_the_language_of_the_text() -> None:
    words = (Word(start=0, end=4, pull=-0.5), Word(start=5, end=8, pull=-0.6))
    read = replace(reading(dict.fromkeys(FEELINGS, 0.1) | {"negative": 0.6}, valence=-1.0), words=words)

    assert told("viel zu", read, language="de").evidence == ("viel zu",)
    assert told("sehr gut", read, language="de").evidence == ("sehr gut",)
    assert told("hier ist", read, language="de").evidence == ()
    assert told("here are", read).evidence == ()
