"""Answering anonymously, this time: the answers wait in the talk, and go into a box without a name.

The talk itself says no more than that it was answered so. What an operator with the database and the key can
still find out, and what not, stands in docs/privacy.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from feedback.anonymous_words import ANONYMOUS, AnonymousKey
from feedback.conversing import carry_out, plan_of
from feedback.danger import danger_in
from feedback.desk import Desk, House
from feedback.effects import Effect, Keep, Say
from feedback.events import Stopped
from feedback.intake import Heard, Heeded
from feedback.plan import Plan
from feedback.posting import notice_prompt, post, post_notice
from feedback.prompting import put
from feedback.reading import plain
from feedback.records import Session
from feedback.scorer import Score
from feedback.session import notice, step
from feedback.veiled import HeldBack


@dataclass(frozen=True, slots=True, kw_only=True)
class Veiling:
    """A reply that asks to answer without a name, or with it after all; it may come too late."""

    session: Session
    plan: Plan
    veils: bool


def veiling(session: Session, plan: Plan, item: Heard) -> Veiling | None:
    """Return what a reply asks for: by a button, or by the word for it before the first answer."""
    reply = item.reply
    if not plan.journey.policy.anonymous:
        return None
    if reply.nameless or reply.named:
        return Veiling(session=session, plan=plan, veils=reply.nameless)
    if not _is_unanswered(session) or not _is_word(reply.text, session):
        return None
    return Veiling(session=session, plan=plan, veils=not session.veiled)


def _is_word(text: str | None, session: Session) -> bool:
    """Say whether it is the word for giving no name, or for giving it where none is given."""
    said = plain((text or "").strip().removeprefix("/"))
    key: AnonymousKey = "back_word" if session.veiled else "word"
    return said in {plain(ANONYMOUS.say(key, tag)) for tag in (session.language, "en")}


def _is_unanswered(session: Session) -> bool:
    """Say whether nothing was answered yet: later no promise could be kept."""
    return session.state == "open" and not session.given


def heed_veiling(desk: Desk, house: House, item: Heard, found: Veiling) -> Heeded:
    """Put the question again, without a name or with it; or say that it is so already, or too late."""
    before = desk.snapshot.sessions[found.session.id]
    question = found.plan.survey.question(before.question or "")
    if _is_unanswered(before) and before.veiled != found.veils and question is not None:
        turned = replace(before, veiled=found.veils, channel=item.channel, address=item.address)
        lead = ANONYMOUS.say("on" if found.veils else "back_on", turned.language)
        after, prompt = put(turned, question, found.plan, purpose="reask", lead=lead)
        effects: tuple[Effect, ...] = (Say(prompt=prompt),)
    else:
        after, effects = notice(before, ANONYMOUS.say(_as_it_is(before, found), before.language))
    carry_out(desk, house, before, after, effects, plan=found.plan)
    desk.changes.inbox_done.append((item.channel, item.key, before.customer, before.id))
    return Heeded(heed="noted", session=before.id, customer=before.customer)


def _as_it_is(session: Session, found: Veiling) -> AnonymousKey:
    """Return how to say that it is so already, or that it is too late."""
    if session.veiled == found.veils:
        return "on" if found.veils else "back_on"
    return "late" if found.veils else "back_late"


def hold_back(
    session: Session, effects: tuple[Effect, ...], scores: Mapping[str, Score]
) -> tuple[Session, tuple[Effect, ...]]:
    """Let answers wait in the talk, with how they were judged; nothing else may tell of them."""
    held = dict(session.held_back)
    for effect in effects:
        if isinstance(effect, Keep) and effect.skipped:
            held.pop(effect.question, None)
        elif isinstance(effect, Keep):
            held[effect.question] = HeldBack(parsed=effect.parsed)
    held = {name: replace(each, score=scores.get(name, each.score)) for name, each in held.items()}
    left = tuple(each for each in effects if not isinstance(each, Keep))
    return replace(session, held_back=held), left


def thank_nobody(
    desk: Desk, house: House, session: Session, effects: tuple[Effect, ...]
) -> tuple[Effect, ...]:
    """Thank for an answer that is over, in words that say nothing of it; return what else there is to do."""
    if session.state != "complete":
        return effects
    language = session.language
    said = notice_prompt(house.new_id(), ANONYMOUS.say("thanks", language), language=language)
    post(
        desk,
        replace(said, purpose="thanks"),
        channel=session.channel,
        address=session.address,
        customer=session.customer,
    )
    return tuple(each for each in effects if not isinstance(each, Say))


def say_whom_to_call(desk: Desk, house: House, item: Heard) -> None:
    """Where words speak of danger say whom to call and ask nothing more; no person is told whose they are."""
    danger = house.active.journey.policy.danger
    customer = desk.customer_at(item.channel, item.address)
    if danger is None or customer is None or not danger_in(item.reply.text, danger):
        return
    for session in desk.open_sessions(customer.id):
        plan = plan_of(session, customer, house)
        if plan is not None:
            stopped, effects = step(session, Stopped(at=item.at), plan=plan)
            carry_out(desk, house, session, stopped, effects, plan=plan)
    language = customer.language or house.active.journey.language
    post_notice(
        desk,
        house,
        channel=item.channel,
        address=item.address,
        customer=customer.id,
        words=house.active.journey.say(danger.call, language),
        language=language,
    )
