"""The words of the map in each language; `words_for` finds the nearest one we have."""

from dataclasses import fields
from functools import cache

from config.phrases import Phrases
from mapping.words import Words

MAPS: Phrases[str] = Phrases("mapping", "words", "map")

_LEVELS = ("very_negative", "negative", "neutral", "positive", "very_positive")
_NOT_PLAIN = frozenset({"language", "levels", "answers", "customers"})


def words_for(language: str) -> Words:
    """Return the words for a BCP 47 tag: its own language, else English."""
    return _words(MAPS.spoken(language))


@cache
def _words(tag: str) -> Words:
    found = MAPS.all(tag)
    worst, bad, neutral, good, best = (found.plain[level] for level in _LEVELS)
    return Words(
        language=tag,
        levels=(worst, bad, neutral, good, best),
        answers=found.counted["answers"],
        customers=found.counted["customers"],
        **{field.name: found.plain[field.name] for field in fields(Words) if field.name not in _NOT_PLAIN},
    )
