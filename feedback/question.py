"""The port behind which each kind of question sits: how it looks, and what a reply to it means."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Protocol, TypeGuard, TypeVar, runtime_checkable

from pydantic import BaseModel

from config.journey import Question
from feedback.prompts import Reply, Shape

MisfitReason = Literal[
    "not_a_choice", "too_many_choices", "not_a_number", "out_of_range", "empty", "too_long"
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """The ends of a rating and which of them is best, kept with every answer given on it."""

    low: float
    high: float
    best: Literal["high", "low"] = "high"

    def valence(self, value: float) -> float:
        """Map `value` linearly to -2 (worst end) .. +2 (best end)."""
        share = (value - self.low) / (self.high - self.low)
        return 4 * share - 2 if self.best == "high" else 2 - 4 * share


@dataclass(frozen=True, slots=True, kw_only=True)
class Parsed:
    """A reply understood: a number on a scale, option ids, or words; `valence` where taps alone tell."""

    value: float | None = None
    choices: tuple[str, ...] = ()
    text: str | None = None
    scale: Scale | None = None
    valence: float | None = None
    rated: bool = False
    many: bool = False
    """Whether `choices` is a list even of one: rules then compare with the list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Misfit:
    """A reply that does not answer the question, and why."""

    reason: MisfitReason


@runtime_checkable
class QuestionKind(Protocol):
    """One kind of question. A plugin module offers an instance as `SPEC`."""

    @property
    def spec(self) -> "QuestionSpec":
        """Its name and the model of its own settings."""

    def shape(self, question: Question, *, language: str, default: str) -> Shape:
        """Say how `question` may be answered, worded in `language` (falling back to `default`)."""

    def parse(self, question: Question, reply: Reply, *, language: str) -> Parsed | Misfit:
        """Understand `reply`: a tap, or typed words or numbers that mean one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionSpec:
    """What discovery needs to know of a kind."""

    name: str
    options: type[BaseModel]


Kinds = Mapping[str, QuestionKind]


def is_question_kind(spec: object) -> TypeGuard[QuestionKind]:
    """Say whether a plugin's `SPEC` is a kind of question."""
    return isinstance(spec, QuestionKind)


OptionsT = TypeVar("OptionsT", bound=BaseModel)


def options_of(question: Question, model: type[OptionsT]) -> OptionsT:
    """Return the question's own settings as `model`; a TypeError is a defect of ours."""
    if isinstance(question.options, model):
        return question.options
    msg = f"question {question.id!r} of kind {question.kind!r} carries {type(question.options).__name__}"
    raise TypeError(msg)
