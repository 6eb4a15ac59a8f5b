"""A stage to try a journey on: a database that is thrown away, and a clock that can be moved."""

import asyncio
import base64
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from pydantic import SecretStr

from bot.parts import MACHINE, Surroundings
from config.settings import Settings
from feedback.clock import Clock
from feedback.vault import KEY_BYTES


class ShiftedClock:
    """Another clock, moved: time passes as it does there."""

    def __init__(self, clock: Clock, *, start: datetime | None = None) -> None:
        """Follow `clock`, as if it were `start` now."""
        self._clock = clock
        self._shift = timedelta(0) if start is None else start - clock.now()
        self._sleepers: list[asyncio.Event] = []

    def now(self) -> datetime:
        """Return the other clock's time, moved."""
        return self._clock.now() + self._shift

    async def sleep_until(self, moment: datetime) -> None:
        """Return as soon as `moment` has come, by waiting or by being moved there."""
        while (left := moment - self.now()) > timedelta(0):
            moved = asyncio.Event()
            self._sleepers.append(moved)
            with suppress(TimeoutError):
                async with asyncio.timeout(left.total_seconds()):
                    await moved.wait()
            self._sleepers.remove(moved)

    def advance(self, by: timedelta) -> None:
        """Let `by` go by at once, in the thread of those who sleep."""
        self._shift += by
        for sleeper in self._sleepers:
            sleeper.set()

    def advance_to(self, moment: datetime) -> timedelta:
        """Let time go by until `moment`, if that is still to come; return how long that was."""
        wait = max(moment - self.now(), timedelta(0))
        self.advance(wait)
        return wait


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """Where a conversation takes place; only a scratch stage has a clock that can be moved."""

    settings: Settings
    around: Surroundings = MACHINE
    clock: ShiftedClock | None = None


@contextmanager
def scratch_stage(settings: Settings, *, start: datetime | None) -> Iterator[Stage]:
    """Set up a stage in a folder of its own; afterwards nothing of it is left."""
    clock = ShiftedClock(MACHINE.clock, start=start)
    with TemporaryDirectory(prefix="aftertouch-") as folder:
        changed = {
            "database_url": f"sqlite:///{Path(folder) / 'scratch.db'}",
            "key": SecretStr(base64.b64encode(os.urandom(KEY_BYTES)).decode()),
        }
        yield Stage(
            settings=settings.model_copy(update=changed), around=replace(MACHINE, clock=clock), clock=clock
        )
