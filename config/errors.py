"""What can be wrong with what the operator wrote."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing wrong in a file: where it is, what it is, and how to put it right."""

    file: str
    line: int
    column: int
    path: str
    what: str
    fix: str

    def __str__(self) -> str:
        """Return `file:line:column: path: what; fix`."""
        where = f"{self.file}:{self.line}:{self.column}: {self.path}".removesuffix(": ")
        return f"{where}: {self.what}; {self.fix}" if self.fix else f"{where}: {self.what}"


class ConfigError(Exception):
    """The operator's file or settings cannot be used; carries every problem found."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        """Keep `problems`; the message lists them all, a line each."""
        self.problems = problems
        super().__init__("\n".join(map(str, problems)))
