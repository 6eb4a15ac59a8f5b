"""Commands are taken down at once and answered later: drawing a map takes longer than a platform waits."""

from dataclasses import replace

from feedback.completing import want_no_more
from feedback.desk import Desk, House
from feedback.errand import Errand
from feedback.intake import Commanded, Heeded
from feedback.meeting import newcomer


def take_down(desk: Desk, house: House, item: Commanded) -> Heeded:
    """Keep a command until it is answered; whoever gives one is known from now on, and asked nothing."""
    customer = desk.customer_at(item.channel, item.address) or newcomer(
        desk, house, channel=item.channel, address=item.address, told=item.presumed, at=item.at
    )
    if customer.name is None and item.presumed.name is not None:
        # What colleagues do is shown with their name.
        customer = replace(customer, name=item.presumed.name)
        desk.keep_customer(customer)
    want_no_more(desk, customer)
    desk.changes.errands.append(
        Errand(id=house.new_id(), customer=customer.id, command=item.command, at=item.at, due_at=item.at)
    )
    desk.changes.inbox_done.append((item.channel, item.key, customer.id, None))
    return Heeded(heed="taken_down", customer=customer.id)
