"""Who puts an engine in its house: with who tells languages, and the themes of a journey."""

from config.journey import Journey
from feedback.language import identify
from feedback.scorer import Embedder, TextScorer
from feedback.scoring import Scorer
from feedback.themes import ThemeBook


def make_scorer(engine: TextScorer, journey: Journey | None) -> Scorer:
    """Return a scorer of `engine`; it names the themes of `journey` if it has any, and the engine can."""
    themes = None
    if journey is not None and journey.themes and isinstance(engine, Embedder):
        themes = ThemeBook(journey.themes, engine)
    return Scorer(engine=engine, identify=identify, themes=themes)
