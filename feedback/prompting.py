"""What a session says: each prompt takes the session's next number, and the session as it is afterwards."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from config.journey import Question
from feedback.anonymous_words import ANONYMOUS
from feedback.catalogue import Key
from feedback.doubt import ask_which
from feedback.plan import Plan, worded
from feedback.prompts import Prompt, Purpose, Shape
from feedback.question import Misfit, MisfitReason
from feedback.records import Doubt, Given, Session
from feedback.thanking import THANKS, is_unhappy
from feedback.walk import straight_ahead
from feedback.wording import say

Prompted = tuple[Session, Prompt]

_REASKS: Mapping[MisfitReason, Key] = {
    "not_a_choice": "reask_not_a_choice",
    "too_many_choices": "reask_too_many_choices",
    "not_a_number": "reask_not_a_number",
    "out_of_range": "reask_out_of_range",
    "empty": "reask_empty",
    "too_long": "reask_too_long",
}


def put(session: Session, question: Question, plan: Plan, *, purpose: Purpose, lead: str) -> Prompted:
    """Put `question`, with the words `lead` before it."""
    known = worded(question, plan, language=session.language)
    ahead = straight_ahead(plan.survey, session.given, plan.facts)
    prompt = Prompt(
        id=_numbered(session, session.prompts + 1),
        session=session.id,
        question=question.id,
        purpose=purpose,
        text=_led(lead, known.ask),
        language=session.language,
        shape=known.shape,
        skip=known.skip,
        nameless=None if session.veiled else _offered("button", session, plan),
        named=_offered("back_button", session, plan) if session.veiled else None,
        step=len(session.given) + 1,
        more=len(ahead) > 1 and ahead[0].id == question.id,
    )
    prompted = {**session.prompted, prompt.id: question.id}
    return replace(session, prompts=session.prompts + 1, prompted=prompted), prompt


def opening(plan: Plan, *, language: str) -> str:
    """Return the words before the first question; none where a survey has none."""
    return plan.journey.say(plan.survey.intro, language) if plan.survey.intro else ""


def _offered(button: Literal["button", "back_button"], session: Session, plan: Plan) -> str | None:
    """Return what offers to answer without a name, or with it; with the first answer that is over."""
    is_offered = plan.journey.policy.anonymous and not session.given
    return ANONYMOUS.say(button, session.language) if is_offered else None


def text_of(prompt: str, ask: str, session: Session, plan: Plan) -> str:
    """Return what the message of `prompt`, which asks `ask`, says once it is answered: what led it stays."""
    is_first = prompt == _numbered(session, 1)
    return _led(opening(plan, language=session.language), ask) if is_first else ask


def _numbered(session: Session, number: int) -> str:
    return f"{session.id}.{number}"


def _led(lead: str, ask: str) -> str:
    return f"{lead}\n\n{ask}" if lead else ask


def tell(session: Session, words: str, *, purpose: Purpose) -> Prompted:
    """Say `words`, which ask nothing."""
    prompt = Prompt(
        id=_numbered(session, session.prompts + 1),
        session=session.id,
        question=None,
        purpose=purpose,
        text=words,
        language=session.language,
        shape=Shape(look="text"),
    )
    return replace(session, prompts=session.prompts + 1), prompt


def put_doubt(session: Session, question: Question, plan: Plan, *, lead: str) -> Prompted:
    """Ask which should count, the tap on `question` or the words against it; nobody is asked that twice."""
    given = session.given[question.id]
    words, buttons = doubt_words(given, question, plan, language=session.language)
    told, prompt = tell(session, f"{lead}\n\n{words}", purpose="doubt")
    # Not among those that put a question: what is tapped here is no answer to it.
    doubt = Doubt(prompt=prompt.id, question=question.id, given=given)
    return replace(told, doubt=doubt), replace(prompt, question=question.id, shape=buttons)


def doubt_words(given: Given, question: Question, plan: Plan, *, language: str) -> tuple[str, Shape]:
    """Return the words that ask which should count, and the buttons below them."""
    return ask_which(given, worded(question, plan, language=language).shape, language=language)


def thanks(plan: Plan, given: Mapping[str, Given], *, language: str) -> str:
    """Return the words after the last question: the survey's own, else those that fit what was answered."""
    unhappy = is_unhappy(given)
    own = (plan.survey.thanks_unhappy if unhappy else None) or plan.survey.thanks
    if own is not None:
        return plan.journey.say(own, language)
    return THANKS.say("unhappy", language) if unhappy else say("thanks", language)


def why_again(misfit: Misfit, question: Question, plan: Plan, *, language: str) -> str:
    """Say kindly what did not fit, and what would."""
    shape = worded(question, plan, language=language).shape
    ends = [choice.value for choice in shape.choices]
    return say(
        _REASKS[misfit.reason],
        language,
        low=ends[0] if ends else "",
        high=ends[-1] if ends else "",
        most=shape.most or shape.most_characters or len(ends),
    )
