"""Where the columns of a map stand in a file, or everything that is wrong with its header."""

from collections.abc import Iterator, Sequence

from config.errors import ConfigError, Problem
from config.suggestion import suggest
from feedback.importing.mapping import key


def find_columns(
    columns: Sequence[str], header: Sequence[str], *, file: str, line: int = 1
) -> tuple[int, ...]:
    """Return the place of each of `columns` in `header`; raise `ConfigError` naming all that lack."""
    known = [key(name) for name in header]
    problems = tuple(
        Problem(file=file, line=line, column=1, path="", what=what, fix=fix)
        for what, fix in _faults(columns, header, known)
    )
    if problems:
        raise ConfigError(problems)
    return tuple(known.index(key(name)) for name in columns)


def _faults(columns: Sequence[str], header: Sequence[str], known: Sequence[str]) -> Iterator[tuple[str, str]]:
    for name in columns:
        count = known.count(key(name))
        if not count:
            yield f'no column is called "{name}", which the map names', suggest(name, header)
        elif count > 1:
            yield (
                f'{count} columns are called "{name}"',
                "give each a header of its own, then name that in the map",
            )
