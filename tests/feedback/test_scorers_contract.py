"""Every engine keeps these promises; its golden data stands in data/scorers/NAME.json."""

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, TypeAdapter

from bot.discovery import discover
from config.emotion import BY_NAME
from feedback.scorer import Embedder, TextScore, ToScore, is_text_scorer

DATA = Path(__file__).parent / "data" / "scorers"
SCORERS = discover("feedback.scorers", is_port=is_text_scorer, name=lambda scorer: scorer.name)

CLOSE = 1e-4
"""Rounded sums depend on how many are added at once: numbers may differ by this, and no label may."""

ODD_TEXTS = {
    "empty": "",
    "blanks": " \t\n\u00a0\u200b ",
    "punctuation": "?!...",
    "NUL": "good\x00bad\x00",
    "only NUL": "\x00",
    "half a character": "lovely \ud83d service \udc00",
    "Arabic": "كانت الخدمة رائعة جدا",
    "Hebrew and English": "השירות היה good",
    "direction signs": "\u202egreat\u202c \u2067service\u2069",
    "emoji": "😡😡🤬 💩",
    "families of emoji": "👨‍👩‍👧‍👦🏳️‍🌈👍🏽",
    "flags and keycaps": "🇩🇪 1️⃣ ™ ©",
    "combining signs": "g\u0301\u0302\u0303o\u0304\u0305od" * 20,
    "10,000 characters": "The food was cold and the waiter rude. " * 257,
    "10,000 characters without a blank": "a" * 10_000,
    "10,000 emoji": "😡" * 10_000,
    "10,000 lines": "no\n" * 10_000,
}

Says = Literal["positive", "negative", "neutral", "mixed", "unsure", "unscored"]


class Case(BaseModel):
    model_config = ConfigDict(extra="forbid")

    text: str
    language: str | None = None
    says: Says


CASES = TypeAdapter(list[Case])

every_scorer = pytest.mark.parametrize("name", SCORERS)


def golden(name: str) -> list[Case]:
    path = DATA / f"{name}.json"
    if not path.exists():
        pytest.fail(f"the scorer {name!r} has no golden data: write {path.name} beside the others")
    return CASES.validate_json(path.read_bytes())


def said(score: TextScore) -> Says:
    if score.valence is None:
        return "unscored" if score.confidence is None else "unsure"
    if score.mixed:
        return "mixed"
    if score.valence == 0:
        return "neutral"
    return "positive" if score.valence > 0 else "negative"


def score_one(name: str, request: ToScore) -> TextScore:
    (score,) = SCORERS[name].score([request])
    return score


def numbers(score: TextScore) -> Sequence[float]:
    emotions = dict(sorted((score.emotions or {}).items()))
    felt = [number for number in (score.valence, score.confidence) if number is not None]
    return [*felt, *emotions.values(), *(score.chances or {}).values(), *(score.vector or ())]


def assert_alike(one: TextScore, other: TextScore) -> None:
    assert said(one) == said(other)
    assert (one.mixed, one.non_answer, one.evidence) == (other.mixed, other.non_answer, other.evidence)
    assert set(one.emotions or ()) == set(other.emotions or ())
    assert numbers(one) == pytest.approx(numbers(other), abs=CLOSE)


def assert_in_range(score: TextScore, kind: str) -> None:
    assert score.valence is None or -2 <= score.valence <= 2
    assert score.confidence is None or 0 <= score.confidence <= 1
    assert set(score.emotions or ()) <= set(BY_NAME)
    assert all(0 <= chance <= 1 for chance in (score.emotions or {}).values())
    assert score.chances is None or math.fsum(score.chances.values()) == pytest.approx(1)
    assert score.vector is None or math.hypot(*score.vector) == pytest.approx(1, abs=CLOSE)
    assert all(piece.strip() for piece in score.evidence)


@every_scorer
def test_a_text_is_judged_as_it_should(name: str) -> None:
    for case in golden(name):
        score = score_one(name, ToScore(text=case.text, language=case.language))

        assert said(score) == case.says, case


@every_scorer
def test_no_texts_are_no_scores_and_the_order_is_kept(name: str) -> None:
    requests = [ToScore(text=case.text, language=case.language) for case in golden(name)]

    forwards, backwards = SCORERS[name].score(requests), SCORERS[name].score(requests[::-1])

    assert not SCORERS[name].score([])
    for one, other in zip(forwards, list(backwards)[::-1], strict=True):
        assert_alike(one, other)


@every_scorer
def test_a_text_is_judged_the_same_whatever_is_judged_with_it(name: str) -> None:
    requests = [ToScore(text=case.text, language=case.language) for case in golden(name)]
    around = [ToScore(text=text, language="en") for text in ODD_TEXTS.values()]

    together = SCORERS[name].score([*around, *requests, *around])

    for request, score in zip(requests, together[len(around) :], strict=False):
        assert_alike(score, score_one(name, request))


@every_scorer
def test_the_same_batch_is_judged_the_same_to_the_last_bit(name: str) -> None:
    requests = [ToScore(text=case.text, language=case.language) for case in golden(name)]

    assert list(SCORERS[name].score(requests)) == list(SCORERS[name].score(requests))


@every_scorer
def test_a_scorer_has_a_name_and_a_version_without_blanks(name: str) -> None:
    assert SCORERS[name].name == name
    assert SCORERS[name].version
    assert not set(" +") & set(SCORERS[name].version)


@every_scorer
def test_languages_are_named_by_short_tags(name: str) -> None:
    languages = SCORERS[name].languages

    assert languages is None or (languages and all(len(tag) in {2, 3} and tag.islower() for tag in languages))


@every_scorer
@pytest.mark.parametrize(
    "wording", [None, "How was it?", "\x00\ud83d" * 5000], ids=["unasked", "asked", "odd"]
)
def test_an_odd_text_is_judged_within_the_scales(name: str, wording: str | None) -> None:
    for kind, text in ODD_TEXTS.items():
        score = score_one(name, ToScore(text=text, wording=wording, language="en"))

        assert_in_range(score, kind)


@every_scorer
def test_where_there_are_no_words_nothing_is_felt(name: str) -> None:
    for text in (None, "", " \n\t"):
        assert said(score_one(name, ToScore(text=text, language="en"))) in {"unscored", "unsure"}


@every_scorer
@settings(deadline=None)  # the first text may make an engine read its lexicon
@given(text=st.none() | st.text(), language=st.none() | st.sampled_from(["en", "de", "pt-BR", "xx", ""]))
def test_no_text_is_too_odd_to_be_judged_and_twice_the_same(
    name: str, text: str | None, language: str | None
) -> None:
    request = ToScore(text=text, language=language)

    score = score_one(name, request)

    assert_in_range(score, text or "")
    for each in SCORERS[name].score([request, request]):
        assert_alike(each, score)


@every_scorer
def test_an_engine_with_vectors_puts_phrases_where_its_texts_are(name: str) -> None:
    engine = SCORERS[name]
    if not isinstance(engine, Embedder):
        pytest.skip("it has no vectors")
    phrase = "I was charged twice"

    (vector,) = engine.embed([phrase], language="en")

    assert vector == pytest.approx(score_one(name, ToScore(text=phrase, language="en")).vector, abs=CLOSE)
    assert not engine.embed([])
