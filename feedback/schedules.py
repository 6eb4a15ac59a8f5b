"""When digests go out: a rhythm on somebody's own clock, outside their quiet hours; time is an argument.

A schedule is a row, and whoever ticks looks for those that are due. After a time in which nobody ticked, one
digest goes out and not all that were missed.
"""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from config.journey import QuietHours
from feedback.ids import id_of
from feedback.quiet import next_allowed, zone_of

Rhythm = Literal["daily", "weekly", "monthly"]

_DAY = timedelta(days=1)
_LONGEST_SHIFT = 2
"""Days by which quiet hours and the distance of zones move a digest at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """A digest that somebody wants, in their own chat, or in a team's `room` (the id it is kept by).

    `weekday` is 0 for Monday, `day` 1 to 31, the last of a shorter month; `at` is on the clock of `timezone`.
    `sent_at` is when it went out last, `next_at` when it is due.
    """

    id: str
    customer: str
    journey: str
    channel: str
    language: str
    timezone: str
    rhythm: Rhythm
    at: time
    weekday: int = 0
    day: int = 1
    quiet: QuietHours | None = None
    room: str | None = None
    created_at: datetime
    next_at: datetime
    sent_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mute:
    """That a stage's alarms are told in no scheduled digest until a moment."""

    journey: str
    stage: str
    until: datetime
    at: datetime


def next_after(schedule: Schedule, after: datetime, *, quiet: QuietHours | None = None) -> datetime:
    """Return the first moment after `after` at which a digest is due; `quiet` counts where it has none."""
    zone, _ = zone_of(schedule.timezone, "UTC")
    day = after.astimezone(zone).date() - _LONGEST_SHIFT * _DAY
    while True:
        if _is_on(schedule, day):
            due = _due(schedule, day, zone, quiet=schedule.quiet or quiet)
            if due > after:
                return due
        day += _DAY


def sent(schedule: Schedule, *, now: datetime, quiet: QuietHours | None = None) -> Schedule:
    """Return the schedule after its digest went out: what was missed meanwhile is not sent any more."""
    return replace(schedule, sent_at=now, next_at=next_after(schedule, now, quiet=quiet))


def slot_of(schedule: Schedule) -> str:
    """Return what a digest is called by: the same one sent twice is one message."""
    return id_of("digest", schedule.id, str(int(schedule.next_at.timestamp())))


def told_since(schedule: Schedule) -> datetime:
    """Return from when on a digest tells what is new: since the last one, or as long as its rhythm is."""
    length = {"daily": _DAY, "weekly": 7 * _DAY, "monthly": 31 * _DAY}[schedule.rhythm]
    return schedule.sent_at or schedule.next_at - length


def _is_on(schedule: Schedule, day: date) -> bool:
    match schedule.rhythm:
        case "daily":
            return True
        case "weekly":
            return day.weekday() == schedule.weekday
        case "monthly":
            return day.day == min(schedule.day, monthrange(day.year, day.month)[1])


def _due(schedule: Schedule, day: date, zone: ZoneInfo, *, quiet: QuietHours | None) -> datetime:
    """Return the moment of a day; an hour that the clock leaves out is the one after it."""
    due = datetime.combine(day, schedule.at, tzinfo=zone).astimezone(UTC)
    return due if quiet is None else next_allowed(due, quiet, zone)
