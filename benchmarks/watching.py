"""Monitors: what one visit costs, early and late in a stream's life, and with reading and saving."""

import asyncio
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from itertools import count

import numpy as np

from benchmarks.archive import fill
from benchmarks.bench import NOON, Bench, Size, opened, settings_for
from benchmarks.figure import Figure, Lap, rate
from benchmarks.stopwatch import timing
from bot.app import App
from bot.watch_lessons import Lesson, learnt, taught, tuned
from bot.watcher import Watcher
from bot.watching import Stream, fed
from feedback.monitor import Visit
from feedback.store.monitors import History
from mapping.columns import moment
from mapping.methods.monitors.limits import Learning

_VISITS: Mapping[Size, int] = {"full": 10_000, "quick": 2_000, "tiny": 400}
_ROUNDS = 5
_GOAL = 20_000
"""That is 50 microseconds for each."""

_HALF = timedelta(days=90)


def measure(bench: Bench) -> Iterator[Figure]:
    """Yield how many visits a second: alone, after many others, and from the store to the store."""
    visits = _VISITS[bench.size]
    early, late = _alone(visits)
    yield rate("taken in and judged, the first", "visits/s", early, goal=_GOAL)
    yield rate(f"the same, after {visits:,} others", "visits/s", late, goal=_GOAL)
    with opened(settings_for(bench.sqlite_url(), bench.folder)) as app:
        fill(app, 4 * visits)
        yield rate("read, taken in and kept", "visits/s", [_from_the_store(app)], note=f"{visits:,} of them")


def _alone(visits: int) -> tuple[list[Lap], list[Lap]]:
    values = np.random.default_rng(1).choice([-2.0, -1.0, 0.0, 1.0, 2.0], size=visits).tolist()
    numbers = count()
    stream, laps = _taught(values), []
    for _ in range(2 * _ROUNDS):
        made = [
            Visit(id="", at=NOON + timedelta(minutes=next(numbers) + 1), touchpoint="", value=value)
            for value in values[: max(1, visits // _ROUNDS)]
        ]
        with timing(len(made)) as watch:
            for visit in made:
                stream = fed(stream, visit)
        laps.append(watch.done)
    return laps[:_ROUNDS], laps[_ROUNDS:]


def _taught(values: list[float]) -> Stream:
    at = [moment(NOON - timedelta(hours=12 * place)) for place in range(100, 0, -1)]
    history = History(
        customer=[""] * 100, touchpoint=[""] * 100, at=np.array(at), value=np.array(values[:100])
    )
    lesson = Lesson(since=NOON - 2 * _HALF, until=NOON)
    found = learnt(history, np.ones(100, dtype=np.bool_), lesson, chance=np.random.default_rng(1))
    if isinstance(found, Learning):
        raise TypeError("a hundred visits make a baseline")
    begun = Stream(stage="")
    tuning = tuned(begun, found, journey="", streams=1, draws=1)
    return taught(begun, tuning, scorer=("", ""), until=NOON)


def _from_the_store(app: App) -> Lap:
    """Learn from the first half of what was said, and watch the second."""
    moments = {"now": NOON - _HALF}
    watcher = _watcher(app, moments)
    asyncio.run(_worked(watcher))
    moments["now"] = NOON + timedelta(hours=2)
    with timing(1) as watch:
        visits = asyncio.run(_worked(watcher))
    return Lap(watch.done.wall, watch.done.cpu, visits)


def _watcher(app: App, moments: Mapping[str, datetime]) -> Watcher:
    return Watcher(
        store=app.store,
        writer=app.writer,
        loaded=app.loaded,
        scorer=lambda: (app.scorer.name, app.scorer.version),
        now=lambda: moments["now"],
        draws=1,
    )


async def _worked(watcher: Watcher) -> int:
    visits = 0
    while done := await watcher.turn():
        visits += done
    return visits
