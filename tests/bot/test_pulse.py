"""A channel's signs of life: noted while it hears, and an absence is noticed by whoever comes back first."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from bot.channel import Misses
from bot.forgetter import Forgetter
from bot.pulse import ORDINARY, Pulse
from feedback.clock import FakeClock
from feedback.grouping import GroupCommit
from feedback.store.store import Store

KEEPS = timedelta(seconds=150)
SECOND = timedelta(seconds=1)


class Ear:
    """A channel that hears or does not."""

    def __init__(self, keeps: timedelta = KEEPS) -> None:
        self.keeps_taps = keeps
        self.hears = True
        self.leads = True

    async def is_hearing(self) -> bool:
        return self.hears

    async def leading(self) -> bool:
        return self.leads


@pytest.fixture
def writer() -> Iterator[GroupCommit]:
    made = GroupCommit()
    yield made
    made.close()


def pulse(ear: Ear, store: Store, writer: GroupCommit, clock: FakeClock) -> Pulse:
    assert isinstance(ear, Misses)
    return Pulse(name="chat", channel=ear, store=store, writer=writer, now=clock.now, leads=ear.leading)


async def lives(pulse: Pulse, clock: FakeClock, length: timedelta) -> int:
    """Let the worker tick for as long as that; return how many absences it noticed."""
    noticed = 0
    for _ in range(length // (15 * SECOND)):
        noticed += await pulse.turn()
        clock.advance(15 * SECOND)
    return noticed


async def test_a_channel_that_hears_all_the_time_was_never_away(
    sqlite_store: Store, writer: GroupCommit, clock: FakeClock
) -> None:
    made = pulse(Ear(), sqlite_store, writer, clock)

    assert await lives(made, clock, timedelta(hours=1)) == 0


@pytest.mark.parametrize(("away", "noticed"), [(60, 0), (120, 0), (600, 1)])
async def test_a_line_that_was_down_in_a_running_process_is_noticed(
    sqlite_store: Store, writer: GroupCommit, clock: FakeClock, away: int, noticed: int
) -> None:
    ear = Ear()
    made = pulse(ear, sqlite_store, writer, clock)
    await lives(made, clock, timedelta(minutes=5))

    ear.hears = False
    assert await lives(made, clock, away * SECOND) == 0
    ear.hears = True

    assert await lives(made, clock, timedelta(minutes=5)) == noticed


async def test_the_absence_of_a_process_is_noticed_by_the_next_once(
    sqlite_store: Store, writer: GroupCommit, clock: FakeClock
) -> None:
    await lives(pulse(Ear(), sqlite_store, writer, clock), clock, timedelta(minutes=1))
    clock.advance(timedelta(hours=3))

    first, second = (pulse(Ear(), sqlite_store, writer, clock) for _ in range(2))

    assert [await first.turn(), await second.turn(), await first.turn()] == [1, 0, 0]


async def test_where_a_platform_keeps_nothing_a_restart_is_still_ordinary(
    sqlite_store: Store, writer: GroupCommit, clock: FakeClock
) -> None:
    nothing = timedelta(0)
    await pulse(Ear(nothing), sqlite_store, writer, clock).turn()

    clock.advance(ORDINARY)
    assert await pulse(Ear(nothing), sqlite_store, writer, clock).turn() == 0

    clock.advance(ORDINARY + SECOND)
    assert await pulse(Ear(nothing), sqlite_store, writer, clock).turn() == 1


async def test_who_does_not_lead_notes_nothing(
    sqlite_store: Store, writer: GroupCommit, clock: FakeClock
) -> None:
    leader, follower = Ear(), Ear()
    follower.leads = False
    await pulse(leader, sqlite_store, writer, clock).turn()

    await lives(pulse(follower, sqlite_store, writer, clock), clock, timedelta(minutes=10))

    assert await pulse(leader, sqlite_store, writer, clock).turn() == 1


async def test_the_forgetter_looks_now_and_then(
    sqlite_store: Store, writer: GroupCommit, clock: FakeClock
) -> None:
    made = Forgetter(store=sqlite_store, writer=writer, now=clock.now)

    assert [await made.turn(), await made.turn()] == [0, 0]
