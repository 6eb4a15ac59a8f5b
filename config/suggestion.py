"""The word probably meant, for one that is not known."""

from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from rapidfuzz import process
from rapidfuzz.distance import OSA

_ALIKE_ENOUGH = 0.6
_MOST_LISTED = 12


def closest(word: str, known: Iterable[str]) -> str | None:
    """Return the known word most like `word`, if any is alike enough."""
    choices = {name: name.casefold() for name in sorted(known)}
    found = process.extractOne(
        word.casefold(), choices, scorer=OSA.normalized_similarity, score_cutoff=_ALIKE_ENOUGH
    )
    return found[2] if found else None


def suggest(word: str, known: Iterable[str], *, otherwise: str = "") -> str:
    """Write the fix for an unknown word: the one probably meant, else all there are, else `otherwise`."""
    names = sorted(known) if isinstance(known, AbstractSet) else list(dict.fromkeys(known))
    meant = closest(word, names)
    if meant:
        return f'did you mean "{meant}"?'
    if not names:
        return otherwise
    return (
        f"use {listed(names)}"
        if len(names) <= _MOST_LISTED
        else otherwise or f"use one of {len(names)} known"
    )


def listed(words: Iterable[str]) -> str:
    """Write words as people list them: a, b or c."""
    *firsts, last = words
    return f"{', '.join(firsts)} or {last}" if firsts else last
