"""Choices that are named in other words: `too late` means `It came late`, where no other choice says so."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import TypeVar

from feedback.closed_class import closed_class
from feedback.plain_wishes import order_in
from feedback.reading import LONGEST_LABEL, is_same_word, plain
from feedback.wording import CATALOGUES

T = TypeVar("T")

_WORD = re.compile(r"\w+")

_LIGHT = (
    "something anything everything arrived arrive etwas alles gekommen angekommen bitte quelque chose arrivé "
    "venu algo llegó llegado por favor qualcosa arrivato arrivata chegou chegado"
)
"""What says no more about a choice than the words of the closed classes do."""


@dataclass(frozen=True, slots=True)
class _Gist:
    """The words that carry what is said, and whether it is denied."""

    words: frozenset[str]
    is_denied: bool


def paraphrased(said: str, names: Iterable[tuple[str, T]]) -> T | None:
    """Return what the one name stands for that has every word of weight in `said`, or None.

    Who says more than a name does means something of their own, and who denies it the contrary.
    """
    wanted = _gist(said)
    if not wanted.words or len(said) > LONGEST_LABEL or order_in(said) is not None:
        return None
    known = [(_gist(name), meaning) for name, meaning in names]
    found = [(gist, meaning) for gist, meaning in known if _has_all(gist, wanted)]
    meanings = {meaning for _, meaning in found}
    is_half = any(2 * len(wanted.words) >= len(gist.words) for gist, _ in found)
    is_alike = all(gist.is_denied == wanted.is_denied for gist, _ in found)
    return meanings.pop() if len(meanings) == 1 and is_half and is_alike else None


def _has_all(name: _Gist, wanted: _Gist) -> bool:
    return all(any(is_same_word(word, other) for other in name.words) for word in wanted.words)


def _gist(text: str) -> _Gist:
    words = _WORD.findall(plain(text).replace("n't", "nt").replace("'", " "))
    holding, denying = _small_words()
    return _Gist(
        frozenset(word for word in words if word not in holding and word not in denying),
        any(word in denying for word in words),
    )


@cache
def _small_words() -> tuple[frozenset[str], frozenset[str]]:
    """Return the words that hold others together, and those that deny, of all languages we understand."""
    roles = [each for tag in CATALOGUES for each in closed_class(tag).items()]
    denying = {plain(word) for word, role in roles if role == "negates"}
    holding = {plain(word) for word, role in roles if role != "negates"} | set(map(plain, _LIGHT.split()))
    return frozenset(holding - denying), frozenset(denying)
