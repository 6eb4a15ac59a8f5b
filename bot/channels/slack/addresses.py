"""Addresses of people in Slack, and references of messages.

`TEAM/USER` is somebody's direct messages with us, `TEAM/CHANNEL/USER` somebody in a channel that others read,
and `TEAM/CHANNEL` a channel itself: everybody there.
Sources that know nobody's ids may give an e-mail address, or `TEAM/EMAIL` where many Slack teams install us.
"""

import re
from dataclasses import dataclass, field

_ADDRESS = re.compile(
    r"(?P<team>[TE]\w{1,30})(?:/(?P<channel>[CG]\w{1,30}))?(?:/(?P<user>[UW]\w{1,30}))?", re.ASCII
)
_TEAM = re.compile(r"[TE]\w{1,30}", re.ASCII)
_NAMED = re.compile(
    r"(?:(?P<team>[TE]\w{1,30})/)?(?P<email>[^\s@/]{1,64}@[^\s@/]{1,190}\.[^\s@/]{2,64})", re.ASCII
)
_REFERENCE = re.compile(r"(?P<channel>[CDG]\w{1,30}):(?P<ts>\d{1,12}\.\d{1,9})(?P<only>:only)?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where somebody is written to: without `channel` in direct messages, without `user` everybody there."""

    team: str
    user: str = ""
    channel: str | None = None

    def __str__(self) -> str:
        """Write it as an address."""
        return "/".join(part for part in (self.team, self.channel, self.user) if part)

    @property
    def is_shared(self) -> bool:
        """Whether others read along."""
        return self.channel is not None

    @property
    def room(self) -> str | None:
        """The address of the channel itself, if it is in one."""
        return f"{self.team}/{self.channel}" if self.channel else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Somebody by their e-mail address, in the one Slack team there is or in `team`."""

    email: str = field(repr=False)
    team: str | None = None


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
    if found is None or not (found["channel"] or found["user"]):
        return None
    return Place(team=found["team"], channel=found["channel"], user=found["user"] or "")


def read_team(address: str) -> str | None:
    """Return the Slack team whose address it is; None where it is one person's."""
    return address if _TEAM.fullmatch(address) else None


def read_named(address: str) -> Named | None:
    """Return whom `address` names by e-mail address; None where it does not."""
    found = _NAMED.fullmatch(address)
    return Named(email=found["email"].casefold(), team=found["team"]) if found else None


def person_of(place: Place) -> Place:
    """Return the place that stands for a person wherever they speak: their direct messages."""
    return Place(team=place.team, user=place.user)


def read_reference(reference: str) -> MessageRef | None:
    """Return the message `reference` names; None where it is none of Slack."""
    found = _REFERENCE.fullmatch(reference)
    return MessageRef(channel=found["channel"], ts=found["ts"], only=bool(found["only"])) if found else None


def is_direct(channel: str) -> bool:
    """Say whether a channel's id is one of direct messages."""
    return channel.startswith("D")
