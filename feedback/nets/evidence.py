"""The words of a text that decided, as phrases that people can read.

A net says of each word how it pulls the valence. What pulls clearly is told, with the words that belong to
it: "not good", "never came", "too slow", "3 days".
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from feedback.closed_class import Role, Roles, closed_class
from feedback.emoji import emoticons_valence
from feedback.nets.net import Word
from feedback.scorer import Feeling

MOST_PHRASES = 3
"""So many phrases are told at most."""

LEAST_PULL = 0.15
"""What pulls less is no evidence: seven of ten words do in answers that have no feeling at all."""

SHARE_OF_STRONGEST = 0.8
"""Nor is what pulls less than this share of what pulls most to the same side."""

_USUAL = "en"
_SIDES: Mapping[Feeling, tuple[int, ...]] = {"negative": (-1,), "positive": (1,), "mixed": (-1, 1)}
_BEGINS = re.compile(r"[\"“„«(\[]")
_ENDS = re.compile(r"[.,;:!?…\"”»)\]]['\u2019]*$")
_HIDDEN_FROM_NETS = re.compile(r"\W?(?:@\w|https?://|www\.)")

_Role = Role | Literal["decides", "parts"]
"""A word of an open class may decide; what is no word parts others."""


@dataclass(frozen=True, slots=True)
class _Said:
    """A word without the punctuation around it, and whether a clause begins or ends with it."""

    start: int
    end: int
    pull: float
    role: _Role
    begins: bool = False
    ends: bool = False


@dataclass(frozen=True, slots=True, order=True)
class _Phrase:
    """The words from place `first` to `last`, and how strongly they pull to the side they are told for."""

    first: int
    last: int
    pull: float


def evidence(
    text: str, words: Sequence[Word], *, verdict: Feeling, language: str | None = None
) -> tuple[str, ...]:
    """Return the phrases of `text` that decided, as and in the order they stand; none without a feeling."""
    if verdict not in _SIDES:
        return ()
    known = closed_class(language or _USUAL)
    said = [_said(text, word, known) for word in words]
    by_side = [_strongest(said, side) for side in _SIDES[verdict]]
    # Of mixed feelings each side has its say before either has two.
    first = [phrases[0] for phrases in by_side if phrases]
    others = sorted((each for phrases in by_side for each in phrases[1:]), key=_weakness)
    chosen: dict[str, _Phrase] = {}
    for phrase in (*first, *others):
        if len(chosen) < MOST_PHRASES and not any(_overlap(phrase, each) for each in chosen.values()):
            chosen.setdefault(_quoted(text, said, phrase).casefold(), phrase)
    return tuple(_quoted(text, said, phrase) for phrase in sorted(chosen.values()))


def _said(text: str, word: Word, known: Roles) -> _Said:
    written = text[word.start : word.end]
    if written.isalpha():  # as nearly every word is: there is nothing around it
        return _Said(word.start, word.end, word.pull, known.get(written.casefold(), "decides"))
    if emoticons_valence(written) is not None:
        return _Said(word.start, word.end, word.pull, "decides")
    start, end = _bare(written)
    return _Said(
        word.start + start,
        word.start + end,
        word.pull,
        "parts" if _HIDDEN_FROM_NETS.match(written) else _role(written[start:end], known),
        begins=_BEGINS.match(written) is not None,
        ends=_ENDS.search(written) is not None,
    )


def _role(bare: str, known: Roles) -> _Role:
    if not bare.isalnum() and not any(map(_speaks, bare)):
        return "parts"
    said = bare.casefold().replace("’", "'")
    if said.isdecimal():
        return "grades"
    roles: set[_Role] = {known.get(part, "decides") for part in said.split("'")}
    if "negates" in roles or said.endswith("n't"):
        return "negates"
    return roles.pop() if len(roles) == 1 else "decides" if "decides" in roles else "holds"


def _strongest(said: Sequence[_Said], side: int) -> Sequence[_Phrase]:
    """Return the phrases that pull to `side` clearly enough to be evidence, the strongest first."""
    found = [phrase for clause in _clauses(said) for phrase in _joined(said, clause, side)]
    strongest = max((phrase.pull for phrase in found), default=0.0)
    return sorted((each for each in found if each.pull >= SHARE_OF_STRONGEST * strongest), key=_weakness)


def _clauses(said: Sequence[_Said]) -> Iterator[Sequence[int]]:
    """Yield the places of the words between two marks of punctuation, or other things that are no words."""
    clause: list[int] = []
    for place, word in enumerate(said):
        if clause and (word.begins or word.role == "parts"):
            yield clause
            clause = []
        if word.role != "parts":
            clause.append(place)
        if clause and word.ends:
            yield clause
            clause = []
    if clause:
        yield clause


def _phrases(said: Sequence[_Said], clause: Sequence[int], side: int) -> Iterator[_Phrase]:
    for first, last in _spans(said, clause):
        pull = max(side * said[place].pull for place in range(first, last + 1))
        if pull >= LEAST_PULL:
            yield _Phrase(first, last, pull)


def _spans(said: Sequence[_Said], clause: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield each word that can decide, with the negation, the degree and the particle that belong to it.

    A negation with nothing to decide behind it takes the rest of its clause: "never came".
    """
    first, negated = None, False
    for place in clause:
        match said[place].role:
            case "decides":
                is_trailed = place < clause[-1] and said[place + 1].role == "trails"
                yield place if first is None else first, place + is_trailed
                first, negated = None, False
            case "negates" | "grades" as role:
                first = place if first is None else first
                negated = negated or role == "negates"
            case _:
                # A negation reaches over "that" to "good" in "not that good", a degree does not.
                first = first if negated else None
    if first is not None and first < clause[-1]:
        yield first, clause[-1]


def _joined(said: Sequence[_Said], clause: Sequence[int], side: int) -> Sequence[_Phrase]:
    """Return the phrases of a clause; those with nothing between them that pulls another way are one."""
    found: list[_Phrase] = []
    for phrase in _phrases(said, clause, side):
        between = said[found[-1].last + 1 : phrase.first] if found else ()
        if found and all(side * word.pull >= LEAST_PULL for word in between):
            before = found.pop()
            found.append(_Phrase(before.first, phrase.last, max(before.pull, phrase.pull)))
        else:
            found.append(phrase)
    return found


def _weakness(phrase: _Phrase) -> tuple[float, int]:
    return -phrase.pull, phrase.first


def _overlap(one: _Phrase, other: _Phrase) -> bool:
    return one.first <= other.last and other.first <= one.last


def _quoted(text: str, said: Sequence[_Said], phrase: _Phrase) -> str:
    return text[said[phrase.first].start : said[phrase.last].end]


def _bare(written: str) -> tuple[int, int]:
    """Return where `written` begins and ends without the punctuation around it; emoji and % are none."""
    kept = [place for place, sign in enumerate(written) if not _is_punctuation(sign)]
    return (kept[0], kept[-1] + 1) if kept else (0, 0)


def _is_punctuation(sign: str) -> bool:
    return sign.isspace() or (sign != "%" and unicodedata.category(sign).startswith("P"))


def _speaks(sign: str) -> bool:
    return sign.isalnum() or unicodedata.category(sign) == "So"
