"""Answers that need no model, and that models judge badly: `n/a`, `2/10`, a row of emoji, one word."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from feedback.emoji import EMOJI_VALENCE, emoji_in, without_emoji
from feedback.figures import mark_in
from feedback.reading import plain
from feedback.scorer import About, ToScore
from feedback.wording import CATALOGUES, languages_for

NO_COMPLAINT = 1.0
"""What `nothing` means where somebody asked what was wrong: praise, though a quiet one."""

_ASKS_FOR_FAULTS: frozenset[About] = frozenset({"problem", "improvement"})
_CLAUSE_END = re.compile(r"[.,;:!?\n…–—-]")
# Letters, digits, and signs that may be emoji we do not know: all else is punctuation.
_SAYS_SOMETHING = ("L", "N", "So")
_LONGEST_EVIDENCE = 60


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainCase:
    """What a rule says of a text, and the piece it went by; `valence` None: the text answers nothing."""

    valence: float | None
    evidence: str


_NOTHING_WRITTEN = PlainCase(valence=None, evidence="")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """A text as the rules look at it, with the languages in the order to try."""

    text: str
    request: ToScore
    emoji: tuple[str, ...]
    words: str
    tags: tuple[str, ...]

    @property
    def clauses(self) -> tuple[str, ...]:
        parts = _CLAUSE_END.split(_without(self.emoji, self.text))
        return tuple(clause for part in parts if (clause := plain(part)))


def plain_case(request: ToScore) -> PlainCase | None:
    """Return what the first rule that knows the text says of it; None leaves it to the engine."""
    text = request.text or ""
    if not text:
        return _NOTHING_WRITTEN  # a tap, as most answers are
    tags = tuple(languages_for(request.language or "en"))
    emoji = emoji_in(text)
    seen = _Seen(text=text, request=request, emoji=emoji, words=plain(_without(emoji, text)), tags=tags)
    rules = (_silence, _no_complaint, _one_word, _no_answer, _number, _mostly_emoji)
    return next((case for case in (rule(seen) for rule in rules) if case is not None), None)


def emoji_valence(text: str) -> float | None:
    """Return the mean valence of the emoji in `text`, if there are any we know."""
    felt = [EMOJI_VALENCE[emoji] for emoji in emoji_in(text)]
    return sum(felt) / len(felt) if felt else None


def asks_for_faults(request: ToScore) -> bool:
    """Say whether the question asked what was wrong or could be better."""
    return request.about in _ASKS_FOR_FAULTS


def _silence(seen: _Seen) -> PlainCase | None:
    if seen.emoji or any(unicodedata.category(sign).startswith(_SAYS_SOMETHING) for sign in seen.text):
        return None
    return PlainCase(valence=None, evidence=_piece(seen.text))


def _no_complaint(seen: _Seen) -> PlainCase | None:
    if not asks_for_faults(seen.request) or not seen.clauses:
        return None
    first, *rest = seen.clauses
    whole, opening = (any(words in _nothing(tag) for tag in seen.tags) for words in (seen.words, first))
    if not whole and (not opening or _takes_back(rest, seen.tags)):
        return None
    praise = [_felt(clause, seen.tags) or 0.0 for clause in rest]
    return PlainCase(valence=max([NO_COMPLAINT, *praise]), evidence=_piece(first))


def _one_word(seen: _Seen) -> PlainCase | None:
    valence = _felt(seen.words, seen.tags)
    return None if valence is None else PlainCase(valence=valence, evidence=_piece(seen.text))


def _no_answer(seen: _Seen) -> PlainCase | None:
    known = any(seen.words in _non_answers(tag) or seen.words in _nothing(tag) for tag in seen.tags)
    return PlainCase(valence=None, evidence=_piece(seen.text)) if known else None


def _number(seen: _Seen) -> PlainCase | None:
    mark = mark_in(seen.text, language=seen.tags[0])
    return None if mark is None else PlainCase(valence=4 * mark.share - 2, evidence=mark.words)


def _mostly_emoji(seen: _Seen) -> PlainCase | None:
    emoji = seen.emoji
    if not emoji or len(seen.words.split()) > len(emoji):
        return None
    return PlainCase(valence=emoji_valence(seen.text), evidence="".join(dict.fromkeys(emoji)))


def _without(emoji: tuple[str, ...], text: str) -> str:
    # Most texts have none, and looking for a thousand signs is the slowest thing done here.
    return without_emoji(text) if emoji else text


def _felt(words: str, tags: tuple[str, ...]) -> float | None:
    return next((_feelings(tag)[words] for tag in tags if words in _feelings(tag)), None)


def _takes_back(clauses: list[str], tags: tuple[str, ...]) -> bool:
    said = {word for clause in clauses for word in clause.split()}
    return any(said & _contrasts(tag) for tag in tags)


def _piece(text: str) -> str:
    return " ".join(text.split())[:_LONGEST_EVIDENCE]


@cache
def _feelings(tag: str) -> Mapping[str, float]:
    return {plain(word): valence for word, valence in CATALOGUES[tag].feelings.items()}


@cache
def _nothing(tag: str) -> frozenset[str]:
    return frozenset(_plain_words(CATALOGUES[tag].nothing))


@cache
def _non_answers(tag: str) -> frozenset[str]:
    return frozenset(_plain_words(CATALOGUES[tag].non_answers))


@cache
def _contrasts(tag: str) -> frozenset[str]:
    return frozenset(_plain_words(CATALOGUES[tag].contrasts))


def _plain_words(listed: frozenset[str]) -> Iterator[str]:
    return map(plain, listed)
