"""Where a customer may be asked: in the chat they chose or came by last; elsewhere if they allowed it."""

from collections.abc import Sequence

from feedback.desk import Desk, House
from feedback.records import Address, Customer, Session


def chats(desk: Desk, house: House, customer: Customer) -> Sequence[Address]:
    """Return the addresses of a customer's chats on channels that run here, the one to ask in last."""
    known = desk.snapshot.addresses_of.get(customer.id, ())
    usable = (each for each in known if each.channel in house.channels)
    return sorted(
        usable, key=lambda each: (each.channel == customer.preferred, each.created_at, each.address)
    )


def reachable_at(desk: Desk, house: House, customer: Customer) -> Address | None:
    """Return the address to ask at, if one works that may be used."""
    known = chats(desk, house, customer)
    there = [each for each in known if each.gone_at is None and _may_use(each, known, customer)]
    return there[-1] if there else None


def kept_from(desk: Desk, house: House, customer: Customer) -> tuple[str, str] | None:
    """Return the channel that fails and one that works but was not allowed instead, if there is one."""
    known = chats(desk, house, customer)
    there = [each for each in known if each.gone_at is None]
    if not there or any(_may_use(each, known, customer) for each in there):
        return None
    return known[-1].channel, there[-1].channel


def elsewhere(desk: Desk, house: House, customer: Customer, session: Session) -> Address | None:
    """Return another address that works than the one `session` is held at, allowed or not."""
    here = (session.channel, session.address)
    there = [
        each
        for each in chats(desk, house, customer)
        if each.gone_at is None and (each.channel, each.address) != here
    ]
    return there[-1] if there else None


def _may_use(address: Address, known: Sequence[Address], customer: Customer) -> bool:
    return customer.may_fall_back or address.channel == known[-1].channel
