"""After a time in which a channel could not hear: open questions are put once more, kindly and by day."""

from dataclasses import replace

from feedback.conversing import carry_out, plan_of
from feedback.desk import Desk, House
from feedback.events import Missed
from feedback.intake import Due, Heeded
from feedback.plan import Plan
from feedback.quiet import next_allowed, zone_of
from feedback.records import Customer, Session
from feedback.session import step


def ask_anew(desk: Desk, house: House, item: Due) -> Heeded:
    """Put the question at hand once more, or in the morning, unless nobody wants to hear it any more."""
    session = desk.snapshot.sessions.get(item.timer.subject)
    customer = desk.snapshot.customers.get(session.customer) if session else None
    plan = plan_of(session, customer, house) if session and customer else None
    if session is None or customer is None or plan is None or not _is_welcome(desk, item, session, customer):
        return Heeded(heed="noted")
    if not _waits_for_day(desk, item, session, customer, plan):
        asked, effects = step(session, Missed(at=item.at), plan=plan)
        carry_out(desk, house, session, asked, effects, plan=plan)
    return Heeded(heed="answered", session=session.id, customer=customer.id)


def _is_welcome(desk: Desk, item: Due, session: Session, customer: Customer) -> bool:
    if session.state != "open" or item.at >= session.expires_at or customer.stopped_at is not None:
        return False
    if customer.paused_until is not None and customer.paused_until > item.at:
        return False
    place = desk.snapshot.addresses.get((session.channel, session.address))
    return place is not None and place.gone_at is None


def _waits_for_day(desk: Desk, item: Due, session: Session, customer: Customer, plan: Plan) -> bool:
    """Set the timer anew where it is night for them; one that would come too late is let be."""
    hours = plan.journey.policy.quiet_hours
    if hours is None:
        return False
    zone, _ = zone_of(customer.timezone, plan.journey.timezone)
    due_at = next_allowed(item.at, hours, zone)
    if due_at <= item.at:
        return False
    if due_at < session.expires_at:
        desk.wake(replace(item.timer, due_at=due_at))
    return True
