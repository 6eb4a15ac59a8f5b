"""Cold starts: how long `aftertouch --help` takes, and `aftertouch run` until it is ready."""

import subprocess
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from benchmarks.bench import Bench, Size, opened, settings_for
from benchmarks.figure import Figure, Lap, duration
from benchmarks.processes import command, run, serving
from benchmarks.stopwatch import cpu_of_children, timing
from config.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class _Work:
    """How often each is started."""

    helps: int
    runs: int


_WORK: Mapping[Size, _Work] = {
    "full": _Work(helps=11, runs=3),
    "quick": _Work(helps=5, runs=1),
    "tiny": _Work(helps=1, runs=1),
}
_HELP_GOAL = 0.4


def measure(bench: Bench) -> Iterator[Figure]:
    """Yield seconds from nothing to the answer; one start fills the page cache before any is counted."""
    work, settings = _WORK[bench.size], settings_for(bench.sqlite_url(), bench.folder)
    with opened(settings):
        pass  # makes key and database
    _helped(bench, settings)
    helps = _rounds(work.helps, lambda: _helped(bench, settings))
    yield duration("aftertouch --help", helps, goal=_HELP_GOAL)
    yield duration("an empty Python", _rounds(work.helps, _nothing), note="what no program can undercut")
    yield duration("aftertouch run until /readyz", _rounds(work.runs, lambda: _served(bench, settings)))


def _rounds(rounds: int, once: Callable[[], None]) -> list[Lap]:
    return [_timed(once) for _ in range(rounds)]


def _timed(once: Callable[[], None]) -> Lap:
    with timing(1, cpu=cpu_of_children) as watch:
        once()
    return watch.done


def _helped(bench: Bench, settings: Settings) -> None:
    run("--help", settings=settings, folder=bench.folder)


def _nothing() -> None:
    subprocess.run([*command()[:1], "-c", "pass"], check=True)


def _served(bench: Bench, settings: Settings) -> None:
    with serving(settings, bench.folder) as server:
        server.get("/readyz")
