"""From a reply to the answer it is: understood, scored, and only then taken by the session."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol
from uuid import NAMESPACE_OID, uuid5

from config.journey import Question
from config.weeks import WEEK
from feedback.amending import show_choice, sign
from feedback.anonymous import (
    Veiling,
    asks_for_no_name,
    hold_back,
    put_on_veil,
    say_whom_to_call,
    thank_nobody,
)
from feedback.case_opening import is_alarming, look_for_danger, look_into
from feedback.case_relay import ForCase, about_case, feeling_in, relay
from feedback.catalogue import Key
from feedback.completing import Completed, complete, completion
from feedback.conversing import carry_out, plan_of
from feedback.desk import Desk, House
from feedback.doubt import Settlement, is_clear, meant, tapped_again
from feedback.effects import Effect, Say
from feedback.enclosing import Joining, enclose, join, joining
from feedback.events import Answered, Event, Misfitted, Reconsidered, Skipped, Upheld
from feedback.forgetting import Confirmed, confirmation, settle_forgetting
from feedback.intake import Heard, Heed, Heeded
from feedback.leading import Tap, lead_of, taps_of
from feedback.plan import Plan, worded
from feedback.posting import notice_prompt, post
from feedback.prompting import doubt_words
from feedback.prompts import Reply, session_of
from feedback.question import Misfit, Parsed
from feedback.reading import wants_to_skip
from feedback.records import Customer, Doubt, Scored, Session
from feedback.scorer import Score, ToScore
from feedback.session import may_change, notice, step
from feedback.thanking import say_what_happens_next
from feedback.veiled import Cast
from feedback.wording import say

_NO_QUESTION = ""
"""What words are scored under that answer no question of a survey."""


class Judge(Protocol):
    """Whoever scores answers; slow work happens here, outside any transaction."""

    def __call__(self, requests: Sequence[ToScore]) -> Sequence[Score]:
        """Score each request, in order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood:
    """A reply set against the question it answers; `parsed` None is a wish to skip.

    `settles` is there where it says which should count: to keep is to give the tap in `parsed` once more.
    """

    session: Session
    question: Question
    plan: Plan
    parsed: Parsed | Misfit | None
    words: str | None
    settles: Settlement | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotTaken:
    """A reply that answers nothing: why, and what we say to it, if anything."""

    heed: Heed
    words: Key | None = None
    session: Session | None = None


Found = Understood | NotTaken | Veiling | Confirmed | Completed | Joining | ForCase
"""What a reply is."""


def understand(desk: Desk, house: House, item: Heard) -> Found:
    """Find the session and question a reply is about, and parse it."""
    item = _placed(desk, item)
    if _asks_nothing(item):
        return NotTaken(heed="noted")
    customer = desk.customer_at(item.channel, item.address)
    besides = _besides(desk, item, customer)
    if besides is not None:
        return besides
    session = _session(desk, customer, item)
    if customer is None or session is None:
        return NotTaken(heed="nothing_open" if customer else "unknown", words="nothing_open")
    if session.customer != customer.id:
        return NotTaken(heed="not_yours", words="not_yours")
    plan = plan_of(session, customer, house)
    question = plan.survey.question(_question_id(session, item)) if plan else None
    if plan is None or question is None or not may_change(session, plan.survey, at=item.at):
        words: Key = "closed" if session.state == "complete" else "expired"
        return NotTaken(heed="too_late", words=words, session=session)
    if asks_for_no_name(session, plan, item):
        return Veiling(session=session, plan=plan)
    doubt = _doubt(session, item.reply)
    if doubt is not None:
        return _on_doubt(session, doubt, question, plan, item)
    parsed = _parse(session, question, plan, item)
    if _is_one_of_many(item.reply) and isinstance(parsed, Misfit) and session.misfits:
        return NotTaken(heed="asked_again", session=session)
    written = parsed.text if isinstance(parsed, Parsed) else item.reply.text
    return Understood(session=session, question=question, plan=plan, parsed=parsed, words=written)


def _besides(desk: Desk, item: Heard, customer: Customer | None) -> Found | None:
    """Return what a reply is that belongs to no session, if it is any such thing."""
    if customer is not None and (more := joining(desk, item, customer)) is not None:
        return more
    found = confirmation(desk, item, customer) or completion(desk, item, customer)
    if found is not None:
        return found
    if item.reply.room is not None:
        return NotTaken(heed="noted")  # people talk to each other there
    return about_case(desk, item, customer)


def _is_one_of_many(reply: Reply) -> bool:
    """Say whether it is a picture among several, and not the one that has words."""
    return reply.album and reply.text is None


def _placed(desk: Desk, item: Heard) -> Heard:
    """Return the reply with what the messages it names tell: the prompt it is on, the answer it edits."""
    reply = item.reply
    if reply.message is not None and (reply.edited or reply.album):
        session, question = desk.snapshot.written.get((item.channel, reply.message), (None, None))
        if reply.edited or session is not None:
            return replace(item, session=session, question=question)
    if reply.prompt is None and reply.on is not None:
        return replace(item, reply=replace(reply, prompt=_asking(desk, item.channel, reply.on)))
    return item


