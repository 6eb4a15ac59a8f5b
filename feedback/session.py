"""The session machine: a survey put to one customer, advanced one event at a time.

`step(session, event, plan=...)` returns the session as it is afterwards and what the shell must do.
It reads no clock and sends nothing: the time is in the event, the words are in the plan's survey.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Literal, assert_never

from config.journey import Question, Survey
from feedback.doubt import doubted, is_same_tap
from feedback.effects import Effect, Hush, Keep, Rest, Say, Wake
from feedback.events import (
    Answered,
    Event,
    ExpiryDue,
    Misfitted,
    Missed,
    Reconsidered,
    ReminderDue,
    Respoken,
    Skipped,
    Started,
    Stopped,
    Upheld,
)
from feedback.plan import Plan
from feedback.prompting import opening, put, put_doubt, tell, thanks, why_again
from feedback.prompts import Purpose
from feedback.question import MisfitReason, Parsed
from feedback.records import Given, Session, SessionState
from feedback.walk import next_question
from feedback.wording import say

Step = tuple[Session, tuple[Effect, ...]]

_PATIENCE = 1
"""How often one question is asked again because a reply did not fit."""

_UNKEEPABLE: frozenset[MisfitReason] = frozenset({"empty", "too_long", "too_many_choices"})
"""Misfits whose words are no answer at all, or more than we may keep: these are asked for again each time."""


def step(session: Session, event: Event, *, plan: Plan) -> Step:
    """Advance `session` by `event`; one that is over changes by a late answer only, while that is allowed."""
    match event:
        case Started():
            return _start(session, event, plan)
        case Answered():
            return _answer(session, event, plan)
        case Misfitted():
            return _misfit(session, event, plan)
        case Skipped():
            return _skip(session, event, plan)
        case Upheld():
            return _uphold(session, event, plan)
        case Reconsidered():
            return _reconsider(session, plan)
        case ReminderDue() | Missed():
            return _put_again(session, event, plan)
        case ExpiryDue() | Stopped():
            return _end(session, event)
        case Respoken():
            return _respeak(session, event, plan)
        case _:
            assert_never(event)


def may_change(session: Session, survey: Survey, *, at: datetime) -> bool:
    """Say whether an answer of `session` may still be given or changed at `at`."""
    if session.state == "open":
        return at < session.expires_at
    return session.state == "complete" and at < session.started_at + survey.editable_for


def _start(session: Session, event: Started, plan: Plan) -> Step:
    asked, effects = _ask_next(session, plan, at=event.at, purpose="ask")
    return asked, (*effects, Wake(kind="expire", at=session.expires_at))


def _answer(session: Session, event: Answered, plan: Plan) -> Step:
    kept, keep = _keep(
        session, event.question, parsed=event.parsed, valence=event.valence, answer=event.answer, at=event.at
    )
    judged = _judged(_settled(kept, event.question), event.contradicts)
    return _go_on(session, judged, keep, plan, at=event.at)


def _skip(session: Session, event: Skipped, plan: Plan) -> Step:
    doubt = session.doubt
    if doubt is not None and (doubt.question, doubt.outcome) == (event.question, "changing"):
        # Who was about to tap anew, and does not, leaves everything as it was.
        return notice(_settled(session, event.question), say("skipped", session.language))
    question = plan.survey.question(event.question)
    if question is not None and question.required:
        return _ask_again(session, question, plan, why=say("required", session.language), at=event.at)
    kept, keep = _keep(
        session, event.question, parsed=Parsed(), valence=None, answer=event.answer, at=event.at, skipped=True
    )
    return _go_on(session, kept, keep, plan, at=event.at)


def _uphold(session: Session, event: Upheld, plan: Plan) -> Step:
    """Let the first tap count: it does, unless the customer has tapped anew since."""
    doubt = session.doubt
    if doubt is None:
        return session, ()
    settled = replace(session, doubt=replace(doubt, outcome="kept"))
    if is_same_tap(session.given[doubt.question], doubt.given):
        return notice(settled, say("noted", session.language))
    kept, keep = _keep(
        settled, doubt.question, parsed=event.parsed, valence=event.valence, answer=event.answer, at=event.at
    )
    return _go_on(session, _judged(kept, event.contradicts), keep, plan, at=event.at)


def _reconsider(session: Session, plan: Plan) -> Step:
    """Put the doubted question once more; it cannot be left out any more, only left as it is."""
    doubt = session.doubt
    question = plan.survey.question(doubt.question) if doubt else None
    if doubt is None or question is None:
        return session, ()
    changing = replace(session, doubt=replace(doubt, outcome="changing"))
    prompted, prompt = put(changing, question, plan, purpose="reask", lead="")
    return prompted, (Say(prompt=replace(prompt, skip=None)),)


def _misfit(session: Session, event: Misfitted, plan: Plan) -> Step:
    """Ask once more, kindly; after that keep the words as they are, for they are somebody's words."""
    question = plan.survey.question(event.question)
    if question is None:
        return session, ()
    pending = question.id == session.question
    if not pending or session.misfits < _PATIENCE or event.text is None or event.misfit.reason in _UNKEEPABLE:
        return _ask_again(
            session,
            question,
            plan,
            why=why_again(event.misfit, question, plan, language=session.language),
            at=event.at,
        )
    parsed = Parsed(text=event.text)
    kept, keep = _keep(
        session, question.id, parsed=parsed, valence=event.valence, answer=event.answer, at=event.at
    )
    return _go_on(session, _judged(kept, event.contradicts), keep, plan, at=event.at)


