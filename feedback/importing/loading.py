"""From a map file to an `ImportMap`: everything wrong in it at once, each with its line and the fix."""

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from pydantic import ValidationError

from config.errors import ConfigError, Flaw, Problem, render_path
from config.journey import Journey
from config.shaping import flaws_in
from config.yaml_tree import Document, read_yaml
from config.zones import time_zones
from feedback.importing.checks import check_map
from feedback.importing.mapping import ImportMap
from feedback.question import Kinds


def read_map(path: Path, *, journey: Journey, kinds: Kinds) -> ImportMap:
    """Read the map file at `path` for `journey`; raise `ConfigError` with everything wrong in it."""
    file = str(path)
    try:
        text = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise _unreadable(file, f"the map cannot be read: {error.strerror}", "check the name") from None
    except UnicodeDecodeError:
        raise _unreadable(file, "the map is not UTF-8 text", "save the file as UTF-8") from None
    return load_map(text, file=file, journey=journey, kinds=kinds)


def load_map(text: str, *, file: str, journey: Journey, kinds: Kinds) -> ImportMap:
    """Read a map from YAML for `journey`; raise `ConfigError` with everything wrong in it."""
    document = read_yaml(text, file=file)
    if not isinstance(document.tree, dict):
        raise _unreadable(file, "this is no map", "see docs/importing.md for one")
    try:
        mapping = ImportMap.model_validate(document.tree)
    except ValidationError as error:
        raise ConfigError(_located(document, flaws_in(error, (), document.tree, ImportMap))) from None
    flaws = check_map(mapping, journey=journey, kinds=kinds, zones=time_zones())
    problems = _located(document, flaws)
    if problems:
        raise ConfigError(problems)
    return mapping


def map_schema() -> str:
    """Return the JSON Schema of map files, for editors."""
    schema = ImportMap.model_json_schema()
    return json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}, indent=2)


def _located(document: Document, flaws: Iterable[Flaw]) -> tuple[Problem, ...]:
    found = [*document.problems, *(_problem(document, _of_a_map(flaw)) for flaw in flaws)]
    return tuple(sorted(found, key=lambda problem: (problem.line, problem.column, problem.what)))


def _of_a_map(flaw: Flaw) -> Flaw:
    # The shared words think that every file is a journey.
    return replace(flaw, what=flaw.what.replace("is no key of the journey", "is no key of a map"))


def _problem(document: Document, flaw: Flaw) -> Problem:
    place = document.place(flaw.path)
    path = render_path(flaw.path)
    return Problem(
        file=document.file, line=place.line, column=place.column, path=path, what=flaw.what, fix=flaw.fix
    )


def _unreadable(file: str, what: str, fix: str) -> ConfigError:
    return ConfigError((Problem(file=file, line=0, column=1, path="", what=what, fix=fix),))