def _asking(desk: Desk, channel: str, message: str) -> str | None:
    """Return the prompt that a message of ours is, if it asks something: thanks can be replied to as well."""
    prompt = desk.snapshot.prompted.get((channel, message), "")
    session = desk.snapshot.sessions.get(session_of(prompt))
    if session is None:
        return None
    is_doubt = session.doubt is not None and session.doubt.prompt == prompt
    return prompt if prompt in session.prompted or is_doubt else None


def _asks_nothing(item: Heard) -> bool:
    """Say whether it is an edit of what was no answer, or a reaction to what was no question of ours."""
    reply = item.reply
    if reply.edited:
        return item.session is None
    is_reaction = reply.on is not None and reply.message is None and not reply.choices and not reply.skip
    return is_reaction and reply.prompt is None


def _session(desk: Desk, customer: Customer | None, item: Heard) -> Session | None:
    named = item.session or session_of(item.reply.prompt or "")
    if named:
        return desk.snapshot.sessions.get(named)
    waiting = desk.open_sessions(customer.id) if customer else ()
    return waiting[-1] if waiting else None


def _question_id(session: Session, item: Heard) -> str:
    reply = item.reply
    if item.question is not None:
        return item.question
    if doubt := _doubt(session, reply):
        return doubt.question
    return session.prompted.get(reply.prompt or "", "") if reply.prompt else session.question or ""


def _doubt(session: Session, reply: Reply) -> Doubt | None:
    """Return the doubt that a reply is about, if it is about one."""
    return session.doubt if session.doubt and session.doubt.prompt == reply.prompt else None


def _on_doubt(
    session: Session, doubt: Doubt, question: Question, plan: Plan, item: Heard
) -> Understood | NotTaken:
    """Understand what was said to the question which should count; whoever leaves it out changes nothing."""
    language, kind = session.language, plan.kinds[question.kind]
    if _skips(session, item.reply):
        return NotTaken(heed="skipped", words="skipped", session=session)
    _, buttons = doubt_words(doubt.given, question, plan, language=language)
    settles = meant(item.reply, buttons, language=language)
    if settles == "change":
        return Understood(
            session=session, question=question, plan=plan, parsed=None, words=None, settles=settles
        )
    # Neither button: perhaps they type at once what should count instead.
    reply = item.reply if settles is None else tapped_again(doubt.given)
    parsed = kind.parse(question, reply, language=language)
    if isinstance(parsed, Misfit) or not (settles or parsed.rated):
        return NotTaken(heed="asked_again", words="reask_not_a_choice", session=session)
    return Understood(
        session=session, question=question, plan=plan, parsed=parsed, words=parsed.text, settles=settles
    )


def _parse(session: Session, question: Question, plan: Plan, item: Heard) -> Parsed | Misfit | None:
    if _skips(session, item.reply):
        return None
    parsed = plan.kinds[question.kind].parse(question, item.reply, language=session.language)
    if isinstance(parsed, Misfit) and parsed.reason == "empty" and item.reply.attachments:
        return Misfit(reason="not_a_choice")  # it did not arrive empty: a picture came, where one has to tap
    return parsed


def _skips(session: Session, reply: Reply) -> bool:
    words = reply.text
    return reply.skip or (words is not None and wants_to_skip(words, language=session.language))


def to_score(understood: Understood | ForCase) -> Mapping[str, ToScore]:
    """Return what must be scored, by question: the answer at hand, and words that it casts a new light on."""
    if isinstance(understood, ForCase):
        feeling = feeling_in(understood)
        return {} if feeling is None else {_NO_QUESTION: feeling}
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
        rating=None if is_only_enclosed(understood.parsed) else lead,
        led=led,
        wording=worded(question, understood.plan, language=understood.session.language).ask,
        about=question.about,
        language=understood.session.language,
    )


def is_only_enclosed(parsed: Parsed | Misfit | None) -> bool:
    """Say whether an answer is nothing but what was sent along: no rating of another question leads that."""
    return parsed == Parsed()


def take(desk: Desk, house: House, item: Heard, found: Found, scores: Mapping[str, Score]) -> Heeded:
    """Let the session take the reply, or whatever it is about; words of danger reach a person in any case."""
    if isinstance(found, Completed):
        return complete(desk, house, item, found)  # a colleague's words: nobody's distress
    if isinstance(found, Veiling):
        return put_on_veil(desk, house, item, found)
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
    found: Understood | NotTaken | Confirmed | Joining | ForCase,
    scores: Mapping[str, Score],
) -> Heeded:
    """Let the session take the reply; say something kind to one that cannot be taken."""
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
        return relay(desk, house, item, found, customer, scores.get(_NO_QUESTION))
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
