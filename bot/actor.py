"""Who uses a command, and what they may do."""

from dataclasses import dataclass, field

from feedback.rights import Rights


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """Who asks: a person at an address, perhaps in a `room` where others listen.

    `id` is what they are kept by; `team` is the support team whose room it is said in.
    """

    id: str
    channel: str
    address: str
    language: str
    timezone: str
    rights: Rights
    name: str | None = field(default=None, repr=False)
    room: str | None = None
    team: str | None = None
