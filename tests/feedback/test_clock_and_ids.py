"""The clock that stands still, and ids."""

import asyncio
from datetime import UTC, datetime, timedelta, timezone

import pytest

from feedback.clock import FakeClock, SystemClock
from feedback.ids import counting_ids, new_id


def test_a_fake_clock_moves_only_when_told() -> None:
    clock = FakeClock(datetime(2026, 3, 4, 12, tzinfo=UTC))

    assert clock.now() == clock.now()
    assert clock.advance(timedelta(hours=-1)) == datetime(2026, 3, 4, 11, tzinfo=UTC)
    clock.set(datetime(2026, 3, 4, 12, tzinfo=timezone(timedelta(hours=2))))
    assert clock.now() == datetime(2026, 3, 4, 10, tzinfo=UTC)
    assert clock.now().tzinfo is UTC


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(ValueError, match="no time zone"):
        FakeClock(datetime(2026, 3, 4))  # noqa: DTZ001 - the mistake in question


def test_the_machines_clock_is_aware_and_in_utc() -> None:
    assert SystemClock().now().utcoffset() == timedelta(0)


def test_ids_are_unique_and_sort_in_the_order_they_were_made() -> None:
    made = [new_id() for _ in range(1000)]

    assert len(set(made)) == len(made)
    assert made == sorted(made)
    assert {len(each) for each in made} == {32}


def test_counting_ids_can_be_foreseen() -> None:
    ids = counting_ids("session")

    assert [ids(), ids()] == ["session-00001", "session-00002"]


async def test_whoever_sleeps_wakes_when_the_clock_is_moved_that_far() -> None:
    clock = FakeClock(datetime(2026, 3, 4, 12, tzinfo=UTC))
    sleeper = asyncio.create_task(clock.sleep_until(clock.now() + timedelta(hours=1)))
    await asyncio.sleep(0)

    assert clock.next_waking() == datetime(2026, 3, 4, 13, tzinfo=UTC)
    clock.advance(timedelta(minutes=59))
    await asyncio.sleep(0)
    assert not sleeper.done()
    clock.advance(timedelta(minutes=1))
    await sleeper
    assert clock.next_waking() is None


async def test_a_moment_that_is_over_is_not_waited_for() -> None:
    for clock in (FakeClock(datetime(2026, 3, 4, 12, tzinfo=UTC)), SystemClock()):
        await clock.sleep_until(clock.now() - timedelta(hours=1))
