"""The port behind which each chat platform sits: what it says to us, and how we speak through it."""

from dataclasses import dataclass
from typing import Protocol

from feedback.intake import Order
from feedback.outbox import Failure, Receipt
from feedback.prompts import Reply
from feedback.records import InboxItem, OutboxItem


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """The person at the address replied."""

    reply: Reply


@dataclass(frozen=True, slots=True, kw_only=True)
class Invited:
    """The person at the address came with the invitation to an interaction."""

    interaction: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The person at the address told us how they want to be treated."""

    order: Order
    argument: str | None = None


Meaning = Said | Invited | Told


__all__ = ["Channel", "Failure", "Invited", "Meaning", "Receipt", "Said", "Told"]


class Channel(Protocol):
    """One chat platform. A plugin module offers a factory or an instance as `SPEC`."""

    @property
    def name(self) -> str:
        """Its name in addresses: web, console, telegram, slack."""

    def parse(self, item: InboxItem) -> Meaning | None:
        """Say what a raw inbox item means; None when it means nothing to us. Pure."""

    async def send(self, item: OutboxItem) -> Receipt | Failure:
        """Put a prompt before the person at its address."""
