"""BRIGHTER's test split, ten languages: sides told apart where its emotions have one."""

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from benchmarks.scoring.engines import Engine
from benchmarks.scoring.table import Line
from feedback.scorer import ToScore
from training.corpora import brighter
from training.examples import PLAIN, Example
from training.measures import macro_f1, measured


def lines(folder: Path, engines: Sequence[Engine]) -> Iterator[Line]:
    """Yield macro-F1 of three sides for each language; what an engine does not read counts as told wrong."""
    test = list(brighter(folder, "test"))
    for language in sorted({each.language for each in test}):
        there = [each for each in test if each.language == language and _side(each) in PLAIN]
        truth = np.array([_side(each) for each in there])
        for engine in engines:
            told = engine.judge([ToScore(text=each.text, language=language) for each in there])
            sides = np.array([side for side, _ in told])
            yield Line(
                task=f"BRIGHTER test, {language}, three sides, macro-F1",
                engine=engine.name,
                value=measured(macro_f1, truth, sides),
            )


def _side(example: Example) -> str | None:
    feeling = example.feeling or {}
    return max(feeling, key=lambda name: feeling[name]) if feeling else None
