"""Who puts an engine in its house: with who tells languages, and who names themes."""

from config.journey import Journey
from feedback.common_themes import COMMON_THEMES
from feedback.language import identify
from feedback.scorer import Embedder, TextScorer
from feedback.scoring import Scorer
from feedback.themes import ThemeBook


def make_scorer(engine: TextScorer, journey: Journey | None) -> Scorer:
    """Return a scorer of `engine`; if that can, it names the themes of `journey`, else the common ones."""
    themes = None
    if isinstance(engine, Embedder):
        own = journey.themes if journey is not None else ()
        themes = ThemeBook(own or COMMON_THEMES, engine)
    return Scorer(engine=engine, identify=identify, themes=themes)
