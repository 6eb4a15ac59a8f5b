"""From a journey file to a `Journey`: everything wrong in it at once, each with its line and the fix."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from config.checks import check_journey
from config.errors import ConfigError, Flaw, KeyPath, Problem, render_path
from config.journey import Journey
from config.shaping import Kinds, shape_journey
from config.version import journey_version
from config.yaml_tree import Document, read_yaml
from config.zones import time_zones

_MOST_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class LoadedJourney:
    """A journey that can be used, its version, and what looks odd in its file."""

    journey: Journey
    version: str
    warnings: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Examined:
    """All there is to say of a file: the journey is None when there are problems."""

    journey: Journey | None
    problems: tuple[Problem, ...]
    warnings: tuple[Problem, ...]


def read_journey(path: Path, *, kinds: Kinds) -> LoadedJourney:
    """Read the journey file at `path`; raise `ConfigError` with everything wrong in it."""
    return load_journey(read_journey_text(path), file=str(path), kinds=kinds)


def load_journey(text: str, *, file: str, kinds: Kinds) -> LoadedJourney:
    """Read a journey from YAML; raise `ConfigError` with everything wrong in it."""
    examined = examine_journey(text, file=file, kinds=kinds)
    if examined.journey is None:
        raise ConfigError(examined.problems)
    return LoadedJourney(examined.journey, journey_version(examined.journey), examined.warnings)


def examine_journey(text: str, *, file: str, kinds: Kinds) -> Examined:
    """Find all problems and warnings of a journey file, sorted by line."""
    try:
        _refuse_size(len(text.encode()), file=file)
        document = read_yaml(text, file=file)
    except ConfigError as error:
        return Examined(None, error.problems, ())
    shaped = shape_journey(document.tree, kinds)
    found = [*shaped.flaws, *_further(shaped.journey, {flaw.path for flaw in shaped.flaws})]
    problems = _located(document, (flaw for flaw in found if not flaw.is_warning), document.problems)
    warnings = _located(document, (flaw for flaw in found if flaw.is_warning), ())
    return Examined(None if problems else shaped.journey, problems, warnings)


def read_journey_text(path: Path) -> str:
    """Return the text of a journey file; raise `ConfigError` when there is none, or it is no text."""
    file = str(path)
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        raise _unreadable(file, "there is no such file", "make one: aftertouch init shop") from None
    except IsADirectoryError:
        raise _unreadable(file, "this is a folder", "name the journey file in it") from None
    except OSError as error:
        raise _unreadable(file, f"the file cannot be read: {error.strerror}", "check its rights") from None
    _refuse_size(len(content), file=file)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _unreadable(file, "this line is not UTF-8 text", "save the file as UTF-8", line=line) from None


def _refuse_size(size: int, *, file: str) -> None:
    if size > _MOST_BYTES:
        what = f"the file has {size / _MOST_BYTES:.1f} MB"
        raise _unreadable(file, what, "a journey fits in 1 MB; remove what is no part of it")


def _unreadable(file: str, what: str, fix: str, *, line: int = 0) -> ConfigError:
    return ConfigError((Problem(file=file, line=line, column=1, path="", what=what, fix=fix),))


def _further(journey: Journey | None, known: set[KeyPath]) -> Iterable[Flaw]:
    """Look into what could be read; a stand-in for something wrong is no news."""
    if journey is None:
        return
    for flaw in check_journey(journey, zones=time_zones()):
        if not any(flaw.path[: len(path)] == path for path in known):
            yield flaw


def _located(document: Document, flaws: Iterable[Flaw], also: Iterable[Problem]) -> tuple[Problem, ...]:
    problems = [*also, *(_problem(document, flaw) for flaw in flaws)]
    return tuple(sorted(problems, key=lambda problem: (problem.line, problem.column, problem.what)))


def _problem(document: Document, flaw: Flaw) -> Problem:
    place = document.place(flaw.path)
    return Problem(
        file=document.file,
        line=place.line,
        column=place.column,
        path=render_path(flaw.path),
        what=flaw.what,
        fix=flaw.fix,
    )
