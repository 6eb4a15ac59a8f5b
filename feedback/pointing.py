"""A colleague points out that somebody reached a touchpoint: they are asked as if a system had told of it."""

from feedback.desk import Desk, House
from feedback.intake import Heeded, Pointed
from feedback.meeting import newcomer
from feedback.touching import new_interaction, settle

SOURCE = "colleague"
"""The source of interactions that colleagues point out."""


def source_of(item: Pointed) -> tuple[str, str]:
    """Return what makes it unique: what was pointed at, and which touchpoint that was."""
    return SOURCE, f"{item.channel}:{item.about}:{item.touchpoint}"


def point_out(desk: Desk, house: House, item: Pointed) -> Heeded:
    """Decide whether to ask; pointing at the same thing again changes nothing."""
    place = house.active.journey.place(item.touchpoint)
    source, source_id = source_of(item)
    desk.changes.inbox_done.append((item.channel, item.key, None, None))
    if place is None or (source, source_id) in desk.snapshot.by_source:
        return Heeded(heed="nothing_open")
    customer = desk.customer_at(item.channel, item.address) or newcomer(
        desk, house, channel=item.channel, address=item.address, told=item.presumed, at=item.at
    )
    interaction = new_interaction(
        desk, house, customer, place, source=source, source_id=source_id, occurred_at=item.at
    )
    desk.keep_interaction(interaction)
    decision = settle(desk, house, interaction, customer, place, by_hand=True)
    return Heeded(heed="noted", session=decision.session, customer=customer.id)
