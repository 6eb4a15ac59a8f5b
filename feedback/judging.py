"""What must be scored of a reply, and who scores it."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from config.journey import Question
from feedback.case_relay import ForCase, feeling_in
from feedback.leading import Tap, lead_of, taps_of
from feedback.plan import worded
from feedback.question import Misfit, Parsed
from feedback.scorer import Score, ToScore
from feedback.understanding import Understood

NO_QUESTION = ""
"""What words are scored under that answer no question of a survey."""


class Judge(Protocol):
    """Whoever scores answers; slow work happens here, outside any transaction."""

    def __call__(self, requests: Sequence[ToScore]) -> Sequence[Score]:
        """Score each request, in order."""


def to_score(understood: Understood | ForCase) -> Mapping[str, ToScore]:
    """Return what must be scored, by question: the answer at hand, and words that it casts a new light on."""
    if isinstance(understood, ForCase):
        feeling = feeling_in(understood)
        return {} if feeling is None else {NO_QUESTION: feeling}
    session, question, parsed = understood.session, understood.question, understood.parsed
    if parsed is None:
        return {}
    taps = taps_of(session.given)
    if isinstance(parsed, Parsed) and parsed.valence is not None:
        taps[question.id] = Tap(valence=parsed.valence, rated=parsed.rated)
    own = taps.get(question.id)
    lead = own.valence if own else lead_of(taps.values())
    requests = {question.id: _request(understood, question, understood.words, lead, led=own is None)}
    for other, given in session.given.items() if own else ():
        asked = understood.plan.survey.question(other)
        # Words beside a tap of their own are led by that one.
        if other != question.id and other not in taps and given.text is not None and asked is not None:
            requests[other] = _request(understood, asked, given.text, lead_of(taps.values()), led=True)
    return requests


def _request(
    understood: Understood, question: Question, text: str | None, lead: float | None, *, led: bool
) -> ToScore:
    return ToScore(
        text=text,
        rating=None if _is_only_enclosed(understood.parsed) else lead,
        led=led,
        wording=worded(question, understood.plan, language=understood.session.language).ask,
        about=question.about,
        language=understood.session.language,
    )


def _is_only_enclosed(parsed: Parsed | Misfit | None) -> bool:
    """Say whether an answer is nothing but what was sent along: no rating of another question leads that."""
    return parsed == Parsed()
