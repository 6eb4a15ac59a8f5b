"""What customers were told of us, and what they said to it: notes that are only ever added."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Literal

ConsentKind = Literal["told", "asked", "given", "stopped", "withdrawn"]
"""We said who we are; we asked whether we may; they agreed; they want no more; consent was taken back."""

API = "api"
"""Where a consent came from that one of your systems told us of."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentNote:
    """One thing said about consent: in which version of our words, where, and by a hash in which wording.

    `interaction` is what waits for their yes, where we asked.
    """

    id: str
    customer: str
    kind: ConsentKind
    version: str
    channel: str
    language: str
    wording_hash: str
    at: datetime
    interaction: str | None = None


def hash_of(wording: str) -> str:
    """Return what tells one wording from another, without keeping it a thousand times."""
    return sha256(wording.encode()).hexdigest()


def was_told(notes: Sequence[ConsentNote], version: str) -> bool:
    """Say whether a customer was told that version of the words, by itself or with a question."""
    return any(note.kind in {"told", "asked"} and note.version == version for note in notes)


def was_told_anything(notes: Sequence[ConsentNote]) -> bool:
    """Say whether a customer was ever told who asks."""
    return any(note.kind in {"told", "asked"} for note in notes)


def waiting_for_yes(notes: Sequence[ConsentNote]) -> ConsentNote | None:
    """Return the question whether we may ask that nobody has answered yet, if there is one."""
    latest: ConsentNote | None = None
    for note in notes:
        if note.kind == "asked":
            latest = note
        elif note.kind in {"given", "stopped", "withdrawn"}:
            latest = None
    return latest


def answer_to(
    notes: Sequence[ConsentNote],
    *,
    customer: str,
    kind: ConsentKind,
    channel: str,
    language: str,
    at: datetime,
    new_id: Callable[[], str],
) -> ConsentNote:
    """Return the note of what a customer said to the words they were told last, if there were any."""
    told = next((note for note in reversed(notes) if note.kind in {"told", "asked"}), None)
    return ConsentNote(
        id=new_id(),
        customer=customer,
        kind=kind,
        version=told.version if told else "",
        channel=channel,
        language=language,
        wording_hash=told.wording_hash if told else "",
        at=at,
    )
