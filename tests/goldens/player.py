"""Whoever plays the customer in a scene: the same acts everywhere, each told as its platform tells it."""

from abc import ABC, abstractmethod
from collections.abc import Awaitable
from datetime import timedelta
from typing import Literal

from tests.goldens.house import House
from tests.goldens.script import Platform, Script

Wish = Literal[
    "stop", "start", "pause", "language", "privacy", "mydata", "forget", "help", "link", "channels", "team"
]


class Player(ABC):
    """Acts as one customer, and lets the program do what follows."""

    platform: Platform
    address: str
    neighbour: str
    """The address of somebody else."""

    def __init__(self, house: House, script: Script) -> None:
        self.house = house
        self.script = script

    def begin(self, step: str) -> None:
        """Begin a step of the scene."""
        self.script.begin(step)

    async def before(self, acts: Awaitable[object]) -> None:
        """Let happen what comes before a step; no golden shows it."""
        self.script.begin("before")
        await acts
        self.script.steps.pop()

    async def reaches(self, touchpoint: str, *, address: str | None = None, customer: str = "ada") -> str:
        """Reach a touchpoint, and return the session that began."""
        touched = await self.house.touched(touchpoint, address=address or self.address, customer=customer)
        assert touched.session is not None, touched.reason
        return touched.session

    async def waits(self, length: timedelta) -> None:
        """Let time pass without doing anything."""
        self.house.clock.advance(length)
        await self.house.goes_on()
        await self.house.app.publisher.turn()

    @abstractmethod
    async def taps(self, label: str) -> None:
        """Tap the newest button with `label`."""

    @abstractmethod
    async def says(self, words: str, *, in_reply: bool = False) -> None:
        """Write words; `in_reply` to the newest message with a question."""

    @abstractmethod
    async def edits(self, words: str) -> None:
        """Change what was written last."""

    @abstractmethod
    async def sends_a_file(self, content: bytes) -> None:
        """Send a file of which the platform hands out `content`; nothing where it has been deleted."""

    @abstractmethod
    async def wishes(self, wish: Wish, argument: str = "") -> None:
        """Say by command how one wants to be treated."""

    @abstractmethod
    async def orders_in_a_room(self, order: str) -> None:
        """Give an order in a group or channel, where others read it."""

    @abstractmethod
    async def comes_with(self, code: str) -> None:
        """Type a code."""
