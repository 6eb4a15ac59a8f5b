"""The retainer looks every hour, goes on while there is more, and does not read everything for nothing."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from bot.retainer import Retainer
from feedback.clock import FakeClock
from feedback.grouping import GroupCommit
from feedback.retention import Expiry
from tests.feedback.talks import JOURNEY, loaded_journey

RETAINING = JOURNEY.replace("policy: {", "policy: {retention: {text: 365d}, ")


@dataclass
class Shelf:
    """A store that has some left to let go, and some scores to carry over."""

    left: int = 0
    to_carry: int = 0
    looked: list[datetime] = field(default_factory=list)
    carried_for: list[tuple[str, str]] = field(default_factory=list)

    def expire(self, expiry: Expiry, *, limit: int, now: datetime) -> int:
        self.looked.append(now)
        gone = min(self.left, limit)
        self.left -= gone
        return gone

    def carry_scores(self, journey: str, *, scorer: tuple[str, str], limit: int, now: datetime) -> int:
        self.carried_for.append(scorer)
        carried, self.to_carry = min(self.to_carry, limit), max(self.to_carry - limit, 0)
        return carried


@pytest.fixture
def writer() -> Iterator[GroupCommit]:
    made = GroupCommit()
    yield made
    made.close()


class Keeper:
    """A retainer by a clock that stands, with a judge that can change."""

    def __init__(self, shelf: Shelf, clock: FakeClock, writer: GroupCommit) -> None:
        self.clock, self.judge = clock, ("vader", "1")
        self.retainer = Retainer(
            store=shelf, writer=writer, journey=loaded_journey(RETAINING), scorer=lambda: self.judge,
            now=clock.now,
        )  # fmt: skip

    async def hour(self) -> list[int]:
        """Let an hour go by, and take turns until one has nothing to do; return what each did."""
        self.clock.advance(timedelta(hours=1))
        done = [await self.retainer.turn()]
        while done[-1]:
            done.append(await self.retainer.turn())
        return done


async def test_it_goes_on_while_there_is_more_and_then_looks_every_hour(
    clock: FakeClock, writer: GroupCommit
) -> None:
    shelf = Shelf(left=250)
    keeper = Keeper(shelf, clock, writer)

    assert await keeper.hour() == [200, 50, 0]
    assert await keeper.retainer.turn() == 0
    assert len(shelf.looked) == 3
    assert await keeper.hour() == [0]
    assert len(shelf.looked) == 4


async def test_scores_to_carry_are_looked_for_after_words_went_and_for_a_new_judge_alone(
    clock: FakeClock, writer: GroupCommit
) -> None:
    shelf = Shelf(to_carry=300)
    keeper = Keeper(shelf, clock, writer)

    assert await keeper.hour() == [200, 100, 0]
    assert len(shelf.carried_for) == 3
    await keeper.hour()
    assert len(shelf.carried_for) == 3

    shelf.left = 1
    await keeper.hour()
    assert len(shelf.carried_for) == 4
    keeper.judge = ("net", "2")
    await keeper.hour()
    assert shelf.carried_for[4:] == [("net", "2")]
