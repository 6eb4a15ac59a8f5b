"""Whether an address can be reached: people block a bot and come back, platforms take it away."""

from dataclasses import replace

from feedback.conversing import carry_out, plan_of
from feedback.desk import Desk, House
from feedback.events import Stopped
from feedback.intake import Heeded, Reached
from feedback.moving_on import move_on
from feedback.records import Customer
from feedback.session import step


def reach(desk: Desk, house: House, item: Reached) -> Heeded:
    """Remember whether the address is there; no talk goes on at one that is gone."""
    customer = desk.customer_at(item.channel, item.address)
    known = desk.snapshot.addresses.get((item.channel, item.address))
    if not item.more:
        desk.changes.inbox_done.append((item.channel, item.key, customer.id if customer else None, None))
    if customer is None or known is None:
        return Heeded(heed="unknown")
    gone_at = None if item.is_there else known.gone_at or item.at
    if gone_at != known.gone_at:
        desk.keep_address(replace(known, gone_at=gone_at))
    if not item.is_there:
        _leave_talks(desk, house, item, customer)
    return Heeded(heed="answered", customer=customer.id)


def _leave_talks(desk: Desk, house: House, item: Reached, customer: Customer) -> None:
    """Let each talk at the address go on in another chat where that is allowed; else it is over."""
    for session in desk.open_sessions(customer.id):
        if (session.channel, session.address) != (item.channel, item.address):
            continue
        plan = plan_of(session, customer, house)
        if not move_on(desk, house, session, customer, at=item.at) and plan is not None:
            after, effects = step(session, Stopped(at=item.at), plan=plan)
            carry_out(desk, house, session, after, effects, plan=plan)
