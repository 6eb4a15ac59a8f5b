"""How routes that read their own bodies are described in the OpenAPI document."""

from collections.abc import Callable, Mapping, Sequence
from http import HTTPStatus

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic import BaseModel, JsonValue
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from bot.http.problems import PROBLEM_TYPE, ProblemDocument, title_of

Part = dict[str, JsonValue]

_REF = "#/components/schemas/{model}"


def body_of(*models: type[BaseModel], examples: Mapping[str, Part] | None = None) -> Part:
    """Return the description of a JSON body that is one of `models`."""
    refs: list[JsonValue] = [{"$ref": _REF.format(model=model.__name__)} for model in models]
    content: Part = {"schema": refs[0] if len(refs) == 1 else {"oneOf": refs}}
    if examples:
        content["examples"] = {name: {"value": example} for name, example in examples.items()}
    return {"requestBody": {"required": True, "content": {"application/json": content}}}


def answer_of(model: type[BaseModel], description: str) -> Part:
    """Return the description of a JSON answer."""
    schema: Part = {"$ref": _REF.format(model=model.__name__)}
    return {"description": description, "content": {"application/json": {"schema": schema}}}


def problems(*statuses: HTTPStatus) -> dict[int | str, Part]:
    """Return the description of the problem documents a route may answer with."""
    schema: Part = {"$ref": _REF.format(model=ProblemDocument.__name__)}
    return {
        status.value: {"description": title_of(status), "content": {PROBLEM_TYPE: {"schema": schema}}}
        for status in statuses
    }


def describe(app: FastAPI, *, models: Sequence[type[BaseModel]]) -> Callable[[], Part]:
    """Return what makes the OpenAPI document of `app`; `models` are those its routes read for themselves."""
    made: Part = {}

    def document() -> Part:
        if not made:
            made.update(
                get_openapi(
                    title=app.title, version=app.version, description=app.description, routes=app.routes
                )
            )
            _add_schemas(made, models)
        return made

    return document


def _add_schemas(document: Part, models: Sequence[type[BaseModel]]) -> None:
    _, made = models_json_schema([_wanted(model) for model in models], ref_template=_REF)
    components = _part(document, "components")
    components["schemas"] = {**_part(components, "schemas"), **made["$defs"]}
    document["components"] = components


def _wanted(model: type[BaseModel]) -> tuple[type[BaseModel], JsonSchemaMode]:
    # What we take in is described as we read it, what we give out as we write it.
    return model, "validation" if model.model_config.get("extra") == "forbid" else "serialization"


def _part(document: Part, name: str) -> Part:
    found = document.get(name)
    return found if isinstance(found, dict) else {}
