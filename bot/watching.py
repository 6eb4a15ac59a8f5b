"""One stream that is watched: what is known of it, and how a visit or a manager moves it.

A stream is one metric of one stage. What is said about one visit is one value: two answers of one customer
about one visit go together, and counted as two they would alarm more often than the limit allows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from pydantic import TypeAdapter

from feedback.monitor import Mark, MonitorRecord, Visit
from mapping.methods.monitors.digest import Started
from mapping.methods.monitors.ewma import Chart, Direction, Ewma, Judgement, judged, updated
from mapping.methods.monitors.limits import Limit
from mapping.methods.monitors.states import Acknowledged, Judged, Monitor, Rebaselined, step

SCORE = "score"
"""The metric that alarms. Weekly shares are for looking at: see docs/methods.md."""

SPAN = timedelta(days=28)
"""Over so long it is counted how many visits come."""

_BACK = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Tuning:
    """What a stream is held against, made of the visits from `since` to `until`, as one of `streams`.

    `held` of the visits that were watched are in its baseline.
    """

    chart: Chart
    limit: Limit
    since: datetime
    until: datetime
    per_week: float
    streams: int
    held: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """How many visits have come since it `began`."""

    began: datetime
    visits: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """All that is known of a stream; `tuning` and `average` are there exactly where it does not learn.

    `mark` is how far its visits are taken in, `learnt` of how many visits it has learnt so far, `pace` how
    many a week came in the last whole window, `started` when the alarm that stands began, as of `looked_at`,
    and `customers` how many different ones have been there since. What came by `live_from` was history when
    the watch began.
    """

    stage: str
    metric: str = SCORE
    monitor: Monitor = field(default_factory=Monitor)
    mark: Mark | None = None
    scorer: tuple[str, str] | None = None
    average: Ewma | None = None
    tuning: Tuning | None = None
    window: Window | None = None
    pace: float | None = None
    learnt: int = 0
    started: Started | None = None
    customers: int = 0
    looked_at: datetime | None = None
    live_from: datetime | None = None
    told: int = 0
    revision: int = 0

    @property
    def is_learning(self) -> bool:
        """Whether nothing can be judged yet."""
        return self.tuning is None

    @property
    def is_past(self) -> bool:
        """Whether the alarm that stands is a change which lay in the history: shown, and never raised."""
        alarm = self.monitor.alarm
        return alarm is not None and self.live_from is not None and alarm.raised_at <= self.live_from


_STREAM = TypeAdapter(Stream)


def as_record(stream: Stream) -> MonitorRecord:
    """Return the stream as it is kept."""
    return MonitorRecord(
        stage=stream.stage,
        metric=stream.metric,
        phase=stream.monitor.phase,
        mark=stream.mark,
        told=stream.told,
        revision=stream.revision,
        state=_STREAM.dump_json(stream).decode(),
    )


def of_record(record: MonitorRecord) -> Stream:
    """Return the stream that is kept; its mark, and what was told, are as their own columns say."""
    kept = _STREAM.validate_json(record.state)
    return replace(kept, mark=record.mark, told=record.told, revision=record.revision)


def standing(records: Iterable[MonitorRecord], stages: Sequence[str]) -> tuple[Stream, ...]:
    """Return the stream of each stage, in their order; one that was never kept begins."""
    kept = {each.stage: of_record(each) for each in records if each.metric == SCORE}
    return tuple(kept.get(stage) or Stream(stage=stage) for stage in stages)


def fed(stream: Stream, visit: Visit) -> Stream:
    """Take in what was said about a visit; one that was taken in before changes nothing.

    This costs the same however many came before.
    """
    if stream.mark is None or stream.is_learning or visit.mark <= stream.mark:
        return stream
    marked = replace(stream, mark=visit.mark)
    return marked if visit.value is None else moved(marked, visit.value, at=visit.at)


def moved(stream: Stream, value: float, *, at: datetime) -> Stream:
    """Move a stream by one value; one that learns stays as it is."""
    if stream.tuning is None or stream.average is None:
        return stream
    average = updated(stream.average, value, at=at, smoothing=stream.tuning.chart.smoothing)
    found = judged(average, chart=stream.tuning.chart)
    monitor, _ = step(stream.monitor, Judged(at=at, direction=_side(stream, found)))
    window, pace = _counted(stream, at)
    is_same = monitor.alarm is not None and monitor.alarms == stream.monitor.alarms
    return replace(
        stream,
        average=average,
        monitor=monitor,
        window=window,
        pace=pace,
        started=stream.started if is_same else None,
        customers=stream.customers if is_same else 0,
        looked_at=stream.looked_at if is_same else None,
    )


def _side(stream: Stream, found: Judgement) -> Direction | None:
    """Return on which side the average is outside; one that alarmed is back only when half way to the middle.

    A drop that just reaches its limit would else come back and alarm again, time after time.
    """
    alarm = stream.monitor.alarm
    if found.direction is not None or alarm is None or found.strength <= _BACK:
        return found.direction
    side: Direction = "down" if found.value < (found.low + found.high) / 2.0 else "up"
    return side if side == alarm.direction else None


def _counted(stream: Stream, at: datetime) -> tuple[Window, float | None]:
    """Count a visit; where a window is over, say what came in it a week, and begin the next."""
    window = stream.window or Window(began=at)
    if at - window.began < SPAN:
        return replace(window, visits=window.visits + 1), stream.pace
    return Window(began=at, visits=1), window.visits / ((at - window.began) / timedelta(weeks=1))


def read_to(stream: Stream, mark: Mark) -> Stream:
    """Note that there is nothing for the stream before `mark`."""
    if stream.mark is None or stream.mark >= mark:
        return stream
    return replace(stream, mark=mark)


def acknowledged(stream: Stream, *, at: datetime) -> Stream:
    """Let somebody have seen the alarm; a stream without one stays as it is."""
    monitor, _ = step(stream.monitor, Acknowledged(at=at))
    return replace(stream, monitor=monitor)


def rebaselined(stream: Stream, *, at: datetime) -> Stream:
    """Accept what the stream came to: it learns again, from the answers since the change."""
    alarm = stream.monitor.alarm
    if alarm is None:
        return stream
    change_at = alarm.raised_at if stream.started is None else stream.started.at
    monitor, _ = step(acknowledged(stream, at=at).monitor, Rebaselined(at=at, change_at=change_at))
    return begun_anew(stream, monitor)


def begun_anew(stream: Stream, monitor: Monitor) -> Stream:
    """Return a stream that has learnt nothing yet, as `monitor` has it; what was told stays told."""
    return Stream(
        stage=stream.stage,
        metric=stream.metric,
        monitor=monitor,
        scorer=stream.scorer,
        told=stream.told,
        revision=stream.revision,
    )
