"""Addresses of people in Slack, and references of messages.

`TEAM/USER` is somebody's direct messages with us, `TEAM/CHANNEL/USER` somebody in a channel that others read.
"""

import re
from dataclasses import dataclass

_ADDRESS = re.compile(
    r"(?P<team>[TE]\w{1,30})(?:/(?P<channel>[CG]\w{1,30}))?/(?P<user>[UW]\w{1,30})", re.ASCII
)
_REFERENCE = re.compile(r"(?P<channel>[CDG]\w{1,30}):(?P<ts>\d{1,12}\.\d{1,9})(?P<only>:only)?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where somebody is written to; without `channel` it is their direct messages."""

    team: str
    user: str
    channel: str | None = None

    def __str__(self) -> str:
        """Write it as an address."""
        return "/".join(part for part in (self.team, self.channel, self.user) if part)

    @property
    def is_shared(self) -> bool:
        """Whether others read along."""
        return self.channel is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRef:
    """One message; one shown to `only` one person of a channel can neither change nor be found."""

    channel: str
    ts: str
    only: bool = False

    def __str__(self) -> str:
        """Write it as the reference that receipts and replies carry."""
        return f"{self.channel}:{self.ts}" + (":only" if self.only else "")


def read_address(address: str) -> Place | None:
    """Return the place `address` names; None where it is no address of Slack."""
    found = _ADDRESS.fullmatch(address)
    return Place(team=found["team"], channel=found["channel"], user=found["user"]) if found else None


def read_reference(reference: str) -> MessageRef | None:
    """Return the message `reference` names; None where it is none of Slack."""
    found = _REFERENCE.fullmatch(reference)
    return MessageRef(channel=found["channel"], ts=found["ts"], only=bool(found["only"])) if found else None


def is_direct(channel: str) -> bool:
    """Say whether a channel's id is one of direct messages."""
    return channel.startswith("D")
