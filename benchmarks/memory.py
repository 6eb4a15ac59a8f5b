"""Memory: what `aftertouch run` holds when it has nothing to do, and after its first map."""

from collections.abc import Iterator
from statistics import median

from benchmarks.bench import NOON, Bench, opened, settings_for
from benchmarks.figure import Figure, Goal
from benchmarks.processes import serving
from benchmarks.stopwatch import resident_mib

_GOAL = 150


def measure(bench: Bench) -> Iterator[Figure]:
    """Yield MiB of resident memory."""
    settings = settings_for(bench.sqlite_url(), bench.folder)
    with opened(settings) as app:
        token, _ = app.store.add_api_key(app.around.new_id(), name="bench", now=NOON)
    idle, drawn = [], []
    for _ in range(3 if bench.size == "full" else 1):
        with serving(settings, bench.folder) as server:
            server.get("/readyz")
            idle.append(resident_mib(server.pid))
            server.get("/v1/map.svg", token=token)
            drawn.append(resident_mib(server.pid))
    goal = Goal(bound=_GOAL, at_most=True)
    yield Figure(name="run, idle", value=median(idle), unit="MiB", goal=goal, values=tuple(idle))
    yield Figure(name="run, after a map", value=median(drawn), unit="MiB", values=tuple(drawn))
