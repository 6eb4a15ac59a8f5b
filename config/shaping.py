"""From the values of a journey file to a `Journey`, noting everything that does not fit."""

from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from typing import get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from config.complaints import flaw_of, is_echo, unknown_key
from config.errors import Flaw, KeyPath
from config.journey import Journey, Question
from config.suggestion import suggest
from config.yaml_tree import Tree

Kinds = Mapping[str, type[BaseModel]]
"""Each question kind's name with the model of its own options."""

COMMON_KEYS = frozenset(Question.model_fields) - {"options"}
"""The keys that every question has, whatever its kind."""


class NoOptions(BaseModel):
    """The options of a question whose kind is not known."""


# What stands in for a required value that is wrong, so that the rest can still be checked.
_STAND_INS: Mapping[str, object] = {
    "id": "stand-in",
    "title": "?",
    "ask": "?",
    "kind": "unknown",
    "rule": "true",
    "when": "true",
    "go": "end",
    "stage": "stand-in",
    "phrases": ["?"],
    "days": ["mon"],
    "after": 1.0,
    "call": "?",
    "count": 1,
    "within": "1d",
    "start": "21:00",
    "end": "08:00",
    "touchpoints": [{"id": "stand-in", "title": "?"}],
    "questions": [{"id": "stand-in", "kind": "unknown", "ask": "?", "options": NoOptions()}],
}
_MOST_ROUNDS = 4


@dataclass(frozen=True, slots=True)
class Shaped:
    """What could be made of a file: a journey with stand-ins for what was wrong, if at all possible."""

    journey: Journey | None
    flaws: tuple[Flaw, ...]


def shape_journey(tree: Tree, kinds: Kinds) -> Shaped:
    """Make a journey of plain values; every misfit is noted, none stops the search for the next."""
    if not isinstance(tree, dict):
        return Shaped(
            None, (Flaw(path=(), what="this is no journey", fix="start from: aftertouch init shop"),)
        )
    loose: dict[str, object] = deepcopy({**tree})
    flaws = {flaw.path: flaw for flaw in _fold_options(loose, kinds)}
    for _ in range(_MOST_ROUNDS):
        try:
            return Shaped(Journey.model_validate(loose), tuple(flaws.values()))
        except ValidationError as error:
            found = flaws_in(error, (), loose, Journey)
        for flaw in found:
            flaws.setdefault(flaw.path, flaw)
        mended = [_mend(loose, flaw.path) for flaw in found]
        if not all(mended):
            break
    return Shaped(None, tuple(flaws.values()))


def flaws_in(error: ValidationError, above: KeyPath, tree: object, model: type[BaseModel]) -> list[Flaw]:
    """Turn pydantic's complaints about `tree`, which stands at `above`, into flaws."""
    details = [detail for detail in error.errors(include_url=False) if not is_echo(detail)]
    return [_flaw_at(detail, above, tree, model) for detail in details]


def _flaw_at(error: ErrorDetails, above: KeyPath, tree: object, model: type[BaseModel]) -> Flaw:
    inside = _path(error, tree)
    return flaw_of(error, (*above, *inside), keys_at(model, inside[:-1]))


def keys_at(model: type[BaseModel], path: KeyPath) -> frozenset[str]:
    """Return the keys that may stand at `path` below `model`."""
    found = _model_at(model, path)
    if found is Question:
        return COMMON_KEYS
    return frozenset(found.model_fields) if found else frozenset()


def _fold_options(loose: dict[str, object], kinds: Kinds) -> Iterator[Flaw]:
    """Gather each question's own keys into checked options; what is wrong is left out and reported."""
    for path, question in questions_in(loose):
        kind = str(question.get("kind", ""))
        own = {key: question.pop(key) for key in tuple(question) if key not in COMMON_KEYS}
        question["options"] = NoOptions()
        model = kinds.get(kind)
        if model:
            allowed = frozenset(model.model_fields)
            for key in own.keys() - allowed:
                yield unknown_key((*path, key), COMMON_KEYS | allowed)
            mine = {key: own[key] for key in own.keys() & allowed}
            options, flaws = _checked(model, mine, path)
            question["options"] = options
            yield from flaws
        elif "kind" in question:
            yield Flaw(
                path=(*path, "kind"), what=f'"{kind}" is no kind of question', fix=suggest(kind, kinds)
            )


def _checked(model: type[BaseModel], own: dict[str, object], path: KeyPath) -> tuple[BaseModel, list[Flaw]]:
    try:
        return model.model_validate(own), []
    except ValidationError as error:
        return NoOptions(), flaws_in(error, path, own, model)


def questions_in(loose: dict[str, object]) -> Iterator[tuple[KeyPath, dict[str, object]]]:
    """Yield every question of every survey in plain values, with its place."""
    for number, survey in _items(loose.get("surveys")):
        for place, question in _items(survey.get("questions")):
            yield ("surveys", number, "questions", place), question


def _items(found: object) -> Iterator[tuple[int, dict[str, object]]]:
    for index, item in enumerate(found if isinstance(found, list) else ()):
        if isinstance(item, dict):
            yield index, item


def _path(error: ErrorDetails, tree: object) -> KeyPath:
    """Return the part of the complaint's place that is in the file; pydantic adds its own words to it."""
    path: KeyPath = ()
    for part in error["loc"]:
        inside = _inside(tree, part)
        if inside is _ABSENT:
            return (*path, part) if error["type"] == "missing" and part == error["loc"][-1] else path
        path, tree = (*path, part), inside
    return path


_ABSENT = object()


def _inside(tree: object, part: str | int) -> object:
    if isinstance(tree, dict):
        return tree.get(part, _ABSENT)
    if isinstance(tree, list) and isinstance(part, int) and part < len(tree):
        return tree[part]
    return _ABSENT


def _mend(loose: dict[str, object], path: KeyPath) -> bool:
    """Take out what is wrong at `path`, or put a stand-in there; say whether that was possible."""
    if not path or path in {("stages",), ("surveys",), ("themes",)}:
        return False
    parent: object = loose
    for part in path[:-1]:
        parent = _inside(parent, part)
    model, key = _model_at(Journey, path[:-1]), path[-1]
    if not isinstance(parent, dict) or not isinstance(key, str):
        return _mend(loose, path[:-1])
    field = model.model_fields.get(key) if model else None
    if field is None or not field.is_required():
        parent.pop(key, None)
        return True
    if key not in _STAND_INS or parent.get(key) == _STAND_INS[key]:
        return _mend(loose, path[:-1])
    parent[key] = _STAND_INS[key]
    return True


def _model_at(model: type[BaseModel], path: KeyPath) -> type[BaseModel] | None:
    found: type[BaseModel] | None = model
    for part in path:
        if isinstance(part, str):
            field = found.model_fields.get(part) if found else None
            found = _model_in(field.annotation) if field else None
    return found


def _model_in(annotation: object) -> type[BaseModel] | None:
    """Return the model that a field holds, alone, in a list or optionally."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(_model_in, get_args(annotation))), None)
