"""The schema that editors use knows every key, and says what it is for."""

from config.declared import Declared
from config.schema import journey_schema
from config.shaping import COMMON_KEYS, Kinds

MODELS = [model for model in Declared.__subclasses__() if model.__module__.startswith("config.")]


def test_every_key_of_the_file_is_described() -> None:
    bare = [
        (model.__name__, name)
        for model in MODELS
        for name, field in model.model_fields.items()
        if not field.description
    ]

    assert MODELS
    assert bare == []


def test_it_is_a_schema_of_2020_12_with_every_part_in_it(kinds: Kinds) -> None:
    schema = journey_schema(kinds)

    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["title"] == "Aftertouch journey"
    text = repr(schema)
    references = {part.split("'")[0] for part in text.split("'#/$defs/")[1:]}
    definitions = schema["$defs"]
    assert isinstance(definitions, dict)
    assert references <= definitions.keys()


def test_a_question_takes_the_keys_of_its_own_kind_and_no_others(kinds: Kinds) -> None:
    definitions = journey_schema(kinds)["$defs"]
    assert isinstance(definitions, dict)
    question = definitions["Question"]

    assert question["properties"].keys() == COMMON_KEYS
    assert question["properties"]["kind"]["enum"] == ["choice", "rating", "text"]
    assert question["required"] == ["id", "kind", "ask"]
    assert question["unevaluatedProperties"] is False
    by_kind = {part["if"]["properties"]["kind"]["const"]: part["then"] for part in question["allOf"]}
    assert by_kind["choice"]["required"] == ["choices"]
    assert by_kind["rating"]["properties"].keys() == {"points", "look", "low"}
