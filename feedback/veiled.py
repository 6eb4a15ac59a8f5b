"""What an anonymous answer is: a ballot that names nobody, and the box in which it waits for others."""

from dataclasses import dataclass

from feedback.question import Parsed
from feedback.scorer import Score

SOURCE = "anonymous"
"""The source, and the channel, of what was answered anonymously."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBack:
    """One answer as it waits for the end of its talk, with how it was judged."""

    parsed: Parsed
    score: Score | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Marked:
    """One question of a ballot and its answer, worded in the journey's own language."""

    question: str
    kind: str
    wording: str
    parsed: Parsed
    score: Score | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Ballot:
    """What somebody answered about a touchpoint: no time, no language, no channel, no id leads back."""

    journey: str
    version: str
    stage: str
    touchpoint: str
    survey: str
    language: str
    answers: tuple[Marked, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """That a talk is over in which somebody wanted no name: its traces go, its ballot into the box.

    The box is opened once `least` ballots about the same touchpoint are in it.
    """

    session: str
    ballot: Ballot | None = None
    least: int = 1
