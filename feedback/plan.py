"""What a session is walked by, and its questions worded in the customer's language."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from config.journey import Journey, Question, Survey
from config.rules import Fact
from feedback.prompts import Shape
from feedback.question import Kinds
from feedback.wording import say


@dataclass(frozen=True, slots=True, kw_only=True)
class Worded:
    """A question in one language: its words, how it may be answered, and the word for leaving it out."""

    ask: str
    shape: Shape
    skip: str | None


Wordings = dict[tuple[str, str, str], Worded]
"""Questions worded before, by survey, question and language; of one version of one journey."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a session is walked by: its survey in the version it began with, and the customer's facts."""

    journey: Journey
    survey: Survey
    kinds: Kinds
    facts: Mapping[str, Fact]
    wordings: Wordings = field(default_factory=dict)
    """What was worded before in this version of the journey: wording costs more than asking."""


def worded(question: Question, plan: Plan, *, language: str) -> Worded:
    """Return `question` in `language`, worded at most once."""
    key = (plan.survey.id, question.id, language)
    if key not in plan.wordings:
        kind = plan.kinds[question.kind]
        plan.wordings[key] = Worded(
            ask=plan.journey.say(question.ask, language),
            shape=kind.shape(question, language=language, default=plan.journey.language),
            skip=None if question.required else say("skip", language),
        )
    return plan.wordings[key]
