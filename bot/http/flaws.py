"""What is wrong with a body that can be read: every flaw at once, each with its place and its fix."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from types import UnionType
from typing import Union, get_args, get_origin
from urllib.parse import quote

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails, PydanticCustomError

from bot.http.problems import FieldError
from config.suggestion import suggest

Place = Sequence[str | int]


def pointer(place: Iterable[str | int]) -> str:
    """Return `place` as a JSON pointer in a URI fragment: ("customer", "id") is #/customer/id."""
    steps = (str(step).replace("~", "~0").replace("/", "~1") for step in place)
    return "#" + "".join(f"/{quote(step, safe='~!$&()*+,;=:@')}" for step in steps)


def custom_flaw(kind: str, detail: str, *, fix: str) -> PydanticCustomError:
    """Return the error a validator raises; braces in the words are kept as they are."""
    return PydanticCustomError(f"aftertouch_{kind}", "{detail}", {"detail": detail, "fix": fix})


def field_errors(
    error: ValidationError, *, model: type[BaseModel], under: Place = ()
) -> tuple[FieldError, ...]:
    """Return every flaw that `error` found in a `model`; what was sent is not repeated."""
    found = error.errors(include_url=False, include_input=False)
    return tuple(_field_error(each, model, under) for each in found)


def _field_error(flaw: ErrorDetails, model: type[BaseModel], under: Place) -> FieldError:
    place = [step for step in flaw["loc"] if step != "[key]"]
    return FieldError(pointer=pointer((*under, *place)), detail=_detail(flaw), fix=_fix(flaw, model))


def _detail(flaw: ErrorDetails) -> str:
    match flaw["type"]:
        case "missing":
            return f'"{flaw["loc"][-1]}" is missing'
        case "extra_forbidden":
            return f'there is no "{flaw["loc"][-1]}" here'
        case "model_type" | "model_attributes_type":
            return "it is no object"
        case _:
            return flaw["msg"]


def _fix(flaw: ErrorDetails, model: type[BaseModel]) -> str:
    context = flaw.get("ctx", {})
    if flaw["type"] == "extra_forbidden":
        return suggest(str(flaw["loc"][-1]), _known_keys(model, flaw["loc"]), otherwise="leave it out")
    write = _FIXES.get(flaw["type"])
    return write(context) if write else str(context.get("fix", "correct it"))


_FIXES: Mapping[str, Callable[[Mapping[str, object]], str]] = {
    "missing": lambda _: "add it",
    "string_type": lambda _: "send text, in quotation marks",
    "bool_type": lambda _: "send true or false",
    "model_type": lambda _: "send an object, in { }",
    "model_attributes_type": lambda _: "send an object, in { }",
    "dict_type": lambda _: "send an object, in { }",
    "tuple_type": lambda _: "send a list, in [ ]",
    "string_too_short": lambda context: f"send at least {context['min_length']} character(s)",
    "string_too_long": lambda context: f"send at most {context['max_length']} characters",
    "string_pattern_mismatch": lambda context: f"write it as the pattern {context['pattern']} wants",
    "too_long": lambda context: f"send at most {context['max_length']}",
    "too_short": lambda context: f"send at least {context['min_length']}",
    "literal_error": lambda context: f"use {context['expected']}",
    "uuid_parsing": lambda _: "send a UUID, such as crypto.randomUUID() gives",
    "timezone_aware": lambda _: "add the offset, such as Z or +02:00",
    "datetime_from_date_parsing": lambda _: "write it as RFC 3339 does: 2026-09-30T18:00:00Z",
    "date_from_datetime_parsing": lambda _: "write it as 2026-09-30",
}


def _known_keys(model: type[BaseModel], loc: Place) -> list[str]:
    inner: type[BaseModel] | None = model
    for step in loc[:-1]:
        if inner is None:
            return []
        if isinstance(step, str) and step in inner.model_fields:
            inner = _model_in(inner.model_fields[step].annotation)
    return [] if inner is None else sorted(inner.model_fields)


def _model_in(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and not get_args(annotation):
        return annotation if issubclass(annotation, BaseModel) else None
    if get_origin(annotation) in (Union, UnionType, tuple):
        return next((found for each in get_args(annotation) if (found := _model_in(each))), None)
    return None
