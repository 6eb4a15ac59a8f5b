"""The held-out passes of the project's own chat set: English, and seven other languages."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from benchmarks.scoring.engines import Engine, whole_order
from benchmarks.scoring.table import Line
from bot.plugins import scorers
from config.journey import Theme
from feedback.scorer import Embedder, Score, ToScore
from feedback.themes import ThemeBook
from training.chat_set import Row, rows, themes
from training.measures import accuracy, macro_f1, measured, recall_of, spearman

_SENTIMENT, _VALENCE, _THEME = 0.88, 0.85, 0.75
_ENGLISH = "en"

NO_THEME = "none"
"""What a row without a theme is told to be about."""


def lines(engines: Sequence[Engine]) -> Iterator[Line]:
    """Yield accuracy of sentiment, rank correlation of valence, and accuracy of themes."""
    held_out = [row for row in rows() if row.held_out]
    english = [row for row in held_out if row.language == _ENGLISH]
    for engine in engines:
        yield from _of_sentiment("chat, English", english, engine, goals=engine.name == "aftertouch")
    scores = judged(held_out)
    yield _of_themes("chat, English", english, scores)
    for language in sorted({row.language for row in held_out} - {_ENGLISH}):
        there = [row for row in held_out if row.language == language]
        for engine in engines:
            yield from _of_sentiment(f"chat, {language}", there, engine, goals=False)
        yield _of_themes(f"chat, {language}", there, scores)


def _of_sentiment(name: str, found: Sequence[Row], engine: Engine, *, goals: bool) -> Iterator[Line]:
    told = engine.judge([asked(row) for row in found])
    truth = np.array([row.labels.sentiment for row in found])
    sides = np.array([side for side, _ in told])
    yield Line(
        task=f"{name}, five classes, accuracy",
        engine=engine.name,
        value=measured(accuracy, truth, sides),
        goal=_SENTIMENT if goals else None,
    )
    yield Line(task=f"{name}, macro-F1", engine=engine.name, value=measured(macro_f1, truth, sides))
    yield Line(
        task=f"{name}, recall of negatives",
        engine=engine.name,
        value=measured(recall_of("negative"), truth, sides),
    )
    felt = [
        (row.labels.valence, valence)
        for row, (_, valence) in zip(found, told, strict=True)
        if row.labels.valence is not None
    ]
    true, said = np.array([one for one, _ in felt]), np.array([other or 0.0 for _, other in felt])
    if len(set(said.tolist())) > 1:  # who does not read the language gives all the same rank
        yield Line(
            task=f"{name}, valence, Spearman",
            engine=engine.name,
            value=measured(spearman, true, said),
            goal=_VALENCE if goals else None,
        )


def _of_themes(name: str, found: Sequence[Row], scores: Mapping[str, Score]) -> Line:
    """Compare the themes named with what the readers said, for every row but non-answers."""
    said = [row for row in found if row.labels.sentiment != "non_answer"]
    truth = np.array([row.labels.theme or NO_THEME for row in said])
    return Line(
        task=f"{name}, themes and none, accuracy",
        engine="aftertouch",
        value=measured(accuracy, truth, np.array([theme_named(scores[row.id]) for row in said])),
        goal=_THEME if name.endswith("English") else None,
    )


def judged(found: Sequence[Row]) -> Mapping[str, Score]:
    """Return Aftertouch's scores by id; each business has its own themes to choose from."""
    engine = scorers()["aftertouch"]
    scores: dict[str, Score] = {}
    for business, phrases in themes().items():
        there = [row for row in found if row.business == business]
        book = _book(engine, phrases) if isinstance(engine, Embedder) else None
        told = whole_order(book).score([asked(row) for row in there])
        scores.update(zip((row.id for row in there), told, strict=True))
    return scores


def asked(row: Row) -> ToScore:
    """Return the row as an answer to judge."""
    return ToScore(text=row.text, wording=row.question, language=row.language)


def theme_named(score: Score) -> str:
    """Return the first theme of a score, or that there is none."""
    return next(iter(score.themes or {}), NO_THEME)


def _book(engine: Embedder, phrases: Mapping[str, Sequence[str]]) -> ThemeBook:
    listed = [
        Theme.model_validate({"id": name, "title": name, "phrases": list(said)})
        for name, said in phrases.items()
    ]
    return ThemeBook(listed, engine)
