"""The held-out passes of the project's own chat set: English, and seven other languages."""

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from benchmarks.scoring.engines import Engine, whole_order
from benchmarks.scoring.table import Line
from bot.plugins import scorers
from config.journey import Theme
from feedback.scorer import Embedder, ToScore
from feedback.themes import ThemeBook
from training.chat_set import Row, rows, themes
from training.measures import accuracy, macro_f1, measured, recall_of, spearman

_SENTIMENT, _VALENCE, _THEME = 0.88, 0.85, 0.75
_ENGLISH, _NO_THEME = "en", "none"


def lines(engines: Sequence[Engine]) -> Iterator[Line]:
    """Yield accuracy of sentiment, rank correlation of valence, and accuracy of themes."""
    held_out = [row for row in rows() if row.held_out]
    english = [row for row in held_out if row.language == _ENGLISH]
    for engine in engines:
        yield from _of_sentiment("chat, English", english, engine, goals=engine.name == "aftertouch")
    named = _themes_named(held_out)
    yield _of_themes("chat, English", english, named)
    for language in sorted({row.language for row in held_out} - {_ENGLISH}):
        there = [row for row in held_out if row.language == language]
        for engine in engines:
            yield from _of_sentiment(f"chat, {language}", there, engine, goals=False)
        yield _of_themes(f"chat, {language}", there, named)


def _of_sentiment(name: str, found: Sequence[Row], engine: Engine, *, goals: bool) -> Iterator[Line]:
    told = engine.judge([_asked(row) for row in found])
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


def _of_themes(name: str, found: Sequence[Row], named: Mapping[str, str]) -> Line:
    """Compare the themes named with what the readers said, for every row but non-answers."""
    said = [row for row in found if row.labels.sentiment != "non_answer"]
    truth = np.array([row.labels.theme or _NO_THEME for row in said])
    return Line(
        task=f"{name}, themes and none, accuracy",
        engine="aftertouch",
        value=measured(accuracy, truth, np.array([named[row.id] for row in said])),
        goal=_THEME if name.endswith("English") else None,
    )


def _themes_named(found: Sequence[Row]) -> Mapping[str, str]:
    """Return by id the first theme that Aftertouch names, or none: a business has its own to choose from."""
    engine = scorers()["aftertouch"]
    named: dict[str, str] = {}
    for business, phrases in themes().items():
        there = [row for row in found if row.business == business]
        book = _book(engine, phrases) if isinstance(engine, Embedder) else None
        scores = whole_order(book).score([_asked(row) for row in there])
        for row, score in zip(there, scores, strict=True):
            named[row.id] = next(iter(score.themes or {}), _NO_THEME)
    return named


def _book(engine: Embedder, phrases: Mapping[str, Sequence[str]]) -> ThemeBook:
    listed = [
        Theme.model_validate({"id": name, "title": name, "phrases": list(said)})
        for name, said in phrases.items()
    ]
    return ThemeBook(listed, engine)


def _asked(row: Row) -> ToScore:
    return ToScore(text=row.text, wording=row.question, language=row.language)
