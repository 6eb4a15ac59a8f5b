"""Support teams, as far as they are remembered."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Team:
    """A support team; its room is kept like a customer, by the id `room`, but never asked anything.

    Until `code_until` a code is out by which a group or a channel becomes its room.
    """

    name: str
    created_at: datetime
    code_until: datetime | None = None
    room: str | None = None
    joined_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamPlace:
    """Where a team is told what concerns it, and the language spoken there; `is_there`: we are let in."""

    team: str
    channel: str
    address: str
    language: str | None
    is_there: bool
