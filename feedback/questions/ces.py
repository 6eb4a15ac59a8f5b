"""Customer effort, the CES 2.0 way: agreement that it was easy, so higher is easier.

The question reads "The company made it easy for me to ..." (Dixon, Toman, DeLisi, The Effortless
Experience, 2013; now Gartner's). CES is the share of answers above the neutral point (5 to 7 of seven,
4 and 5 of five); the mean is shown beside it. CES 1.0 asked for effort and runs the other way.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict

from config.journey import Question
from feedback.catalogue import Key
from feedback.prompts import Reply, Shape
from feedback.question import Misfit, Parsed, QuestionKind, QuestionSpec, Scale, options_of
from feedback.scales import Ladder, ladder_shape, read_point

_NAMES: Mapping[int, tuple[Key, ...]] = {
    5: ("strongly_disagree", "disagree", "neither_agree", "agree", "strongly_agree"),
    7: (
        "strongly_disagree",
        "disagree",
        "rather_disagree",
        "neither_agree",
        "rather_agree",
        "agree",
        "strongly_agree",
    ),
}


class CesOptions(BaseModel):
    """How many points of agreement."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    points: Literal[5, 7] = 7


def _ladder(options: CesOptions) -> Ladder:
    names = dict(enumerate(_NAMES[options.points], start=1))
    return Ladder(scale=Scale(low=1, high=options.points), look="numbers", names=names)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ces:
    """How easy it was, from strongly disagree to strongly agree."""

    spec: QuestionSpec

    def shape(self, question: Question, *, language: str, default: str) -> Shape:
        return ladder_shape(_ladder(options_of(question, CesOptions)), language=language, default=default)

    def parse(self, question: Question, reply: Reply, *, language: str) -> Parsed | Misfit:
        return read_point(_ladder(options_of(question, CesOptions)), reply, language=language)


SPEC: QuestionKind = Ces(spec=QuestionSpec(name="ces", options=CesOptions))
