"""What was understood of a line so far, and what was not."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.asking.asked import Meaning, Problem, ProblemKind
from bot.asking.line import Line
from bot.asking.understood import Part
from mapping.period import Period


@dataclass(slots=True)
class Findings:
    """Parts and problems of `line`, as they are found; `unknown` are places that nothing knew yet."""

    line: Line
    parts: list[Part] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    pair: list[int] = field(default_factory=list)
    """How many parts stood before each word that sets two sides beside each other."""
    unknown: list[int] = field(default_factory=list)

    def add(
        self, kind: str, value: str, title: str, start: int, end: int, *, period: Period | None = None
    ) -> None:
        """Keep what was understood from one place to another."""
        self.parts.append(Part(kind, value, title, self.line.said(start, end), start, end, period))

    def problem(
        self,
        kind: ProblemKind,
        start: int,
        end: int,
        *,
        said: str | None = None,
        about: str = "",
        meant: tuple[Meaning, ...] = (),
        known: Sequence[str] = (),
    ) -> None:
        """Keep what could not be understood; without `said` it is called as it was written."""
        words = self.line.said(start, end) if said is None else said
        self.problems.append(
            Problem(kind=kind, said=words, start=start, end=end, about=about, meant=meant, known=tuple(known))
        )
