"""What we say in a chat, and what we understand; what the operator asks stands in the journey file."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType

from config.language_tag import fallbacks
from config.phrases import SOURCE, Phrases
from feedback.catalogue import Catalogue, Key
from feedback.catalogues import de, en, es, fr, it, pt

TALK: Phrases[Key] = Phrases("feedback", "words", "talk")
"""What we say to customers, and to the rooms of teams."""

say = TALK.say
"""Return the phrase `key` in the customer's `language`, with `facts` filled in."""

spoken_language = TALK.spoken
"""Return the language we speak to somebody who prefers `language`: pt for pt-BR, en for one unknown."""

CATALOGUES: Mapping[str, Catalogue] = MappingProxyType(
    {
        "en": en.CATALOGUE,
        "de": de.CATALOGUE,
        "fr": fr.CATALOGUE,
        "es": es.CATALOGUE,
        "it": it.CATALOGUE,
        "pt": pt.CATALOGUE,
    }
)
"""What we understand in each language, by its tag."""


@lru_cache(maxsize=512)
def understood_language(language: str) -> str:
    """Return the language in which we understand somebody who prefers `language` best."""
    return next((tag for tag in fallbacks(language) if tag in CATALOGUES), SOURCE)


def languages_for(language: str) -> Iterator[str]:
    """Yield the language we understand somebody in, then all others: people answer in the one they like."""
    first = understood_language(language)
    yield first
    yield from (tag for tag in CATALOGUES if tag != first)


def catalogues_for(language: str) -> Iterator[Catalogue]:
    """Yield the catalogue of `language`, then all others."""
    return (CATALOGUES[tag] for tag in languages_for(language))
