"""The line to a platform: held by the leader alone, and opened again where it breaks."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from bot.channel import Put
from bot.line import Line
from feedback.clock import FakeClock
from feedback.records import InboxItem

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
HEARD = InboxItem(channel="chat", key="1", address="a", payload=b"{}", received_at=NOON)


@dataclass
class Listening:
    """A channel that hears one thing each time it begins, and breaks at once or when it is hung up."""

    breaks: bool = False
    began: int = 0
    ended: int = 0
    hung_up: asyncio.Event = field(default_factory=asyncio.Event)

    async def listen(self, put: Put) -> None:
        self.began += 1
        try:
            await put(HEARD)
            if not self.breaks:
                await self.hung_up.wait()
            raise ConnectionError("the other end hung up")
        finally:
            self.ended += 1


@dataclass
class Told:
    """An inbox, and whether we lead."""

    leads: bool = True
    items: list[InboxItem] = field(default_factory=list)

    async def put(self, item: InboxItem) -> bool:
        self.items.append(item)
        return True

    async def is_leader(self) -> bool:
        return self.leads


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(NOON)


@pytest.fixture
def told() -> Told:
    return Told()


def line_of(channel: Listening, told: Told, clock: FakeClock) -> Line:
    return Line(name="chat", channel=channel, put=told.put, now=clock.now, leads=told.is_leader)


async def turn(line: Line) -> None:
    """Take a turn, and let the line come as far as it comes."""
    await line.turn()
    for _ in range(3):
        await asyncio.sleep(0)


async def test_who_leads_listens_and_who_does_not_does_not(told: Told, clock: FakeClock) -> None:
    channel = Listening()
    line = line_of(channel, told, clock)
    told.leads = False
    await turn(line)
    assert channel.began == 0

    told.leads = True
    await turn(line)
    await turn(line)

    assert (channel.began, told.items) == (1, [HEARD])
    await line.close()


async def test_whoever_loses_the_lead_stops_listening_at_once(told: Told, clock: FakeClock) -> None:
    channel = Listening()
    line = line_of(channel, told, clock)
    await turn(line)

    told.leads = False
    await turn(line)

    assert (channel.ended, line.is_open) == (1, False)


async def test_a_line_that_breaks_is_opened_again_ever_more_seldom(told: Told, clock: FakeClock) -> None:
    channel = Listening(breaks=True)
    line = line_of(channel, told, clock)
    waits = await waits_of(line, channel, clock, breaks=8)

    assert waits == [1, 2, 4, 8, 16, 32, 60, 60]
    await line.close()


async def test_after_a_line_that_held_waiting_begins_anew(told: Told, clock: FakeClock) -> None:
    channel = Listening(breaks=True)
    line = line_of(channel, told, clock)
    await waits_of(line, channel, clock, breaks=4)
    channel.breaks = False
    for _ in range(2):
        await turn(line)
        clock.advance(timedelta(minutes=1))
    await turn(line)
    assert line.is_open

    clock.advance(timedelta(minutes=5))
    channel.hung_up.set()
    await turn(line)

    assert await waits_of(line, channel, clock, breaks=1) == [1]
    await line.close()


async def waits_of(line: Line, channel: Listening, clock: FakeClock, *, breaks: int) -> Sequence[float]:
    """Return how many seconds pass between a break and the next try, `breaks` times."""
    waits = []
    await turn(line)
    for _ in range(breaks):
        await turn(line)
        broke, began = clock.now(), channel.began
        while channel.began == began:
            clock.advance(SECOND)
            await turn(line)
        waits.append((clock.now() - broke) / SECOND)
    return waits
