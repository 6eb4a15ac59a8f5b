"""Learns how rating, question and words are weighed: `python -m training.combine --data DIR`.

Prints what the combination is worth on people it has not learnt from (five folds by respondent), beside the
baselines on the same rows, and then the numbers for `LEARNT` in feedback/combination.py. What an engine says
that was taught with these comments comes by `--told`, from nets that have not seen the row they speak of.
"""

import argparse
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from bot.plugins import scorers
from feedback.asked import about
from feedback.combination import CLASSES, LEARNT, Class, Combination, Terms, moved
from feedback.plain_cases import plain_case
from feedback.scorer import About, Feeling, TextScore, ToScore
from feedback.scoring import Scorer
from training.measures import Measure, accuracy, macro_f1, measured, recall_of
from training.urgent_care import Comment, comments, folds

JUDGED: tuple[Class, Class, Class] = ("negative", "neutral", "positive")
"""What people have put these comments in; nobody has judged one as mixed: those count as neutral."""

_LEARNT_CLASSES: tuple[Class, ...] = ("negative", "positive", "mixed")
"""Neutral is what the others are weighed against."""

_BY_RATING: tuple[Class, ...] = ("negative", "positive")
_ASKED: tuple[About, ...] = ("feeling", "reason", "improvement")
_LIKE: Mapping[About, About] = {"problem": "improvement"}
"""What was not asked there is weighed like what is nearest to it."""

_CLEAR = 0.1
_PULL_TO_GUESS = 2.0
_LEAST = 1e-4
_MEASURES: Mapping[str, Measure] = {
    "accuracy": accuracy,
    "negative recall": recall_of("negative"),
    "macro-F1": macro_f1,
}

