"""One line of the table: what was measured, of whom, and the goal."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from training.measures import Measured


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A figure of one engine on one task; `goal` is the least it should be."""

    task: str
    engine: str
    value: Measured
    goal: float | None = None

    @property
    def verdict(self) -> str:
        """Whether the goal was met, where there is one."""
        return "" if self.goal is None else "yes" if self.value.value >= self.goal else "no"


def as_markdown(lines: Sequence[Line]) -> Iterator[str]:
    """Yield a table with a row for each task and a column for each engine."""
    engines = list(dict.fromkeys(line.engine for line in lines))
    yield f"| task | rows | {' | '.join(engines)} | goal | met |"
    yield f"|{' --- |' * (len(engines) + 4)}"
    for task in dict.fromkeys(line.task for line in lines):
        here = {line.engine: line for line in lines if line.task == task}
        cells = [str(here[name].value) if name in here else "-" for name in engines]
        goal = next((line for line in here.values() if line.goal is not None), None)
        ends = ["", ""] if goal is None else [f"{100 * (goal.goal or 0):.0f}", goal.verdict]
        yield f"| {task} | {next(iter(here.values())).value.rows} | {' | '.join([*cells, *ends])} |"