def _put_again(session: Session, event: ReminderDue | Missed, plan: Plan) -> Step:
    """Put the question at hand once more; after an absence of ours, reminders stay as they are."""
    question = plan.survey.question(session.question) if session.question else None
    if session.state != "open" or question is None or event.at >= session.expires_at:
        return session, ()
    if isinstance(event, Missed):
        lead = say("were_away", session.language)
        prompted, prompt = put(session, question, plan, purpose="remind", lead=lead)
        return prompted, (Say(prompt=prompt),)
    reminded = replace(session, reminders=session.reminders + 1)
    prompted, prompt = put(reminded, question, plan, purpose="remind", lead=say("reminder", session.language))
    return prompted, (Say(prompt=prompt), *reminder(prompted, plan, event.at))


def _respeak(session: Session, event: Respoken, plan: Plan) -> Step:
    """Put the question at hand once more, in the language the customer likes better."""
    question = plan.survey.question(session.question) if session.question else None
    if session.state != "open" or question is None or session.language == event.language:
        return session, ()
    respoken = replace(session, language=event.language)
    prompted, prompt = put(respoken, question, plan, purpose="ask", lead="")
    return prompted, (Say(prompt=prompt),)


def _go_on(before: Session, session: Session, keep: Keep, plan: Plan, *, at: datetime) -> Step:
    """Ask what the answers in force now lead to; a change that leads nowhere new is only confirmed."""
    following = next_question(plan.survey, session.given, plan.facts)
    if keep.supersedes is not None and (following.id if following else None) == before.question:
        return _confirm(session, keep)
    if following is None:
        return _complete(session, keep, plan, at=at)
    reopened = replace(session, state="open", finished_at=None)
    if before.state != "open":
        reopened = replace(reopened, expires_at=at + plan.survey.expires_after)
    asked, effects = _ask_next(reopened, plan, at=at, purpose="ask")
    return asked, (keep, Rest(), *effects, Wake(kind="expire", at=asked.expires_at))


def _confirm(session: Session, keep: Keep) -> Step:
    said, prompt = tell(session, say("changed", session.language), purpose="notice")
    return said, (keep, Say(prompt=prompt))


def _complete(session: Session, keep: Keep, plan: Plan, *, at: datetime) -> Step:
    words = thanks(plan, session.given, language=session.language)
    done = replace(session, state="complete", question=None, finished_at=at)
    doubtful = _doubtful(done, plan.survey, at=at)
    if doubtful is None:
        said, prompt = tell(done, words, purpose="thanks")
    else:
        said, prompt = put_doubt(done, doubtful, plan, lead=words)
    return said, (keep, Rest(), Say(prompt=prompt))


