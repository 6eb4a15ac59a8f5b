"""The port behind which each scorer sits, and what a score is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeGuard, runtime_checkable

Label = Literal[
    "very_negative", "negative", "neutral", "positive", "very_positive",
    "mixed", "non_answer", "unsure", "unscored",
]  # fmt: skip
About = Literal["feeling", "reason", "problem", "improvement", "other"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ToScore:
    """One answer's words with what is known around them; `rating` is the session's own, -2..+2."""

    text: str | None
    rating: float | None = None
    wording: str | None = None
    about: About = "feeling"
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextScore:
    """What a text engine alone says; `valence` None means that it cannot tell."""

    valence: float | None
    confidence: float | None = None
    emotions: Mapping[str, float] | None = None
    evidence: tuple[str, ...] = ()
    mixed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How an answer is judged: -2..+2 or None, by whom; emotions are None where none were looked for."""

    scorer: str
    version: str
    label: Label
    valence: float | None
    confidence: float | None = None
    emotions: Mapping[str, float] | None = None
    language: str | None = None
    evidence: tuple[str, ...] = ()
    contradiction: bool = False


@runtime_checkable
class TextScorer(Protocol):
    """An engine that judges words alone. A plugin module offers an instance as `SPEC`."""

    @property
    def name(self) -> str:
        """Its name in the journey file."""

    @property
    def version(self) -> str:
        """Changes whenever the same words may be judged differently."""

    def score(self, texts: Sequence[ToScore]) -> Sequence[TextScore]:
        """Judge each text, in order; deterministic."""


def is_text_scorer(spec: object) -> TypeGuard[TextScorer]:
    """Say whether a plugin's `SPEC` is an engine."""
    return isinstance(spec, TextScorer)
