"""Numbers as people write them in an answer: 4, 4/5, eight out of ten, 5 stars."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from feedback.reading import either, plain
from feedback.wording import CATALOGUES, languages_for

_NUMBER = r"[+-]?\d{1,6}(?:[.,]\d{1,3})?"
_TOP_OF_STARS = 5
_FAR_APART = 0.5
_SCALE = re.compile(
    r"(?<!\d)(?P<low>[01])\s*(?:-|–|to|bis|a|à|al|ate|und|and|e|y|et)\s*(?P<high>\d{1,2})(?!\d)"
)
_LOOSE = frozenset({"of", "de", "di", "em"})
"""Words for `out of` that within a sentence count things: two of five parcels."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A number somebody wrote: `8/10 but slow` is 8 of `top` 10 with a `comment`; `5 stars` has `stars`."""

    value: float
    top: float | None = None
    stars: bool = False
    comment: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A number within a text that says by itself how good: `2/10`, `five stars`; `share` is 0 to 1."""

    share: float
    words: str


def figure(text: str, *, language: str) -> Figure | None:
    """Return the number that the whole of `text` is; words may follow only after `n/top`."""
    wanted = plain(text).removeprefix("#")
    for tag in languages_for(language):
        if found := _whole(tag).fullmatch(wanted):
            value, top = (_number(found[group], tag) for group in ("value", "top"))
            if value is not None:
                return Figure(
                    value=value, top=top, stars=bool(found["stars"]), comment=bool(found["comment"])
                )
    return None


def mark_in(text: str, *, language: str) -> Mark | None:
    """Return the first number in `text` that is out of 5 or 10, or counts stars; None where two disagree."""
    wanted = plain(text)
    for tag in languages_for(language):
        found = list(_marks(wanted, tag))
        if found:
            shares = [mark.share for mark in found]
            return found[0] if max(shares) - min(shares) < _FAR_APART else None
    return None


def _marks(wanted: str, tag: str) -> Iterator[Mark]:
    for found in _within(tag).finditer(wanted):
        if (share := _share(_number(found["value"], tag), _number(found["top"], tag))) is not None:
            yield Mark(share=share, words=found[0].strip())


def bare_mark(text: str, *, wording: str, language: str) -> Mark | None:
    """Return the mark that a number alone is: on the scale `wording` names, else of 5, above that of 10."""
    said = figure(text, language=language)
    if said is None or said.top is not None or said.comment:
        return None
    low, top = _named_scale(wording) or _likely_scale(said.value)
    if not low <= said.value <= top:
        return None
    return Mark(share=(said.value - low) / (top - low), words=plain(text))


def _named_scale(wording: str) -> tuple[float, float] | None:
    found = _SCALE.search(plain(wording))
    if found is None:
        return None
    low, high = float(found["low"]), float(found["high"])
    return (low, high) if low < high else None


def _likely_scale(value: float) -> tuple[float, float]:
    return (0 if value < 1 else 1, _TOP_OF_STARS) if value <= _TOP_OF_STARS else (0, 10)


def _share(value: float | None, top: float | None) -> float | None:
    top = _TOP_OF_STARS if top is None else top
    if value is None or not 0 <= value <= top:
        return None
    # Scales of five begin with 1, so 1/5 is the worst there; a plain nought is the worst anywhere.
    low = 1 if top == _TOP_OF_STARS and value >= 1 else 0
    return (value - low) / (top - low)


def _number(said: str | None, tag: str) -> float | None:
    if said is None:
        return None
    word = _values(tag).get(said)
    return float(said.replace(",", ".")) if word is None else float(word)


@cache
def _values(tag: str) -> Mapping[str, int]:
    numbers = enumerate(CATALOGUES[tag].numbers)
    return {plain(word): value for value, synonyms in numbers for word in synonyms}


@cache
def _whole(tag: str) -> re.Pattern[str]:
    words = CATALOGUES[tag]
    count = f"{_NUMBER}|{either(_values(tag))}"
    of = rf"(?:\s*/\s*|\s+(?:{either(words.out_of)})\s+)(?P<top>{count})"
    unit = rf"(?:\s*(?:(?P<%s>{either(words.stars)}|\*)|{either(words.points)}))?"
    return re.compile(
        rf"(?P<value>{count})(?:{of}{unit % 'of_stars'}(?P<comment>\W+.+)?|{unit % 'stars'})", re.DOTALL
    )


@cache
def _within(tag: str) -> re.Pattern[str]:
    words = CATALOGUES[tag]
    count = rf"\d{{1,2}}(?:[.,]\d)?|{either(_values(tag))}"
    of = rf"(?:\s*/\s*|\s+(?:{either(words.out_of - _LOOSE)})\s+)(?P<top>{_tops(tag)})(?!\d|\s*/)"
    return re.compile(rf"(?<![\w/.,+-])(?P<value>{count})(?:{of}|\s*(?:{either(words.stars)}))\b")


def _tops(tag: str) -> str:
    numbers = CATALOGUES[tag].numbers
    return either(["5", "10", *numbers[5], *numbers[10]])
