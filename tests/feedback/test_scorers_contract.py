"""Every engine keeps these promises; its golden data stands in data/scorers/NAME.json."""

from pathlib import Path
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict, TypeAdapter

from bot.discovery import discover
from feedback.scorer import TextScore, ToScore, is_text_scorer

DATA = Path(__file__).parent / "data" / "scorers"
SCORERS = discover("feedback.scorers", is_port=is_text_scorer, name=lambda scorer: scorer.name)

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


@every_scorer
def test_a_text_is_judged_as_it_should(name: str) -> None:
    for case in golden(name):
        (score,) = SCORERS[name].score([ToScore(text=case.text, language=case.language)])

        assert said(score) == case.says, case


@every_scorer
def test_no_texts_are_no_scores_and_the_order_is_kept(name: str) -> None:
    requests = [ToScore(text=case.text, language=case.language) for case in golden(name)]

    assert not SCORERS[name].score([])
    assert list(SCORERS[name].score(requests[::-1])) == list(SCORERS[name].score(requests))[::-1]


@every_scorer
def test_a_scorer_has_a_name_and_a_version_without_blanks(name: str) -> None:
    assert SCORERS[name].name == name
    assert SCORERS[name].version
    assert not set(" +") & set(SCORERS[name].version)


@every_scorer
@settings(deadline=None)  # the first text may make an engine read its lexicon
@given(text=st.none() | st.text(), language=st.none() | st.sampled_from(["en", "de", "pt-BR", "xx", ""]))
def test_no_text_is_too_odd_to_be_judged_and_twice_the_same(
    name: str, text: str | None, language: str | None
) -> None:
    request = ToScore(text=text, language=language)

    (score,) = SCORERS[name].score([request])

    assert score.valence is None or -2 <= score.valence <= 2
    assert score.confidence is None or 0 <= score.confidence <= 1
    assert list(SCORERS[name].score([request, request])) == [score, score]
