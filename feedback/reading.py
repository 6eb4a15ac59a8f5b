"""How typed words are read kindly: spelling, numbers, lists, yes and no, in every language we speak."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from rapidfuzz.distance import OSA

from feedback.catalogue import Catalogue
from feedback.emoji import bare
from feedback.wording import catalogues_for

T = TypeVar("T")

LONGEST_LABEL = 120
"""More characters than this are a comment, not the name of an answer."""

_EDGES = " \t.,;:!?…\"'()[]{}¡¿«»„“”‘’`~"
_NUMBER = r"[+-]?\d{1,6}(?:[.,]\d{1,3})?"
_STRETCHED, _STRETCH = re.compile(r"(.)\1\1"), re.compile(r"(.)\1+")
# Below four letters a typo is another word; at four, letters may be swapped; from eight on, two may be wrong.
_SHORT_WORD, _LONG_WORD = 4, 8
_YES_SIGNS = frozenset(["👍", "👌", "✅", "✔", "🙌", "🆗"])
_NO_SIGNS = frozenset(["👎", "❌", "✖", "🚫"])


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number somebody wrote: `8/10 but slow` is 8 of `top` 10, with a `comment`."""

    value: float
    top: float | None = None
    comment: bool = False


def clean(text: str | None) -> str:
    """Strip `text`; NUL and halves of characters, which no database keeps, go without loss of words."""
    kept = (text or "").replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")
    return kept.strip()


def plain(text: str) -> str:
    """Return `text` as compared: no case, accents, full-width forms or punctuation around it."""
    wide = unicodedata.normalize("NFKC", bare(text.replace("🔟", "10"))).replace("’", "'").casefold()
    base = "".join(sign for sign in unicodedata.normalize("NFD", wide) if not unicodedata.combining(sign))
    return " ".join(base.split()).strip(_EDGES)


def closest(said: str, names: Iterable[tuple[str, T]]) -> T | None:
    """Return what the first name equal to `said` stands for, else the only one within a typo or two."""
    wanted = plain(said)
    if not wanted or len(wanted) > LONGEST_LABEL:
        return None
    known = [(plain(name), meaning) for name, meaning in names]
    for name, meaning in known:
        if name == wanted:
            return meaning
    near = [meaning for name, meaning in known if _within_typos(wanted, name)]
    return near[0] if near and all(meaning == near[0] for meaning in near) else None


def _within_typos(said: str, name: str) -> bool:
    # Word by word and never in the first letter: unsatisfied is two letters away from satisfied.
    ours, theirs = said.split(), name.split()
    return len(ours) == len(theirs) and all(map(_same_word, ours, theirs))


def _same_word(said: str, word: str) -> bool:
    if said == word or (_STRETCHED.search(said) and _STRETCH.sub(r"\1", said) == _STRETCH.sub(r"\1", word)):
        return True
    shortest = min(len(said), len(word))
    if shortest < _SHORT_WORD or said[0] != word[0] or not (said.isalpha() and word.isalpha()):
        return False
    if shortest == _SHORT_WORD and sorted(said) != sorted(word):
        return False
    return OSA.distance(said, word) <= (2 if shortest >= _LONG_WORD else 1)


def figure(text: str, *, language: str) -> Figure | None:
    """Return the number that `text` is: 4, 4/5, eight out of ten, 5 stars; a comment only after `n/top`."""
    wanted = plain(text).removeprefix("#")
    for catalogue in catalogues_for(language):
        if found := _figure_pattern(catalogue.out_of, catalogue.units, catalogue.numbers).fullmatch(wanted):
            return _figure(found, _values(catalogue.numbers))
    return None


def _figure(found: re.Match[str], values: Mapping[str, int]) -> Figure:
    def number(group: str) -> float | None:
        said = found[group]
        if said is None:
            return None
        return float(values[said]) if said in values else float(said.replace(",", "."))

    return Figure(value=number("value") or 0.0, top=number("top"), comment=found["comment"] is not None)


@cache
def _values(numbers: tuple[frozenset[str], ...]) -> Mapping[str, int]:
    return {plain(word): value for value, synonyms in enumerate(numbers) for word in synonyms}


@cache
def _figure_pattern(
    out_of: frozenset[str], units: frozenset[str], numbers: tuple[frozenset[str], ...]
) -> re.Pattern[str]:
    count = f"{_NUMBER}|{_either(_values(numbers))}"
    of = f"(?:\\s*/\\s*|\\s+(?:{_either(out_of)})\\s+)(?P<top>{count})"
    unit = f"(?:\\s*(?:{_either(units)}|\\*))?"
    return re.compile(f"(?P<value>{count})(?:{of}{unit}(?P<comment>\\W+.+)?|{unit})", re.DOTALL)


def _either(listed: Iterable[str]) -> str:
    return "|".join(re.escape(plain(word)) for word in sorted(listed, key=len, reverse=True))


def yes_or_no(text: str, *, language: str) -> bool | None:
    """Tell a yes from a no, in words or by a sign; None if it is neither."""
    if (sign := bare(text).strip()) in _YES_SIGNS | _NO_SIGNS:
        return sign in _YES_SIGNS
    return closest(
        text,
        (
            (word, meaning)
            for catalogue in catalogues_for(language)
            for meaning, said in ((True, catalogue.yes), (False, catalogue.no))
            for word in sorted(said)
        ),
    )


def wants_to_skip(text: str, *, language: str) -> bool:
    """Say whether `text` is the word for leaving a question out, such as the one a prompt names."""
    wanted = plain(text)
    return any(
        wanted in _skip_words(catalogue.skip, catalogue.phrases["skip"])
        for catalogue in catalogues_for(language)
    )


@cache
def _skip_words(listed: frozenset[str], label: str) -> frozenset[str]:
    return frozenset(map(plain, (*listed, label)))


def listed_in(text: str, *, language: str) -> tuple[str, ...]:
    """Split a list as people type it: `1, 3`, `1 3`, `price and delivery`."""
    if re.fullmatch(r"\d+(?:\s+\d+)+", plain(text)):
        return tuple(plain(text).split())
    joins = _either(word for catalogue in _first(language) for word in catalogue.joins)
    parts = re.split(rf"[,;\n&+\uff0c\u3001]|\s(?:{joins})\s", text, flags=re.IGNORECASE)
    return tuple(part.strip() for part in parts if part.strip())


def _first(language: str) -> tuple[Catalogue, ...]:
    return (next(iter(catalogues_for(language))),)
