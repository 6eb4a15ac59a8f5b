"""The product's own words in the customer's language; what the operator asks stands in the journey file."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from types import MappingProxyType

from config.language_tag import fallbacks
from feedback.catalogue import Catalogue, Key
from feedback.catalogues import de, en, es, fr, it, pt

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
"""Every language the product itself speaks, by its tag."""


@lru_cache(maxsize=512)
def spoken_language(language: str) -> str:
    """Return the language we speak to somebody who prefers `language`: pt for pt-BR, en for one unknown."""
    return next((tag for tag in fallbacks(language) if tag in CATALOGUES), "en")


def say(key: Key, language: str, /, **facts: str | int) -> str:
    """Return the phrase `key` in `language`, with `facts` filled in."""
    phrase = CATALOGUES[spoken_language(language)].phrases[key]
    return phrase.format_map(facts)


def languages_for(language: str) -> Iterator[str]:
    """Yield the language we speak to somebody, then all others: people answer in the one they like."""
    first = spoken_language(language)
    yield first
    yield from (tag for tag in CATALOGUES if tag != first)


def catalogues_for(language: str) -> Iterator[Catalogue]:
    """Yield the catalogue of `language`, then all others."""
    return (CATALOGUES[tag] for tag in languages_for(language))
