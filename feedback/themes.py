"""What a text is about: the themes whose seed phrases it stands near to, by an engine's vectors."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from config.journey import Theme
from feedback.scorer import Embedder, Vector

THRESHOLD = 0.4
"""A theme is named from this cosine on."""

MARGIN = 0.08
"""Further themes are named if they are nearly as near as the nearest: most texts have one."""

MOST_THEMES = 3
"""So many themes are named at most."""


class ThemeBook:
    """The themes of a journey, found by their phrases, which are embedded when first needed."""

    def __init__(
        self,
        themes: Sequence[Theme],
        embedder: Embedder,
        *,
        threshold: float = THRESHOLD,
        margin: float = MARGIN,
    ) -> None:
        self._themes = themes
        self._embedder = embedder
        self._threshold, self._margin = threshold, margin
        self._places: dict[str | None, NDArray[np.float64]] = {}

    @cached_property
    def version(self) -> str:
        """Changes whenever the same vector may be given other themes: `themes-` and a digest."""
        phrases = [[theme.id, *theme.phrases] for theme in self._themes]
        said = json.dumps([self._threshold, self._margin, MOST_THEMES, phrases])
        return f"themes-{hashlib.sha256(said.encode()).hexdigest()[:8]}"

    def name(self, vector: Vector, *, language: str | None = None) -> Mapping[str, float]:
        """Return the ids of the themes of a text in `language` that stands at `vector`, with cosines 0..1.

        The nearest comes first, and a theme is as near as the nearest of its phrases. There may be none.
        """
        if not self._themes:
            return {}
        cosines = self._phrases(language) @ np.asarray(vector)
        near = zip(np.maximum.reduceat(cosines, self._starts).tolist(), self._themes, strict=True)
        nearest = sorted(((cosine, theme.id) for cosine, theme in near), reverse=True)[:MOST_THEMES]
        bound = max(self._threshold, nearest[0][0] - self._margin)
        return {name: min(1.0, cosine) for cosine, name in nearest if cosine >= bound}

    def _phrases(self, language: str | None) -> NDArray[np.float64]:
        """Return where the phrases of all themes stand for texts in `language`, [phrases, dimensions]."""
        if language not in self._places:
            phrases = [phrase for theme in self._themes for phrase in theme.phrases]
            self._places[language] = np.asarray(self._embedder.embed(phrases, language=language))
        return self._places[language]

    @cached_property
    def _starts(self) -> NDArray[np.intp]:
        """Where each theme's phrases begin."""
        return np.cumsum([0, *(len(theme.phrases) for theme in self._themes[:-1])])
