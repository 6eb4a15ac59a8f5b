"""The span of time a map is about."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `since` to `until`, both included; None leaves that end open."""

    since: date | None = None
    until: date | None = None
