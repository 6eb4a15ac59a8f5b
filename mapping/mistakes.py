"""What is wrong with a file that somebody gave: the first few places in full, of the others how many."""

from dataclasses import dataclass, field

from config.errors import ConfigError, Problem

_SHOWN = 20


@dataclass(slots=True, kw_only=True)
class Mistakes:
    """Gathers what is wrong, to be told at once; never with values, which may be anybody's words."""

    file: str
    shown: list[Problem] = field(default_factory=list)
    more: int = 0

    def add(self, line: int, column: str, what: str, fix: str) -> None:
        """Note one more."""
        if len(self.shown) < _SHOWN:
            self.shown.append(self._problem(line, column, what, fix))
        else:
            self.more += 1

    def tell(self) -> None:
        """Raise `ConfigError` where there is any."""
        if self.more:
            self.shown.append(self._problem(self.shown[-1].line, "", f"and {self.more} more like these", ""))
        if self.shown:
            raise ConfigError(tuple(self.shown))

    def _problem(self, line: int, column: str, what: str, fix: str) -> Problem:
        return Problem(file=self.file, line=line, column=1, path=column, what=what, fix=fix)
