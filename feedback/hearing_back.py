"""'You said, we did': who wants to hear what was done about what they named, and who was told; pure.

They are asked once, after a survey in which they named something; what they were asked and said is kept with
the version and a hash of the words. Of one thing that was done everybody is told once at most.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Literal

from feedback.records import Customer

HearBackKind = Literal["asked", "yes", "no", "told"]
"""We asked whether they want to hear; they do; they do not; they were told of `subject`."""

VERSION = "1"
"""Of the words that ask; a change of what they mean is a new one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HearBack:
    """One note about hearing back; `subject` is the opportunity that somebody was told of, else empty."""

    id: str
    customer: str
    journey: str
    kind: HearBackKind
    subject: str = ""
    version: str = VERSION
    wording_hash: str = ""
    channel: str = ""
    language: str = ""
    at: datetime


def hash_of(wording: str) -> str:
    """Return what tells one wording from another."""
    return sha256(wording.encode()).hexdigest()


def may_be_asked(notes: Iterable[HearBack]) -> bool:
    """Say whether somebody was never asked before."""
    return not any(note.kind in {"asked", "yes", "no"} for note in notes)


def wants_to_hear(notes: Iterable[HearBack]) -> bool:
    """Say whether the last thing that somebody said to it is yes; of both at one moment, no counts."""
    said = sorted((note.at, note.kind == "no") for note in notes if note.kind in {"yes", "no"})
    return bool(said) and not said[-1][1]


def was_told(notes: Iterable[HearBack], subject: str) -> bool:
    """Say whether somebody was told of this before."""
    return any(note.kind == "told" and note.subject == subject for note in notes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Who would be told: `reached` of the `named` customers who named the theme; the others did not agree.

    Where fewer than k named it, it is told to nobody and counted for nobody: `is_few`.
    """

    named: int
    reached: tuple[str, ...]
    is_few: bool


def audience(
    named: Collection[str],
    *,
    customers: Callable[[str], Customer | None],
    notes: Callable[[str], Sequence[HearBack]],
    subject: str,
    k: int,
) -> Audience:
    """Return who is to be told: who agreed, has not stopped or taken consent back, and was not told yet."""
    if len(named) < k:
        return Audience(named=0, reached=(), is_few=True)
    found = [
        each
        for each in sorted(named)
        if (customer := customers(each)) is not None
        and customer.stopped_at is None
        and customer.consent != "withdrawn"
        and wants_to_hear(notes(each))
        and not was_told(notes(each), subject)
    ]
    return Audience(named=len(named), reached=tuple(found), is_few=False)
