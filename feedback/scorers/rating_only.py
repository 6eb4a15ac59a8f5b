"""No engine at all: only ratings and plain cases count, as where no engine reads the language."""

from collections.abc import Sequence
from dataclasses import dataclass

from feedback.scorer import TextScore, TextScorer, ToScore


@dataclass(frozen=True, slots=True, kw_only=True)
class RatingOnly:
    """Never looks at a text."""

    name: str = "rating"
    version: str = "1"
    languages: frozenset[str] | None = None

    def score(self, texts: Sequence[ToScore]) -> Sequence[TextScore]:
        return [TextScore(valence=None) for _ in texts]


SPEC: TextScorer = RatingOnly()
