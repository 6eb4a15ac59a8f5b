"""The engines side by side: Aftertouch's whole order, and TextBlob and VADER as they come."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.plugins import scorers
from feedback.language import identify
from feedback.scorer import Score, ToScore
from feedback.scoring import Scorer, Themes
from training.combine import side

Judged = tuple[str, float | None]
"""One of negative, neutral, positive, mixed, non_answer, unsure or unscored; and the valence."""

_SIDES = {"very_negative": "negative", "very_positive": "positive"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """A way to judge answers, with the name it has in tables."""

    name: str
    judge: Callable[[Sequence[ToScore]], Sequence[Judged]]


def engines() -> Sequence[Engine]:
    """Return all that are compared."""
    return [
        Engine(name="aftertouch", judge=aftertouch),
        Engine(name="textblob", judge=lambda asked: _by_polarity("textblob", asked)),
        Engine(name="vader", judge=lambda asked: _by_polarity("vader", asked)),
    ]


def whole_order(themes: Themes | None = None) -> Scorer:
    """Return Aftertouch's scorer as a journey has it."""
    return Scorer(engine=scorers()["aftertouch"], identify=identify, themes=themes)


def aftertouch(asked: Sequence[ToScore]) -> Sequence[Judged]:
    """Judge by rules, net and rating, in the order of docs/scoring.md."""
    return [(side_of(score), score.valence) for score in whole_order().score(asked)]


def side_of(score: Score) -> str:
    """Return the label of a score without how strong it is."""
    return _SIDES.get(score.label, score.label)


def _by_polarity(name: str, asked: Sequence[ToScore]) -> Sequence[Judged]:
    """Judge by an engine's valence alone, without our rules."""
    return [(side(told.valence or 0.0), told.valence or 0.0) for told in scorers()[name].score(asked)]
