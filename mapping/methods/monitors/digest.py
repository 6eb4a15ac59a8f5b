"""One digest of many streams: what is new since the last one, the surest and widest first.

Ids and numbers only; the words are put elsewhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from mapping.methods.monitors.ewma import Direction
from mapping.methods.monitors.states import Alarm, Monitor, Phase

SURENESS = (0.99, 0.95, 0.8)
"""Steps of sureness: within a step the alarm that hits more customers comes first."""

FEWEST_CUSTOMERS = 5
"""An alarm that stands on fewer customers is counted, but not told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Started:
    """When it began, with its interval, and how large it is, in the stream's own unit, with its interval.

    `sure` is 1 less the chance of so clear a change by chance (change_point.py).
    """

    at: datetime
    low: datetime
    high: datetime
    size: float
    size_low: float
    size_high: float
    sure: float
    answers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Watched:
    """One stream for the digest; `customers` are the distinct ones since it `started`, or since the alarm.

    `told` is the number of the last alarm that was told: it and those before it are not new any more.
    """

    stage: str
    metric: str
    monitor: Monitor
    customers: int
    started: Started | None = None
    told: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One alarm: what, which way, since when, how large, how sure, how many are hit."""

    stage: str
    metric: str
    number: int
    direction: Direction
    raised_at: datetime
    customers: int
    started: Started | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """`new` alarms since the last digest in order; how many `standing` are older; how many are not told."""

    new: tuple[Entry, ...]
    standing: int
    acknowledged: int
    withheld: int
    learning: int
    streams: int

    @property
    def is_worth_telling(self) -> bool:
        """Whether there is anything new."""
        return bool(self.new)


def digest(
    watched: Iterable[Watched], *, since: datetime | None, fewest_customers: int = FEWEST_CUSTOMERS
) -> Digest:
    """Return what is new: not told yet, and raised after `since`, unless that is None."""
    streams = tuple(watched)
    standing = [(stream, alarm) for stream in streams if (alarm := _unseen(stream.monitor)) is not None]
    fresh = [
        (stream, alarm)
        for stream, alarm in standing
        if alarm.number > stream.told and (since is None or alarm.raised_at > since)
    ]
    told = [_entry(stream, alarm) for stream, alarm in fresh if stream.customers >= fewest_customers]
    return Digest(
        new=tuple(sorted(told, key=_order)),
        standing=len(standing) - len(fresh),
        acknowledged=_count(streams, Phase.ACKNOWLEDGED),
        withheld=len(fresh) - len(told),
        learning=_count(streams, Phase.LEARNING, Phase.REBASELINED),
        streams=len(streams),
    )


def _unseen(monitor: Monitor) -> Alarm | None:
    """Return the alarm that stands and that nobody has acknowledged."""
    return monitor.alarm if monitor.phase is Phase.ALARM else None


def _entry(stream: Watched, alarm: Alarm) -> Entry:
    return Entry(
        stage=stream.stage,
        metric=stream.metric,
        number=alarm.number,
        direction=alarm.direction,
        raised_at=alarm.raised_at,
        customers=stream.customers,
        started=stream.started,
    )


def _order(entry: Entry) -> tuple[int, int, datetime, str, str]:
    """Return what sorts the surest first, then the widest, then the oldest."""
    sure = 0.0 if entry.started is None else entry.started.sure
    step = next((place for place, least in enumerate(SURENESS) if sure >= least), len(SURENESS))
    return step, -entry.customers, entry.raised_at, entry.stage, entry.metric


def _count(streams: Iterable[Watched], *phases: Phase) -> int:
    return sum(stream.monitor.phase in phases for stream in streams)