Array = NDArray[np.float64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A comment, what an engine says of its words, and whether a rule knows them already."""

    comment: Comment
    told: TextScore
    is_plain: bool

    @property
    def request(self) -> ToScore:
        """What a scorer is asked."""
        comment = self.comment
        return ToScore(
            text=comment.text, rating=comment.rating, wording=comment.question, language="en", led=True
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fixed:
    """An engine that says what was said before."""

    told: TextScore
    name: str = "fixed"
    version: str = "1"
    languages: frozenset[str] | None = None

    def score(self, texts: Sequence[ToScore]) -> Sequence[TextScore]:
        """Repeat it for each text."""
        return [self.told for _ in texts]


def learn(rows: Sequence[Row]) -> Combination:
    """Return the combination that fits `rows` best; words without a rating are left to the engine.

    Numbers for those were learnt as well, and made things worse: 82.6 % right in place of 84.6 %.
    """
    rated = [
        row
        for row in rows
        if not row.is_plain and row.told.chances is not None and row.comment.rating is not None
    ]
    pull = min(np.arange(0.0, 1.01, 0.05), key=lambda each: _error(rated, float(each)))
    return Combination(
        version=LEARNT.version + 1,
        beside=_terms(rated),
        pull=round(float(pull), 2),
        most=LEARNT.most,
        unsure_below=LEARNT.unsure_below,
    )


def _error(rows: Sequence[Row], pull: float) -> float:
    by = Combination(version=0, beside=Terms(), pull=pull, most=LEARNT.most)
    missed = [
        moved(row.comment.rating or 0.0, row.told.valence or 0.0, by=by) - row.comment.felt for row in rows
    ]
    return float(np.mean(np.square(missed)))


def _terms(rows: Sequence[Row]) -> Terms:
    design, truth = _design(rows)
    trust, *rest = (round(float(each), 3) for each in _fitted(design, truth))
    by_rating, by_question = rest[: len(_BY_RATING)], rest[len(_BY_RATING) :]
    weights: dict[About, Mapping[Class, float]] = {
        name: dict(zip(_LEARNT_CLASSES, by_question[at :: len(_ASKED)], strict=True))
        for at, name in enumerate(_ASKED)
    }
    weights |= {other: weights[near] for other, near in _LIKE.items()}
    return Terms(trust=trust, rated=dict(zip(_BY_RATING, by_rating, strict=True)), asked=weights)


def _design(rows: Sequence[Row]) -> tuple[Array, Array]:
    """Return what each number is multiplied by, [rows, classes, numbers], and which classes may be true."""
    ratings = [row.comment.rating or 0.0 for row in rows]
    spoken = [about(row.request) for row in rows]
    columns = [np.array([[np.log(max(_chance(row.told, name), _LEAST)) for name in CLASSES] for row in rows])]
    columns += [np.outer(ratings, _only(name)) for name in _BY_RATING]
    columns += [
        np.outer([float(each == asked) for each in spoken], _only(name))
        for name in _LEARNT_CLASSES
        for asked in _ASKED
    ]
    truth = np.array([[float(_counts_as(name) == row.comment.feeling) for name in CLASSES] for row in rows])
    return np.stack(columns, axis=-1), truth


def _only(name: Class) -> list[float]:
    return [float(each == name) for each in CLASSES]


def _counts_as(name: Class) -> Class:
    return "neutral" if name == "mixed" else name


def _chance(told: TextScore, name: Class) -> float:
    chances: Mapping[Feeling, float] = told.chances or {}
    whole = sum(chances.get(each, 0.0) for each in CLASSES)
    return chances.get(name, 0.0) / whole if whole > 0 else 1 / len(CLASSES)


def _fitted(design: Array, truth: Array) -> Array:
    """Return the likeliest numbers, drawn a little towards trusting words alone."""
    start = np.zeros(design.shape[-1])
    start[0] = 1.0
    return np.asarray(minimize(_loss, start, args=(start, design, truth), method="BFGS").x)


def _shares(weights: Array) -> Array:
    shares = np.exp(weights - weights.max(1, keepdims=True))
    return shares / shares.sum(1, keepdims=True)


def _loss(found: Array, start: Array, design: Array, truth: Array) -> float:
    surprise = -np.log(np.maximum((_shares(design @ found) * truth).sum(1), 1e-300)).sum()
    return float(surprise + _PULL_TO_GUESS / 2 * np.square(found - start).sum())


def judged(row: Row, *, by: Combination, with_rating: bool) -> str:
    """Return which of three classes the whole order puts a comment in; what is neither side is neutral."""
    scorer = Scorer(engine=Fixed(told=row.told), combination=by)
    request = row.request if with_rating else ToScore(
        text=row.request.text, wording=row.request.wording, language="en"
    )  # fmt: skip
    label = scorer.score([request])[0].label.removeprefix("very_")
    return label if label in JUDGED else "neutral"


def report(rows: Sequence[Row], *, name: str) -> Iterator[str]:
    """Yield a table of how well each way to judge does on comments it has not learnt from."""
    truth = np.array([row.comment.feeling for row in rows])
    told: dict[str, NDArray[np.str_]] = {"majority": np.full(len(rows), _most_frequent(truth))}
    for each in ("textblob", "vader"):
        scores = scorers()[each].score([row.request for row in rows])
        told[f"{each}, text"] = np.array([side(score.valence or 0.0) for score in scores])
    told |= out_of_fold(rows, name=name)
    yield "| " + " | ".join(["judged by", *_MEASURES]) + " |"
    yield "|" + " --- |" * (1 + len(_MEASURES))
    for way, labels in told.items():
        cells = [str(measured(measure, truth, labels)) for measure in _MEASURES.values()]
        yield f"| {way} | {' | '.join(cells)} |"


def out_of_fold(rows: Sequence[Row], *, name: str) -> Mapping[str, NDArray[np.str_]]:
    """Return, by way of judging, the class of each row by numbers learnt on other people's rows."""
    fold_of = folds([row.comment for row in rows])
    by_fold = {
        int(fold): learn([row for row, its in zip(rows, fold_of, strict=True) if its != fold])
        for fold in np.unique(fold_of)
    }
    ways = {"text + question": False, "text + question + rating": True}
    return {
        f"{name}, {way}": np.array(
            [
                judged(row, by=by_fold[int(fold)], with_rating=rated)
                for row, fold in zip(rows, fold_of, strict=True)
            ]
        )
        for way, rated in ways.items()
    }


def _most_frequent(truth: NDArray[np.str_]) -> str:
    names, counts = np.unique(truth, return_counts=True)
    return str(names[counts.argmax()])


def side(valence: float) -> str:
    """Return the class of a lexicon's valence, -2..+2; both projects advise +-0.05 of their 1 for neutral."""
    return "positive" if valence >= _CLEAR else "negative" if valence <= -_CLEAR else "neutral"


def read_rows(found: Sequence[Comment], told: Sequence[TextScore]) -> Sequence[Row]:
    """Return comments with what was said of each."""
    pairs = zip(found, told, strict=True)
    rows = [Row(comment=comment, told=each, is_plain=False) for comment, each in pairs]
    return [
        Row(comment=row.comment, told=row.told, is_plain=plain_case(row.request) is not None) for row in rows
    ]


def read_told(path: Path) -> Sequence[TextScore]:
    """Read what was said of each comment, in the file's order: lines of `chances` and `valence`."""
    lines = path.read_text(encoding="utf-8").splitlines()
    read = [json.loads(line) for line in lines]
    return [TextScore(valence=float(each["valence"]), chances=each["chances"]) for each in read]


def main() -> None:
    """Print the table and the numbers."""
    parser = argparse.ArgumentParser(prog="python -m training.combine", description=__doc__)
    parser.add_argument("--data", type=Path, required=True, help="the folder with feedback/")
    parser.add_argument("--engine", default="aftertouch", help="an engine that gives chances")
    parser.add_argument(
        "--told", type=Path, help="what was said of each comment, instead of asking the engine"
    )
    given = parser.parse_args()
    found = list(comments(given.data))
    asked = [ToScore(text=each.text, wording=each.question, language="en") for each in found]
    told = read_told(given.told) if given.told else scorers()[given.engine].score(asked)
    rows = read_rows(found, told)
    print(*report(rows, name=given.engine), "", f"LEARNT = {learn(rows)!r}", sep="\n")


if __name__ == "__main__":
    main()
