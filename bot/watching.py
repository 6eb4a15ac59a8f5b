"""One stream that is watched: what is known of it, and how a visit, a baseline or a manager moves it.

A stream is one metric of one stage. What is said about one visit is one value: two answers of one customer
about one visit go together, and counted as two they would alarm more often than the limit allows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from hashlib import blake2b
from math import sqrt

import numpy as np
from pydantic import TypeAdapter

from feedback.monitor import Mark, MonitorRecord, Visit
from feedback.store.monitors import History
from mapping.columns import Flags, as_datetime, moment
from mapping.methods.monitors.change_point import NoChange, change_point
from mapping.methods.monitors.digest import Started
from mapping.methods.monitors.ewma import Chart, Direction, Ewma, Judgement, begun, judged, updated
from mapping.methods.monitors.limits import (
    WEEKS_A_YEAR,
    Baseline,
    Learning,
    Limit,
    allowed,
    baseline,
    chart,
    limit,
)
from mapping.methods.monitors.states import (
    Acknowledged,
    BaselineReady,
    Judged,
    Monitor,
    Phase,
    Rebaselined,
    step,
)

SCORE = "score"
"""The metric that alarms. Weekly shares are for looking at: see docs/methods.md."""

REST = timedelta(hours=1)
"""A visit is taken in this long after its first answer: most have said by then all that they will."""

LONGEST = timedelta(weeks=52)
"""A baseline looks back no further: what was so years ago is not how it is."""

_MOST_ANSWERS = 2_000
"""A baseline is made of so many visits at most, the latest; its mean is sure enough then."""

_SPAN = timedelta(days=28)
"""Over so long it is counted how many visits come."""

_OTHER = 2.0
"""A limit is made anew where visits come so many times as often, or as seldom, as it was made for."""

_BEYOND_CHANCE = 3.0
_GROWN = 1.5
_BACK = 0.5
_WORLDS, _FUTURES = 200, (5, 50)
DRAWS = 60_000_000
"""Visits simulated for one limit, if a thousand years are not more: a few seconds of a processor."""

_LOOK_BACK = 500
"""Visits among which the change is looked for."""

_ONE_US = timedelta(microseconds=1)


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
    and `customers` how many different ones have been there since.
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
    told: int = 0
    revision: int = 0

    @property
    def is_learning(self) -> bool:
        """Whether nothing can be judged yet."""
        return self.tuning is None


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
    if stream.tuning is None or stream.average is None or stream.mark is None or visit.mark <= stream.mark:
        return stream
    if visit.value is None:
        return replace(stream, mark=visit.mark)
    average = updated(stream.average, visit.value, at=visit.at, smoothing=stream.tuning.chart.smoothing)
    found = judged(average, chart=stream.tuning.chart)
    monitor, _ = step(stream.monitor, Judged(at=visit.at, direction=_side(stream, found)))
    window, pace = _counted(stream, visit.at)
    is_same = monitor.alarm is not None and monitor.alarms == stream.monitor.alarms
    return replace(
        stream,
        mark=visit.mark,
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
    if at - window.began < _SPAN:
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
    return _learning(stream, monitor)


def _learning(stream: Stream, monitor: Monitor) -> Stream:
    return Stream(
        stage=stream.stage,
        metric=stream.metric,
        monitor=monitor,
        scorer=stream.scorer,
        told=stream.told,
        revision=stream.revision,
    )


def new_pace(stream: Stream, *, at: datetime) -> float | None:
    """Return how many visits a week come now, where the limit is not made for it.

    That is: more than twice as many, or less than half, over four weeks, by more than chance. Twice as
    many as in four weeks are seen before these are over.
    """
    if stream.tuning is None or stream.window is None:
        return None
    weeks = _SPAN / timedelta(weeks=1)
    expected = stream.tuning.per_week * weeks
    chance = _BEYOND_CHANCE * sqrt(expected)
    if stream.window.visits > max(_OTHER * expected, expected + chance):
        return stream.window.visits / max(1.0, (at - stream.window.began) / timedelta(weeks=1))
    pace = stream.tuning.per_week if stream.pace is None else stream.pace
    came = pace * weeks
    is_other = came > _OTHER * expected or came < expected / _OTHER
    return pace if is_other and abs(came - expected) > chance else None


def has_grown(stream: Stream) -> bool:
    """Say whether a quiet stream has half as many visits again, older than a window, as its baseline."""
    if stream.tuning is None or stream.average is None or stream.window is None:
        return False
    older = stream.average.n - stream.tuning.held - stream.window.visits
    known = stream.tuning.chart.answers
    is_quiet = stream.monitor.phase is Phase.QUIET and known < _MOST_ANSWERS
    return is_quiet and stream.tuning.until < stream.window.began and older >= (_GROWN - 1.0) * known


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """The time whose visits are to be a stream's baseline, and how many a week come now, if not as many."""

    since: datetime
    until: datetime
    per_week: float | None = None


def again(tuning: Tuning) -> Lesson:
    """Return the lesson that a stream has learnt, to be learnt anew."""
    return Lesson(since=tuning.since, until=tuning.until, per_week=tuning.per_week)


def is_other_company(stream: Stream, streams: int) -> bool:
    """Say whether a limit is made for fewer `streams` than are watched, or for twice as many."""
    if stream.tuning is None:
        return False
    return stream.tuning.streams < streams or stream.tuning.streams >= _OTHER * streams


