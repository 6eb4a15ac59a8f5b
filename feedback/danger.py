"""Whether words speak of distress or danger: looked for by phrases, with negations and figures of speech."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache

from config.support import Danger
from feedback.danger_words import FIGURES, NEGATIONS, PHRASES

_LONGEST = 20_000
"""Beyond so many characters nobody looks: no customer writes more."""

_REACH = 3
"""A negation takes back what begins at most so many words after it."""

_BOUNDARY = re.compile(r"[.,;:!?\n…()]+|\s[–—-]\s|\s(?:and|but|und|aber|et|y|pero|e|ma|mas)\s")
"""Where a clause ends: a negation does not reach beyond."""


_WORD = re.compile(r"[\w'-]+")


def danger_in(text: str | None, danger: Danger | None) -> tuple[str, ...]:
    """Return the words of `text` that speak of danger, as they are looked for; none where nobody looks."""
    if not text or danger is None:
        return ()
    own = _own(danger.words)
    return tuple(
        found
        for clause in _BOUNDARY.split(_plain(text[:_LONGEST]))
        for pattern in (*(_possible(clause) if danger.built_in else ()), *own)
        if (found := _meant(pattern, clause)) is not None
    )


def words_in(text: str | None, words: Iterable[str]) -> bool:
    """Say whether one of `words` stands in `text`, as whole words, in capitals or not."""
    plain = _plain(text or "")
    return any(_phrase(word).search(plain) for word in words)


def _meant(pattern: re.Pattern[str], clause: str) -> str | None:
    """Return the piece of a clause that a phrase was found as, unless it is taken back or only a figure."""
    for found in pattern.finditer(clause):
        before = clause[: found.start()].split()[-_REACH:]
        if not _negations().isdisjoint(before) or _figures().match(clause, found.end()):
            continue
        return found[0]
    return None


def _plain(text: str) -> str:
    composed = unicodedata.normalize("NFKC", text).casefold()
    return composed.replace("’", "'").replace("`", "'").replace("\u00b4", "'")


def _possible(clause: str) -> Iterator[re.Pattern[str]]:
    """Yield the built-in phrases whose last word stands in a clause; most clauses have none."""
    for word in dict.fromkeys(_WORD.findall(clause)):
        yield from _by_last_word().get(word, ())


@cache
def _by_last_word() -> Mapping[str, Sequence[re.Pattern[str]]]:
    found: defaultdict[str, list[re.Pattern[str]]] = defaultdict(list)
    for line in (line.strip() for listed in PHRASES.values() for line in listed.splitlines()):
        for word in _plain(line).partition("~")[0].split()[-1].split("/") if line else ():
            found[word].append(_compiled(line))
    return found


@lru_cache(maxsize=64)
def _own(words: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(map(_phrase, words))


def _compiled(line: str) -> re.Pattern[str]:
    """Return the pattern of a line of the list, as its docstring says what stands there."""
    wanted, _, unwanted = _plain(line).partition("~")
    *firsts, last = wanted.split()
    parts = [_word(word) for word in firsts]
    after = rf"(?!\s+(?:{_either(unwanted)})(?!\w))" if unwanted else ""
    return re.compile(rf"(?<!\w){''.join(parts)}(?:{_either(last)})(?!\w){after}")


def _word(word: str) -> str:
    one = rf"(?:{_either(word.strip('()'))})\s+"
    return f"(?:{one})?" if word.startswith("(") else one


def _either(words: str) -> str:
    return "|".join(re.escape(each) for each in words.strip().split("/"))


@lru_cache(maxsize=512)
def _phrase(word: str) -> re.Pattern[str]:
    inner = r"\s+".join(re.escape(each) for each in _plain(word).split())
    return re.compile(rf"(?<!\w){inner}(?!\w)")


@cache
def _negations() -> frozenset[str]:
    return frozenset(word.strip() for listed in NEGATIONS.values() for word in listed.split(","))


@cache
def _figures() -> re.Pattern[str]:
    figures = (figure.strip() for listed in FIGURES.values() for figure in listed.split(","))
    return re.compile(rf"\s+(?:{'|'.join(map(re.escape, figures))})(?!\w)")
