"""What customers speak of that no theme is there for: clauses that share words, named by those words."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

FEWEST_CLAUSES = 40
"""With fewer there is nothing to tell chance from."""

MOST_WORDS = 3
"""So long is a term at most."""

_TERMS_SHOWN = 4
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_SHORTEST = 3
_ALIKE = 0.5
"""A term belongs to a group that at least half of its clauses are in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Emerging:
    """Clauses, by their places among those given, that share `terms`; the most telling one is the `key`."""

    key: str
    terms: tuple[str, ...]
    clauses: tuple[int, ...]
    customers: int


def emerging(
    texts: Sequence[str],
    customers: Sequence[str],
    *,
    stops: AbstractSet[str],
    least: int,
    others: Sequence[str] = (),
    most: int = 10,
) -> tuple[Emerging, ...]:
    """Return groups of clauses that share words, of at least as many customers as `least`, the largest first.

    `stops` are words that say nothing alone. Terms are worth more the more customers say them, the longer
    they are, and the rarer in `others`, clauses that themes are there for. A term that fewer than `least`
    customers say is never told.
    """
    if len(texts) < FEWEST_CLAUSES:
        return ()
    said = [_terms(text, stops) for text in texts]
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for place, terms in enumerate(said):
        for term in terms:
            holders[term].append(place)
    voters = {term: frozenset(customers[place] for place in places) for term, places in holders.items()}
    elsewhere = Counter(term for text in others for term in _terms(text, stops))
    shares = max(1, len(others)) / len(texts)
    worth = {
        term: len(who)
        * math.sqrt(1 + term.count(" "))
        * len(places)
        / (len(places) + elsewhere[term] / shares)
        for term, places in holders.items()
        if len(who := voters[term]) >= least
    }
    return tuple(_groups(worth, holders, customers, least=least, most=most))


def _groups(
    worth: Mapping[str, float],
    holders: Mapping[str, Sequence[int]],
    customers: Sequence[str],
    *,
    least: int,
    most: int,
) -> Iterator[Emerging]:
    """Yield a group round the term worth most among clauses that are in none yet, and so on."""
    taken: set[int] = set()
    free = sorted(worth, key=lambda term: (-worth[term], term))
    while free and most:
        clauses = set(holders[free[0]]) - taken
        together = [each for each in free if len(clauses & set(holders[each])) >= _ALIKE * len(holders[each])]
        together = together if free[0] in together else [free[0], *together]
        clauses = clauses.union(*(set(holders[each]) - taken for each in together))
        terms = _telling(together)
        who = {customers[place] for place in clauses}
        yield Emerging(key=terms[0], terms=terms, clauses=tuple(sorted(clauses)), customers=len(who))
        taken |= clauses
        most -= 1
        left = {each: set(holders[each]) - taken for each in free if each not in together}
        kept = [each for each in left if len({customers[place] for place in left[each]}) >= least]
        free = sorted(kept, key=lambda each: (-worth[each] * len(left[each]) / len(holders[each]), each))


def _telling(terms: Sequence[str]) -> tuple[str, ...]:
    """Leave out terms that are parts of others that are told."""
    kept: list[str] = []
    for term in terms:
        if not any(f" {term} " in f" {other} " or f" {other} " in f" {term} " for other in kept):
            kept.append(term)
    return tuple(kept[:_TERMS_SHOWN])


def _terms(text: str, stops: AbstractSet[str]) -> frozenset[str]:
    """Return the runs of up to three words that begin and end with a word that says something."""
    words = [found[0].casefold().replace("’", "'") for found in _WORD.finditer(text)]
    # Lists of such words have `didnt` for `didn't`.
    says = [len(word) >= _SHORTEST and stops.isdisjoint({word, word.replace("'", "")}) for word in words]
    return frozenset(
        " ".join(words[first : first + length])
        for length in range(1, MOST_WORDS + 1)
        for first in range(len(words) - length + 1)
        if says[first] and says[first + length - 1]
    )
