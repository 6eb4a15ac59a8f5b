"""What a question asks for, told by its words where nobody has declared it."""

import re
from functools import cache, lru_cache
from typing import Literal

from feedback.catalogue import QuestionWords
from feedback.reading import either, plain
from feedback.scorer import About, ToScore
from feedback.wording import CATALOGUES, languages_for

Wants = Literal["faults", "praise", "agreement"]
"""What a bare yes, no, nothing or everything speaks of: faults, what was good, or that all is well."""

_FAULTS: frozenset[About] = frozenset({"problem", "improvement"})
_KINDS = ("problem", "improvement", "praise", "more", "reason")
_BOTH = frozenset({"praise", "problem"})
_QUESTIONS_KEPT = 512  # a journey asks few, each of everybody


def about(request: ToScore) -> About:
    """Return what an answer speaks of: what was declared, else what the question's words ask for."""
    if request.about != "feeling" or not request.wording:
        return request.about
    match _asks(request.wording, request.language or "en"):
        case "problem" | "improvement" | "reason" as found:
            return found
        case _:
            return "feeling"


def wants(request: ToScore) -> Wants | None:
    """Return what a bare yes or no would speak of; None where the question does not tell."""
    if about(request) in _FAULTS:
        return "faults"
    if not request.wording:
        return None
    language = request.language or "en"
    match _asks(request.wording, language):
        case "praise":
            return "praise"
        case None if _is_closed(request.wording, language):
            return "agreement"
        case _:
            return None


def wants_a_number(request: ToScore) -> bool:
    """Say whether a number answers the question without rating anything: how many, how long, when."""
    return bool(request.wording) and _asks(request.wording or "", request.language or "en") == "amount"


@lru_cache(maxsize=_QUESTIONS_KEPT)
def _asks(wording: str, language: str) -> str | None:
    said = plain(wording)
    for tag in languages_for(language):
        found = [kind for kind in _KINDS if _pieces(tag, kind).search(said)]
        if _pieces(tag, "amount").match(said):
            return "amount"
        if set(found) >= _BOTH:
            return _of_both(said, wording, tag)
        if found or _is_closed(wording, tag):
            return found[0] if found else None
    return None


def _of_both(said: str, wording: str, tag: str) -> str | None:
    """Tell `what did you like or dislike?`, which asks for neither, from `is your problem solved?`."""
    if _is_closed(wording, tag):
        return "praise"
    both = re.search(rf"(?<!\w)(?:{either(CATALOGUES[tag].joins)}|or|oder|ou|o)(?!\w)", said)
    return None if both else "problem"


@lru_cache(maxsize=_QUESTIONS_KEPT)
def _is_closed(wording: str, language: str) -> bool:
    tag = next(languages_for(language))
    clauses = [clause for part in re.split(r"[:;.!?\n]", wording) if (clause := plain(part))]
    return bool(clauses) and _opener(tag).match(clauses[-1]) is not None


@cache
def _pieces(tag: str, kind: str) -> re.Pattern[str]:
    words: QuestionWords = CATALOGUES[tag].questions
    listed: frozenset[str] = getattr(words, kind)
    return re.compile(rf"(?<!\w)(?:{either(listed)})")


@cache
def _opener(tag: str) -> re.Pattern[str]:
    return re.compile(rf"(?:{either(CATALOGUES[tag].questions.closed)})(?!\w)")
