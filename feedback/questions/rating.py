"""Rating: how it felt on 3, 5, 7 or 10 points, shown as faces, stars or numbers."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict, model_validator

from config.journey import Question
from config.text import Text
from feedback.catalogue import Key
from feedback.prompts import Reply, Shape
from feedback.question import Misfit, Parsed, QuestionKind, QuestionSpec, Scale, options_of
from feedback.scales import FACES, Ladder, ends, ladder_shape, read_point

_NAMES: Mapping[int, tuple[Key | None, ...]] = {
    3: ("bad", "okay", "good"),
    5: ("very_bad", "bad", "okay", "good", "very_good"),
    7: ("very_bad", None, None, "okay", None, None, "very_good"),
    10: ("very_bad", *[None] * 8, "very_good"),
}


class RatingOptions(BaseModel):
    """How many points, how they look, which end is best, and what the ends are called."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    points: Literal[3, 5, 7, 10] = 5
    look: Literal["faces", "stars", "numbers"] = "faces"
    best: Literal["high", "low"] = "high"
    low: Text | None = None
    high: Text | None = None

    @model_validator(mode="after")
    def _refuse_what_cannot_be_shown(self) -> Self:
        if self.look == "faces" and self.points not in FACES:
            raise ValueError("there are no 10 different faces; write look: numbers or look: stars")
        if self.look == "stars" and self.best == "low":
            raise ValueError("one star is never best; write look: numbers or look: faces, or best: high")
        return self


def _ladder(options: RatingOptions) -> Ladder:
    scale = Scale(low=1, high=options.points, best=options.best)
    from_worst = _NAMES[options.points]
    ordered = from_worst if options.best == "high" else from_worst[::-1]
    names = {point: key for point, key in enumerate(ordered, start=1) if key is not None}
    return Ladder(
        scale=scale,
        look=options.look,
        names=ends(names, scale, low=options.low, high=options.high),
        faces=options.points in FACES,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """A rating leads the score of its session: its valence is its place on the scale."""

    spec: QuestionSpec

    def shape(self, question: Question, *, language: str, default: str) -> Shape:
        return ladder_shape(_ladder(options_of(question, RatingOptions)), language=language, default=default)

    def parse(self, question: Question, reply: Reply, *, language: str) -> Parsed | Misfit:
        return read_point(_ladder(options_of(question, RatingOptions)), reply, language=language)


SPEC: QuestionKind = Rating(spec=QuestionSpec(name="rating", options=RatingOptions))
