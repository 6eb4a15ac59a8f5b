"""Checks a request's arguments against the specification, and decodes them to JSON."""

import json
import re
from collections.abc import Callable, Mapping

from ..common.json_shapes import Json, Object
from .rules import Refusal
from .spec import Field, Spec
from .wire import Arguments

_WHOLE = re.compile(r"[+-]?\d{1,19}")
_TRUE, _FALSE = frozenset({"true", "yes", "1"}), frozenset({"false", "no", "0", ""})
_MAY_BE_EMPTY = frozenset({"url"})  # setWebhook without an address removes it
# How the server names a missing argument, where it has words of its own for it.
_OWN_WORDS = {
    "chat_id": "chat_id_empty", "text": "text_empty", "message_id": "message_id_missing",
    "user_id": "user_id_invalid", "photo": "no_file", "document": "no_file", "voice": "no_file",
    "file_id": "file_id_invalid", "callback_query_id": "query_too_old",
}  # fmt: skip


def unknown_arguments(spec: Spec, method: str, arguments: Arguments) -> list[str]:
    """Return the arguments the method does not have; Telegram ignores them."""
    attached = {key for key in arguments.uploads if f"attach://{key}" in str(arguments.values)}
    return sorted({*arguments.values, *arguments.uploads} - set(spec.methods[method]) - attached)


def decode(spec: Spec, method: str, arguments: Arguments) -> Object:
    """Return the arguments as JSON of the types the specification names.

    Raises Refusal for what is missing or of another type.
    """
    decoded: dict[str, Json] = {}
    for field in spec.methods[method].values():
        if field.name in arguments.uploads and "InputFile" in field.types:
            decoded[field.name] = f"attach://{field.name}"
            continue
        value = arguments.values.get(field.name)
        if value is None or (value == "" and field.required and field.name not in _MAY_BE_EMPTY):
            if field.required:
                raise _missing(field.name)
            continue
        decoded[field.name] = _Reader(spec, method).top(field, value)
    return decoded


def _missing(name: str) -> Refusal:
    return Refusal(_OWN_WORDS.get(name, "missing_argument"), name=name, what=name)


class _Reader:
    """Reads one argument; `what` is where it stands, for the refusal."""

    def __init__(self, spec: Spec, what: str) -> None:
        self._spec = spec
        self._what = what

    def top(self, field: Field, value: Json) -> Json:
        """Read an argument of a request, where lists and objects may come written as JSON."""
        simple = {"String", "InputFile", "Integer", "Float", "Boolean"}
        if isinstance(value, str) and not simple.intersection(field.types):
            value = _written(field.name, value)
        if field.name == "reply_markup" and value == {}:
            return {}  # no keyboard; the SDK writes an empty one so
        return self.one_of(field, value)

    def one_of(self, field: Field, value: Json) -> Json:
        """Read `value` as the first of the field's types that fits."""
        for kind in field.types:
            read = self._typed(kind, value)
            if read is not None:
                return read
        if len(field.types) == 1 and isinstance(value, Mapping) and field.types[0] in self._spec.types:
            self._explain(field.types[0], value)
        raise Refusal("wrong_type", what=self._what, name=field.name, type=" or ".join(field.types))

    def _typed(self, kind: str, value: Json) -> Json:
        if kind in _SCALARS:
            return _SCALARS[kind](value)
        if kind.startswith("Array of "):
            return self._list(kind.removeprefix("Array of "), value)
        return self._object(kind, value)

    def _list(self, kind: str, value: Json) -> Json:
        if not isinstance(value, list):
            return None
        inner = _Reader(self._spec, kind)
        return [inner.one_of(Field("item", (kind,), required=True), each) for each in value]

    def _object(self, kind: str, value: Json) -> Json:
        if not isinstance(value, Mapping):
            return None
        known = self._spec.types.get(kind)
        if known is None or known.subtypes:
            return value
        if any(each.required and each.name not in value for each in known.fields.values()):
            return None
        inner = _Reader(self._spec, kind)
        return {
            name: inner.one_of(known.fields[name], each) if name in known.fields else each
            for name, each in value.items()
            if each is not None
        }

    def _explain(self, kind: str, value: Object) -> None:
        for field in self._spec.types[kind].fields.values():
            if field.required and field.name not in value:
                raise Refusal("wrong_type", what=kind, name=field.name, type=" or ".join(field.types))


def _written(name: str, value: str) -> Json:
    try:
        decoded: Json = json.loads(value)
    except ValueError:
        raise Refusal("cannot_parse", what=name.replace("_", " ")) from None
    return decoded


def _text(value: Json) -> Json:
    if isinstance(value, bool):
        return str(value).lower()
    return str(value) if isinstance(value, str | int | float) else None


def _whole(value: Json) -> Json:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    return int(value) if isinstance(value, str) and _WHOLE.fullmatch(value) else None


def _float(value: Json) -> Json:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return float(value)
    except ValueError:
        return None


def _claim(value: Json) -> Json:
    if isinstance(value, bool):
        return value
    written = str(value).lower()
    return True if written in _TRUE else False if written in _FALSE else None


def _true(value: Json) -> Json:
    return True if _claim(value) is True else None


_SCALARS: Mapping[str, Callable[[Json], Json]] = {
    "String": _text, "InputFile": _text, "Integer": _whole, "Float": _float, "Boolean": _claim, "True": _true,
}  # fmt: skip
