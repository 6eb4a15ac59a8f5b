"""The one list of emotions: the 27 of GoEmotions and neutral, with their valence."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Basic(StrEnum):
    """The six basic emotions of Ekman, and neutral."""

    JOY = "joy"
    ANGER = "anger"
    SADNESS = "sadness"
    FEAR = "fear"
    SURPRISE = "surprise"
    DISGUST = "disgust"
    NEUTRAL = "neutral"


class Petal(StrEnum):
    """The eight petals of Plutchik's wheel, and neutral."""

    JOY = "joy"
    TRUST = "trust"
    FEAR = "fear"
    SURPRISE = "surprise"
    SADNESS = "sadness"
    DISGUST = "disgust"
    ANGER = "anger"
    ANTICIPATION = "anticipation"
    NEUTRAL = "neutral"


class Level(IntEnum):
    """How it felt, in five steps of valence."""

    VERY_NEGATIVE = -2
    NEGATIVE = -1
    NEUTRAL = 0
    POSITIVE = 1
    VERY_POSITIVE = 2

    @classmethod
    def of(cls, valence: float) -> "Level":
        """Return the nearest level; halfway counts away from neutral."""
        step = int(abs(valence) + 0.5)
        return cls(max(-2, min(2, step if valence > 0 else -step)))


@dataclass(frozen=True, slots=True)
class Emotion:
    """One emotion: its valence from -2 to +2, and where Ekman and Plutchik would put it."""

    name: str
    valence: float
    basic: Basic
    petal: Petal


EMOTIONS: tuple[Emotion, ...] = (
    Emotion("admiration", 1.6, Basic.JOY, Petal.TRUST),
    Emotion("amusement", 1.4, Basic.JOY, Petal.JOY),
    Emotion("anger", -1.8, Basic.ANGER, Petal.ANGER),
    Emotion("annoyance", -1.2, Basic.ANGER, Petal.ANGER),
    Emotion("approval", 1.0, Basic.JOY, Petal.TRUST),
    Emotion("caring", 1.0, Basic.JOY, Petal.TRUST),
    Emotion("confusion", -0.6, Basic.SURPRISE, Petal.SURPRISE),
    Emotion("curiosity", 0.4, Basic.SURPRISE, Petal.ANTICIPATION),
    Emotion("desire", 0.6, Basic.JOY, Petal.ANTICIPATION),
    Emotion("disappointment", -1.4, Basic.SADNESS, Petal.SADNESS),
    Emotion("disapproval", -1.2, Basic.ANGER, Petal.DISGUST),
    Emotion("disgust", -1.8, Basic.DISGUST, Petal.DISGUST),
    Emotion("embarrassment", -1.0, Basic.SADNESS, Petal.SADNESS),
    Emotion("excitement", 1.8, Basic.JOY, Petal.ANTICIPATION),
    Emotion("fear", -1.6, Basic.FEAR, Petal.FEAR),
    Emotion("gratitude", 1.8, Basic.JOY, Petal.TRUST),
    Emotion("grief", -2.0, Basic.SADNESS, Petal.SADNESS),
    Emotion("joy", 2.0, Basic.JOY, Petal.JOY),
    Emotion("love", 2.0, Basic.JOY, Petal.TRUST),
    Emotion("nervousness", -1.0, Basic.FEAR, Petal.FEAR),
    Emotion("optimism", 1.2, Basic.JOY, Petal.ANTICIPATION),
    Emotion("pride", 1.4, Basic.JOY, Petal.JOY),
    Emotion("realization", 0.0, Basic.SURPRISE, Petal.SURPRISE),
    Emotion("relief", 1.0, Basic.JOY, Petal.JOY),
    Emotion("remorse", -1.2, Basic.SADNESS, Petal.SADNESS),
    Emotion("sadness", -1.6, Basic.SADNESS, Petal.SADNESS),
    Emotion("surprise", 0.2, Basic.SURPRISE, Petal.SURPRISE),
    Emotion("neutral", 0.0, Basic.NEUTRAL, Petal.NEUTRAL),
)
"""In the order of the GoEmotions labels, which is the order of a model's outputs."""

BY_NAME = {emotion.name: emotion for emotion in EMOTIONS}
"""The same emotions, found by name."""
