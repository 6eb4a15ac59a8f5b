"""Timers that are due, brought to the service; the rows in the store are the schedule."""

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

import structlog

from feedback.grouping import GroupCommit
from feedback.intake import Due
from feedback.records import Timer
from feedback.service import Service

log = structlog.get_logger()

_MOST = 256
_TRIES = 3


class TimerStore(Protocol):
    """What the timekeeper needs of the store."""

    def due_timers(self, *, now: datetime, limit: int) -> Sequence[Timer]:
        """Return timers whose time has come, the oldest first."""


class Timekeeper:
    """Hands due timers to the service, which marks them done in the transaction that heeds them."""

    def __init__(
        self,
        *,
        store: TimerStore,
        service: Service,
        writer: GroupCommit,
        now: Callable[[], datetime],
        handled: Callable[[], None],
    ) -> None:
        """Call `handled` whenever a timer was heeded, so that what it says goes out at once."""
        self._store = store
        self._service = service
        self._writer = writer
        self._now = now
        self._handled = handled
        self._failures: Counter[str] = Counter()

    async def turn(self) -> int:
        """Heed what is due and return how much that was."""
        due = await asyncio.to_thread(self._due)
        if due:
            await asyncio.gather(*map(self._heed, due))
            self._handled()
        return len(due)

    def _due(self) -> Sequence[Timer]:
        """Return what is due, without those that failed before: they wait for the next start."""
        found = self._store.due_timers(now=self._now(), limit=_MOST + len(self._failures))
        return [timer for timer in found if self._failures[timer.id] < _TRIES]

    async def _heed(self, timer: Timer) -> None:
        try:
            due = Due(timer=timer, at=self._now())
            await asyncio.wrap_future(self._writer.submit(self._service.handle, due))
        except Exception as error:  # noqa: BLE001 - one timer's trouble must not keep the others
            self._failures[timer.id] += 1
            log.warning("timer_failed", timer=timer.id, kind=timer.kind, error=type(error).__name__)
