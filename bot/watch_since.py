"""Since when an alarm has stood, and for how many customers: looked for in the visits around it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import numpy as np

from bot.watch_chance import chance_of
from bot.watching import Stream
from feedback.store.monitors import History
from mapping.columns import Flags, Ints, as_datetime, moment
from mapping.methods.monitors.change_point import NoChange, change_point
from mapping.methods.monitors.digest import Started
from mapping.parts import Change

_LOOK_BACK = 500
"""Visits among which the change is looked for, at most half of them after the alarm."""


def looked_into(stream: Stream, history: History, rows: Flags, *, journey: str, at: datetime) -> Stream:
    """Look for when the alarm that stands began, and for how many customers it has hit since."""
    alarm = stream.monitor.alarm
    if alarm is None:
        return stream
    kept = _around(history, np.flatnonzero(rows), alarm.raised_at)
    started = _since_when(history, kept, chance=chance_of(journey, stream))
    since = rows & (history.at >= moment(alarm.raised_at if started is None else started.at))
    hit = {history.customer[row] for row in np.flatnonzero(since).tolist()}
    return replace(stream, started=started, customers=len(hit), looked_at=at)


def _around(history: History, told: Ints, raised_at: datetime) -> Ints:
    """Return the visits before an alarm and some after it: one that has stood for long has many after it."""
    after = int(np.searchsorted(history.at[told], moment(raised_at), side="right"))
    return told[: after + _LOOK_BACK // 2][-_LOOK_BACK:]


def _since_when(history: History, kept: Ints, *, chance: np.random.Generator) -> Started | None:
    found = change_point(history.value[kept], rng=chance)
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


def changes_of(streams: Sequence[Stream], *, sure: float, least: int) -> dict[str, Change]:
    """Return by stage the changes that stand, that are so sure and hit `least` customers."""
    return {
        each.stage: Change(size=each.started.size, since=each.started.at.date())
        for each in streams
        if each.monitor.alarm is not None
        and each.started is not None
        and each.started.sure >= sure
        and each.customers >= least
    }
