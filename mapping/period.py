"""The span of time a map is about."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

_FIRST_DAY, _LAST_DAY = date(1970, 1, 1), date(9999, 12, 30)


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `since` to `until`, both included; None leaves that end open."""

    since: date | None = None
    until: date | None = None

    @property
    def begin(self) -> datetime:
        """The moment it begins (UTC); an open end begins before any answer was given in a chat."""
        return midnight(self.since or _FIRST_DAY)

    @property
    def end(self) -> datetime:
        """The moment it is over (UTC)."""
        return midnight(self.until or _LAST_DAY, days=1)

    def holds(self, at: datetime) -> bool:
        """Say whether this moment lies in it; in an open end lies every moment."""
        return (self.since is None or self.begin <= at) and (self.until is None or at < self.end)


def midnight(day: date, *, days: int = 0) -> datetime:
    """Return the moment (UTC) at which the day begins that is so many `days` after this one."""
    return datetime.combine(day + timedelta(days=days), time(), tzinfo=UTC)
