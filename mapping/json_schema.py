"""What the JSON Schemas (draft 2020-12) of all that is written for programs are put together of."""

from collections.abc import Iterable, Mapping

Schema = Mapping[str, object]

_DIALECT = "https://json-schema.org/draft/2020-12/schema"

TEXT: Schema = {"type": "string"}
FLAG: Schema = {"type": "boolean"}
TIME: Schema = {"type": "string", "format": "date-time"}
DAY: Schema = {"type": "string", "format": "date"}
NUMBER: Schema = {"type": "number"}
COUNT: Schema = {"type": "integer", "minimum": 0}
SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
SCORE: Schema = {"type": "number", "minimum": -2, "maximum": 2}


def document(title: str, version: str, body: Mapping[str, Schema], *, optional: Iterable[str] = ()) -> Schema:
    """Return the schema of a whole document, whose member `schema` says its version."""
    return {
        "$schema": _DIALECT,
        "title": title,
        **closed({"schema": {"const": version}, **body}, optional=optional),
    }


def closed(members: Mapping[str, Schema], *, optional: Iterable[str] = ()) -> Schema:
    """Return the schema of an object that has all of these members but the optional ones, and no other."""
    left_out = set(optional)
    return {
        "type": "object",
        "properties": dict(members),
        "required": [name for name in members if name not in left_out],
        "additionalProperties": False,
    }


def by_key(each: Schema) -> Schema:
    """Return the schema of an object whose members are named by ids."""
    return {"type": "object", "additionalProperties": each}


def listed(each: Schema, **bounds: object) -> Schema:
    """Return the schema of an array; `bounds` are keywords such as maxItems."""
    return {"type": "array", "items": each, **bounds}


def one_of(names: Iterable[str]) -> Schema:
    """Return the schema of a closed set of names."""
    return {"enum": list(names)}


def part(name: str) -> Schema:
    """Return what stands for a part that is filed under `$defs`."""
    return {"$ref": f"#/$defs/{name}"}


def or_null(schema: Schema) -> Schema:
    """Return the schema of what may also be null."""
    if "type" in schema:
        return {**schema, "type": [schema["type"], "null"]}
    return {"anyOf": [schema, {"type": "null"}]}
