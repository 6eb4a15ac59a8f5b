"""What a monitor is kept as, and what it is fed: one value for all that a customer said about one visit."""

from dataclasses import dataclass
from datetime import datetime

Mark = tuple[datetime, str]
"""How far somebody has read: the time of a visit's first answer, and that answer's id."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonitorRecord:
    """One stream as it is kept; `revision` counts how often it was written, 0 for never.

    `state` is the watcher's own, `told` the number of the last alarm that a digest has told of.
    """

    stage: str
    metric: str
    phase: str
    mark: Mark | None
    told: int
    revision: int
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What a customer said about one visit: the mean valence of it, None where nothing was made out.

    `at` and `id` are those of its first answer.
    """

    id: str
    at: datetime
    touchpoint: str
    value: float | None

    @property
    def mark(self) -> Mark:
        """How far whoever has read this visit has come."""
        return self.at, self.id
