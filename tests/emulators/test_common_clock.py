"""An emulator's clock stands still until told, and hops from one sleeper to the next."""

import asyncio

import pytest

from tests.emulators.common.clock import VirtualClock


async def test_a_frozen_clock_moves_only_when_it_is_told() -> None:
    clock = VirtualClock(start_ms=1000)
    sleeper = asyncio.ensure_future(clock.sleep_until(3000, why="a retry"))

    await clock.advance(1999)
    early = sleeper.done()
    await clock.advance(1)

    assert (early, clock.now_ms) == (False, 3000)
    await sleeper


async def test_it_tells_what_waits_for_it() -> None:
    clock = VirtualClock(start_ms=0)
    later = asyncio.ensure_future(clock.sleep_until(500, why="later"))
    sooner = asyncio.ensure_future(clock.sleep_until(200, why="sooner"))
    await asyncio.sleep(0)

    assert clock.waiting == [(200, "sooner"), (500, "later")]
    await clock.advance(500)
    await asyncio.gather(later, sooner)


async def test_a_long_way_stops_at_each_moment_somebody_waits_for() -> None:
    clock = VirtualClock(start_ms=0)
    seen: list[int] = []

    async def every_second() -> None:
        for _ in range(3):
            await clock.sleep_until(clock.now_ms + 1000)
            seen.append(clock.now_ms)

    ticking = asyncio.ensure_future(every_second())
    await asyncio.sleep(0)
    await clock.advance(60_000)
    await ticking

    assert seen == [1000, 2000, 3000]


async def test_it_never_goes_back() -> None:
    clock = VirtualClock(start_ms=5000)

    await clock.move_to(1000)

    assert clock.now_ms == 5000


async def test_an_event_ends_a_wait_before_its_time() -> None:
    clock, event = VirtualClock(start_ms=0), asyncio.Event()
    waiting = asyncio.ensure_future(clock.wait(event, until_ms=10_000))
    await asyncio.sleep(0)

    event.set()

    assert await waiting
    assert clock.waiting == []


async def test_a_wait_without_its_event_ends_in_time() -> None:
    clock = VirtualClock(start_ms=0)
    waiting = asyncio.ensure_future(clock.wait(asyncio.Event(), until_ms=10_000))
    await asyncio.sleep(0)

    await clock.advance(10_000)

    assert not await waiting


@pytest.mark.parametrize("speed", [1.0, 1000.0])
async def test_a_running_clock_comes_to_every_moment_by_itself(speed: float) -> None:
    clock = VirtualClock(start_ms=0, mode="running", speed=speed)

    await clock.sleep_until(5)

    assert clock.now_ms >= 5
