"""Customer satisfaction: five points; CSAT is the share of the top two (4 and 5) among those who answered."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict

from config.journey import Question
from feedback.catalogue import Key
from feedback.prompts import Reply, Shape
from feedback.question import Misfit, Parsed, QuestionKind, QuestionSpec, Scale, options_of
from feedback.scales import Ladder, ladder_shape, read_point

_NAMES: Mapping[int, Key] = {
    1: "very_dissatisfied",
    2: "dissatisfied",
    3: "neither_satisfied",
    4: "satisfied",
    5: "very_satisfied",
}


class CsatOptions(BaseModel):
    """How the five points look."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    look: Literal["faces", "stars", "numbers"] = "faces"


def _ladder(options: CsatOptions) -> Ladder:
    return Ladder(scale=Scale(low=1, high=5), look=options.look, names=_NAMES, faces=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Csat:
    """How satisfied somebody is, from very dissatisfied to very satisfied."""

    spec: QuestionSpec

    def shape(self, question: Question, *, language: str, default: str) -> Shape:
        return ladder_shape(_ladder(options_of(question, CsatOptions)), language=language, default=default)

    def parse(self, question: Question, reply: Reply, *, language: str) -> Parsed | Misfit:
        return read_point(_ladder(options_of(question, CsatOptions)), reply, language=language)


SPEC: QuestionKind = Csat(spec=QuestionSpec(name="csat", options=CsatOptions))
