"""The JSON Schema of the journey file, which lets an editor complete keys and mark mistakes."""

from pydantic import BaseModel

from config.journey import Journey
from config.shaping import Kinds


def journey_schema(kinds: Kinds) -> dict[str, object]:
    """Return the JSON Schema (2020-12) of the journey file, with the keys of every kind of question."""
    schema: dict[str, object] = Journey.model_json_schema(ref_template="#/$defs/{model}")
    defs = _section(schema, "$defs")
    question = _section(defs, "Question")
    defs.pop("BaseModel", None)  # what stands in for the kinds' own models
    properties = _section(question, "properties")
    properties.pop("options", None)
    properties["kind"] = {**_section(properties, "kind"), "enum": sorted(kinds)}
    question["required"] = [name for name in _names(question, "required") if name != "options"]
    question["allOf"] = [_when(kind, model, defs) for kind, model in sorted(kinds.items())]
    # Unlike additionalProperties, this sees the keys that the kinds add.
    question.pop("additionalProperties", None)
    question["unevaluatedProperties"] = False
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **schema,
        "title": "Aftertouch journey",
    }


def _when(kind: str, model: type[BaseModel], defs: dict[str, object]) -> dict[str, object]:
    """Say which keys a question of this kind has besides the common ones."""
    # Two plugins may both call a part Option, so each part is filed under its kind.
    own: dict[str, object] = model.model_json_schema(ref_template=f"#/$defs/{kind}.{{model}}")
    for name, part in _section(own, "$defs").items():
        defs[f"{kind}.{name}"] = part
    then = {"properties": _section(own, "properties"), "required": _names(own, "required")}
    return {"if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]}, "then": then}


def _section(schema: dict[str, object], name: str) -> dict[str, object]:
    found = schema.get(name)
    return found if isinstance(found, dict) else {}


def _names(schema: dict[str, object], name: str) -> list[str]:
    found = schema.get(name)
    return [str(item) for item in found] if isinstance(found, list) else []
