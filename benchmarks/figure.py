"""What a benchmark yields: figures, some with a goal."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Literal

Verdict = Literal["yes", "no", "by CPU", ""]
"""`by CPU`: missed by the clock on a machine with other work, but met by the processor time it took."""

_SECOND_US = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Goal:
    """What a figure is to reach: at least `bound`, or at most."""

    bound: float
    at_most: bool = False

    def is_met_by(self, value: float) -> bool:
        """Say whether `value` is good enough."""
        return value <= self.bound if self.at_most else value >= self.bound


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured thing, the median of its rounds; `cpu_us` is processor time per operation."""

    name: str
    value: float
    unit: str
    goal: Goal | None = None
    cpu_us: float | None = None
    values: tuple[float, ...] = ()
    note: str = ""

    @property
    def verdict(self) -> Verdict:
        """Say whether the goal was met, if there is one."""
        if self.goal is None:
            return ""
        if self.goal.is_met_by(self.value):
            return "yes"
        by_cpu = self._on_an_idle_core()
        return "by CPU" if by_cpu is not None and self.goal.is_met_by(by_cpu) else "no"

    def _on_an_idle_core(self) -> float | None:
        if not self.cpu_us:
            return None
        return self.cpu_us / _SECOND_US if self.unit == "s" else _SECOND_US / self.cpu_us


@dataclass(frozen=True, slots=True)
class Lap:
    """One round: seconds by the clock and by the processor for `count` operations."""

    wall: float
    cpu: float
    count: int


def rate(name: str, unit: str, laps: Sequence[Lap], *, goal: float | None = None, note: str = "") -> Figure:
    """Return how many operations a second `laps` show; more is better."""
    values = tuple(lap.count / lap.wall for lap in laps)
    return Figure(
        name=name,
        value=median(values),
        unit=unit,
        goal=None if goal is None else Goal(bound=goal),
        cpu_us=median(_SECOND_US * lap.cpu / lap.count for lap in laps),
        values=values,
        note=note,
    )


def duration(name: str, laps: Sequence[Lap], *, goal: float | None = None, note: str = "") -> Figure:
    """Return how long one operation takes; less is better."""
    values = tuple(lap.wall / lap.count for lap in laps)
    return Figure(
        name=name,
        value=median(values),
        unit="s",
        goal=None if goal is None else Goal(bound=goal, at_most=True),
        cpu_us=median(_SECOND_US * lap.cpu / lap.count for lap in laps),
        values=values,
        note=note,
    )


def ratio(name: str, of: Figure, to: Figure) -> Figure:
    """Return how many times `to` goes into `of`; both come from the same run, so other work cancels out."""
    note = f"by CPU {to.cpu_us / of.cpu_us:.1f}" if of.cpu_us and to.cpu_us else ""
    return Figure(name=name, value=of.value / to.value, unit="times", note=note)
