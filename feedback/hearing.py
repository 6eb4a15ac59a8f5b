"""A reply that was understood and scored is taken: by its session, or by whatever else it is about."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import NAMESPACE_OID, uuid5

from config.weeks import WEEK
from feedback.amending import show_choice, sign
from feedback.anonymous import Veiling, heed_veiling, hold_back, say_whom_to_call, thank_nobody
from feedback.case_opening import is_alarming, look_for_danger, look_into
from feedback.case_relay import ForCase, relay
from feedback.completing import Completed, complete
from feedback.conversing import carry_out, plan_of
from feedback.desk import Desk, House
from feedback.doubt import is_clear
from feedback.effects import Effect, Say
from feedback.enclosing import Joining, enclose, join
from feedback.events import Answered, Event, Misfitted, Reconsidered, Skipped, Upheld
from feedback.forgetting import Confirmed, settle_forgetting
from feedback.intake import Heard, Heed, Heeded, Ordered
from feedback.judging import NO_QUESTION
from feedback.ordering import heed_order
from feedback.plain_wishes import Wished
from feedback.posting import notice_prompt, post
from feedback.question import Misfit, Parsed
from feedback.records import Customer, Scored, Session
from feedback.scorer import Score
from feedback.session import notice, step
from feedback.thanking import say_what_happens_next
from feedback.understanding import Found, NotTaken, Understood
from feedback.veiled import Cast
from feedback.wording import say


def take(desk: Desk, house: House, item: Heard, found: Found, scores: Mapping[str, Score]) -> Heeded:
    """Let the session take the reply, or whatever it is about; words of danger reach a person in any case."""
    if isinstance(found, Completed):
        return complete(desk, house, item, found)  # a colleague's words: nobody's distress
    if isinstance(found, Veiling):
        return heed_veiling(desk, house, item, found)
    heeded = _take(desk, house, item, found, scores)
    if isinstance(found, Understood) and found.session.veiled:
        say_whom_to_call(desk, house, item)
    elif not (isinstance(found, Understood) and found.session.is_test):
        look_for_danger(desk, house, item)
    return heeded


def _take(
    desk: Desk,
    house: House,
    item: Heard,
    found: Understood | NotTaken | Wished | Confirmed | Joining | ForCase,
    scores: Mapping[str, Score],
) -> Heeded:
    """Let the session take the reply; say something kind to one that cannot be taken."""
    if isinstance(found, Wished):
        return _heed_wish(desk, house, item, found)
    customer = desk.customer_at(item.channel, item.address)
    if isinstance(found, Confirmed | Joining | ForCase):
        if customer is None:
            raise LookupError(item.key)
        return _take_besides(desk, house, item, found, customer, scores)
    owner = customer.id if customer else None
    if isinstance(found, NotTaken):
        # Whom a person looks after is not told, of a survey that ended for it, that it is too late.
        is_ended = found.session is not None and owner is not None and desk.is_held(owner)
        if not is_alarming(house, item) and not is_ended:
            _answer_kindly(desk, house, item, found, customer)
        _done(desk, item, owner, _to_be_wiped(desk, found))
        return Heeded(heed=found.heed, customer=owner)
    before = desk.snapshot.sessions[found.session.id]
    spoken_at = _spoken_at(before, item)
    event = _event(house, item, found, scores)
    after, effects = step(spoken_at, event, plan=found.plan)
    if after.veiled:
        return _take_veiled(desk, house, item, found, after, _now(effects, item), scores)
    answers = len(desk.changes.answers)
    carry_out(desk, house, before, after, _now(effects, item), plan=found.plan)
    sign(desk, item, since=answers)
    enclose(desk, house, item, since=answers)
    if (after.given, after.doubt) != (before.given, before.doubt):
        show_choice(desk, item, after, found.plan)
    if not after.is_test:
        _keep_scores(desk, before, after, scores, at=item.at)
        look_into(desk, house, before, after, found.plan, scores)
        say_what_happens_next(desk, after, found.plan.survey)
    _done(desk, item, owner, after.id)
    return Heeded(heed=_heed(before, after, found), session=after.id, customer=owner)


def _heed_wish(desk: Desk, house: House, item: Heard, found: Wished) -> Heeded:
    """Do what a plain word orders, unless it alarms: then somebody is told, and that is all."""
    if is_alarming(house, item):
        _done(desk, item, None, None)
        return Heeded(heed="noted")
    order = Ordered(
        channel=item.channel,
        key=item.key,
        address=item.address,
        order=found.order,
        argument=None,
        at=item.at,
    )
    return heed_order(desk, house, order)


def _to_be_wiped(desk: Desk, found: NotTaken) -> str | None:
    """Return the talk that a late reply is about, if it was without a name: its traces go with the others."""
    if found.session is None or not found.session.veiled:
        return None
    desk.changes.casts.append(Cast(session=found.session.id))
    return found.session.id


def _take_veiled(  # noqa: PLR0917 - what is taken, and all it is taken with
    desk: Desk,
    house: House,
    item: Heard,
    found: Understood,
    after: Session,
    effects: tuple[Effect, ...],
    scores: Mapping[str, Score],
) -> Heeded:
    """Take an answer without a name: no score, choice, case or file is kept with whose it is."""
    before = desk.snapshot.sessions[found.session.id]
    held, left = hold_back(after, effects, scores)
    carry_out(desk, house, before, held, thank_nobody(desk, house, held, left), plan=found.plan)
    _done(desk, item, before.customer, before.id)
    return Heeded(heed=_heed(before, after, found), session=before.id, customer=before.customer)


def _take_besides(  # noqa: PLR0917 - what is taken, and all it is taken with
    desk: Desk,
    house: House,
    item: Heard,
    found: Confirmed | Joining | ForCase,
    customer: Customer,
    scores: Mapping[str, Score],
) -> Heeded:
    """Take what no session needs to hear of."""
    if isinstance(found, Confirmed):
        return settle_forgetting(desk, house, item, found, customer)
    if isinstance(found, ForCase):
        return relay(desk, house, item, found, customer, scores.get(NO_QUESTION))
    join(desk, house, item, found, customer)
    _done(desk, item, customer.id, None)
    return Heeded(heed="noted", customer=customer.id)


def _now(effects: tuple[Effect, ...], item: Heard) -> tuple[Effect, ...]:
    """Leave out what would be asked next, where the form has answered it as well."""
    return tuple(each for each in effects if not isinstance(each, Say)) if item.more else effects


def _done(desk: Desk, item: Heard, customer: str | None, session: str | None) -> None:
    if not item.more:
        desk.changes.inbox_done.append((item.channel, item.key, customer, session))


def _spoken_at(session: Session, item: Heard) -> Session:
    """Return the session where its customer now speaks; most stay where they are, and copying costs time."""
    if (session.channel, session.address) == (item.channel, item.address):
        return session
    return replace(session, channel=item.channel, address=item.address)


def _answer_kindly(desk: Desk, house: House, item: Heard, found: NotTaken, customer: Customer | None) -> None:
    if customer is None or found.words is None:
        return
    if found.session is not None and not item.reply.album:
        said, effects = notice(found.session, say(found.words, found.session.language))
        plan = plan_of(found.session, customer, house)
        if plan is not None:
            carry_out(desk, house, found.session, said, effects, plan=plan)
            return
    spoken = found.session.language if found.session else customer.language
    language = spoken or house.active.journey.language
    prompt = notice_prompt(_notice_id(house, item, customer), say(found.words, language), language=language)
    post(desk, prompt, channel=item.channel, address=item.address, customer=customer.id)


def _notice_id(house: House, item: Heard, customer: Customer) -> str:
    """Return the id of what we say to a reply; to all parts of an album we say the same thing, once."""
    reply = item.reply
    if not reply.album or reply.message is None:
        return house.new_id()
    return uuid5(NAMESPACE_OID, f"{customer.id} {reply.message}").hex


def _event(house: House, item: Heard, found: Understood, scores: Mapping[str, Score]) -> Event:
    question, answer, score = found.question.id, house.new_id(), scores.get(found.question.id)
    valence = score.valence if score else None
    contradicts = {other: is_clear(each) for other, each in scores.items()}
    match found.parsed:
        case None if found.settles:
            return Reconsidered(at=item.at)
        case None:
            return Skipped(question=question, answer=answer, at=item.at)
        case Misfit() as misfit:
            return Misfitted(
                question=question,
                answer=answer,
                misfit=misfit,
                text=item.reply.text,
                valence=valence,
                at=item.at,
                contradicts=contradicts,
            )
        case Parsed() as parsed if found.settles:
            return Upheld(parsed=parsed, answer=answer, valence=valence, at=item.at, contradicts=contradicts)
        case Parsed() as parsed:
            return Answered(
                question=question,
                answer=answer,
                parsed=parsed,
                valence=valence,
                at=item.at,
                contradicts=contradicts,
            )


def _keep_scores(
    desk: Desk, before: Session, after: Session, scores: Mapping[str, Score], *, at: datetime
) -> None:
    """Keep the scores of answers in force; words that were only asked about again are nobody's answer."""
    changed = {question for question in after.given if after.given[question] != before.given.get(question)}
    for question, score in scores.items() if changed else ():
        given = after.given.get(question)
        if given is not None and not given.skipped:
            desk.keep_score(Scored(answer=given.answer, customer=after.customer, score=score, scored_at=at))
    if changed:
        _mark_weeks(desk, after, at=at)


def _mark_weeks(desk: Desk, session: Session, *, at: datetime) -> None:
    """Mark every week in which an answer of the session may have been given: a change reaches back."""
    day = session.started_at
    while day < at + WEEK:
        desk.mark(session.journey, session.touchpoint, session.customer, at=min(day, at))
        day += WEEK


def _heed(before: Session, after: Session, found: Understood) -> Heed:
    question = found.question.id
    if before.given.get(question) == after.given.get(question):
        return "answered" if found.settles or before.doubt != after.doubt else "asked_again"
    if found.parsed is None:
        return "skipped"
    if isinstance(found.parsed, Misfit):
        return "kept_words"
    return "changed" if question in before.given else "answered"
