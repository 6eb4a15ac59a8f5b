"""What a stream learns from: which visits are its baseline, and when they are to be taken anew."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from math import sqrt

import numpy as np

from bot.watch_chance import chance_of
from bot.watching import SPAN, Stream, Tuning, Window, begun_anew, moved
from feedback.store.monitors import History
from mapping.columns import Flags, Floats, Ints, as_datetime, moment
from mapping.methods.monitors.ewma import begun
from mapping.methods.monitors.limits import (
    ENOUGH_ANSWERS,
    FEWEST_ANSWERS,
    WEEKS_A_YEAR,
    Baseline,
    Learning,
    allowed,
    baseline,
    chart,
    limit,
)
from mapping.methods.monitors.states import BaselineReady, Monitor, Phase, step
from mapping.methods.monitors.steady import earliest_steady

REST = timedelta(hours=1)
"""A visit is taken in this long after its first answer: most have said by then all that they will."""

LONGEST = timedelta(weeks=52)
"""A baseline looks back no further: what was so years ago is not how it is."""

_MOST_ANSWERS = 2_000
"""A baseline is made of so many visits at most, the latest; its mean is sure enough then."""

_OTHER = 2.0
"""A limit is made anew where visits come so many times as often, or as seldom, as it was made for."""

_BEYOND_CHANCE = 3.0
_GROWN = 1.5
_WORLDS, _FUTURES = 200, (5, 50)
DRAWS = 60_000_000
"""Visits simulated for one limit, if a thousand years are not more: a few seconds of a processor."""

_ONE_US = timedelta(microseconds=1)


def new_pace(stream: Stream, *, at: datetime) -> float | None:
    """Return how many visits a week come now, where the limit is not made for it.

    That is: more than twice as many, or less than half, over four weeks, by more than chance. Twice as
    many as in four weeks are seen before these are over.
    """
    if stream.tuning is None or stream.window is None:
        return None
    weeks = SPAN / timedelta(weeks=1)
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
    """The time whose visits are to be a stream's baseline, and how many a week come now, if not as many.

    A `first` lesson is of the earliest visits that are alike; those after them are watched.
    """

    since: datetime
    until: datetime
    per_week: float | None = None
    first: bool = False


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
        return Lesson(since=earliest, until=until, first=stream.monitor.baseline_from is None)
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
    """A baseline and the values it was made of; `later` are the visits of its history that came after it."""

    base: Baseline
    values: Floats
    since: datetime
    until: datetime
    per_week: float
    later: Sequence[tuple[datetime, float]] = ()


def learnt(
    history: History, rows: Flags, lesson: Lesson, *, chance: np.random.Generator
) -> Learnt | Learning:
    """Return the baseline of the rows of one stage, the latest of them where there are many."""
    within = rows & (history.at >= moment(lesson.since)) & (history.at <= moment(lesson.until))
    told, later = np.flatnonzero(within), np.zeros(0, dtype=np.int64)
    whole = baseline(history.value[told], history.at[told], until=moment(lesson.until))
    if lesson.first and not isinstance(whole, Learning):
        begin, end = earliest_steady(history.value[told], rng=chance)
        told, later = told[begin:], told[end:]
    kept = told[: len(told) - len(later)][-_MOST_ANSWERS:]
    until = (as_datetime(history.at[kept[-1]]) if len(later) else None) or lesson.until
    # A change ends it: what came before need not wait for more.
    enough = FEWEST_ANSWERS if len(later) else ENOUGH_ANSWERS
    found = baseline(history.value[kept], history.at[kept], until=moment(until), enough=enough)
    if isinstance(found, Learning):
        return found
    first = as_datetime(history.at[kept[0]]) or lesson.since
    return Learnt(
        base=found,
        values=history.value[kept],
        since=first,
        until=until,
        per_week=lesson.per_week or (_pace(history, told, lesson.until) if len(later) else found.per_week),
        later=_visits(history, later),
    )


def _pace(history: History, told: Ints, until: datetime) -> float:
    """Return how many visits a week have come from the first of `told` to the end."""
    since = as_datetime(history.at[told[0]]) or until
    return len(told) / max(1.0, (until - since) / timedelta(weeks=1))


def _visits(history: History, places: Ints) -> list[tuple[datetime, float]]:
    """Return when some visits were, and the values of what was said about them."""
    times = (as_datetime(each) for each in history.at[places])
    return [(at, value) for at, value in zip(times, history.value[places].tolist(), strict=True) if at]


def tuned(stream: Stream, lesson: Learnt, *, journey: str, streams: int, draws: int = DRAWS) -> Tuning:
    """Return what the stream is held against, always the same; slow, for its limit is simulated."""
    horizon = lesson.per_week * WEEKS_A_YEAR
    futures = int(min(max(draws / (_WORLDS * horizon), _FUTURES[0]), _FUTURES[1]))
    found = limit(
        lesson.values,
        per_week=lesson.per_week,
        share=allowed(streams),
        rng=chance_of(journey, stream),
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


def taught(
    stream: Stream,
    tuning: Tuning,
    *,
    scorer: tuple[str, str],
    until: datetime,
    later: Sequence[tuple[datetime, float]] = (),
) -> Stream:
    """Let a stream be held against `tuning` from now on.

    One that learnt, or whose history another scorer has judged, is watched anew, behind `until`: the `later`
    visits of its history move it, and an alarm that they raise is shown but told to nobody. One that is only
    held against something better goes on where it was.
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
    since = tuning.until if later else until
    monitor, _ = step(stream.monitor, BaselineReady(at=since))
    watched = replace(
        made,
        monitor=monitor,
        average=begun(tuning.chart.centre, at=since),
        mark=(until + _ONE_US, ""),
        window=Window(began=since),
        live_from=until,
    )
    for at, value in later:
        watched = moved(watched, value, at=at)
    return replace(watched, told=watched.monitor.alarms) if later else watched


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
    return replace(begun_anew(stream, monitor), learnt=found.answers, scorer=scorer)
