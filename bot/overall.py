"""Which question asks about the whole."""

from bot.refusals import refuse, refuse_name
from config.journey import Journey
from feedback.intake import Refused


def overall_question(journey: Journey, wanted: str | None, *, language: str | None = None) -> str | Refused:
    """Return the id of the question about the whole: the one wanted, the journey's, or its only NPS."""
    asked = {question.id: question.kind for survey in journey.surveys for question in survey.questions}
    name = wanted or journey.overall
    if name is not None:
        if name in asked:
            return name
        return refuse_name("/question", "no_question", "name_question", language, name=name, known=asked)
    scores = sorted(question for question, kind in asked.items() if kind == "nps")
    if len(scores) == 1:
        return scores[0]
    return refuse("/question", "no_overall", "add_overall", language)
