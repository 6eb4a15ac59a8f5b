"""Interactions: one by one and in batches, from customers who are asked and from those who are not."""

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import islice

from benchmarks.bench import NOON, Bench, Size, opened, settings_for
from benchmarks.crowd import touches
from benchmarks.figure import Figure, Lap, rate
from benchmarks.loopback import Caller
from benchmarks.processes import serving
from benchmarks.stopwatch import cpu_of, timing
from bot.app import App
from feedback.intake import Refused, Touch, Touched

_BATCH = 100
_BATCHES_AT_ONCE = 4
_SINGLES_AT_ONCE = 64
_TIME = timedelta(seconds=12)
_GOAL = 5_000
_UNIT = "interactions/s"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """How many customers come in a round, in batches or one by one."""

    batched: int
    single: int
    rounds: int


_WORK: Mapping[Size, _Work] = {
    "full": _Work(batched=2_000, single=500, rounds=3),
    "quick": _Work(batched=400, single=100, rounds=1),
    "tiny": _Work(batched=6, single=3, rounds=1),
}
_Laps = dict[str, list[Lap]]


def measure(bench: Bench) -> Iterator[Figure]:
    """Yield interactions per second: within the process on each database, and over HTTP on SQLite."""
    for database, url in bench.databases():
        with opened(settings_for(url, bench.folder)) as app:
            laps = asyncio.run(_within(bench, app))
        yield from _figures(laps, f"within the process, {database}")
    yield from _figures(_over_http(bench), "over HTTP, SQLite")


def _figures(laps: _Laps, how: str) -> Iterator[Figure]:
    for what, found in laps.items():
        yield rate(f"{what}, {how}", _UNIT, found, goal=_GOAL if what.startswith("batches") else None)


def _groups(work: _Work, number: int) -> Iterator[tuple[str, list[Touch]]]:
    """Yield the interactions of one round: new customers, who are asked, and the same ones once more."""
    first = number * (work.batched + work.single)
    batched = work.batched if number else work.batched // 4
    for who, source in (("all asked", "till"), ("asked lately", "again")):
        coming = touches(first, at=NOON, source=source)
        yield f"batches of {_BATCH}, {who}", list(islice(coming, batched))
        yield f"one each, {who}", list(islice(coming, work.single))


async def _within(bench: Bench, app: App) -> _Laps:
    work, laps = _WORK[bench.size], _Laps()
    for number in bench.rounds(work.rounds, within=_TIME):
        for what, group in _groups(work, number):
            size, at_once = _manner(what)
            with timing(len(group)) as watch:
                await _submit(app, _cut(group, size), at_once=at_once)
            if number:
                laps.setdefault(what, []).append(watch.done)
        await app.settle()
    return laps


async def _submit(app: App, batches: Sequence[Sequence[Touch]], *, at_once: int) -> None:
    coming = iter(batches)

    async def source() -> None:
        for batch in coming:
            _check(await app.submit_many(batch))

    await asyncio.gather(*(source() for _ in range(at_once)))


def _check(results: Sequence[Touched | Refused | Exception]) -> None:
    for result in results:
        if not isinstance(result, Touched):
            raise TypeError(f"an interaction of the benchmark was not taken: {result}")


def _manner(what: str) -> tuple[int, int]:
    """Return how many come at once, and how many such are under way at the same time."""
    return (_BATCH, _BATCHES_AT_ONCE) if what.startswith("batches") else (1, _SINGLES_AT_ONCE)


def _cut(group: Sequence[Touch], size: int) -> Sequence[Sequence[Touch]]:
    return [group[first : first + size] for first in range(0, len(group), size)]


def _over_http(bench: Bench) -> _Laps:
    work, laps = _WORK[bench.size], _Laps()
    settings = settings_for(bench.sqlite_url(), bench.folder)
    with opened(settings) as app:
        token, _ = app.store.add_api_key(app.around.new_id(), name="bench", now=NOON)
    with serving(settings, bench.folder) as server:
        server.get("/readyz")
        caller, used = Caller(host=server.host, port=server.port, token=token), cpu_of(server.pid)
        for number in bench.rounds(work.rounds, within=_TIME):
            for what, group in _groups(work, number):
                size, at_once = _manner(what)
                requests = [caller.request(_body(batch)) for batch in _cut(group, size)]
                with timing(len(group), cpu=used) as watch:
                    asyncio.run(caller.send(requests, connections=at_once))
                if number:
                    laps.setdefault(what, []).append(watch.done)
    return laps


def _body(batch: Sequence[Touch]) -> bytes:
    items = [_told(touch) for touch in batch]
    return json.dumps({"interactions": items} if len(items) > 1 else items[0]).encode()


def _told(touch: Touch) -> object:
    """Return an interaction as a till tells of it: it happens now, by the server's own clock."""
    customer = touch.customer
    return {
        "source": touch.source,
        "source_id": touch.source_id,
        "touchpoint": touch.touchpoint,
        "customer": {
            "id": customer.external_id,
            "language": customer.language,
            "attributes": dict(customer.attributes),
            "addresses": [
                {"channel": channel, "address": address} for channel, address in customer.addresses
            ],
        },
    }
