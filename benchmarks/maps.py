"""The map of 100,000 answers as PNG: from a started process with cold caches, and from no process at all."""

import asyncio
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from benchmarks.archive import fill
from benchmarks.bench import Bench, Size, opened, settings_for
from benchmarks.drawing import forget
from benchmarks.figure import Figure, Lap, duration
from benchmarks.processes import run, run_module
from benchmarks.stopwatch import cpu_of_children, timing
from bot.app import App
from config.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """How many answers there are, and how often they are drawn."""

    answers: int
    rounds: int


_WORK: Mapping[Size, _Work] = {
    "full": _Work(answers=100_000, rounds=3),
    "quick": _Work(answers=10_000, rounds=1),
    "tiny": _Work(answers=40, rounds=1),
}
_GOAL = 2


def measure(bench: Bench) -> Iterator[Figure]:
    """Yield seconds to sum the answers up, to draw them cold and warm, and for the whole command."""
    work, settings = _WORK[bench.size], settings_for(bench.sqlite_url(), bench.folder)
    what = f"{work.answers:,} answers"
    with opened(settings) as app:
        fill(app, work.answers)
        yield duration(f"summing up {what}", [summed_up(app)], note="in the background, once")
    pairs = [_drawn(bench, settings) for _ in range(work.rounds)]
    yield duration(f"map of {what}, cold", [cold for cold, _ in pairs], goal=_GOAL)
    yield duration(f"map of {what}, again", [warm for _, warm in pairs])
    laps = [_commanded(bench, settings) for _ in range(work.rounds)]
    yield duration(f"aftertouch map of {what}, from a cold process", laps)


def summed_up(app: App) -> Lap:
    """Sum up all answers and return how long it took."""

    async def sweep() -> None:
        while await app.cartographer.turn():
            continue

    with timing(1) as watch:
        asyncio.run(sweep())
    return watch.done


def _drawn(bench: Bench, settings: Settings) -> tuple[Lap, Lap]:
    told = json.loads(run_module("benchmarks.drawing", settings=settings, folder=bench.folder))
    (cold, cold_cpu), (warm, warm_cpu) = told
    return Lap(float(cold), float(cold_cpu), 1), Lap(float(warm), float(warm_cpu), 1)


def _commanded(bench: Bench, settings: Settings) -> Lap:
    forget(settings.database_url)
    with timing(1, cpu=cpu_of_children) as watch:
        run("map", "--as", "png", "--out", os.devnull, settings=settings, folder=bench.folder)
    return watch.done
