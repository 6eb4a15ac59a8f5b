"""The port behind which each scorer sits, and what a score is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeGuard, runtime_checkable

from feedback.mention import Mention

Label = Literal[
    "very_negative", "negative", "neutral", "positive", "very_positive",
    "mixed", "non_answer", "unsure", "unscored",
]  # fmt: skip
About = Literal["feeling", "reason", "problem", "improvement", "other"]
Feeling = Literal["negative", "neutral", "positive", "mixed", "non_answer"]
Vector = tuple[float, ...]
"""Where an engine puts a text among all texts: of length one, near to what means the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToScore:
    """One answer's words with what is known around them; `rating` is the session's own, -2..+2.

    `led`: the rating was given to another question, and keeps a score of its own there.
    """

    text: str | None
    rating: float | None = None
    led: bool = False
    wording: str | None = None
    about: About = "feeling"
    language: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TextScore:
    """What a text engine alone says; `valence` None means that it cannot tell.

    `chances` are an engine's own probabilities, which sum to 1, for combining with a rating. `vector` is for
    finding themes; engines without one name no themes.
    """

    valence: float | None
    confidence: float | None = None
    emotions: Mapping[str, float] | None = None
    evidence: tuple[str, ...] = ()
    mixed: bool = False
    non_answer: bool = False
    chances: Mapping[Feeling, float] | None = None
    vector: Vector | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How an answer is judged: -2..+2 or None, by whom.

    `emotions` and `themes` map names to 0..1, the strongest first, and are None where none were looked for.
    `language` is what the words are in, as far as anybody can tell. `mentions` are there when it is made.
    """

    scorer: str
    version: str
    label: Label
    valence: float | None
    confidence: float | None = None
    emotions: Mapping[str, float] | None = None
    language: str | None = None
    evidence: tuple[str, ...] = ()
    themes: Mapping[str, float] | None = None
    contradiction: bool = False
    mentions: tuple[Mention, ...] = ()


@runtime_checkable
class TextScorer(Protocol):
    """An engine that judges words alone. A plugin module offers an instance as `SPEC`."""

    @property
    def name(self) -> str:
        """Its name in the journey file."""

    @property
    def version(self) -> str:
        """Changes whenever the same words may be judged differently."""

    @property
    def languages(self) -> frozenset[str] | None:
        """The languages it reads, as ISO 639-1; None: it never looks at the words."""

    def score(self, texts: Sequence[ToScore]) -> Sequence[TextScore]:
        """Judge each text, in order; deterministic, and the same whatever else is in the batch."""


@runtime_checkable
class Embedder(Protocol):
    """An engine that also says where phrases stand, in the space of its scores' vectors."""

    def embed(self, phrases: Sequence[str], *, language: str | None = None) -> Sequence[Vector]:
        """Return a vector for each phrase, in order, to compare with those of texts in `language`."""


def is_text_scorer(spec: object) -> TypeGuard[TextScorer]:
    """Say whether a plugin's `SPEC` is an engine."""
    return isinstance(spec, TextScorer)
