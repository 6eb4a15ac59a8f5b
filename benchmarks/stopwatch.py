"""Time by the clock and by the processor: ours, and that of processes we start."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time

from benchmarks.figure import Lap

CpuClock = Callable[[], float]
"""Tells how many seconds of processor time were used so far."""


@dataclass(slots=True)
class Stopwatch:
    """What is measured while `timing` runs."""

    lap: Lap | None = None

    @property
    def done(self) -> Lap:
        """Return the lap, once it is over."""
        if self.lap is None:
            raise LookupError("the stopwatch still runs")
        return self.lap


@contextmanager
def timing(count: int, *, cpu: CpuClock = process_time) -> Iterator[Stopwatch]:
    """Measure the block, which does `count` operations; `cpu` is this process's clock or another's."""
    watch, began, used = Stopwatch(), perf_counter(), cpu()
    yield watch
    watch.lap = Lap(perf_counter() - began, cpu() - used, count)


def cpu_of(pid: int) -> CpuClock:
    """Return the processor clock of another process, and of children it has waited for (Linux)."""
    stat, ticks = Path(f"/proc/{pid}/stat"), os.sysconf("SC_CLK_TCK")

    def used() -> float:
        # The name, in brackets, may hold anything; what follows it are numbers.
        fields = stat.read_text(encoding="utf-8").rpartition(")")[2].split()
        return sum(map(int, fields[11:15])) / ticks

    return used


def resident_mib(pid: int) -> float:
    """Return how much memory of a process lies in the machine's, in MiB (Linux)."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    (kib,) = (int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))
    return kib / 1024


def cpu_of_children() -> float:
    """Return the processor time of all processes we started and waited for."""
    times = os.times()
    return times.children_user + times.children_system
