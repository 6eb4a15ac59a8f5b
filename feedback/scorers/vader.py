"""VADER: a lexicon of rated words, with rules for negation, emphasis and emoji, made for short posts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import TYPE_CHECKING

from feedback.lexicon import ENGLISH, NO_WORD_KNOWN, score_english
from feedback.scorer import TextScore, TextScorer, ToScore

if TYPE_CHECKING:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

# Praise and blame that each fill this much of a text, and come out this close to neutral, are mixed feelings.
_STRONG, _BALANCED = 0.15, 0.3

# Its lexicon looks word by word, and compares each with those around it.
_MOST_CHARACTERS = 10_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Vader:
    """Reads English only; how sure it is it cannot say, except that it knows no word of a text."""

    name: str = "vader"

    @property
    def version(self) -> str:
        return _installed()

    @property
    def languages(self) -> frozenset[str]:
        return ENGLISH

    def score(self, texts: Sequence[ToScore]) -> Sequence[TextScore]:
        return score_english(texts, _scored)


@cache
def _installed() -> str:
    return version("vaderSentiment")


@cache
def _analyzer() -> "SentimentIntensityAnalyzer":
    from vaderSentiment.vaderSentiment import (  # noqa: PLC0415 - it reads a lexicon of 8,000 words
        SentimentIntensityAnalyzer,
    )

    return SentimentIntensityAnalyzer()


def _scored(text: str) -> TextScore:
    told = _analyzer().polarity_scores(text[:_MOST_CHARACTERS])
    evidence = tuple(dict.fromkeys(_known(text)))
    if not evidence and not told["compound"]:
        return NO_WORD_KNOWN
    compound = float(told["compound"])
    strong = min(told["pos"], told["neg"]) >= _STRONG
    return TextScore(
        valence=max(-2.0, min(2.0, 2 * compound)),
        evidence=evidence,
        mixed=strong and abs(compound) < _BALANCED,
    )


def _known(text: str) -> Iterator[str]:
    lexicon = _analyzer().lexicon
    for word in text[:_MOST_CHARACTERS].split():
        bare = word.strip(".,;:!?\"'()[]")
        if lexicon.get(word.lower()) or lexicon.get(bare.lower()):
            yield bare or word


SPEC: TextScorer = Vader()
