"""A score agrees with itself, and shows the words that decided as they were written."""

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.emotion import Level
from feedback.nets.net import FEELINGS, Reading, Word
from feedback.nets.telling import agreed, evidence, told
from feedback.scorer import Feeling

PULLS: Mapping[str, float] = {
    "good": 0.8, "great": 0.9, "tasty": 0.7, "kind": 0.7, "rude": -0.9, "cold": -0.7, "slow": -0.8,
    "late": -0.8, "nicht": -0.7, "gut": -0.6,
}  # fmt: skip


def words(text: str) -> Sequence[Word]:
    found, start = [], 0
    for piece in text.split():
        start = text.index(piece, start)
        pull = PULLS.get(piece.strip(".,!").casefold(), 0.02)
        found.append(Word(start=start, end=start + len(piece), pull=pull))
        start += len(piece)
    return found


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


@pytest.mark.parametrize(
    ("text", "verdict", "pieces"),
    [
        ("The food was COLD and the waiter rude!", "negative", ("COLD", "rude")),
        ("Great, tasty food and kind people.", "positive", ("Great, tasty", "kind")),
        ("It was not all that good.", "negative", ()),
        ("good, but slow", "mixed", ("good", "slow")),
        ("It was fine", "neutral", ()),
        ("n/a", "non_answer", ()),
        ("Das war nicht gut.", "negative", ("nicht gut",)),
        ("It isn’t late at all", "negative", ("isn’t late",)),
        ("rude rude rude rude rude", "negative", ("rude rude rude rude",)),
    ],
)
def test_the_words_that_decided_are_shown(text: str, verdict: Feeling, pieces: tuple[str, ...]) -> None:
    assert evidence(text, words(text), verdict=verdict) == pieces


def test_a_negation_stays_with_what_it_negates() -> None:
    text = "Honestly it was never really good"

    assert evidence(text, words(text), verdict="positive") == ("never really good",)


def test_what_pulls_weakly_is_no_evidence() -> None:
    text = "The parcel came on Monday"

    assert evidence(text, words(text), verdict="negative") == ()
    assert evidence("", (), verdict="mixed") == ()
