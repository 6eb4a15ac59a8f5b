"""What a training example is: words, the question before them, and the targets that its source knows."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from config.emotion import EMOTIONS, Basic

FEELINGS = ("negative", "neutral", "positive", "mixed", "non_answer")
"""The classes of the sentiment head, in the order of its outputs."""

PLAIN = FEELINGS[:3]
"""What a source that knows three classes tells apart; the other outputs are masked for its rows."""

EMOTION_NAMES = tuple(emotion.name for emotion in EMOTIONS)
"""The outputs of the emotion head, in order."""

BASICS = tuple(basic.value for basic in Basic)
"""Ekman's groups, in the order of the auxiliary head."""

POLES = ("positive", "negative", "ambiguous", "neutral")
"""The four groups of the GoEmotions paper, in the order of the auxiliary head."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """One text with its targets; None or a missing name is unknown, and masked in the loss.

    `feeling` maps classes to probabilities that sum to 1; classes it does not name are masked out of the
    softmax. `valence` is -2..+2. `emotions`, `basics` and `poles` map names to 0..1. `theme` is the key of
    one of `themes`, each with phrases that customers would use. `weight` scales the row's loss.
    """

    source: str
    text: str
    question: str | None = None
    language: str = "en"
    feeling: Mapping[str, float] | None = None
    valence: float | None = None
    emotions: Mapping[str, float] = field(default_factory=dict)
    basics: Mapping[str, float] = field(default_factory=dict)
    poles: Mapping[str, float] = field(default_factory=dict)
    themes: str | None = None
    theme: str | None = None
    weight: float = 1.0


def plain(name: str) -> Mapping[str, float]:
    """Return certainty of one of the three plain classes."""
    return {each: float(each == name) for each in PLAIN}
