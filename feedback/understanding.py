"""What a reply is: the answer to one question of a session, or something else that customers say."""

from dataclasses import dataclass, replace

from config.journey import Question
from feedback.anonymous import Veiling, veiling
from feedback.case_relay import ForCase, about_case
from feedback.catalogue import Key
from feedback.completing import Completed, completion
from feedback.conversing import plan_of
from feedback.desk import Desk, House
from feedback.doubt import Settlement, meant, tapped_again
from feedback.enclosing import Joining, joining
from feedback.forgetting import Confirmed, confirmation
from feedback.intake import Heard, Heed
from feedback.plain_wishes import Wished, is_answer, wished_in
from feedback.plan import Plan
from feedback.prompting import doubt_words
from feedback.prompts import Reply, session_of
from feedback.question import Misfit, Parsed
from feedback.reading import wants_to_skip
from feedback.records import Customer, Doubt, Session
from feedback.session import may_change


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


Found = Understood | NotTaken | Veiling | Wished | Confirmed | Completed | Joining | ForCase
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
    found, wish = _in_session(desk, house, item, customer), wished_in(item)
    return found if wish is None or not _is_order(found, item, customer, wish) else wish


def _is_order(found: Found, item: Heard, customer: Customer | None, wish: Wished) -> bool:
    """Say whether a plain word is an order; in a thread a stranger speaks to others."""
    if isinstance(found, Understood):
        return found.settles is None and not is_answer(found.parsed, wish)
    return customer is not None or item.reply.on is None


def _in_session(
    desk: Desk, house: House, item: Heard, customer: Customer | None
) -> Understood | NotTaken | Veiling:
    """Set a reply against the question that it answers."""
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
    if (wished := veiling(session, plan, item)) is not None:
        return wished
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
    if item.reply.room is not None or item.reply.mention is not None:
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
