"""What a net is to an engine: it reads texts in some languages, and says what it finds in each."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from feedback.scorer import Feeling, Vector

FEELINGS: tuple[Feeling, ...] = ("negative", "neutral", "positive", "mixed", "non_answer")
"""The classes of a net's first output, in its order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToRead:
    """A text as it was written, with the question it answers, if that is known."""

    text: str
    question: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """A word of a text, from character `start` to before `end`; `pull` on the valence is -1..+1."""

    start: int
    end: int
    pull: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a net says of one text.

    `chances` are calibrated and sum to 1; `valence` is -2..+2 and need not agree with them; `emotions` holds
    the calibrated chance of each emotion that shows, the strongest first; `words` are in the order of the
    text; `vector` has a length of 1.
    """

    chances: Mapping[Feeling, float]
    valence: float
    emotions: Mapping[str, float]
    words: tuple[Word, ...]
    vector: Vector


@runtime_checkable
class Net(Protocol):
    """Weights that can read."""

    @property
    def name(self) -> str:
        """Its name, which becomes a part of the engine's version."""

    @property
    def version(self) -> str:
        """Changes whenever the same words may be read differently; asking does not load the weights."""

    @property
    def languages(self) -> frozenset[str]:
        """What it reads, as ISO 639-1."""

    def read(self, texts: Sequence[ToRead]) -> Sequence[Reading]:
        """Read each text, in order; what one says does not depend on the others."""
