"""Answering anonymously, this time: the answers wait in the talk, and go into a box without a name.

The talk itself says no more than that it was answered so. What an operator with the database and the key can
still find out, and what not, stands in docs/privacy.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from feedback.anonymous_words import ANONYMOUS
from feedback.conversing import carry_out, plan_of
from feedback.danger import danger_in
from feedback.desk import Desk, House
from feedback.effects import Effect, Keep, Say
from feedback.events import Stopped
from feedback.intake import Heard, Heeded
from feedback.plan import Plan
from feedback.posting import post_notice
from feedback.prompting import put
from feedback.records import Session
from feedback.scorer import Score
from feedback.session import notice, step
from feedback.veiled import HeldBack


@dataclass(frozen=True, slots=True, kw_only=True)
class Veiling:
    """A reply that asks to answer without a name: by the word for it, or by the button, perhaps too late."""

    session: Session
    plan: Plan


def asks_for_no_name(session: Session, plan: Plan, item: Heard) -> bool:
    """Say whether a reply asks for it: by the button, or by the word before the first answer."""
    if not plan.journey.policy.anonymous:
        return False
    if item.reply.nameless or not _may_veil(session):
        return item.reply.nameless
    said = (item.reply.text or "").strip().strip(".!").removeprefix("/").casefold()
    return said in {ANONYMOUS.say("word", session.language).casefold(), ANONYMOUS.say("word", "en")}


def _may_veil(session: Session) -> bool:
    """Say whether nothing was answered yet: later no promise could be kept."""
    return session.state == "open" and not session.given and not session.veiled


def put_on_veil(desk: Desk, house: House, item: Heard, found: Veiling) -> Heeded:
    """Let the talk go on without a name, and put its question again; say where it does already, or cannot."""
    before = desk.snapshot.sessions[found.session.id]
    if not _may_veil(before):
        words = ANONYMOUS.say("on" if before.veiled else "late", before.language)
        said, effects = notice(before, words)
        carry_out(desk, house, before, said, effects, plan=found.plan)
        desk.changes.inbox_done.append((item.channel, item.key, before.customer, before.id))
        return Heeded(heed="noted", session=before.id, customer=before.customer)
    veiled = replace(before, veiled=True, channel=item.channel, address=item.address)
    question = found.plan.survey.question(before.question or "")
    if question is not None:
        lead = ANONYMOUS.say("on", veiled.language)
        veiled, prompt = put(veiled, question, found.plan, purpose="reask", lead=lead)
        carry_out(desk, house, before, veiled, (Say(prompt=prompt),), plan=found.plan)
    desk.changes.inbox_done.append((item.channel, item.key, before.customer, before.id))
    return Heeded(heed="noted", session=before.id, customer=before.customer)


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
    post_notice(
        desk,
        house,
        channel=session.channel,
        address=session.address,
        customer=session.customer,
        words=ANONYMOUS.say("thanks", session.language),
        language=session.language,
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
