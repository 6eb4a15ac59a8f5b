"""Telegram's machine-readable specification: which arguments a method has, and of which types."""

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from ..common.json_shapes import Json, Object, list_in, object_in, text_in
from .builtin_spec import BUILTIN

_FILE = Path("platforms/telegram_bot_api_10.0.json")


@dataclass(frozen=True, slots=True)
class Field:
    """An argument of a method, or a field of an object."""

    name: str
    types: tuple[str, ...]
    required: bool


@dataclass(frozen=True, slots=True)
class Kind:
    """A type of the API: an object with fields, or one of several others."""

    fields: Mapping[str, Field]
    subtypes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Spec:
    """All methods by their lower-case name, and all types. `whole` is false for the built-in excerpt."""

    names: Mapping[str, str]
    methods: Mapping[str, Mapping[str, Field]]
    types: Mapping[str, Kind]
    whole: bool

    @property
    def update_kinds(self) -> frozenset[str]:
        """Return the kinds of update there are."""
        return frozenset(self.types["Update"].fields) - {"update_id"}


def load_spec() -> Spec:
    """Read the specification from AFTERTOUCH_DATA_DIR; without it, take the built-in excerpt."""
    folder = os.environ.get("AFTERTOUCH_DATA_DIR")
    path = Path(folder) / _FILE if folder else None
    if path is None or not path.is_file():
        return _read(BUILTIN, whole=False)
    found: Json = json.loads(path.read_text(encoding="utf-8"))
    return _read(object_in(found), whole=True)


def _read(document: Object, *, whole: bool) -> Spec:
    methods = object_in(document.get("methods"))
    kinds = object_in(document.get("types"))
    return Spec(
        names={name.lower(): name for name in methods},
        methods={name.lower(): _fields(each) for name, each in methods.items()},
        types={
            name: Kind(_fields(each), _texts(object_in(each).get("subtypes"))) for name, each in kinds.items()
        },
        whole=whole,
    )


def _fields(described: Json) -> dict[str, Field]:
    found = (object_in(each) for each in list_in(object_in(described).get("fields")))
    return {
        text_in(each.get("name")): Field(
            text_in(each.get("name")), _texts(each.get("types")), each.get("required") is True
        )
        for each in found
    }


def _texts(value: Json) -> tuple[str, ...]:
    return tuple(text_in(each) for each in list_in(value))
