"""Lets go of what has had its time by the policy: some of it every hour, a little at a time."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from config.journey import Journey
from feedback.grouping import GroupCommit
from feedback.retention import Expiry, expiries

_EVERY = timedelta(hours=1)
_AT_ONCE = 200
"""How much goes in one transaction: a reply that comes in meanwhile hardly waits."""


class ExpiringStore(Protocol):
    """What the retainer needs of the store."""

    def expire(self, expiry: Expiry, *, limit: int, now: datetime) -> int:
        """Let up to `limit` of each go that has had its time; return how much went."""

    def carry_scores(self, journey: str, *, scorer: tuple[str, str], limit: int, now: datetime) -> int:
        """Let answers whose words are gone keep their score under the judge in force."""


class Retainer:
    """Looks every hour, and goes on at once while there is more."""

    def __init__(
        self,
        *,
        store: ExpiringStore,
        writer: GroupCommit,
        journey: Journey,
        scorer: Callable[[], tuple[str, str]],
        now: Callable[[], datetime],
    ) -> None:
        """Keep what it works with; `scorer` names the judge in force."""
        self._store = store
        self._writer = writer
        self._journey = journey
        self._scorer = scorer
        self._now = now
        self._done_at: datetime | None = None
        self._carried: tuple[str, str] | None = None
        """The judge for whom nothing is left to be carried over, as long as no more words go."""

    async def turn(self) -> int:
        """Let some of what has had its time go; return how much that was."""
        now = self._now()
        if self._done_at is not None and abs(now - self._done_at) < _EVERY:
            return 0
        gone = await asyncio.wrap_future(self._writer.submit(self._let_go, now))
        if not gone:
            self._done_at = now
        return gone

    def _let_go(self, moments: Sequence[datetime]) -> Sequence[int]:
        return [self._retained(each) for each in moments]

    def _retained(self, now: datetime) -> int:
        """Let some go; to look for scores to carry reads all answers without words, so seldom."""
        scorer = self._scorer()
        gone = _expired(self._store, self._journey, now=now)
        if not gone and scorer == self._carried:
            return 0
        carried = self._store.carry_scores(self._journey.id, scorer=scorer, limit=_AT_ONCE, now=now)
        self._carried = None if carried else scorer
        return gone + carried


def retain(store: ExpiringStore, journey: Journey, *, scorer: tuple[str, str], now: datetime) -> int:
    """Let some of what has had its time go; return how much that was."""
    gone = _expired(store, journey, now=now)
    return gone + store.carry_scores(journey.id, scorer=scorer, limit=_AT_ONCE, now=now)


def _expired(store: ExpiringStore, journey: Journey, *, now: datetime) -> int:
    return sum(store.expire(each, limit=_AT_ONCE, now=now) for each in expiries(journey, now=now))
