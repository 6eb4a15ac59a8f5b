"""Answers that need no model, and that models judge badly: `n/a`, `2/10`, a row of emoji, one word."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from feedback.asked import Wants, wants, wants_a_number
from feedback.emoji import EMOJI_VALENCE, emoji_in, emoticons_valence, without_emoji
from feedback.figures import bare_mark, mark_in
from feedback.reading import either, plain
from feedback.scorer import ToScore
from feedback.wording import CATALOGUES, languages_for

Word = Literal["no", "yes", "everything"]

NO_COMPLAINT = 1.0
"""What `nothing` means where somebody asked what was wrong: praise, though a quiet one."""

_BY_WANT: Mapping[Wants, Mapping[Word, float]] = {
    "faults": {"no": NO_COMPLAINT, "yes": -1.0, "everything": -2.0},
    "praise": {"no": -1.0, "yes": 1.0, "everything": 1.5},
    "agreement": {"no": -1.0, "yes": 1.0, "everything": 1.0},
}
"""What a bare word means as an answer to a question that wants faults, praise or agreement."""

# Rows of keys, as a bored hand plays them, and one letter held down.
_MASHED = re.compile(r"\w*(?:asd[fg]|sdf|dfg|ghj|hjk|jkl|qwert|azert|zxc|yxc)\w*|(\w)\1\1+|lorem ipsum.*")
_CLAUSE_END = re.compile(r"[.,;:!?\n…–—-]")
# Letters, digits, and signs that may be emoji we do not know: all else is punctuation.
_SAYS_SOMETHING = ("L", "N", "So")
_LONGEST_EVIDENCE = 60
_LONGEST = 2000
_MOST_CORE_WORDS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class PlainCase:
    """What a rule says of a text, and the piece it went by; `valence` None: the text answers nothing.

    `by_question`: the words mean this only as an answer to their question, so nobody else should read them.
    """

    valence: float | None
    evidence: str
    by_question: bool = False


_NOTHING_WRITTEN = PlainCase(valence=None, evidence="")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Seen:
    """A text as the rules look at it, with the languages in the order to try."""

    text: str
    request: ToScore
    emoji: tuple[str, ...]
    words: str
    core: str
    """The words without courtesies: `no thank you, not really` is a no."""
    tags: tuple[str, ...]
    wants: Wants | None

    @property
    def clauses(self) -> tuple[str, ...]:
        parts = _CLAUSE_END.split(_without(self.emoji, self.text))
        return tuple(clause for part in parts if (clause := plain(part)))


def plain_case(request: ToScore) -> PlainCase | None:
    """Return what the first rule that knows the text says of it; None leaves it to the engine."""
    text = request.text or ""
    if not text:
        return _NOTHING_WRITTEN  # a tap, as most answers are
    if len(text) > _LONGEST and mark_in(text[:_LONGEST], language=request.language or "en") is None:
        return None
    tags = tuple(languages_for(request.language or "en"))
    emoji = emoji_in(text)
    words = plain(_without(emoji, text))
    seen = _Seen(
        text=text, request=request, emoji=emoji, words=words, core=_core(words, tags), tags=tags,
        wants=wants(request),
    )  # fmt: skip
    rules = (
        _emoticons, _silence, _no_complaint, _bare_word, _one_word, _no_answer, _number, _bare_number,
        _mostly_emoji, _mashed,
    )  # fmt: skip
    return next((case for case in (rule(seen) for rule in rules) if case is not None), None)


def emoji_valence(text: str) -> float | None:
    """Return the mean valence of the emoji in `text`, if there are any we know."""
    felt = [EMOJI_VALENCE[emoji] for emoji in emoji_in(text)]
    return sum(felt) / len(felt) if felt else None


def _emoticons(seen: _Seen) -> PlainCase | None:
    valence = emoticons_valence(seen.text)
    return None if valence is None else PlainCase(valence=valence, evidence=_piece(seen.text))


def _silence(seen: _Seen) -> PlainCase | None:
    if seen.emoji or any(unicodedata.category(sign).startswith(_SAYS_SOMETHING) for sign in seen.text):
        return None
    return PlainCase(valence=None, evidence=_piece(seen.text))


def _no_complaint(seen: _Seen) -> PlainCase | None:
    if seen.wants != "faults" or not seen.clauses:
        return None
    first, *rest = seen.clauses
    said = (seen.words, seen.core, first)
    whole, bare, opening = (any(words in _nothing(tag) for tag in seen.tags) for words in said)
    if not (whole or bare) and (not opening or _takes_back(rest, seen.tags)):
        return None
    praise = [_felt(clause, seen.tags) or 0.0 for clause in rest]
    return PlainCase(valence=max([NO_COMPLAINT, *praise]), evidence=_piece(first), by_question=True)


def _bare_word(seen: _Seen) -> PlainCase | None:
    """Read yes, no, nothing and everything by what was asked; without that they answer nothing."""
    if seen.wants is None:
        return None
    word = next((word for tag in seen.tags if (word := _meant(seen, tag)) is not None), None)
    if word is None:
        return None
    return PlainCase(valence=_BY_WANT[seen.wants][word], evidence=_piece(seen.text), by_question=True)


def _meant(seen: _Seen, tag: str) -> Word | None:
    for said in (seen.words, seen.core):
        # `nothing` is no answer to `did it work?`, but `no` is.
        if said in _listed(tag).no or (said in _listed(tag).nothing and seen.wants != "agreement"):
            return "no"
        if said in _listed(tag).yes:
            return "yes"
        if said in _listed(tag).everything:
            return "everything"
    return None


def _one_word(seen: _Seen) -> PlainCase | None:
    valence = _felt(seen.words, seen.tags)
    return None if valence is None else PlainCase(valence=valence, evidence=_piece(seen.text))


def _no_answer(seen: _Seen) -> PlainCase | None:
    known = any(
        said in listed
        for said in (seen.words, seen.core)
        for tag in seen.tags
        for listed in (_listed(tag).non_answers, _listed(tag).nothing)
    )
    if not known:
        return None
    # `Everything's fine, many thanks` is nothing to complain of, and praise where nobody asked for faults.
    return PlainCase(valence=_felt(seen.core, seen.tags), evidence=_piece(seen.text))


def _number(seen: _Seen) -> PlainCase | None:
    mark = mark_in(seen.text, language=seen.tags[0])
    return None if mark is None else PlainCase(valence=4 * mark.share - 2, evidence=mark.words)


def _bare_number(seen: _Seen) -> PlainCase | None:
    if wants_a_number(seen.request):
        return None
    mark = bare_mark(seen.text, wording=seen.request.wording or "", language=seen.tags[0])
    return None if mark is None else PlainCase(valence=4 * mark.share - 2, evidence=mark.words)


def _mashed(seen: _Seen) -> PlainCase | None:
    return PlainCase(valence=None, evidence=_piece(seen.text)) if _MASHED.fullmatch(seen.words) else None


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Listed:
    """A catalogue's short answers, as compared."""

    yes: frozenset[str]
    no: frozenset[str]
    nothing: frozenset[str]
    everything: frozenset[str]
    non_answers: frozenset[str]


@cache
def _listed(tag: str) -> _Listed:
    words = CATALOGUES[tag]
    return _Listed(
        yes=_plain_words(words.yes),
        no=_plain_words(words.no),
        nothing=_plain_words(words.nothing),
        everything=_plain_words(words.everything),
        non_answers=_plain_words(words.non_answers),
    )


def _nothing(tag: str) -> frozenset[str]:
    return _listed(tag).nothing


def _core(words: str, tags: tuple[str, ...]) -> str:
    # Short answers only: a long one that begins or ends politely has more to say.
    if len(words.split()) > _MOST_CORE_WORDS:
        return words
    for tag in tags:
        if _fillers(tag).search(words):
            core = plain(_fillers(tag).sub(" ", words))
            return " ".join(part for piece in core.split() if (part := piece.strip(",.;!"))) or words
    return words


@cache
def _fillers(tag: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{either(CATALOGUES[tag].fillers)})(?!\w)")


@cache
def _contrasts(tag: str) -> frozenset[str]:
    return _plain_words(CATALOGUES[tag].contrasts)


def _plain_words(listed: frozenset[str]) -> frozenset[str]:
    return frozenset(map(plain, listed))
