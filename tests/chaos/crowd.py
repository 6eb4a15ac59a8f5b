"""Customers: each is asked once, answers what they see, and says the same whenever they say it again."""

import asyncio
from dataclasses import dataclass, field
from random import Random

from tests.chaos.house import ASKED, WHY, House
from tests.chaos.platform import Platform, Shown

_RATINGS = 5
_AT_ONCE = 8
_GLANCE_S = 1.0


@dataclass(kw_only=True)
class Talk:
    """One customer's part, and what is certain of it."""

    source_id: str
    address: str
    rating: int
    words: str = field(repr=False)
    is_told: bool = False
    """Whether the API has acknowledged the interaction."""
    taps: int = 0
    heard_taps: int = 0
    """How many taps the platform saw acknowledged at once."""
    sayings: int = 0
    is_thanked: bool = False
    asked: dict[str, Shown] = field(default_factory=dict)
    """The last message they saw with each question."""


class Crowd:
    """Lets conversations begin, and goes on with each as soon as something is shown."""

    def __init__(self, platform: Platform, house: House, *, chance: Random) -> None:
        self._platform = platform
        self._house = house
        self._chance = chance
        self._room = asyncio.Semaphore(_AT_ONCE)
        self.talks: dict[str, Talk] = {}
        self.shown: list[Shown] = []

    async def begin(self, count: int) -> None:
        """Let so many customers reach the touchpoint; all interactions are acknowledged when this returns."""
        fresh = [await self._newcomer() for _ in range(count)]
        told = await self._house.tell(
            [self._interaction(each) for each in fresh], place=self._chance.randrange(2)
        )
        for talk, is_told in zip(fresh, told, strict=True):
            talk.is_told = is_told

    async def live(self, *, until: asyncio.Event) -> None:
        """Answer whatever is shown."""
        while not until.is_set():
            await self.look(wait_s=_GLANCE_S)

    async def look(self, *, wait_s: float) -> int:
        """Answer what is shown now, or within so many seconds; return how much that was."""
        news = await self._platform.news(wait_s=wait_s)
        self.shown += news
        async with asyncio.TaskGroup() as group:
            for shown in news:
                group.create_task(self._react(shown))
        return len(news)

    def is_over(self) -> bool:
        """Say whether everybody was thanked."""
        return all(talk.is_thanked for talk in self.talks.values())

    async def insist(self) -> None:
        """Let whoever has not been thanked say again what they said last."""
        for talk in self.talks.values():
            if not talk.is_thanked and WHY in talk.asked:
                await self._say(talk, talk.asked[WHY])
            elif not talk.is_thanked and ASKED in talk.asked:
                await self._tap(talk, talk.asked[ASKED])

    async def _newcomer(self) -> Talk:
        address = await self._platform.customer()
        number = len(self.talks)
        talk = Talk(
            source_id=f"order-{number}",
            address=address,
            rating=self._chance.randint(1, _RATINGS),
            words=f"Reason number {number}",
        )
        self.talks[address] = talk
        return talk

    def _interaction(self, talk: Talk) -> dict[str, object]:
        address = {"channel": self._platform.name, "address": talk.address}
        return {
            "source": "till",
            "source_id": talk.source_id,
            "touchpoint": "courier",
            "customer": {"id": talk.source_id, "addresses": [address]},
        }

    async def _react(self, shown: Shown) -> None:
        talk = self.talks.get(shown.address)
        if talk is None:
            return
        async with self._room:
            if ASKED in shown.text:
                is_first = ASKED not in talk.asked
                talk.asked[ASKED] = shown
                # Some press in both copies of a prompt, and it must count once.
                if is_first or self._chance.random() < 0.5:
                    await self._tap(talk, shown)
            elif WHY in shown.text:
                is_first = WHY not in talk.asked
                talk.asked[WHY] = shown
                if is_first:
                    await self._say(talk, shown)
            elif not shown.buttons:
                talk.is_thanked = True

    async def _tap(self, talk: Talk, shown: Shown) -> None:
        talk.taps += 1
        talk.heard_taps += await self._platform.tap(shown, talk.rating - 1)

    async def _say(self, talk: Talk, shown: Shown) -> None:
        talk.sayings += 1
        await self._platform.say(shown, talk.words)
