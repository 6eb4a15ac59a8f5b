"""Getting to know people: newcomers, and what their platform tells of those who are known."""

from dataclasses import replace
from datetime import UTC, datetime

from feedback.desk import Desk, House
from feedback.intake import Heeded, Met, Presumed
from feedback.records import Address, Customer
from feedback.wording import TALK

LAST_OF_ALL = datetime(1970, 1, 1, tzinfo=UTC)
"""Since when addresses are known at which somebody is only heard: any other is newer, and asked at first."""


def newcomer(
    desk: Desk, house: House, *, channel: str, address: str, told: Presumed, at: datetime
) -> Customer:
    """Begin to know somebody of whom no system has told us: by their address alone."""
    customer = Customer(
        id=house.new_id(),
        external_id=None,
        name=told.name,
        language=told.language if told.language in TALK.languages else None,
        timezone=told.timezone,
        created_at=at,
    )
    desk.keep_customer(customer)
    desk.keep_address(Address(channel=channel, address=address, customer=customer.id, created_at=at))
    return customer


def get_to_know(desk: Desk, item: Met) -> Heeded:
    """Recognise the person at an address, and learn of them what nobody else has told."""
    here, same = desk.customer_at(item.channel, item.address), _recognised(desk, item)
    customer = here or same
    if customer is None:
        return Heeded(heed="unknown")
    if here is None:
        _bind(desk, item, customer)
    elif same is not None and same.id != here.id and here.external_id is None and not here.is_apart:
        # They came by themselves before we knew who they were.
        customer = desk.merge(here.id, same.id)
    known = _completed(customer, item.presumed)
    if known != customer:
        desk.keep_customer(known)
    return Heeded(heed="noted", customer=customer.id)


def _recognised(desk: Desk, item: Met) -> Customer | None:
    """Return who is known by another name of theirs: an address first, then a source's own id."""
    found = desk.snapshot
    for name in item.presumed.known_as:
        known = desk.customer_at(item.channel, name)
        if known is not None:
            return known
    ids = (found.by_external_id.get(name, "") for name in item.presumed.known_as)
    return next((found.customers[each] for each in ids if each in found.customers), None)


def _bind(desk: Desk, item: Met, customer: Customer) -> None:
    desk.keep_address(
        Address(
            channel=item.channel,
            address=item.address,
            customer=customer.id,
            created_at=item.at if item.is_asked_here else LAST_OF_ALL,
            gone_at=None if item.is_asked_here else item.at,
        )
    )


def _completed(customer: Customer, told: Presumed) -> Customer:
    return replace(
        customer,
        name=customer.name or told.name,
        language=customer.language or told.language,
        timezone=customer.timezone or told.timezone,
    )
