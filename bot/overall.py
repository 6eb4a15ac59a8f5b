"""Which question asks about the whole."""

from config.journey import Journey
from config.suggestion import suggest
from feedback.intake import Refused

_ASK = "name a question by its id, as the surveys of the journey file have it"


def overall_question(journey: Journey, wanted: str | None) -> str | Refused:
    """Return the id of the question about the whole: the one wanted, the journey's, or its only NPS."""
    asked = {question.id: question.kind for survey in journey.surveys for question in survey.questions}
    name = wanted or journey.overall
    if name is not None:
        if name in asked:
            return name
        fix = suggest(name, asked, otherwise=_ASK)
        return Refused(pointer="/question", what=f"{name!r} is no question", fix=fix)
    scores = sorted(question for question, kind in asked.items() if kind == "nps")
    if len(scores) == 1:
        return scores[0]
    fix = "add overall: with the id of a question to the journey file, or name one with --question"
    return Refused(pointer="/question", what="no question asks about the whole", fix=fix)
