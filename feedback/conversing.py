"""Effects of a session, written down as the records they change."""

from dataclasses import replace

from feedback.desk import Desk, House, facts_of
from feedback.effects import Effect, Hush, Keep, Rest, Say, Wake
from feedback.plan import Plan, worded
from feedback.prompts import Prompt
from feedback.quiet import next_allowed, zone_of
from feedback.records import Answer, Customer, OutboxItem, Session, Timer
from feedback.trial_words import marked
from feedback.veiled import Ballot, Cast, Marked

_PRIORITIES = {"thanks": 0, "notice": 0, "reask": 0, "doubt": 0, "ask": 5, "remind": 9}
"""Who is typing now is answered before anybody is asked anew, and reminders can wait."""

_FOLLOW_UP = 1
"""The priority of the next question to somebody who has just answered one."""


def plan_of(session: Session, customer: Customer, house: House) -> Plan | None:
    """Return what `session` is walked by, in the version it began with; None if that is unknown."""
    journey = house.journey(session.version)
    survey = journey.survey(session.survey) if journey else None
    if journey is None or survey is None:
        return None
    return Plan(
        journey=journey,
        survey=survey,
        kinds=house.kinds,
        facts=facts_of(customer),
        wordings=house.wordings.setdefault(session.version, {}),
    )


def carry_out(
    desk: Desk, house: House, before: Session, session: Session, effects: tuple[Effect, ...], *, plan: Plan
) -> None:
    """Save `session` and everything its step asked for."""
    if session.veiled and session.state != "open":
        session = _cast(desk, session, plan)
    for effect in effects:
        match effect:
            case Say(prompt=prompt):
                desk.post(_outgoing(desk, session, prompt))
            case Keep():
                _keep(desk, session, effect, plan)
            case Wake():
                _wake(desk, house, session, effect, plan)
            case Rest():
                desk.let_rest(session.id)
            case Hush():
                desk.hush(session.id)
    if session is not before:
        desk.keep_session(session)


def _cast(desk: Desk, session: Session, plan: Plan) -> Session:
    """Put what was answered without a name into the box, and return the talk as if nothing had been said."""
    journey = plan.journey
    said = tuple(
        Marked(
            question=question.id,
            kind=question.kind,
            wording=worded(question, plan, language=journey.language).ask,
            parsed=held.parsed,
            score=held.score,
        )
        for question in plan.survey.questions
        if (held := session.held_back.get(question.id)) is not None
    )
    ballot = Ballot(
        journey=session.journey,
        version=session.version,
        stage=session.stage,
        touchpoint=session.touchpoint,
        survey=session.survey,
        language=journey.language,
        answers=said,
    )
    least, counts = journey.policy.min_customers, said and not session.is_test
    desk.changes.casts.append(Cast(session=session.id, ballot=ballot if counts else None, least=least))
    return replace(
        session, held_back={}, given={}, prompted={}, doubt=None, question=None, prompts=0, misfits=0
    )


def _wake(desk: Desk, house: House, session: Session, wake: Wake, plan: Plan) -> None:
    """Set a timer; a reminder keeps the night as a question does, and falls away where that is too late."""
    due_at, hours = wake.at, plan.journey.policy.quiet_hours
    customer = desk.snapshot.customers.get(session.customer)
    if wake.kind == "remind" and hours is not None:
        zone, _ = zone_of(customer.timezone if customer else None, plan.journey.timezone)
        due_at = next_allowed(due_at, hours, zone)
        if due_at >= session.expires_at:
            return
    desk.wake(Timer(id=house.new_id(), kind=wake.kind, subject=session.id, due_at=due_at))


def _outgoing(desk: Desk, session: Session, prompt: Prompt) -> OutboxItem:
    follow_up = prompt.purpose == "ask" and prompt.step > 1
    return OutboxItem(
        id=prompt.id,
        customer=session.customer,
        session=session.id,
        channel=session.channel,
        address=session.address,
        prompt=marked(prompt, session),
        priority=_FOLLOW_UP if follow_up else _PRIORITIES[prompt.purpose],
        due_at=desk.now,
        created_at=desk.now,
    )


def _keep(desk: Desk, session: Session, keep: Keep, plan: Plan) -> None:
    question = plan.survey.question(keep.question)
    if question is None or session.is_test or session.veiled:
        return
    answer = Answer(
        id=keep.answer,
        session=session.id,
        interaction=session.interaction,
        customer=session.customer,
        journey=session.journey,
        version=session.version,
        stage=session.stage,
        touchpoint=session.touchpoint,
        survey=session.survey,
        question=question.id,
        kind=question.kind,
        revision=keep.revision,
        wording=worded(question, plan, language=session.language).ask,
        language=session.language,
        channel=session.channel,
        answered_at=keep.at,
        value=keep.parsed.value,
        choices=keep.parsed.choices,
        text=keep.parsed.text,
        scale=keep.parsed.scale,
        valence=keep.parsed.valence,
        rated=keep.parsed.rated,
        skipped=keep.skipped,
    )
    desk.keep_answer(answer, supersedes=keep.supersedes)
