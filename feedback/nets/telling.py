"""From a reading to a score: the most likely class leads, and the valence is made to agree with it."""

from feedback.nets.evidence import evidence
from feedback.nets.net import Reading
from feedback.scorer import Feeling, TextScore

FELT = 0.5
"""What is negative or positive is so by at least this, and what is neutral by less: `Level.of` agrees."""

MOST_MIXED = 1.0
"""Mixed feelings balance within this."""

_STILL_NEUTRAL = 0.45


def told(text: str, reading: Reading, *, language: str | None = None) -> TextScore:
    """Return the score of `text`, which is in `language`.

    The rule of agreement: the class with the highest chance is the verdict; a negative one has a valence of
    at most -0.5, a positive one of at least 0.5, a neutral one stays within ±0.45, a mixed one within ±1, and
    what is no answer has none.
    """
    verdict = max(reading.chances, key=reading.chances.__getitem__)
    return TextScore(
        valence=agreed(verdict, reading.valence),
        confidence=reading.chances[verdict],
        emotions=reading.emotions,
        evidence=evidence(text, reading.words, verdict=verdict, language=language),
        mixed=verdict == "mixed",
        non_answer=verdict == "non_answer",
        chances=reading.chances,
        vector=reading.vector,
    )


def agreed(verdict: Feeling, valence: float) -> float | None:
    """Return the valence nearest to `valence` that agrees with the verdict; -2..+2, or None for no answer."""
    match verdict:
        case "negative":
            return max(-2.0, min(valence, -FELT))
        case "positive":
            return min(2.0, max(valence, FELT))
        case "neutral":
            return max(-_STILL_NEUTRAL, min(valence, _STILL_NEUTRAL))
        case "mixed":
            return max(-MOST_MIXED, min(valence, MOST_MIXED))
        case "non_answer":
            return None
