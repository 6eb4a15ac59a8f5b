"""VADER: a lexicon of rated words, with rules for negation, emphasis and emoji, made for short posts."""

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING

from feedback.lexicon import NO_WORD_KNOWN, EnglishLexicon
from feedback.scorer import TextScore, TextScorer

if TYPE_CHECKING:
    from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

# Praise and blame that each fill this much of a text, and come out this close to neutral, are mixed feelings.
_STRONG, _BALANCED = 0.15, 0.3

# Its lexicon looks word by word, and compares each with those around it.
_MOST_CHARACTERS = 10_000


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


SPEC: TextScorer = EnglishLexicon(name="vader", package="vaderSentiment", judge=_scored)
