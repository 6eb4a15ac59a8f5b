"""The small language of rules over facts: `plan == "pro" and score <= -1`."""

from dataclasses import dataclass, field

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from config.facts import Fact, Facts
from config.rule_syntax import RuleError, Test, read_rule

__all__ = ["Fact", "Facts", "Rule", "RuleError"]


@dataclass(frozen=True, slots=True)
class Rule:
    """A condition over named facts, read once from its source."""

    source: str
    names: frozenset[str] = field(init=False, compare=False, repr=False)
    _test: Test = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        """Read the source; raise `RuleError` when it is no rule."""
        test, names = read_rule(self.source)
        object.__setattr__(self, "_test", test)
        object.__setattr__(self, "names", names)

    def holds(self, facts: Facts) -> bool:
        """Say whether the rule holds; a missing name or unlike types make a comparison false."""
        return self._test(facts)

    def __str__(self) -> str:
        """Return the rule as it was written."""
        return self.source

    def __reduce__(self) -> tuple[type["Rule"], tuple[str]]:
        """Travel between processes as the source; what was made of it cannot."""
        return Rule, (self.source,)

    @classmethod
    def __get_pydantic_core_schema__(cls, _source: object, _handler: GetCoreSchemaHandler) -> CoreSchema:
        """Let pydantic read a rule from its source and write it back."""
        words = core_schema.no_info_before_validator_function(_as_words, core_schema.str_schema())
        return core_schema.no_info_after_validator_function(
            cls, words, serialization=core_schema.to_string_ser_schema(when_used="always")
        )

    @classmethod
    def __get_pydantic_json_schema__(
        cls, _schema: CoreSchema, _handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Tell editors what a rule looks like."""
        return {
            "type": ["string", "boolean"],
            "title": "Rule",
            "examples": ['plan == "pro" and seats > 10', True],
        }


def _as_words(value: object) -> object:
    """Return the source of a rule; YAML reads a bare `true` as no text, yet it is a rule."""
    if isinstance(value, bool):
        return str(value).lower()
    return value.source if isinstance(value, Rule) else value
