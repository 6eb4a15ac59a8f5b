"""Patients' comments with a person's judgement of each: the one set with question, rating and human score."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from training.examples import Example, plain

WHY = "Why did you give this answer?"
IMPROVE = "How could we improve?"
OUT_OF_FOLD = Path(__file__).parent / "out_of_fold.jsonl"
"""What nets that have not met a patient say of their comments, in the order of `comments`."""

_SWAPPED = ("111", "PTS")
_MIDDLE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Comment:
    """One comment: `rating` -2..+2 (None: not said), `felt` -2..+2 as a person judged it."""

    respondent: str
    question: str
    text: str
    rating: float | None
    felt: float

    @property
    def feeling(self) -> str:
        """Which of three classes a person put it in."""
        return "positive" if self.felt > 0 else "negative" if self.felt < 0 else "neutral"


def comments(folder: Path) -> Iterator[Comment]:
    """Read the comments that a person judged, in the order of the file."""
    with (folder / "feedback" / "urgent_care_fft.csv").open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            judged, answer = row["Comment sentiment"].strip(), row["FFT categorical answer"].strip()
            if judged and row["FFT answer"].strip():
                yield Comment(
                    respondent=row["Respondent ID"],
                    question=_question(row["FFT question"], row["Service type 1"]),
                    text=row["FFT answer"],
                    rating=float(_MIDDLE - int(answer)) if answer in {"1", "2", "3", "4", "5"} else None,
                    felt=float(_MIDDLE - int(float(judged))),
                )


def folds(found: list[Comment], *, count: int = 5, seed: int = 1) -> NDArray[np.int64]:
    """Return each comment's fold; a respondent's comments share theirs."""
    names = sorted({each.respondent for each in found})
    drawn = np.random.default_rng(seed).permutation(len(names)) % count
    fold_of = dict(zip(names, drawn, strict=True))
    return np.array([fold_of[each.respondent] for each in found])


def examples(found: list[Comment]) -> Iterator[Example]:
    """Turn comments into examples of feeling and valence."""
    for each in found:
        yield Example(
            source="urgent_care",
            text=each.text,
            question=each.question,
            feeling=plain(each.feeling),
            valence=each.felt,
            weight=0.8,
        )


def _question(asked: str, service: str) -> str:
    if asked.startswith("Please describe"):
        return "Please describe anything that you were particularly satisfied or dissatisfied with"
    # The file holds the two questions of these services the wrong way round, as their answers show.
    swapped = service.startswith(_SWAPPED)
    return WHY if asked.startswith("FFT Why") != swapped else IMPROVE
