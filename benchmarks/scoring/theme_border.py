"""From which cosine a theme is best named: F1 of themes over borders, on visible texts alone.

`python -m benchmarks.scoring.theme_border [DATA]`. The held-out passes of the chat set are no part of it:
their figures are taken with the border that is in force, and never choose it.
"""

import os
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from benchmarks.scoring.clauses import f1, patients
from bot.plugins import scorers
from config.journey import Theme
from feedback.language import identify
from feedback.scorer import Embedder, Score, TextScore, TextScorer, ToScore, Vector
from feedback.scoring import Scorer
from feedback.themes import ThemeBook
from training.chat_set import Row, taught, themes

BORDERS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5)
_EVERY = 8
"""Of the passes that were taught, every eighth English row: they only have to show the trend."""

Told = tuple[frozenset[str], frozenset[str]]
"""What is true of a text, and what was told."""


class Remembering:
    """An engine that judges each text once, for all borders; also where phrases stand."""

    def __init__(self, engine: TextScorer) -> None:
        """Ask `engine` what is not remembered."""
        if not isinstance(engine, Embedder):
            raise TypeError(f"the engine {engine.name!r} names no themes")
        self._engine, self._embedder = engine, engine
        self._told: dict[ToScore, TextScore] = {}
        self.name, self.version, self.languages = engine.name, engine.version, engine.languages

    def score(self, texts: Sequence[ToScore]) -> Sequence[TextScore]:
        """Judge each text, in order."""
        new = list(dict.fromkeys(text for text in texts if text not in self._told))
        self._told.update(zip(new, self._engine.score(new), strict=True))
        return [self._told[text] for text in texts]

    def embed(self, phrases: Sequence[str], *, language: str | None = None) -> Sequence[Vector]:
        """Return a vector for each phrase."""
        return self._embedder.embed(phrases, language=language)


def lines(data: Path) -> Iterator[str]:
    """Yield a line for each set, way and border."""
    engine = Remembering(scorers()["aftertouch"])
    chat = [row for row in taught() if row.language == "en"][::_EVERY]
    for border in BORDERS:
        yield _line("taught chat, the text's nearest theme", border, _of_chat(chat, engine, border))
    if not data.is_dir():
        yield f"no data at {data}: urgent care is not measured"
        return
    for title, marked, listed, known in patients(data):
        requests = [each.request for each in marked]
        for border in BORDERS:
            scores = _judged(requests, listed, engine, border)
            ways: Mapping[str, Sequence[set[str | None]]] = {
                "the text's nearest theme": [set(list(each.themes or {})[:1]) for each in scores],
                "the nearest theme of each clause": [{m.theme for m in each.mentions} for each in scores],
            }
            for way, told in ways.items():
                pairs = [
                    (one.themes, frozenset(name for name in names if name in known))
                    for one, names in zip(marked, told, strict=True)
                ]
                yield _line(f"urgent care, {title}, {way}", border, pairs)


def _of_chat(found: Sequence[Row], engine: Remembering, border: float) -> list[Told]:
    by_business: dict[str, list[Row]] = defaultdict(list)
    for row in found:
        by_business[row.business].append(row)
    pairs: list[Told] = []
    for business, rows in by_business.items():
        asked = [ToScore(text=row.text, wording=row.question, language=row.language) for row in rows]
        for row, score in zip(rows, _judged(asked, _listed(themes()[business]), engine, border), strict=True):
            true = frozenset([row.labels.theme] if row.labels.theme else [])
            pairs.append((true, frozenset(list(score.themes or {})[:1])))
    return pairs


def _listed(phrases: Mapping[str, Sequence[str]]) -> Sequence[Theme]:
    return [
        Theme.model_validate({"id": name, "title": name, "phrases": list(said)})
        for name, said in phrases.items()
    ]


def _judged(
    requests: Sequence[ToScore], listed: Sequence[Theme], engine: Remembering, border: float
) -> Sequence[Score]:
    book = ThemeBook(listed, engine, threshold=border)
    return Scorer(engine=engine, identify=identify, themes=book).score(requests)


def _line(title: str, border: float, pairs: Sequence[Told]) -> str:
    said, true = sum(len(told) for _, told in pairs), sum(len(each) for each, _ in pairs)
    right = sum(len(one & told) for one, told in pairs)
    return (
        f"{title}, from {border:.2f}: F1 {f1(pairs):.3f}, precision {right / max(1, said):.3f}, "
        f"recall {right / max(1, true):.3f} of {len(pairs):,} texts"
    )


if __name__ == "__main__":
    folder = sys.argv[1] if len(sys.argv) > 1 else os.environ.get("AFTERTOUCH_DATA_DIR", "../shared/data")
    for told in lines(Path(folder)):
        print(told, flush=True)
