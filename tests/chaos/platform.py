"""What a platform's emulator is to the harness: a place where customers act, and that remembers all."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from tests.chaos.scenario import PlatformName
from tests.emulators.common.json_shapes import Object


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A message of ours that a customer got to see; each copy is one."""

    address: str
    text: str = field(repr=False)
    message: str
    """What the platform knows it by."""
    buttons: Sequence[str] = field(default=(), repr=False)
    """What each carries, in order; the one to skip with comes last."""
    prompt: str | None = None
    """The prompt it says that it is, where it says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """What the platform remembers in the end, beside the messages."""

    heard: Collection[str]
    """The keys of what it told us and we acknowledged, where it tells keys."""
    least: int
    """How many things we acknowledged at least."""
    unheard: Collection[str]
    """The addresses of those to whom it gave up listening on our behalf."""
    lost_answers: Sequence[tuple[str, str]]
    """Address and text of messages that arrived, but whose answer got lost."""


class Platform(Protocol):
    """An emulator in a process of its own."""

    name: PlatformName

    def environment(self) -> Mapping[str, str]:
        """Return the settings that lead the program here."""

    async def customer(self) -> str:
        """Let somebody new come, and return their address."""

    async def news(self, *, wait_s: float) -> Sequence[Shown]:
        """Return what was shown since the last time; wait so many real seconds for something."""

    async def tap(self, shown: Shown, place: int) -> bool:
        """Press a button; say whether it is certain that we have acknowledged it."""

    async def say(self, shown: Shown, words: str) -> None:
        """Write below a message."""

    async def arm(self, faults: Sequence[Object]) -> None:
        """Let these things go wrong from now on."""

    async def disconnect(self) -> None:
        """Break the lines that are open, where there are any."""

    async def calm(self) -> None:
        """Let nothing go wrong any more, and let go what is still held back."""

    async def seen(self, *, more: int, wait_s: float) -> None:
        """Wait until so many more requests have come, but no longer than that."""

    async def is_idle(self) -> bool:
        """Say whether nothing is on its way to us."""

    async def account(self) -> Account:
        """Return what it remembers."""
