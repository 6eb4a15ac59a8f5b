"""Whether an answer opens a case, or joins the one that is open; words of danger do, wherever they stand."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from config.journey import Journey, Question
from config.rules import Facts
from config.support import CaseRule
from feedback.case_clocks import terms_of
from feedback.case_events import Joined, Refusal
from feedback.case_posting import language_of, say_to_customer
from feedback.case_records import Case, CaseCause, Told
from feedback.case_work import carry, happen
from feedback.cases import new_case
from feedback.conversing import carry_out, plan_of
from feedback.danger import danger_in, words_in
from feedback.desk import Desk, House, facts_of
from feedback.events import Stopped
from feedback.intake import UNKNOWN, Heard
from feedback.meeting import newcomer
from feedback.plan import Plan, worded
from feedback.posting import post_notice
from feedback.records import Customer, Given, Session
from feedback.scorer import Score
from feedback.session import step

_SPEAKS = 0.25
"""An emotion speaks from words with at least this share; fainter ones would open cases by chance."""


def may_open(journey: Journey) -> bool:
    """Say whether answers of a journey can open cases at all."""
    policy = journey.policy
    return bool(policy.cases or policy.danger) or any(survey.cases for survey in journey.surveys)


def look_into(  # noqa: PLR0917 - a talk before and after, and what it is judged by
    desk: Desk, house: House, before: Session, after: Session, plan: Plan, scores: Mapping[str, Score]
) -> None:
    """Open a case for answers given just now that call for one, or add them to the one that is open."""
    customer = desk.snapshot.customers.get(after.customer)
    for question, given in after.given.items() if customer else ():
        asked = plan.survey.question(question)
        if given == before.given.get(question) or given.skipped or asked is None or customer is None:
            continue
        told = _told(after, asked, given, scores.get(question), plan, at=desk.now)
        rules = _rules(house.active.journey, after.survey)
        hit = _first(rules, told, facts_of(customer), house.active.journey)
        current = open_case(desk, customer, after.journey)
        belongs = current is not None and any(each.session == after.id for each in current.told)
        if hit is not None:
            rule, causes = hit
            _open(desk, house, customer, told, causes, rule=rule, is_news=not belongs)
        elif belongs and current is not None:
            happen(desk, house, current, Joined(told=told, causes=(), at=desk.now, is_news=False))


def is_alarming(house: House, item: Heard) -> bool:
    """Say whether what somebody wrote speaks of distress or danger, where the journey looks for it."""
    return bool(danger_in(item.reply.text, house.active.journey.policy.danger))


def look_for_danger(desk: Desk, house: House, item: Heard) -> None:
    """Where words speak of danger: tell a person at once, ask nothing more, and say whom to call."""
    danger = house.active.journey.policy.danger
    if danger is None or not is_alarming(house, item):
        return
    customer = desk.customer_at(item.channel, item.address) or newcomer(
        desk, house, channel=item.channel, address=item.address, told=UNKNOWN, at=item.at
    )
    case = _alarm(desk, house, item, customer, team=danger.team)
    for session in desk.open_sessions(customer.id):
        _end(desk, house, session, customer, item)
    _hush(desk, customer)
    _say_whom_to_call(desk, house, item, customer, case)


def open_case(desk: Desk, customer: Customer, journey: str) -> Case | None:
    """Return the case of a customer in a journey that is not over, if there is one: the oldest."""
    cases = (case for case in desk.cases_of(customer.id) if case.journey == journey and not case.is_over)
    return next(cases, None)


def team_for(desk: Desk, journey: Journey, team: str | None) -> str | None:
    """Return the team that gets a case: the one named, else the policy's, else the first that has a room."""
    return team or journey.policy.team or next(iter(desk.snapshot.places), None)


def _rules(journey: Journey, survey: str) -> tuple[CaseRule, ...]:
    own = journey.survey(survey)
    return journey.policy.cases if own is None or own.cases is None else own.cases


def _first(
    rules: Iterable[CaseRule], told: Told, facts: Facts, journey: Journey
) -> tuple[CaseRule, tuple[CaseCause, ...]] | None:
    for rule in rules:
        causes = _causes(rule, told, facts, journey)
        if causes is not None:
            return rule, causes
    return None


