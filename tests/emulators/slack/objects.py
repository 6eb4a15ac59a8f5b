"""Reading JSON whose shape nobody has promised: what is missing or wrong reads as empty."""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from ..common.json_shapes import Json, Object

JsonObject: TypeAlias = dict[str, Json]


def text(source: Object, key: str) -> str:
    """The string under `key`; numbers are written out, anything else is empty."""
    value = source.get(key)
    if isinstance(value, str):
        return value
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def flag(source: Object, key: str, *, default: bool = False) -> bool:
    """A truth as JSON or as a form writes it."""
    value = source.get(key)
    if isinstance(value, str):
        return value.lower() in {"1", "true", "yes"}
    return bool(value) if value is not None else default


def number(source: Object, key: str, *, default: float = 0) -> float:
    """A number as JSON or as a form writes it."""
    value = source.get(key)
    if isinstance(value, bool) or value is None:
        return default
    try:
        return float(value) if isinstance(value, int | float | str) else default
    except ValueError:
        return default


def mapping(value: Json) -> JsonObject:
    """`value` if it is an object, or one in JSON text; else an empty one."""
    if isinstance(value, str):
        value = parsed(value)
    return dict(value) if isinstance(value, Mapping) else {}


def items(value: Json) -> list[Json]:
    """`value` if it is a list, or one in JSON text; else an empty one."""
    if isinstance(value, str):
        value = parsed(value)
    return list(value) if isinstance(value, Sequence) and not isinstance(value, str) else []


def texts(value: Json) -> list[str]:
    """The strings of a list, or of text with commas between them."""
    if isinstance(value, str) and not value.startswith("["):
        return [each.strip() for each in value.split(",") if each.strip()]
    return [each for each in items(value) if isinstance(each, str)]


def mappings(value: Json) -> list[JsonObject]:
    """The objects of a list."""
    return [mapping(each) for each in items(value) if isinstance(each, Mapping)]


def parsed(value: str) -> Json:
    """What JSON text says, or None where it is none."""
    try:
        found: Json = json.loads(value)
    except ValueError:
        return None
    return found


def without_nothing(pairs: Iterable[tuple[str, Json]]) -> JsonObject:
    """An object of the pairs that have a value."""
    return {key: value for key, value in pairs if value is not None}
