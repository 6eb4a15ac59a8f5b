"""The clocks of a case: they count working time, stand still while we wait, and never run backwards."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from config.journey import Journey
from config.support import Escalation
from feedback.business_hours import Calendar, after_work, calendar_of, worked
from feedback.case_records import CaseClock

_NONE = timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """How soon cases are seen to: lengths in working time, and how long we wait for a customer."""

    calendar: Calendar
    first_reply: timedelta | None
    resolve: timedelta | None
    pauses: bool
    patience: timedelta
    fixed_within: timedelta
    escalate: tuple[Escalation, ...]
    shown_in: ZoneInfo | None = None
    """The zone on whose clock a reader is told times; without it, the calendar's."""


def terms_of(journey: Journey) -> Terms:
    """Return how soon cases of a journey are seen to."""
    sla = journey.policy.sla
    return Terms(
        calendar=calendar_of(sla, timezone=journey.timezone),
        first_reply=sla.first_reply,
        resolve=sla.resolve,
        pauses=sla.pauses,
        patience=sla.patience,
        fixed_within=sla.fixed_within,
        escalate=tuple(sorted(sla.escalate, key=lambda each: each.after)),
    )


def due_of(clock: CaseClock, *, terms: Terms) -> datetime | None:
    """Return when a clock will have run out; None while it stands still."""
    return None if clock.since is None else after_work(clock.since, clock.length - clock.ran, terms.calendar)


def ran_at(clock: CaseClock, *, at: datetime, terms: Terms) -> timedelta:
    """Return how much working time a clock has counted by `at`."""
    return clock.ran if clock.since is None else clock.ran + worked(clock.since, at, terms.calendar)


def started(length: timedelta | None, at: datetime) -> CaseClock | None:
    """Start a clock, where there is one of that length."""
    return None if length is None else CaseClock(length=length, since=at)


def stopped(
    clock: CaseClock | None, terms: Terms, *, at: datetime, is_done: bool = False
) -> CaseClock | None:
    """Let a clock stand still with what it has counted, for good where `is_done`."""
    if clock is None or clock.done_at is not None:
        return clock
    ran = ran_at(clock, at=at, terms=terms)
    return replace(clock, ran=ran, since=None, done_at=at if is_done else None)


def next_step(clock: CaseClock, terms: Terms) -> datetime | None:
    """Return when the next share of a running clock has passed, if one is left."""
    if clock.since is None or clock.told >= len(terms.escalate):
        return None
    left = terms.escalate[clock.told].after * clock.length - clock.ran
    return after_work(clock.since, max(left, _NONE), terms.calendar)


def passed(clock: CaseClock | None, terms: Terms, *, at: datetime) -> tuple[Escalation, ...]:
    """Return the steps of escalation whose share of a clock has passed and that nobody was told of."""
    if clock is None or clock.since is None:
        return ()
    ran = ran_at(clock, at=at, terms=terms)
    return tuple(each for each in terms.escalate[clock.told :] if ran >= each.after * clock.length)


def noted(clock: CaseClock | None, terms: Terms, *, at: datetime) -> CaseClock | None:
    """Note of a clock that what has passed was told."""
    steps = len(passed(clock, terms, at=at))
    return clock if clock is None or not steps else replace(clock, told=clock.told + steps)
