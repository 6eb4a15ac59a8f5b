"""Who puts an engine in its house: with who tells languages, and the themes of a journey."""

from config.journey import Journey
from feedback.scorer import TextScorer
from feedback.scoring import Scorer


def make_scorer(engine: TextScorer, journey: Journey | None) -> Scorer:  # noqa: ARG001 - themes come with their book
    """Return a scorer of `engine`; it names the themes of `journey`, or none."""
    return Scorer(engine=engine)