def _causes(rule: CaseRule, told: Told, facts: Facts, journey: Journey) -> tuple[CaseCause, ...] | None:
    """Return for what reasons a rule holds; None where it does not."""
    segment = next((each for each in journey.segments if each.id == rule.segment), None)
    tests: tuple[tuple[CaseCause, bool, bool], ...] = (
        ("score", rule.score is not None, _is_low(told, rule)),
        ("emotion", bool(rule.emotions), not set(rule.emotions).isdisjoint(told.emotions)),
        ("theme", bool(rule.themes), not set(rule.themes).isdisjoint(told.themes)),
        ("words", bool(rule.words), words_in(told.words, rule.words)),
        ("segment", rule.segment is not None, segment is not None and segment.rule.holds(facts)),
        ("rule", rule.rule is not None, rule.rule is not None and rule.rule.holds(facts)),
    )
    if not all(holds for _, is_asked, holds in tests if is_asked):
        return None
    return tuple(cause for cause, is_asked, _ in tests if is_asked)


def _is_low(told: Told, rule: CaseRule) -> bool:
    return rule.score is not None and told.valence is not None and told.valence <= rule.score


def _told(
    session: Session, question: Question, given: Given, score: Score | None, plan: Plan, *, at: datetime
) -> Told:
    known = worded(question, plan, language=session.language)
    labels = {choice.value: choice.spoken for choice in known.shape.choices}
    values = given.choices or (() if given.value is None else (f"{given.value:g}",))
    return Told(
        at=at,
        answer=given.answer,
        session=session.id,
        interaction=session.interaction,
        question=question.id,
        stage=session.stage,
        touchpoint=session.touchpoint,
        wording=known.ask,
        given=", ".join(labels.get(value, value) for value in values) or None,
        words=given.text,
        valence=score.valence if score else given.valence,
        emotions=_speaking(score),
        themes=tuple(score.themes or ()) if score else (),
    )


def _speaking(score: Score | None) -> tuple[str, ...]:
    emotions = score.emotions or {} if score else {}
    return tuple(name for name, share in emotions.items() if share >= _SPEAKS and name != "neutral")


def _open(
    desk: Desk,
    house: House,
    customer: Customer,
    told: Told,
    causes: tuple[CaseCause, ...],
    *,
    rule: CaseRule | None = None,
    team: str | None = None,
    is_news: bool = True,
) -> Case:
    journey = house.active.journey
    is_held = "danger" in causes
    is_urgent = is_held or (rule is not None and rule.urgent)
    current = open_case(desk, customer, journey.id)
    if current is not None:
        joined = Joined(
            told=told, causes=causes, at=desk.now, is_urgent=is_urgent, is_held=is_held, is_news=is_news
        )
        after = happen(desk, house, current, joined)
        return current if isinstance(after, Refusal) else after
    terms = terms_of(journey)
    went = new_case(
        house.new_code(),
        customer=customer.id,
        journey=journey.id,
        team=team_for(desk, journey, team or (rule.team if rule else None)),
        told=told,
        causes=causes,
        path=desk.snapshot.paths.get(customer.id, ()),
        is_urgent=is_urgent,
        is_held=is_held,
        terms=terms,
        at=desk.now,
    )
    return carry(desk, house, None, went, terms=terms, at=desk.now)


def _alarm(desk: Desk, house: House, item: Heard, customer: Customer, *, team: str | None) -> Case:
    """Open an urgent case with these words, or let the one that is open be urgent."""
    current = open_case(desk, customer, house.active.journey.id)
    same = [each for each in current.told if each.words == item.reply.text] if current else []
    told = same[-1] if same else Told(at=item.at, words=item.reply.text)
    return _open(desk, house, customer, told, ("danger",), team=team)


def _end(desk: Desk, house: House, session: Session, customer: Customer, item: Heard) -> None:
    plan = plan_of(session, customer, house)
    if plan is not None:
        stopped, effects = step(session, Stopped(at=item.at), plan=plan)
        carry_out(desk, house, session, stopped, effects, plan=plan)


def _hush(desk: Desk, customer: Customer) -> None:
    """Let nothing of any survey go out that was about to be said, not even thanks."""
    talks = [each.id for each in desk.snapshot.sessions.values() if each.customer == customer.id]
    for talk in talks:
        desk.hush(talk)
    desk.drop_news(customer.id)


def _say_whom_to_call(desk: Desk, house: House, item: Heard, customer: Customer, case: Case) -> None:
    danger = house.active.journey.policy.danger
    if danger is None:
        return
    language = language_of(desk, house, case)
    words = house.active.journey.say(danger.call, language)
    said, prompt = say_to_customer(desk, house, case, words)
    if prompt is not None:
        desk.keep_case(said, ())
        return
    post_notice(
        desk,
        house,
        channel=item.channel,
        address=item.address,
        customer=customer.id,
        words=words,
        language=language,
    )
