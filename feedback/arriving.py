"""Coming by oneself: with a code from a receipt, a wall or another chat, by an invitation, or just so."""

from feedback.catalogue import Key
from feedback.desk import Desk, House
from feedback.grants import take_role
from feedback.guessing import may_try, note_wrong
from feedback.intake import Entered, Heed, Heeded, Opened, Ordered, Presumed
from feedback.introducing import company_name
from feedback.linking import link_by_code
from feedback.meeting import newcomer
from feedback.posting import post_notice
from feedback.records import Address, Code, Customer, Decision
from feedback.touching import ask_again, new_interaction, settle
from feedback.wishes import obey
from feedback.wording import say

SOURCE = "code"
"""The source of interactions that customers tell of themselves, with a touchpoint's code."""


def arrive(desk: Desk, house: House, item: Entered) -> Heeded:
    """Do what the code stands for; whoever comes with none, or with a wrong one, is told how it goes."""
    known = _known(desk, item)
    if item.code is None and known is not None:
        return obey(desk, house, _begin_again(item))
    may = item.code is None or may_try(desk, item.channel, item.address, at=item.at)
    code = _valid(desk, item) if may else None
    if code is None:
        return _say(desk, house, item, known or _newcomer(desk, house, item), _no_code(desk, item, may=may))
    if code.kind == "customer":
        return link_by_code(desk, house, item, code)
    if code.kind == "role":
        return take_role(desk, house, item, known or _newcomer(desk, house, item), code)
    if code.kind == "touchpoint":
        return _at_touchpoint(desk, house, item, known or _newcomer(desk, house, item), code)
    heeded = welcome(desk, house, item, interaction_id=code.subject)
    if heeded.heed not in {"not_yours", "unknown"}:
        desk.use_code(code)
    return heeded


def _no_code(desk: Desk, item: Entered, *, may: bool) -> Key:
    """Return what to say to whoever comes without a code that counts, and count the wrong ones."""
    if item.code is None:
        return "welcome"
    if not may:
        return "code_often"
    note_wrong(desk, item.channel, item.address, at=item.at)
    return "code_unknown"


def _begin_again(item: Entered) -> Ordered:
    return Ordered(
        channel=item.channel, key=item.key, address=item.address, order="start", argument=None, at=item.at
    )


def welcome(desk: Desk, house: House, item: Opened | Entered, *, interaction_id: str) -> Heeded:
    """Make the address its customer's, and ask about the interaction they were invited for."""
    interaction = desk.snapshot.interactions.get(interaction_id)
    owner = desk.snapshot.customers.get(interaction.customer) if interaction else None
    if interaction is None or owner is None:
        desk.changes.inbox_done.append((item.channel, item.key, None, None))
        return Heeded(heed="unknown")
    here = _known(desk, item)
    if here is not None and here.id != owner.id and here.external_id is not None:
        # A link that was passed on does not make its holder somebody else.
        return _say(desk, house, item, here, "code_not_yours", heed="not_yours")
    _bind(desk, item, owner)
    return _asked(desk, house, item, owner, ask_again(desk, house, interaction.id, present=True))


def _at_touchpoint(desk: Desk, house: House, item: Entered, customer: Customer, code: Code) -> Heeded:
    place = house.active.journey.place(code.subject)
    if place is None:
        return _say(desk, house, item, customer, "nothing_open")
    interaction = new_interaction(
        desk,
        house,
        customer,
        place,
        source=SOURCE,
        source_id=f"{item.channel}:{item.key}",
        occurred_at=item.at,
    )
    desk.keep_interaction(interaction)
    decision = settle(desk, house, interaction, customer, place, present=True)
    return _asked(desk, house, item, customer, decision)


def _bind(desk: Desk, item: Opened | Entered, owner: Customer) -> None:
    here = _known(desk, item)
    if here is not None and here.id != owner.id:
        desk.merge(here.id, owner.id)
    elif here is None:
        desk.keep_address(
            Address(channel=item.channel, address=item.address, customer=owner.id, created_at=item.at)
        )


def _asked(
    desk: Desk, house: House, item: Opened | Entered, customer: Customer, decision: Decision | None
) -> Heeded:
    session = decision.session if decision else None
    if session is None:
        return _say(desk, house, item, customer, "nothing_open", heed="nothing_open")
    desk.changes.inbox_done.append((item.channel, item.key, customer.id, session))
    return Heeded(heed="answered", session=session, customer=customer.id)


def _known(desk: Desk, item: Opened | Entered) -> Customer | None:
    return desk.customer_at(item.channel, item.address)


def _newcomer(desk: Desk, house: House, item: Entered) -> Customer:
    told = Presumed(name=item.name, language=item.language, timezone=item.timezone)
    return newcomer(desk, house, channel=item.channel, address=item.address, told=told, at=item.at)


def _valid(desk: Desk, item: Entered) -> Code | None:
    code = desk.snapshot.codes.get(item.code or "")
    if code is None or code.used_at is not None:
        return None
    return None if code.expires_at is not None and code.expires_at <= item.at else code


def _say(
    desk: Desk,
    house: House,
    item: Opened | Entered,
    customer: Customer,
    words: Key,
    *,
    heed: Heed = "noted",
) -> Heeded:
    journey = house.active.journey
    language = customer.language or journey.language
    post_notice(
        desk,
        house,
        channel=item.channel,
        address=item.address,
        customer=customer.id,
        words=say(words, language, title=company_name(journey, language)),
        language=language,
    )
    desk.changes.inbox_done.append((item.channel, item.key, customer.id, None))
    return Heeded(heed=heed, customer=customer.id)
