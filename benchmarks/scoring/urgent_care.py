"""Patients' comments against a person's judgement; the combination's numbers learnt on other patients.

The net that ships has been taught these comments, so what it says of them proves nothing: measured is what
nets say that have not met the patient (`make train` writes it with `--folds`).
"""

import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from benchmarks.scoring.engines import Engine
from benchmarks.scoring.table import Line
from feedback.scorer import ToScore
from training.combine import out_of_fold, read_rows, read_told
from training.measures import Measure, Truth, accuracy, macro_f1, measured, recall_of
from training.urgent_care import OUT_OF_FOLD, Comment, comments

_MEASURES: dict[str, Measure] = {
    "accuracy": accuracy,
    "recall of negatives": recall_of("negative"),
    "macro-F1": macro_f1,
}
_GOALS = {
    ("text + question", "accuracy"): 0.80,
    ("text + question", "recall of negatives"): 0.78,
    ("text + question + rating", "accuracy"): 0.86,
    ("text + question + rating", "recall of negatives"): 0.86,
}


def lines(folder: Path, engines: Sequence[Engine]) -> Iterator[Line]:
    """Yield each measure for each way to judge, in five folds by respondent."""
    found = list(comments(folder))
    truth = np.array([each.feeling for each in found])
    asked = [ToScore(text=each.text, wording=each.question, language="en") for each in found]
    if OUT_OF_FOLD.exists():
        yield from _of_folds(found, truth)
    else:
        print(
            f"{OUT_OF_FOLD.name} is not made yet: urgent care is judged by the others only", file=sys.stderr
        )
    for other in engines:
        if other.name != "aftertouch":
            sides = np.array([side for side, _ in other.judge(asked)])
            for title, measure in _MEASURES.items():
                value = measured(measure, truth, sides)
                yield Line(task=_task("text + question", title), engine=other.name, value=value)


def _of_folds(found: Sequence[Comment], truth: Truth) -> Iterator[Line]:
    ways = out_of_fold(read_rows(found, read_told(OUT_OF_FOLD)), name="aftertouch")
    for name, told in ways.items():
        engine, way = name.split(", ")
        for title, measure in _MEASURES.items():
            value = measured(measure, truth, told)
            yield Line(task=_task(way, title), engine=engine, value=value, goal=_GOALS.get((way, title)))


def _task(way: str, title: str) -> str:
    return f"urgent care, {way}, three classes, {title}"
