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
