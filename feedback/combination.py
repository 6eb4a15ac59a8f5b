"""What a rating and the words beside it say together, by numbers that were learnt.

A class is more likely by what the engine says, by the rating and by what was asked; the rating's own value is
moved by the words within a bound. `Combination` holds the numbers, `LEARNT` those in force.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from config.emotion import Level
from feedback.scorer import About, Feeling, Label

Class = Literal["negative", "neutral", "positive", "mixed"]
CLASSES: tuple[Class, ...] = ("negative", "neutral", "positive", "mixed")

CLEAR, FAR_APART = 1.0, 3.0
"""A rating and words contradict each other if both are clear, on opposite sides, and this far apart."""

_NEVER_LESS = 1e-4
"""No engine is so sure of what a text is not that a rating could not outweigh it."""

LABELS: Mapping[Level, Label] = {
    Level.VERY_NEGATIVE: "very_negative",
    Level.NEGATIVE: "negative",
    Level.NEUTRAL: "neutral",
    Level.POSITIVE: "positive",
    Level.VERY_POSITIVE: "very_positive",
}
_SIDES: Mapping[Class, int] = {"negative": -1, "neutral": 0, "positive": 1, "mixed": 0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How a class is weighed: `trust` in the words, `rated` by a point of rating, `asked` by the question."""

    trust: float = 1.0
    rated: Mapping[Class, float] = field(default_factory=dict)
    asked: Mapping[About, Mapping[Class, float]] = field(default_factory=dict)

    def chances(self, told: Mapping[Class, float], *, rating: float, about: About) -> Mapping[Class, float]:
        """Return how likely each class is, given the engine's chances; they sum to 1."""
        asked = self.asked.get(about, {})
        weights = {
            name: self.trust * math.log(max(told.get(name, 0.0), _NEVER_LESS))
            + self.rated.get(name, 0.0) * rating
            + asked.get(name, 0.0)
            for name in CLASSES
        }
        top = max(weights.values())
        shares = {name: math.exp(weight - top) for name, weight in weights.items()}
        whole = sum(shares.values())
        return {name: share / whole for name, share in shares.items()}


@dataclass(frozen=True, slots=True, kw_only=True)
class Combination:
    """The numbers of the combination, and a version that counts up with every change of them.

    Words move a rating by `pull` times their distance from it, at most by `most`. `alone` weighs words that
    have no rating, `beside` those that have one. What is less likely than `unsure_below` alone is unsure.
    """

    version: int
    alone: Terms = field(default_factory=Terms)
    beside: Terms
    pull: float = 0.25
    most: float = 0.5
    unsure_below: float = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Combined:
    """What comes of it: `label` is what the words say in their light, `valence` is what counts."""

    label: Label
    valence: float
    confidence: float
    contradiction: bool


_REASON: Mapping[Class, float] = {"negative": -0.135, "positive": -0.933, "mixed": -1.671}
_IMPROVEMENT: Mapping[Class, float] = {"negative": 0.044, "positive": -1.586, "mixed": -1.972}

LEARNT = Combination(
    version=1,
    beside=Terms(
        trust=0.873,
        rated={"negative": -0.428, "positive": 0.717},
        asked={
            "feeling": {"negative": -0.132, "positive": -0.96, "mixed": -1.086},
            "reason": _REASON,
            "improvement": _IMPROVEMENT,
            "problem": _IMPROVEMENT,
        },
    ),
    pull=1.0,
)
"""The numbers in force; `python -m training.combine` learns them on urgent_care_fft."""


def combine(
    chances: Mapping[Feeling, float],
    words: float,
    *,
    rating: float | None,
    about: About,
    by: Combination = LEARNT,
) -> Combined:
    """Put together an engine's `chances` and valence for the `words`, the rating, and what was asked."""
    terms = by.alone if rating is None else by.beside
    shares = terms.chances(_of_classes(chances), rating=rating or 0.0, about=about)
    told = max(CLASSES, key=lambda name: shares[name])
    unsure = rating is None and shares[told] < by.unsure_below
    alone = words if unsure else within(told, words)
    valence = alone if rating is None else moved(rating, words, by=by)
    opposite = rating is not None and _SIDES[told] * valence < 0 and abs(valence) >= _CLEARLY
    wish = about in {"improvement", "problem"}
    return Combined(
        label="unsure" if unsure else _label(told, valence, words),
        valence=valence,
        confidence=shares[told],
        contradiction=contradicts(rating, words) or (opposite and not wish),
    )


def moved(rating: float, words: float, *, by: Combination) -> float:
    """Return `rating`, moved towards the `words` by at most the bound."""
    move = by.pull * (words - rating)
    return max(-2.0, min(2.0, rating + max(-by.most, min(by.most, move))))


def within(told: Class, words: float) -> float:
    """Return the words' valence on the side of their class: a label and its valence tell one story."""
    match told:
        case "negative":
            return max(-2.0, min(-_CLEARLY, words))
        case "positive":
            return min(2.0, max(_CLEARLY, words))
        case "neutral":
            return max(-_HARDLY, min(_HARDLY, words))
        case "mixed":
            return max(-1.0, min(1.0, words))


def contradicts(rating: float | None, words: float | None) -> bool:
    """Say whether a rating and words are both clear, opposite and far apart."""
    if rating is None or words is None:
        return False
    clear = abs(rating) >= CLEAR and abs(words) >= CLEAR
    return clear and rating * words < 0 and abs(rating - words) >= FAR_APART


_CLEARLY, _HARDLY = 0.5, 0.4
"""From half a point on, a valence is on a side; `Level.of` has it so."""


def _of_classes(chances: Mapping[Feeling, float]) -> Mapping[Class, float]:
    """Leave out that a text answers nothing: whoever asks here has decided that it does."""
    known = {name: chances.get(name, 0.0) for name in CLASSES}
    whole = sum(known.values())
    return {name: share / whole for name, share in known.items()} if whole > 0 else known


def _label(told: Class, valence: float, words: float) -> Label:
    side = _SIDES[told]
    if side == 0:
        return "mixed" if told == "mixed" else "neutral"
    # Where the words are against the rating, their own strength counts.
    strength = valence if side * valence > 0 else words
    return LABELS[Level(side * max(1, min(2, side * Level.of(strength))))]
