"""A session whose chat fails goes on in another one: once at most, and only if its customer allowed it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from config.facts import Fact
from feedback.conversing import carry_out, plan_of
from feedback.desk import Desk, House
from feedback.effects import Effect, Hush, Rest, Say, Wake
from feedback.intake import Due, Heeded
from feedback.outbox import MOVE
from feedback.prompting import put
from feedback.reachable import elsewhere
from feedback.records import Address, Customer, Decision, Session
from feedback.session import reminder

MOVED = "moved"
"""The reason of a decision to go on in another chat."""

NOT_MOVED = "not_moved"
"""The reason of a decision that another chat may not be used, though there is one."""


def move_on(desk: Desk, house: House, session: Session, customer: Customer, *, at: datetime) -> bool:
    """Put the question at hand once more in another chat, if that may be; say whether it was."""
    other = elsewhere(desk, house, customer, session)
    if other is None or session.state != "open" or session.moved_from is not None:
        return False
    facts = {"chat": session.channel, "other": other.channel}
    if not customer.may_fall_back:
        _enter(desk, house, session, reason=NOT_MOVED, facts=facts)
        return False
    if not _put_there(desk, house, session, customer, other, at=at):
        return False
    _enter(desk, house, session, reason=MOVED, facts=facts)
    return True


def move_when_due(desk: Desk, house: House, item: Due) -> Heeded:
    """Move the session whose prompt did not arrive, unless its customer has got on with it meanwhile."""
    session = desk.snapshot.sessions.get(item.timer.subject)
    customer = desk.snapshot.customers.get(session.customer) if session else None
    if session is None or customer is None or not _is_stranded(desk, session, item):
        return Heeded(heed="nothing_open")
    moved = move_on(desk, house, session, customer, at=item.at)
    return Heeded(heed="answered" if moved else "noted", session=session.id, customer=customer.id)


def _is_stranded(desk: Desk, session: Session, item: Due) -> bool:
    address = desk.snapshot.addresses.get((session.channel, session.address))
    is_gone = address is not None and address.gone_at is not None
    return is_gone or item.timer.id == f"{MOVE}{session.id}.{session.prompts}"


def _put_there(
    desk: Desk, house: House, session: Session, customer: Customer, other: Address, *, at: datetime
) -> bool:
    plan = plan_of(session, customer, house)
    question = plan.survey.question(session.question) if plan and session.question else None
    if plan is None or question is None or at >= session.expires_at:
        return False
    there = replace(session, channel=other.channel, address=other.address, moved_from=session.channel)
    asked, prompt = put(there, question, plan, purpose="ask", lead="")
    expiry = Wake(kind="expire", at=session.expires_at)
    effects: tuple[Effect, ...] = (Hush(), Rest(), Say(prompt=prompt), *reminder(asked, plan, at), expiry)
    carry_out(desk, house, session, asked, effects, plan=plan)
    return True


def _enter(desk: Desk, house: House, session: Session, *, reason: str, facts: Mapping[str, Fact]) -> None:
    desk.keep_decision(
        Decision(
            id=house.new_id(),
            interaction=session.interaction,
            customer=session.customer,
            touchpoint=session.touchpoint,
            survey=session.survey,
            outcome="ask" if reason == MOVED else "skip",
            reason=reason,
            facts=facts,
            decided_at=desk.now,
            session=session.id,
        )
    )
