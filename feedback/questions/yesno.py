"""Yes or no."""

from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ConfigDict

from config.journey import Question
from feedback.picking import Option, named, tapped
from feedback.prompts import Choice, Reply, Shape
from feedback.question import Misfit, Parsed, QuestionKind, QuestionSpec, options_of
from feedback.reading import clean, yes_or_no
from feedback.wording import say

_OPTIONS = (Option(id="yes", names=("yes",)), Option(id="no", names=("no",)))


class YesNoOptions(BaseModel):
    """Which of the two is good news, if either is."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    good: Literal["yes", "no"] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class YesNo:
    """The answer is `yes` or `no` in every language; the good one feels +1, the other -1."""

    spec: QuestionSpec

    def shape(self, question: Question, *, language: str, default: str) -> Shape:
        yes, no = say("yes", language), say("no", language)
        return Shape(
            look="list",
            choices=(Choice(value="yes", label=yes, spoken=yes), Choice(value="no", label=no, spoken=no)),
        )

    def parse(self, question: Question, reply: Reply, *, language: str) -> Parsed | Misfit:
        text = clean(reply.text)
        if reply.choices:
            picked = tapped(_OPTIONS, reply.choices)
            if picked is not None and len(picked) > 1:
                return Misfit(reason="too_many_choices")
            said = picked[0] if picked else None
        elif not text:
            return Misfit(reason="empty")
        else:
            said = _said(text, language=language)
        return Misfit(reason="not_a_choice") if said is None else _given(question, said)


def _said(text: str, *, language: str) -> str | None:
    meant = yes_or_no(text, language=language)
    return named(_OPTIONS, text, language=language) if meant is None else ("yes" if meant else "no")


def _given(question: Question, said: str) -> Parsed:
    good = options_of(question, YesNoOptions).good
    return Parsed(choices=(said,), valence=None if good is None else (1.0 if said == good else -1.0))


SPEC: QuestionKind = YesNo(spec=QuestionSpec(name="yesno", options=YesNoOptions))
