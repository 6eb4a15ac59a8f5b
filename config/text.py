"""Words in several languages, and how the right one is found."""

from collections.abc import Mapping

from pydantic import GetJsonSchemaHandler, RootModel, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from config.language_tag import fallbacks

ANY_LANGUAGE = ""
"""The key of a text written without a language: it stands for the journey's own."""


class Text(RootModel[Mapping[str, str]]):
    """One wording per language; a plain string is the wording in the journey's language."""

    model_config = {"frozen": True}

    @model_validator(mode="before")
    @classmethod
    def _accept_a_plain_string(cls, value: object) -> object:
        return {ANY_LANGUAGE: value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _refuse_nothing(self) -> "Text":
        if not self.root or not all(wording.strip() for wording in self.root.values()):
            msg = "the words are missing; write them, or leave the key out"
            raise ValueError(msg)
        return self

    @classmethod
    def __get_pydantic_json_schema__(
        cls, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Tell editors of both ways to write it."""
        one = {"type": "string", "minLength": 1}
        by_language = {"type": "object", "additionalProperties": one, "minProperties": 1}
        title = handler(schema).get("description", "")
        return {"anyOf": [one, by_language], "title": "Text", "description": title}

    def __hash__(self) -> int:
        return hash(frozenset(self.root.items()))

    @property
    def languages(self) -> frozenset[str]:
        """The languages named, without the unnamed one."""
        return frozenset(self.root) - {ANY_LANGUAGE}

    def wording(self, language: str, *, default: str) -> str:
        """Return the words for `language`, else its shorter form, else `default`, else the first by tag."""
        by_key = {key.casefold(): words for key, words in self.root.items()}
        for wanted in (*fallbacks(language), *fallbacks(default), ANY_LANGUAGE):
            if wanted in by_key:
                return by_key[wanted]
        return self.root[min(self.root)]
