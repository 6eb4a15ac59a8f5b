"""Text: an answer in the customer's own words."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from config.journey import Question
from feedback.prompts import Reply, Shape
from feedback.question import Misfit, Parsed, QuestionKind, QuestionSpec, options_of
from feedback.reading import clean


class TextOptions(BaseModel):
    """How long the answer may be."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    most_characters: Annotated[int, Field(ge=1, le=20_000)] = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """Words are kept whole or asked for again, never cut; what they feel like is for a scorer to say.

    A picture, a voice message or a file without words is an answer as well.
    """

    spec: QuestionSpec

    def shape(self, question: Question, *, language: str, default: str) -> Shape:
        most = options_of(question, TextOptions).most_characters
        return Shape(look="text", writable=True, most_characters=most)

    def parse(self, question: Question, reply: Reply, *, language: str) -> Parsed | Misfit:
        text = clean(reply.text)
        if reply.choices:
            return Misfit(reason="not_a_choice")
        if not text:
            return Parsed() if reply.attachments else Misfit(reason="empty")
        if len(text) > options_of(question, TextOptions).most_characters:
            return Misfit(reason="too_long")
        return Parsed(text=text)


SPEC: QuestionKind = Text(spec=QuestionSpec(name="text", options=TextOptions))
