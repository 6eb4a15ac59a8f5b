"""Which of their chats a customer is asked in, and whether another may be used when that one fails."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from feedback.catalogue import Key
from feedback.desk import Desk, House
from feedback.intake import UNKNOWN, Heeded, Ordered
from feedback.meeting import newcomer
from feedback.posting import post_notice
from feedback.prompts import Choice
from feedback.reachable import chats
from feedback.records import Customer
from feedback.spoken import as_command, chat_name
from feedback.wording import say

_COMMAND = "/channels"
"""What the buttons give: a tap says the same as typing it, in every channel."""

_ALLOWS: Mapping[str, bool] = {"yes": True, "no": False}
_ANSWERS: tuple[Key, ...] = ("yes", "no")
_A_CHOICE = 2

_ALLOWED: Mapping[str, Key] = {"yes": "channels_yes", "no": "channels_no"}


def choose_chat(desk: Desk, house: House, item: Ordered) -> Heeded:
    """Do what the customer chose, or ask them what they would choose."""
    customer = desk.customer_at(item.channel, item.address) or newcomer(
        desk, house, channel=item.channel, address=item.address, told=UNKNOWN, at=item.at
    )
    language = customer.language or house.active.journey.language
    wanted = (item.argument or "").casefold()
    if wanted in _ALLOWS:
        desk.keep_customer(replace(customer, may_fall_back=_ALLOWS[wanted]))
        _say(desk, house, item, customer, say(_ALLOWED[wanted], language))
    elif wanted in _channels(desk, house, customer):
        desk.keep_customer(replace(customer, preferred=wanted))
        _say(desk, house, item, customer, say("channels_set", language, chat=chat_name(wanted, language)))
    else:
        ask_which_chat(desk, house, customer, channel=item.channel, address=item.address)
    desk.changes.inbox_done.append((item.channel, item.key, customer.id, None))
    return Heeded(heed="answered", customer=customer.id)


def has_choice(desk: Desk, house: House, customer: Customer) -> bool:
    """Say whether there is more than one channel to be asked on."""
    return len(_channels(desk, house, customer)) >= _A_CHOICE


def ask_which_chat(desk: Desk, house: House, customer: Customer, *, channel: str, address: str) -> None:
    """Ask which chat is the first, and whether another may take its place, where there are several."""
    language, names = customer.language or house.active.journey.language, _channels(desk, house, customer)
    first = names[-1] if names else channel
    if len(names) < _A_CHOICE:
        words = say(
            "channels_one", language, chat=chat_name(first, language), link=as_command("link", channel)
        )
        _post(desk, house, customer, channel=channel, address=address, words=words)
        return
    which = say("channels_which", language, chat=chat_name(first, language))
    offered = [_button(name, chat_name(name, language)) for name in names]
    _post(desk, house, customer, channel=channel, address=address, words=which, buttons=offered)
    may_another = say("channels_fallback", language)
    allowing = [_button(word, say(word, language)) for word in _ANSWERS]
    _post(desk, house, customer, channel=channel, address=address, words=may_another, buttons=allowing)


def _channels(desk: Desk, house: House, customer: Customer) -> Sequence[str]:
    """Return the channels of chats that work, the one asked on last."""
    there = [each.channel for each in chats(desk, house, customer) if each.gone_at is None]
    return [name for place, name in enumerate(there) if name not in there[place + 1 :]]


def _button(word: str, label: str) -> Choice:
    return Choice(value=f"{_COMMAND} {word}", label=label, spoken=label)


def _say(desk: Desk, house: House, item: Ordered, customer: Customer, words: str) -> None:
    _post(desk, house, customer, channel=item.channel, address=item.address, words=words)


def _post(
    desk: Desk,
    house: House,
    customer: Customer,
    *,
    channel: str,
    address: str,
    words: str,
    buttons: Sequence[Choice] = (),
) -> None:
    post_notice(
        desk,
        house,
        channel=channel,
        address=address,
        customer=customer.id,
        words=words,
        language=customer.language or house.active.journey.language,
        buttons=buttons,
    )
