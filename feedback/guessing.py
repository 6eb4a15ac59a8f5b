"""Codes that are guessed: after a few wrong ones from an address, no code counts there for a while."""

from datetime import datetime, timedelta

from feedback.desk import Desk
from feedback.guesses import Guesses

MOST = 5
"""A code has 40 bits and lives ten minutes: so few guesses are hopeless, and leave room for typing errors."""

WITHIN = timedelta(minutes=10)


def may_try(desk: Desk, channel: str, address: str, *, at: datetime) -> bool:
    """Say whether a code from this address counts."""
    known = _recent(desk, channel, address, at=at)
    return known is None or known.wrong < MOST


def note_wrong(desk: Desk, channel: str, address: str, *, at: datetime) -> None:
    """Remember that a code from this address was wrong."""
    known = _recent(desk, channel, address, at=at)
    wrong, since = (0, at) if known is None else (known.wrong, known.since)
    desk.keep_guesses(channel, address, Guesses(wrong=wrong + 1, since=since))


def _recent(desk: Desk, channel: str, address: str, *, at: datetime) -> Guesses | None:
    known = desk.snapshot.guesses.get((channel, address))
    return known if known is not None and at - known.since < WITHIN else None
