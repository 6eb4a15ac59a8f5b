"""Who puts an engine in its house: with who tells languages, and who names themes."""

from collections.abc import Callable, Sequence

from config.journey import Journey, Theme
from feedback.common_themes import COMMON_THEMES
from feedback.language import identify
from feedback.scorer import Embedder, Score, TextScorer, ToScore
from feedback.scoring import Scorer
from feedback.theme_overlay import ThemeEdit, overlay
from feedback.themes import ThemeBook

Edits = Callable[[], Sequence[ThemeEdit]]
"""Tells what managers have changed about themes by now, oldest first."""


def declared_themes(journey: Journey | None) -> tuple[Theme, ...]:
    """Return the themes of `journey`, else the common ones: what managers' edits are laid over."""
    return (journey.themes if journey is not None else ()) or COMMON_THEMES


def make_scorer(engine: TextScorer, journey: Journey | None, *, edits: Sequence[ThemeEdit] = ()) -> Scorer:
    """Return a scorer of `engine`; if that can, it names the themes of `journey` as `edits` leave them."""
    themes = None
    if isinstance(engine, Embedder):
        themes = ThemeBook(overlay(declared_themes(journey), edits).judged, engine)
    return Scorer(engine=engine, identify=identify, themes=themes)


class LiveScorer:
    """The scorer in force: another one as soon as it is known that managers have added a theme."""

    def __init__(self, engine: TextScorer, journey: Journey, *, edits: Edits) -> None:
        """Let `engine` judge; `edits` is asked now, and whenever somebody looks again."""
        self._engine = engine
        self._journey = journey
        self._edits = edits
        self._known = tuple(edits())
        self._scorer = make_scorer(engine, journey, edits=self._known)

    @property
    def name(self) -> str:
        """The engine's name in the journey file."""
        return self._scorer.name

    @property
    def version(self) -> str:
        """The version of the whole order that is in force."""
        return self._scorer.version

    def score(self, requests: Sequence[ToScore]) -> Sequence[Score]:
        """Judge each answer, in order, all by the same scorer."""
        return self._scorer.score(requests)

    def look_again(self) -> None:
        """Find out what managers have changed; renames and merges leave the scorer what it is."""
        found = tuple(self._edits())
        if found == self._known:
            return
        made = make_scorer(self._engine, self._journey, edits=found)
        if made.version != self._scorer.version:
            self._scorer = made
        self._known = found
