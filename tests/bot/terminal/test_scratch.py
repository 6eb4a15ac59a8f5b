"""The clock of a scratch stage: it goes as the machine's does, and can be moved."""

import asyncio
from datetime import UTC, datetime, timedelta

from bot.terminal.scratch import ShiftedClock
from feedback.clock import FakeClock

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)


async def test_whoever_sleeps_wakes_when_the_clock_is_moved_that_far() -> None:
    clock = ShiftedClock(FakeClock(NOON))
    sleeping = asyncio.create_task(clock.sleep_until(NOON + timedelta(hours=2)))
    await asyncio.sleep(0)

    clock.advance(timedelta(hours=1))
    await asyncio.sleep(0)
    assert not sleeping.done()

    clock.advance_to(NOON + timedelta(hours=2))
    await asyncio.wait_for(sleeping, timeout=10)

    assert clock.now() == NOON + timedelta(hours=2)


async def test_what_is_over_is_not_slept_for() -> None:
    clock = ShiftedClock(FakeClock(NOON), start=NOON + timedelta(days=1))

    await asyncio.wait_for(clock.sleep_until(NOON), timeout=10)

    assert clock.now() == NOON + timedelta(days=1)
