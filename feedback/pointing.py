"""A colleague points out that somebody reached a touchpoint: they are asked as if a system had told of it."""

from dataclasses import replace

from config.journey import Stage, Touchpoint
from feedback.desk import Desk, House
from feedback.eligibility import Ask, Defer, Skip, decide
from feedback.intake import FollowedUp, FollowUp, Refused
from feedback.meeting import newcomer
from feedback.records import Customer, Decision, FollowUpNote, Interaction
from feedback.touching import candidate_for, new_interaction, settle

SOURCE = "colleague"
"""The source of interactions that colleagues point out."""

_MOST_NOTES = 20
"""So many follow-ups are kept with a customer, the latest; their interactions stay all."""


def source_of_follow_up(item: FollowUp) -> tuple[str, str]:
    """Return what makes a follow-up unique: the errand it came by."""
    return SOURCE, f"follow-up:{item.key}"


def follow_up(desk: Desk, house: House, item: FollowUp) -> FollowedUp | Refused:
    """Keep that a colleague wants somebody asked, and decide; what was asked for twice is decided once."""
    known = _known_interaction(desk, item)
    place = house.active.journey.place(known.touchpoint if known else item.touchpoint)
    customer = _whom(desk, house, item, known)
    if place is None or customer is None:
        pointer = "/customer" if place else "/touchpoint"
        return Refused(pointer=pointer, what="is not known", fix="")
    if known is not None and not (item.insists and _may_ask_still(desk, known)):
        return FollowedUp(decision=desk.snapshot.decisions[known.id], customer=customer, is_repeat=True)
    interaction = known or _new_follow_up(desk, house, item, customer, place)
    customer = desk.snapshot.customers[customer.id]
    decision = settle(desk, house, interaction, customer, place, by_hand=item.insists)
    customer = desk.snapshot.customers[customer.id]
    may_insist = not item.insists and _insisting_helps(desk, house, interaction, customer, place, decision)
    return FollowedUp(decision=decision, customer=customer, may_insist=may_insist)


def look_ahead(
    desk: Desk, house: House, customer: Customer, place: tuple[Stage, Touchpoint], *, key: str
) -> Ask | Skip | Defer:
    """Say what would be decided about a follow-up now; nothing is changed."""
    source, source_id = SOURCE, f"follow-up:{key}"
    interaction = new_interaction(
        desk, house, customer, place, source=source, source_id=source_id, occurred_at=desk.now
    )
    return decide(candidate_for(desk, house, interaction, customer, place), now=desk.now)


def _known_interaction(desk: Desk, item: FollowUp) -> Interaction | None:
    found = item.interaction or desk.snapshot.by_source.get(source_of_follow_up(item), "")
    return desk.snapshot.interactions.get(found)


def _whom(desk: Desk, house: House, item: FollowUp, known: Interaction | None) -> Customer | None:
    named = known.customer if known is not None else item.customer
    if named is not None:
        return desk.snapshot.customers.get(named)
    if item.place is None:
        return None
    channel, address = item.place
    return desk.customer_at(channel, address) or newcomer(
        desk, house, channel=channel, address=address, told=item.presumed, at=item.at
    )


def _may_ask_still(desk: Desk, interaction: Interaction) -> bool:
    history = desk.snapshot.histories.get(interaction.customer, ())
    return not any(asked.interaction == interaction.id for asked in history)


def _new_follow_up(
    desk: Desk, house: House, item: FollowUp, customer: Customer, place: tuple[Stage, Touchpoint]
) -> Interaction:
    """Keep the interaction, and with its customer who wanted it asked and what they noted."""
    source, source_id = source_of_follow_up(item)
    interaction = new_interaction(
        desk, house, customer, place, source=source, source_id=source_id, occurred_at=item.at
    )
    _with_note(desk, customer, interaction, by=item.by, text=item.note)
    desk.keep_interaction(interaction)
    return interaction


def _with_note(
    desk: Desk, customer: Customer, interaction: Interaction, *, by: str, text: str | None
) -> Customer:
    note = FollowUpNote(interaction=interaction.id, by=by, at=interaction.occurred_at, text=text)
    noted = replace(customer, follow_ups=(*customer.follow_ups, note)[-_MOST_NOTES:])
    desk.keep_customer(noted)
    return noted


def _insisting_helps(  # noqa: PLR0917 - an interaction, whose, where, and what was decided of it
    desk: Desk,
    house: House,
    interaction: Interaction,
    customer: Customer,
    place: tuple[Stage, Touchpoint],
    decision: Decision,
) -> bool:
    """Say whether more would be asked, or sooner, if a colleague insisted."""
    if decision.outcome == "ask":
        return False
    candidate = replace(candidate_for(desk, house, interaction, customer, place), by_hand=True)
    match decide(candidate, now=desk.now):
        case Ask():
            return True
        case Defer(until=until):
            return decision.until is None or until < decision.until
        case Skip():
            return False
