"""Lets go of what was said only in passing, such as the last word to somebody who was erased."""

import asyncio
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from feedback.grouping import GroupCommit

_EVERY = timedelta(seconds=20)


class PassingStore(Protocol):
    """What the forgetter needs of the store."""

    def let_go(self, *, now: datetime) -> int:
        """Let go of what went out in passing and has had its time; return how much that was."""


class Forgetter:
    """Looks now and then for what may not stay."""

    def __init__(self, *, store: PassingStore, writer: GroupCommit, now: Callable[[], datetime]) -> None:
        self._store = store
        self._writer = writer
        self._now = now
        self._looked: datetime | None = None

    async def turn(self) -> int:
        """Let go of what has had its time; return how much that was."""
        now = self._now()
        if self._looked is not None and abs(now - self._looked) < _EVERY:
            return 0
        self._looked = now
        return await asyncio.wrap_future(self._writer.submit(self._let_go, now))

    def _let_go(self, moments: Sequence[datetime]) -> Sequence[int]:
        return [self._store.let_go(now=each) for each in moments]
