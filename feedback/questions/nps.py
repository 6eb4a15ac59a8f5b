"""Net promoter score: how likely to recommend, 0 to 10.

Promoters answer 9 or 10, detractors 0 to 6; NPS = % promoters - % detractors of those who answered
(Reichheld, The One Number You Need to Grow, Harvard Business Review, December 2003).
"""

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict

from config.journey import Question
from config.text import Text
from feedback.prompts import Reply, Shape
from feedback.question import Misfit, Parsed, QuestionKind, QuestionSpec, Scale, options_of
from feedback.scales import Ladder, ends, ladder_shape, read_point

_SCALE = Scale(low=0, high=10)


class NpsOptions(BaseModel):
    """What the ends are called; the points are fixed, or it would be no NPS."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    low: Text | None = None
    high: Text | None = None


def _ladder(options: NpsOptions) -> Ladder:
    names = ends({0: "not_likely", 10: "very_likely"}, _SCALE, low=options.low, high=options.high)
    return Ladder(scale=_SCALE, look="numbers", names=names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Nps:
    """Eleven numbers; a face is no answer here, because it names none of them."""

    spec: QuestionSpec

    def shape(self, question: Question, *, language: str, default: str) -> Shape:
        return ladder_shape(_ladder(options_of(question, NpsOptions)), language=language, default=default)

    def parse(self, question: Question, reply: Reply, *, language: str) -> Parsed | Misfit:
        return read_point(_ladder(options_of(question, NpsOptions)), reply, language=language)


SPEC: QuestionKind = Nps(spec=QuestionSpec(name="nps", options=NpsOptions))
