"""One customer, many chats: a code from one chat, typed in another, makes both the same customer's."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from feedback.catalogue import Key
from feedback.conversing import carry_out, plan_of
from feedback.desk import Desk, House
from feedback.events import Stopped
from feedback.intake import UNKNOWN, Entered, Heed, Heeded, Ordered
from feedback.meeting import newcomer
from feedback.posting import post_notice
from feedback.preferring import ask_which_chat, has_choice
from feedback.reachable import chats
from feedback.records import Address, Code, Customer
from feedback.session import step
from feedback.spoken import as_command, chat_name
from feedback.wording import say

LASTS = timedelta(minutes=10)
"""How long a code counts: enough to open the other chat."""

OFF = frozenset({"off", "aus", "non", "no", "désactiver", "arrêter", "quitar", "scollega", "desligar"})


def link_by_order(desk: Desk, house: House, item: Ordered) -> Heeded:
    """Give the customer a code for their other chat, or take this chat out of a link."""
    customer = desk.customer_at(item.channel, item.address) or newcomer(
        desk, house, channel=item.channel, address=item.address, told=UNKNOWN, at=item.at
    )
    if item.argument in OFF:
        return _unlink(desk, house, item, customer)
    return _give_code(desk, house, item, customer)


def link_by_code(desk: Desk, house: House, item: Entered, code: Code) -> Heeded:
    """Make the chat one more of the customer's whose code it is; what was said in either is theirs."""
    owner, here = desk.snapshot.customers.get(code.subject), desk.customer_at(item.channel, item.address)
    if owner is None:
        guest = here or newcomer(
            desk, house, channel=item.channel, address=item.address, told=UNKNOWN, at=item.at
        )
        return _tell(desk, house, item, guest, "code_unknown")
    if here is not None and here.id == owner.id:
        return _tell(desk, house, item, owner, "link_same")
    if here is not None and here.external_id is not None and owner.external_id is not None:
        # Two customers of the company's own: that they are one person only the company can say.
        return _tell(desk, house, item, here, "link_two", heed="not_yours")
    told = [each for each in chats(desk, house, owner) if each.gone_at is None]
    one = replace(_joined(desk, item, owner, here), may_fall_back=False, is_apart=False)
    desk.keep_customer(one)
    desk.use_code(code)
    _tell_the_others(desk, house, item, one, told)
    heeded = _tell(desk, house, item, one, "linked", heed="answered")
    if has_choice(desk, house, one):
        ask_which_chat(desk, house, one, channel=item.channel, address=item.address)
    return heeded


def _joined(desk: Desk, item: Entered, owner: Customer, here: Customer | None) -> Customer:
    """Return the one customer; whom the company knows by an id of its own stays, else whose code it was."""
    if here is None:
        desk.keep_address(
            Address(channel=item.channel, address=item.address, customer=owner.id, created_at=item.at)
        )
        return owner
    if here.external_id is not None:
        return desk.merge(owner.id, here.id)
    return desk.merge(here.id, owner.id)


def _give_code(desk: Desk, house: House, item: Ordered, customer: Customer) -> Heeded:
    code = house.new_code()
    expires_at = item.at + LASTS
    desk.give_out(
        Code(code=code, kind="customer", subject=customer.id, created_at=item.at, expires_at=expires_at)
    )
    return _tell(desk, house, item, customer, "link_code", heed="answered", code=f"{code[:4]}-{code[4:]}")


def _unlink(desk: Desk, house: House, item: Ordered, customer: Customer) -> Heeded:
    """Let this chat be somebody's of their own again: asked so much already, and left in peace as before."""
    address = desk.snapshot.addresses[item.channel, item.address]
    others = [each for each in desk.snapshot.addresses_of.get(customer.id, ()) if each != address]
    if not others:
        return _tell(desk, house, item, customer, "link_none")
    apart = Customer(
        id=house.new_id(),
        external_id=None,
        language=customer.language,
        timezone=customer.timezone,
        consent=customer.consent,
        stopped_at=customer.stopped_at,
        paused_until=customer.paused_until,
        created_at=item.at,
        is_apart=True,
        asked_before=desk.asked(customer),
    )
    _end_talks_here(desk, house, item, customer)
    desk.keep_customer(apart)
    desk.rebind(address, apart.id)
    return _tell(desk, house, item, apart, "link_off", heed="answered")


def _end_talks_here(desk: Desk, house: House, item: Ordered, customer: Customer) -> None:
    for session in desk.open_sessions(customer.id):
        plan = plan_of(session, customer, house)
        if plan is not None and (session.channel, session.address) == (item.channel, item.address):
            after, effects = step(session, Stopped(at=item.at), plan=plan)
            carry_out(desk, house, session, after, effects, plan=plan)


def _tell_the_others(
    desk: Desk, house: House, item: Entered, customer: Customer, chats_there: Sequence[Address]
) -> None:
    """Say in each chat that there is a new one: whoever was talked into it can undo it at once."""
    language = customer.language or house.active.journey.language
    for each in chats_there:
        post_notice(
            desk,
            house,
            channel=each.channel,
            address=each.address,
            customer=customer.id,
            words=say(
                "link_told",
                language,
                chat=chat_name(item.channel, language),
                off=as_command("link off", each.channel),
            ),
            language=language,
        )


def _tell(
    desk: Desk,
    house: House,
    item: Entered | Ordered,
    customer: Customer,
    words: Key,
    *,
    heed: Heed = "noted",
    code: str = "",
) -> Heeded:
    language = customer.language or house.active.journey.language
    facts = {
        "code": code,
        "link": as_command("link", item.channel),
        "off": as_command("link off", item.channel),
    }
    post_notice(
        desk,
        house,
        channel=item.channel,
        address=item.address,
        customer=customer.id,
        words=say(words, language, **facts),
        language=language,
    )
    desk.changes.inbox_done.append((item.channel, item.key, customer.id, None))
    return Heeded(heed=heed, customer=customer.id)