def lesson_of(stream: Stream, *, scorer: tuple[str, str], until: datetime) -> Lesson | None:
    """Return what a stream is to learn from, or anew; None where it may go on as it is."""
    earliest = max(until - LONGEST, stream.monitor.baseline_from or until - LONGEST)
    if stream.tuning is None or stream.window is None:
        return Lesson(since=earliest, until=until)
    same = again(stream.tuning)
    if stream.scorer != scorer:
        return same
    pace = new_pace(stream, at=until)
    if pace is not None:
        return replace(same, per_week=pace)
    if not has_grown(stream):
        return None
    began = stream.window.began
    return Lesson(
        since=max(began - LONGEST, stream.monitor.baseline_from or began - LONGEST),
        until=began - _ONE_US,
        per_week=stream.tuning.per_week,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Learnt:
    """A baseline and the values it was made of."""

    base: Baseline
    values: np.ndarray[tuple[int], np.dtype[np.float64]]
    since: datetime
    until: datetime
    per_week: float


def learnt(history: History, rows: Flags, lesson: Lesson) -> Learnt | Learning:
    """Return the baseline of the rows of one stage, the latest of them where there are many."""
    within = rows & (history.at >= moment(lesson.since)) & (history.at <= moment(lesson.until))
    kept = np.flatnonzero(within)[-_MOST_ANSWERS:]
    found = baseline(history.value[kept], history.at[kept], until=moment(lesson.until))
    if isinstance(found, Learning):
        return found
    first = as_datetime(history.at[kept[0]]) or lesson.since
    return Learnt(
        base=found,
        values=history.value[kept],
        since=first,
        until=lesson.until,
        per_week=lesson.per_week or found.per_week,
    )


def tuned(stream: Stream, lesson: Learnt, *, journey: str, streams: int, draws: int = DRAWS) -> Tuning:
    """Return what the stream is held against, always the same; slow, for its limit is simulated."""
    horizon = lesson.per_week * WEEKS_A_YEAR
    futures = int(min(max(draws / (_WORLDS * horizon), _FUTURES[0]), _FUTURES[1]))
    found = limit(
        lesson.values,
        per_week=lesson.per_week,
        share=allowed(streams),
        rng=_rng(journey, stream.stage, stream.metric),
        worlds=_WORLDS,
        futures=futures,
    )
    return Tuning(
        chart=chart(lesson.base, found),
        limit=found,
        since=lesson.since,
        until=lesson.until,
        per_week=lesson.per_week,
        streams=streams,
        held=_held(stream, lesson),
    )


def _held(stream: Stream, lesson: Learnt) -> int:
    """Return how many of the visits watched are in a lesson: all up to the window, where it is a new one."""
    if stream.tuning is None or stream.average is None or stream.window is None:
        return 0
    is_same = lesson.until == stream.tuning.until
    return stream.tuning.held if is_same else stream.average.n - stream.window.visits


def taught(stream: Stream, tuning: Tuning, *, scorer: tuple[str, str], until: datetime) -> Stream:
    """Let a stream be held against `tuning` from now on.

    One that learnt, or whose history another scorer has judged, is watched anew, behind `until`; one that is
    only held against something better goes on where it was.
    """
    made = replace(
        stream,
        tuning=tuning,
        scorer=scorer,
        pace=None,
        learnt=tuning.chart.answers,
    )
    if stream.average is not None and stream.scorer == scorer:
        return made
    monitor, _ = step(stream.monitor, BaselineReady(at=until))
    return replace(
        made,
        monitor=monitor,
        average=begun(tuning.chart.centre, at=until),
        mark=(until + _ONE_US, ""),
        window=Window(began=until),
    )


def untaught(stream: Stream, found: Learning, *, scorer: tuple[str, str]) -> Stream:
    """Let a stream go on learning, or learn again where what it knew is judged otherwise now."""
    if stream.tuning is None:
        return replace(stream, learnt=found.answers, scorer=scorer)
    if stream.scorer == scorer:
        return replace(stream, pace=None)
    monitor = Monitor(
        alarms=stream.monitor.alarms,
        quiet_until=stream.monitor.quiet_until,
        baseline_from=stream.monitor.baseline_from,
    )
    return replace(_learning(stream, monitor), learnt=found.answers, scorer=scorer)


def looked_into(stream: Stream, history: History, rows: Flags, *, journey: str, at: datetime) -> Stream:
    """Look for when the alarm that stands began, and for how many customers it has hit since."""
    alarm = stream.monitor.alarm
    if alarm is None:
        return stream
    started = _since_when(stream, history, rows, journey=journey)
    since = rows & (history.at >= moment(alarm.raised_at if started is None else started.at))
    hit = {history.customer[row] for row in np.flatnonzero(since).tolist()}
    return replace(stream, started=started, customers=len(hit), looked_at=at)


def _since_when(stream: Stream, history: History, rows: Flags, *, journey: str) -> Started | None:
    kept = np.flatnonzero(rows)[-_LOOK_BACK:]
    found = change_point(history.value[kept], rng=_rng(journey, stream.stage, stream.metric))
    if isinstance(found, NoChange):
        return None
    times = [
        as_datetime(each) for each in history.at[kept[[found.low, found.at, min(found.high, len(kept) - 1)]]]
    ]
    low, at, high = (each for each in times if each is not None)
    return Started(
        at=at,
        low=low,
        high=high,
        size=found.size,
        size_low=found.size_low,
        size_high=found.size_high,
        sure=found.sure,
        answers=found.answers_after,
    )


def _rng(journey: str, stage: str, metric: str) -> np.random.Generator:
    seed = blake2b(f"{journey}\n{stage}\n{metric}".encode(), digest_size=8).digest()
    return np.random.default_rng(int.from_bytes(seed))


def changes_of(streams: Sequence[Stream], *, sure: float, least: int) -> dict[str, float]:
    """Return by stage how large the changes are that stand, that are so sure and hit `least` customers."""
    return {
        each.stage: each.started.size
        for each in streams
        if each.monitor.alarm is not None
        and each.started is not None
        and each.started.sure >= sure
        and each.customers >= least
    }
