"""How typed words are read kindly: spelling, lists, yes and no, in every language we speak."""

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import TypeVar

from rapidfuzz.distance import OSA

from feedback.emoji import bare
from feedback.wording import CATALOGUES, catalogues_for, languages_for, say, understood_language

T = TypeVar("T")

LONGEST_LABEL = 120
"""More characters than this are a comment, not the name of an answer."""

_EDGES = " \t.,;:!?…\"'()[]{}¡¿«»„“”‘’`~"
_STRETCHED, _STRETCH = re.compile(r"(.)\1\1"), re.compile(r"(.)\1+")
# Below four letters a typo is another word; at four, letters may be swapped; from eight on, two may be wrong.
_SHORT_WORD, _LONG_WORD = 4, 8
_YES_SIGNS = frozenset(["👍", "👌", "✅", "✔", "🙌", "🆗"])
_NO_SIGNS = frozenset(["👎", "❌", "✖", "🚫"])


def clean(text: str | None) -> str:
    """Strip `text`; NUL and halves of characters, which no database keeps, go without loss of words."""
    kept = (text or "").replace("\x00", "").encode("utf-8", "ignore").decode("utf-8")
    return kept.strip()


def plain(text: str) -> str:
    """Return `text` as compared: no case, accents, full-width forms or punctuation around it."""
    wide = unicodedata.normalize("NFKC", bare(text.replace("🔟", "10"))).replace("’", "'").casefold()
    if not wide.isascii():
        wide = "".join(sign for sign in unicodedata.normalize("NFD", wide) if not unicodedata.combining(sign))
    return " ".join(wide.split()).strip(_EDGES)


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
    return len(ours) == len(theirs) and all(map(is_same_word, ours, theirs))


def is_same_word(said: str, word: str) -> bool:
    """Say whether one word is the other, stretched or with a typo or two."""
    if said == word or (_STRETCHED.search(said) and _STRETCH.sub(r"\1", said) == _STRETCH.sub(r"\1", word)):
        return True
    shortest = min(len(said), len(word))
    if shortest < _SHORT_WORD or said[0] != word[0] or not (said.isalpha() and word.isalpha()):
        return False
    if shortest == _SHORT_WORD and sorted(said) != sorted(word):
        return False
    return OSA.distance(said, word) <= (2 if shortest >= _LONG_WORD else 1)


def either(listed: Iterable[str]) -> str:
    """Return a pattern for any of the words, the longest first."""
    return "|".join(re.escape(plain(word)) for word in sorted(listed, key=len, reverse=True)) or r"(?!)"


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
    said = plain(text)
    return any(said in _skip_words(tag) for tag in languages_for(language))


@cache
def _skip_words(tag: str) -> frozenset[str]:
    return frozenset(map(plain, (*CATALOGUES[tag].skip, say("skip", tag))))


def listed_in(text: str, *, language: str) -> tuple[str, ...]:
    """Split a list as people type it: `1, 3`, `1 3`, `price and delivery`."""
    if re.fullmatch(r"\d+(?:\s+\d+)+", plain(text)):
        return tuple(plain(text).split())
    joins = either(CATALOGUES[understood_language(language)].joins)
    parts = re.split(rf"[,;\n&+\uff0c\u3001]|\s(?:{joins})\s", text, flags=re.IGNORECASE)
    return tuple(part.strip() for part in parts if part.strip())
