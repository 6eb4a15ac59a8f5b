"""What became of a stream: learning, quiet, alarm, acknowledged, rebaselined; one event at a time.

`step(state, event)` returns the stream as it is afterwards and what the shell must do. It reads no clock: the
time is in the event. Events come in the order of their times.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Literal, assert_never

from mapping.methods.monitors.ewma import Direction

COOLDOWN = timedelta(days=14)
"""After an acknowledgement nothing new is raised for this long."""

BACK = timedelta(days=14)
"""A stream without a break inside its limits for this long has returned."""


class Phase(StrEnum):
    """Where a stream stands. Rebaselined is learning again, from what came after the change."""

    LEARNING = "learning"
    QUIET = "quiet"
    ALARM = "alarm"
    ACKNOWLEDGED = "acknowledged"
    REBASELINED = "rebaselined"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alarm:
    """The `number`th alarm of a stream; `back_since` when it last came inside its limits, if it is there."""

    number: int
    raised_at: datetime
    direction: Direction
    acknowledged_at: datetime | None = None
    back_since: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Monitor:
    """One stream's state. `alarm` is there exactly in alarm and acknowledged; `alarms` were raised in all.

    `baseline_from` is where the values of the baseline begin; None is from the first.
    """

    phase: Phase = Phase.LEARNING
    alarm: Alarm | None = None
    alarms: int = 0
    quiet_until: datetime | None = None
    baseline_from: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineReady:
    """There are answers enough to know what the stream is like."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """An answer was taken in; `direction` is where the average is outside its limits."""

    at: datetime
    direction: Direction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Acknowledged:
    """Somebody has seen the alarm."""

    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Rebaselined:
    """Somebody said that this is how it is now; the change was at `change_at`."""

    at: datetime
    change_at: datetime


Event = BaselineReady | Judged | Acknowledged | Rebaselined


@dataclass(frozen=True, slots=True, kw_only=True)
class Raise:
    """A new alarm to be told."""

    alarm: Alarm


@dataclass(frozen=True, slots=True, kw_only=True)
class Close:
    """The alarm is over: the stream came back, or what it came to is the new baseline."""

    alarm: Alarm
    reason: Literal["returned", "rebaselined"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relearn:
    """The baseline is to be taken anew, of the answers from `since` on, and the average begun again."""

    since: datetime


Effect = Raise | Close | Relearn
Step = tuple[Monitor, tuple[Effect, ...]]


def step(state: Monitor, event: Event) -> Step:
    """Advance the stream; an event that does not fit its phase changes nothing."""
    match event:
        case BaselineReady():
            return _ready(state)
        case Judged():
            return _judge(state, event)
        case Acknowledged():
            return _acknowledge(state, event)
        case Rebaselined():
            return _rebaseline(state, event)
        case _:
            assert_never(event)


def _ready(state: Monitor) -> Step:
    if state.phase in {Phase.LEARNING, Phase.REBASELINED}:
        return replace(state, phase=Phase.QUIET), ()
    return state, ()


def _judge(state: Monitor, event: Judged) -> Step:
    if state.phase in {Phase.LEARNING, Phase.REBASELINED}:
        return state, ()
    if event.direction is None:
        return (state, ()) if state.alarm is None else _returning(state, state.alarm, event.at)
    if state.quiet_until is not None and event.at < state.quiet_until:
        return _out_again(state)
    if state.alarm is None:
        return _raise(state, event.direction, event.at)
    if state.phase is Phase.ACKNOWLEDGED and event.direction != state.alarm.direction:
        raised, effects = _raise(state, event.direction, event.at)
        return raised, (Close(alarm=state.alarm, reason="returned"), *effects)
    return _out_again(state)


def _raise(state: Monitor, direction: Direction, at: datetime) -> Step:
    alarm = Alarm(number=state.alarms + 1, raised_at=at, direction=direction)
    raised = replace(state, phase=Phase.ALARM, alarm=alarm, alarms=alarm.number)
    return raised, (Raise(alarm=alarm),)


def _out_again(state: Monitor) -> Step:
    """Start the count of days inside the limits anew; nothing is raised."""
    if state.alarm is None:
        return state, ()
    return replace(state, alarm=replace(state.alarm, back_since=None)), ()


def _returning(state: Monitor, alarm: Alarm, at: datetime) -> Step:
    """Take in an answer inside the limits; after `BACK` of these the alarm is over."""
    since = alarm.back_since or at
    if at - since < BACK:
        return replace(state, alarm=replace(alarm, back_since=since)), ()
    closed = replace(state, phase=Phase.QUIET, alarm=None)
    return closed, (Close(alarm=alarm, reason="returned"),)


def _acknowledge(state: Monitor, event: Acknowledged) -> Step:
    if state.phase is not Phase.ALARM or state.alarm is None:
        return state, ()
    alarm = replace(state.alarm, acknowledged_at=event.at)
    seen = replace(state, phase=Phase.ACKNOWLEDGED, alarm=alarm, quiet_until=event.at + COOLDOWN)
    return seen, ()


def _rebaseline(state: Monitor, event: Rebaselined) -> Step:
    if state.phase is not Phase.ACKNOWLEDGED or state.alarm is None:
        return state, ()
    begun = replace(state, phase=Phase.REBASELINED, alarm=None, baseline_from=event.change_at)
    return begun, (Close(alarm=state.alarm, reason="rebaselined"), Relearn(since=event.change_at))
