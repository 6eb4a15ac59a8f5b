"""What can happen to a session."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from feedback.question import Misfit, Parsed


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """Eligibility said yes: the first question may go out."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """A reply was understood and scored; `valence` is the score's, so that branches can use it.

    `contradicts` says of the questions whose words were judged whether these clearly contradict a tap.
    """

    question: str
    answer: str
    parsed: Parsed
    valence: float | None
    at: datetime
    contradicts: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfitted:
    """A reply did not fit its question; `answer` is the id its words get if they must be kept as they are."""

    question: str
    answer: str
    misfit: Misfit
    text: str | None
    valence: float | None
    at: datetime
    contradicts: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """The customer would rather not answer this question."""

    question: str
    answer: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Upheld:
    """Asked which should count, the customer keeps what they tapped; `parsed` is that tap once more."""

    parsed: Parsed
    answer: str
    valence: float | None
    at: datetime
    contradicts: Mapping[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reconsidered:
    """Asked which should count, the customer would rather tap anew."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderDue:
    """Nobody has answered for a while."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpiryDue:
    """The session has been open for as long as its survey allows."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """The customer wants no more of it, or the company withdrew the question."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Respoken:
    """The customer would rather be spoken to in another language."""

    language: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """We could not hear for a while, and what was tapped in that time may never come."""

    at: datetime


Event = (
    Started
    | Answered
    | Misfitted
    | Skipped
    | Upheld
    | Reconsidered
    | ReminderDue
    | ExpiryDue
    | Stopped
    | Respoken
    | Missed
)
