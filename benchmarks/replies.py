"""Replies: stored before they are acknowledged, understood, scored, answered; each one durable."""

import asyncio
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from benchmarks.bench import Bench, Size, opened, settings_for
from benchmarks.crew import ALL, INBOX, deal_with
from benchmarks.crowd import ask
from benchmarks.figure import Figure, Lap, rate, ratio
from benchmarks.stopwatch import timing
from bot.app import App
from feedback.records import InboxItem

_AT_ONCE = 512
"""How many customers wait for their acknowledgement at the same time."""

_TIME = timedelta(seconds=40)

_GOALS = {"SQLite": 1_500, "PostgreSQL": 600}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """How many customers there are in a round, and how many of them reply one by one."""

    people: int
    alone: int
    rounds: int


_WORK: Mapping[Size, _Work] = {
    "full": _Work(people=1_500, alone=150, rounds=3),
    "quick": _Work(people=400, alone=40, rounds=1),
    "tiny": _Work(people=4, alone=2, rounds=1),
}
_Laps = Mapping[str, Sequence[Lap]]


def measure(bench: Bench) -> Iterator[Figure]:
    """Yield replies per second on each database: ratings and words, with and without what they lead to."""
    for database, url in bench.databases():
        with opened(settings_for(url, bench.folder)) as app:
            laps = asyncio.run(_all(bench, app))
        yield from _figures(laps, database)


def _figures(laps: _Laps, database: str) -> Iterator[Figure]:
    ratings = rate(f"ratings, {database}", "replies/s", laps["ratings"], goal=_GOALS[database])
    alone = rate(f"ratings one by one, {database}", "replies/s", laps["alone"])
    yield ratings
    yield rate(f"words, {database}", "replies/s", laps["words"])
    yield rate(f"ratings, sent and summed up, {database}", "replies/s", laps["ratings, all"])
    yield rate(f"words, sent and summed up, {database}", "replies/s", laps["words, all"])
    yield alone
    yield ratio(f"ratings grouped against one by one, {database}", ratings, alone)


async def _all(bench: Bench, app: App) -> _Laps:
    work, laps = _WORK[bench.size], defaultdict[str, list[Lap]](list)
    for number in bench.rounds(work.rounds, within=_TIME):
        people = work.people if number else work.people // 4 + 1
        found = await _round(app, people, work.alone, first=number * 3 * work.people)
        for name, lap in found.items() if number else ():
            laps[name].append(lap)
    return laps


async def _round(app: App, people: int, alone: int, *, first: int) -> Mapping[str, Lap]:
    """Let as many customers rate and write with the inbox alone at work, as many with all, and some alone."""
    now = app.around.clock.now()
    laps: dict[str, Lap] = {}
    for part, (name, workers) in enumerate((("", INBOX), (", all", ALL))):
        asked = await ask(app, first + part * people, people)
        laps[f"ratings{name}"] = await _timed(app, [one.rates(at=now) for one in asked], workers)
        laps[f"words{name}"] = await _timed(app, [one.writes(at=now) for one in asked], workers)
        await app.settle()
    asked = await ask(app, first + 2 * people, alone)
    laps["alone"] = await _one_by_one(app, [one.rates(at=now) for one in asked])
    return laps


async def _timed(app: App, items: Sequence[InboxItem], workers: Collection[str]) -> Lap:
    with timing(len(items)) as watch:
        await deal_with(app, items, names=workers, at_once=_AT_ONCE)
    return watch.done


async def _one_by_one(app: App, items: Sequence[InboxItem]) -> Lap:
    with timing(len(items)) as watch:
        for item in items:
            await app.inbox.put(item)
            await app.inbox.turn()
    return watch.done
