"""What can be wrong with what the operator wrote."""

from collections.abc import Iterable
from dataclasses import dataclass

KeyPath = tuple[str | int, ...]
"""The way to a value: ("stages", 2, "title") is written stages[2].title."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """One thing wrong at a key path, before its line is known; a warning does not stop anything."""

    path: KeyPath
    what: str
    fix: str
    is_warning: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong in a file: where it is, what it is, and how to put it right; line 0 is all of it."""

    file: str
    line: int
    column: int
    path: str
    what: str
    fix: str

    @property
    def place(self) -> str:
        """Where it is, as editors and terminals link it: `journey.yaml:41:5`."""
        return f"{self.file}:{self.line}:{self.column}" if self.line else self.file

    def __str__(self) -> str:
        """Return `file:line:column: path: what; fix`."""
        where = f"{self.place}: {self.path}".removesuffix(": ")
        return f"{where}: {self.what}; {self.fix}" if self.fix else f"{where}: {self.what}"


class ConfigError(Exception):
    """The operator's file or settings cannot be used; carries every problem found."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        """Keep `problems`; the message lists them all, a line each."""
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))


def render_path(path: KeyPath) -> str:
    """Write a key path as people do: stages[2].touchpoints[0].survey."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return "".join(parts).removeprefix(".")


def render_problems(problems: Iterable[Problem]) -> str:
    """Write problems for a terminal: the place, what is wrong, and how to put it right, a block each."""
    return "\n\n".join(_block(problem) for problem in problems)


def _block(problem: Problem) -> str:
    lines = (f"{problem.place}: {problem.path}".removesuffix(": "), f"  {problem.what}")
    return "\n".join((*lines, f"  -> {problem.fix}") if problem.fix else lines)