def _doubtful(session: Session, survey: Survey, *, at: datetime) -> Question | None:
    """Return the question whose tap the customer's words contradict, if they are to be asked about it."""
    if (
        not survey.ask_on_contradiction
        or session.veiled
        or session.doubt
        or not may_change(session, survey, at=at)
    ):
        return None
    return survey.question(doubted(session) or "")


def _end(session: Session, event: ExpiryDue | Stopped) -> Step:
    if session.state != "open":
        return session, ()
    state: SessionState = "expired" if isinstance(event, ExpiryDue) else "stopped"
    return replace(session, state=state, question=None, finished_at=event.at), (Rest(), Hush())


def _keep(
    session: Session,
    question: str,
    *,
    parsed: Parsed,
    valence: float | None,
    answer: str,
    at: datetime,
    skipped: bool = False,
) -> tuple[Session, Keep]:
    earlier = session.given.get(question)
    revision = earlier.revision + 1 if earlier else 1
    given = Given(
        answer=answer,
        revision=revision,
        value=parsed.value,
        choices=parsed.choices,
        text=parsed.text,
        valence=valence,
        rated=parsed.rated,
        skipped=skipped,
        many=parsed.many,
    )
    keep = Keep(
        answer=answer,
        question=question,
        revision=revision,
        parsed=parsed,
        skipped=skipped,
        supersedes=earlier.answer if earlier else None,
        at=at,
    )
    return replace(session, given={**session.given, question: given}), keep


def _judged(session: Session, contradicts: Mapping[str, bool]) -> Session:
    """Note of the words judged just now whether they contradict a tap."""
    judged = {
        question: replace(given, contradicts=contradicts[question])
        for question, given in session.given.items()
        if given.contradicts != contradicts.get(question, given.contradicts)
    }
    return replace(session, given={**session.given, **judged}) if judged else session


def _settled(session: Session, question: str) -> Session:
    """Note what became of a doubt about `question`, which has been answered anew."""
    doubt = session.doubt
    if doubt is None or doubt.question != question:
        return session
    outcome: Literal["kept", "changed"] = (
        "kept" if is_same_tap(session.given[question], doubt.given) else "changed"
    )
    return replace(session, doubt=replace(doubt, outcome=outcome))


def _ask_next(session: Session, plan: Plan, *, at: datetime, purpose: Purpose) -> Step:
    question = next_question(plan.survey, session.given, plan.facts)
    if question is None:
        return session, ()
    current = replace(session, question=question.id, misfits=0)
    lead = "" if session.prompts else opening(plan, language=session.language)
    prompted, prompt = put(current, question, plan, purpose=purpose, lead=lead)
    return prompted, (Say(prompt=prompt), *reminder(prompted, plan, at))


def _ask_again(session: Session, question: Question, plan: Plan, *, why: str, at: datetime) -> Step:
    if not may_change(session, plan.survey, at=at):
        return session, ()
    puzzled = replace(session, misfits=session.misfits + 1)
    prompted, prompt = put(puzzled, question, plan, purpose="reask", lead=why)
    return prompted, (Say(prompt=prompt),)


def reminder(session: Session, plan: Plan, at: datetime) -> tuple[Wake, ...]:
    """Return the timer of the next reminder, if one is left that comes in time."""
    left = plan.survey.reminders[session.reminders :]
    return (Wake(kind="remind", at=at + left[0]),) if left and at + left[0] < session.expires_at else ()


def notice(session: Session, words: str) -> Step:
    """Say something about `session` without changing where it stands."""
    said, prompt = tell(session, words, purpose="notice")
    return said, (Say(prompt=prompt),)


def new_session(
    session_id: str,
    *,
    survey: Survey,
    customer: str,
    interaction: str,
    journey: str,
    version: str,
    stage: str,
    touchpoint: str,
    channel: str,
    address: str,
    language: str,
    at: datetime,
) -> Session:
    """Return a session that has not begun: `step` it with `Started`."""
    return Session(
        id=session_id,
        customer=customer,
        interaction=interaction,
        journey=journey,
        version=version,
        survey=survey.id,
        stage=stage,
        touchpoint=touchpoint,
        channel=channel,
        address=address,
        language=language,
        state="open",
        started_at=at,
        expires_at=at + max(survey.expires_after, timedelta(minutes=1)),
    )
