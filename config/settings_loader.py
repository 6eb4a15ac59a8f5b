"""Gathering the settings: options over environment over .env over defaults, each with its source."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from dotenv.parser import parse_stream
from pydantic import ValidationError

from config.complaints import flaw_of
from config.errors import ConfigError, Problem
from config.settings import PREFIX, SECRET_PREFIX, Settings, masked, option, variable
from config.suggestion import suggest


@dataclass(frozen=True, slots=True)
class Source:
    """Where a value was found; `line` is 0 outside a file."""

    place: str
    line: int = 0

    def __str__(self) -> str:
        """Return it as `aftertouch settings` prints it."""
        return f"{self.place}, line {self.line}" if self.line else self.place


DEFAULT = Source("default")
"""The source of a value nobody set."""


@dataclass(frozen=True, slots=True)
class ResolvedSettings:
    """The settings in force, where each came from, and what looks odd."""

    settings: Settings
    sources: Mapping[str, Source]
    warnings: tuple[Problem, ...]

    def rows(self) -> tuple[tuple[str, str, str], ...]:
        """Return variable, shown value and source of every setting, in order."""
        names = tuple(Settings.model_fields)
        shown = {name: masked(name, getattr(self.settings, name)) for name in names}
        return tuple((variable(name), shown[name], str(self.sources.get(name, DEFAULT))) for name in names)


@dataclass(frozen=True, slots=True)
class _Found:
    """A value somebody set, and where."""

    value: str
    source: Source
    label: str


def load_settings(
    overrides: Mapping[str, str | None], *, env: Mapping[str, str], env_file: Path | None
) -> ResolvedSettings:
    """Merge the sources; raise `ConfigError` with every bad value. `overrides` go by the setting's name."""
    lines, problems = _read_env_file(env_file)
    here = {name: _Found(value, Source(f"environment {name}"), name) for name, value in env.items()}
    found = _ours({**lines, **{name: one for name, one in here.items() if one.value}})
    found |= {
        name: _Found(value, Source(f"option {option(name)}"), option(name) or name)
        for name, value in overrides.items()
        if value is not None
    }
    known = {name: one for name, one in found.items() if _is_known(name)}
    warnings = tuple(_unknown(one) for name, one in found.items() if not _is_known(name))
    settings, more = _validated(known)
    if settings is None or problems:
        raise ConfigError((*problems, *more))
    sources = {name: one.source for name, one in known.items() if not name.startswith("secret_")}
    secret = next((one.source for name, one in known.items() if name.startswith("secret_")), None)
    return ResolvedSettings(settings, sources | ({"secrets": secret} if secret else {}), warnings)


def _read_env_file(path: Path | None) -> tuple[dict[str, _Found], list[Problem]]:
    if path is None or not path.is_file():
        return {}, []
    found: dict[str, _Found] = {}
    problems: list[Problem] = []
    with path.open(encoding="utf-8-sig", errors="replace") as stream:
        for binding in parse_stream(stream):
            line = binding.original.line
            if binding.error:
                what, fix = "this line cannot be read", 'write NAME=value, with "quotes" around spaces'
                problems.append(_problem(Source(str(path), line), "", what, fix))
            elif binding.key and binding.value:
                found[binding.key] = _Found(binding.value, Source(str(path), line), binding.key)
    return found, problems


def _ours(found: Mapping[str, _Found]) -> dict[str, _Found]:
    """Return what is meant for us, by setting's name; an empty value counts as not set."""
    prefix = len(PREFIX)
    return {name[prefix:].lower(): one for name, one in found.items() if name.startswith(PREFIX)}


def _is_known(name: str) -> bool:
    return name in _PLAIN_NAMES or name.startswith(SECRET_PREFIX[len(PREFIX) :].lower())


_PLAIN_NAMES = frozenset(Settings.model_fields) - {"secrets"}


def _unknown(one: _Found) -> Problem:
    names = map(variable, _PLAIN_NAMES)
    fix = suggest(one.label, list(names), otherwise="see .env.example for all there are")
    return _problem(one.source, one.label, "there is no such setting", fix)


def _validated(known: Mapping[str, _Found]) -> tuple[Settings | None, list[Problem]]:
    values: dict[str, object] = {name: one.value for name, one in known.items() if name in _PLAIN_NAMES}
    secrets = {name: one.value for name, one in known.items() if name not in _PLAIN_NAMES}
    values["secrets"] = {name.removeprefix("secret_"): value for name, value in secrets.items()}
    try:
        return Settings.model_validate(values), []
    except ValidationError as error:
        return None, list(_bad_values(error, known))


def _bad_values(error: ValidationError, known: Mapping[str, _Found]) -> Iterator[Problem]:
    for detail in error.errors(include_url=False):
        name = str(detail["loc"][0])
        one = known[name]
        flaw = flaw_of(detail, (name,), ())
        yield _problem(one.source, one.label, flaw.what, flaw.fix)


def _problem(source: Source, path: str, what: str, fix: str) -> Problem:
    place = source.place if source.line else source.place.split()[0]
    return Problem(file=place, line=source.line, column=1, path=path, what=what, fix=fix)
