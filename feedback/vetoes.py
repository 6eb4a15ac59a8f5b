"""Vetoes: colleagues want a customer left in peace, wholly or about one touchpoint, until they lift it."""

from dataclasses import replace

from feedback.desk import Desk
from feedback.intake import Vetoed, VetoKept
from feedback.records import Customer, Veto


def keep_veto(desk: Desk, item: Vetoed) -> VetoKept:
    """Keep or lift a veto; raise LookupError for a customer who is nobody, or was erased."""
    customer = desk.snapshot.customers.get(item.customer)
    if customer is None:
        raise LookupError(item.customer)
    after = replace(customer, vetoes=_vetoes(customer, item))
    if after != customer:
        desk.keep_customer(after)
    return VetoKept(customer=after, is_new=after != customer)


def is_vetoed(customer: Customer, touchpoint: str | None) -> bool:
    """Say whether a customer is not to be asked: about a touchpoint, or, with None, about anything."""
    return any(each.touchpoint in {None, touchpoint} for each in customer.vetoes)


def _vetoes(customer: Customer, item: Vetoed) -> tuple[Veto, ...]:
    if item.lifts and item.touchpoint is None:
        return ()
    others = tuple(each for each in customer.vetoes if each.touchpoint != item.touchpoint)
    if item.lifts or len(others) < len(customer.vetoes):
        return others if item.lifts else customer.vetoes
    return (*others, Veto(touchpoint=item.touchpoint, by=item.by, at=item.at, why=item.why))
