"""History judged anew: from answers in force to what a judge is asked about those it has not judged yet."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from config.journey import Journey, Question
from feedback.leading import Tap, lead_of
from feedback.records import Answer, Scored
from feedback.scorer import About, Score, ToScore
from feedback.work import Changes, Known, cell_of

_SLOT_DIGITS = 2
"""How many digits at the end of an imported answer's id tell the answers of one row apart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unjudged:
    """An answer that is to be judged, and what a judge is asked about it."""

    answer: Answer
    request: ToScore


def to_rescore(
    answers: Iterable[Answer], *, unjudged: Collection[str], known: Known, active: Journey
) -> tuple[Unjudged, ...]:
    """Return what is to be judged of `unjudged`; `answers` holds all in force of their interactions."""
    together: defaultdict[tuple[str, str | None], list[Answer]] = defaultdict(list)
    for answer in answers:
        if not answer.skipped:
            together[answer.interaction, answer.session].append(answer)
    return tuple(
        Unjudged(answer=answer, request=_request(answer, said, known=known, active=active))
        for said in together.values()
        for answer in said
        if answer.id in unjudged
    )


def judged(found: Sequence[Unjudged], scores: Sequence[Score], *, at: datetime) -> Changes:
    """Return what is written of `scores`, one for each answer `found`, and the partials they change."""
    changes = Changes()
    for one, score in zip(found, scores, strict=True):
        answer = one.answer
        changes.scores.append(Scored(answer=answer.id, customer=answer.customer, score=score, scored_at=at))
        changes.dirty.add(cell_of(answer.journey, answer.touchpoint, answer.customer, answer.answered_at))
    return changes


def _request(answer: Answer, said: Sequence[Answer], *, known: Known, active: Journey) -> ToScore:
    question = _question(known.get(answer.version, active), answer) or _question(active, answer)
    about: About = question.about if question else "feeling"
    return ToScore(
        text=answer.text,
        rating=_rating(answer, said),
        led=answer.valence is None,
        wording=answer.wording,
        about=about,
        language=answer.language,
    )


def _rating(answer: Answer, said: Sequence[Answer]) -> float | None:
    if answer.valence is not None:
        return answer.valence
    # Whoever sent nothing but a picture said nothing that a rating of another question could lead.
    is_only_enclosed = answer.text is None and answer.value is None and not answer.choices
    return None if is_only_enclosed else _lead(answer, said)


def _lead(answer: Answer, said: Sequence[Answer]) -> float | None:
    """Return what leads an answer's words: what was tapped in the same session, or in the same file."""
    if answer.session is not None:
        return lead_of(_taps(said))
    # In a file, the ratings of the words' own row lead, and those of the whole visit where it has none.
    ratings = [other for other in said if other.rated]
    row = [other for other in ratings if other.id[:-_SLOT_DIGITS] == answer.id[:-_SLOT_DIGITS]]
    own = lead_of(_taps(row))
    return lead_of(_taps(ratings)) if own is None else own


def _taps(said: Iterable[Answer]) -> list[Tap]:
    return [Tap(valence=each.valence, rated=each.rated) for each in said if each.valence is not None]


def _question(journey: Journey, answer: Answer) -> Question | None:
    """Return the question an answer was given to, if `journey` has it, in whichever survey."""
    surveys = sorted(journey.surveys, key=lambda survey: survey.id != answer.survey)
    asked = (survey.question(answer.question) for survey in surveys)
    return next((question for question in asked if question is not None), None)
