"""What a step of a session asks the shell to do, all in the transaction that saves the session."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from feedback.prompts import Prompt
from feedback.question import Parsed


@dataclass(frozen=True, slots=True, kw_only=True)
class Say:
    """Put `prompt` into the outbox."""

    prompt: Prompt


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep:
    """Remember an answer; it replaces `supersedes`, which is kept as history."""

    answer: str
    question: str
    revision: int
    parsed: Parsed
    skipped: bool
    supersedes: str | None
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Wake:
    """Bring the session a reminder or its expiry at `at`."""

    kind: Literal["remind", "expire"]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """Clear every timer of the session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Hush:
    """Prompts of the session that have not gone out yet must not go out any more."""


Effect = Say | Keep | Wake | Rest | Hush
