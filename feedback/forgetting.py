"""/forget: asked twice, answered once, and then nothing is left but one word of goodbye, in passing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from feedback.case_posting import tell_gone
from feedback.catalogue import Key
from feedback.desk import Desk, House
from feedback.intake import Heard, Heeded, Ordered
from feedback.leaving import Leaving, receipt
from feedback.posting import notice_prompt, post, post_in_passing, post_notice
from feedback.prompts import Choice, Reply
from feedback.reading import closest
from feedback.records import Customer, Wish
from feedback.spoken import as_command
from feedback.wording import say

Decided = Literal["yes", "no"]

HOLDS_FOR = timedelta(hours=1)
"""How long the question whether to erase everything can be answered."""

_BUTTONS: Mapping[Decided, Key] = {"yes": "forget_yes", "no": "forget_no"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Confirmed:
    """A reply that says whether to erase everything."""

    wish: Wish
    decided: Decided


def ask_to_forget(desk: Desk, house: House, item: Ordered, customer: Customer) -> Heeded:
    """Ask whether they mean it; asked again, the question asked last is the one that counts."""
    language = _language(house, customer)
    prompt = notice_prompt(
        f"{house.new_id()}.1",
        say("forget_ask", language),
        language=language,
        buttons=[_choice(value, language) for value in _BUTTONS],
    )
    for earlier in _waiting(desk, customer):
        desk.end_wish(earlier)
    desk.keep_wish(
        Wish(
            prompt=prompt.id,
            customer=customer.id,
            kind="forget",
            asked_at=item.at,
            until=item.at + HOLDS_FOR,
        )
    )
    post(desk, prompt, channel=item.channel, address=item.address, customer=customer.id)
    desk.changes.inbox_done.append((item.channel, item.key, customer.id, None))
    return Heeded(heed="answered", customer=customer.id)


def confirmation(desk: Desk, item: Heard, customer: Customer | None) -> Confirmed | None:
    """Return what a reply says to the question whether to erase everything, if it is about that."""
    waiting = _waiting(desk, customer) if customer else ()
    for wish in waiting:
        if item.reply.prompt == wish.prompt:
            decided = _tapped(item.reply)
            return Confirmed(wish=wish, decided=decided) if decided else None
    if customer is None or not waiting or item.reply.prompt is not None:
        return None
    typed = _typed(item.reply, customer.language or "en", is_alone=not desk.open_sessions(customer.id))
    return Confirmed(wish=waiting[-1], decided=typed) if typed else None


def _waiting(desk: Desk, customer: Customer) -> Sequence[Wish]:
    return [wish for wish in desk.wishes_of(customer.id) if wish.kind == "forget"]


def settle_forgetting(desk: Desk, house: House, item: Heard, found: Confirmed, customer: Customer) -> Heeded:
    """Erase, or keep everything; too late is kept as well."""
    desk.changes.inbox_done.append((item.channel, item.key, customer.id, None))
    desk.end_wish(found.wish)
    if found.decided == "yes" and item.at < found.wish.until:
        _erase(desk, house, item, customer)
        return Heeded(heed="answered")
    post_notice(
        desk,
        house,
        channel=item.channel,
        address=item.address,
        customer=customer.id,
        words=_not_erased(found, item.channel, _language(house, customer)),
        language=_language(house, customer),
    )
    return Heeded(heed="too_late" if found.decided == "yes" else "answered", customer=customer.id)


def _erase(desk: Desk, house: House, item: Heard, customer: Customer) -> None:
    """Let nothing be left, and hand them the receipt: made out to nobody, it stands in their chat alone."""
    language = _language(house, customer)
    leaving = desk.snapshot.leavings.get(customer.id, Leaving())
    tell_gone(desk, house, customer.id)
    desk.erase(customer)
    post_in_passing(
        desk,
        house,
        channel=item.channel,
        address=item.address,
        text=f"{say('forgotten', language)}\n\n{receipt(leaving, language=language, at=item.at)}",
        language=language,
    )


def _not_erased(found: Confirmed, channel: str, language: str) -> str:
    if found.decided == "no":
        return say("forget_kept", language)
    return say("forget_late", language, c=as_command("", channel))


def say_in_passing(
    desk: Desk, house: House, *, channel: str, address: str, words: Key, language: str
) -> None:
    """Say something to an address that is nobody's."""
    post_in_passing(
        desk, house, channel=channel, address=address, text=say(words, language), language=language
    )


def _choice(value: Decided, language: str) -> Choice:
    label = say(_BUTTONS[value], language)
    return Choice(value=value, label=label, spoken=label)


def _tapped(reply: Reply) -> Decided | None:
    match reply.choices:
        case ("yes",) | ("#1",):
            return "yes"
        case ("no",) | ("#2",):
            return "no"
        case _:
            return _typed(reply, "en", is_alone=True) if reply.text else None


def _typed(reply: Reply, language: str, *, is_alone: bool) -> Decided | None:
    """Read a typed answer; bare numbers and words count only where no other question waits for one."""
    if not reply.text or reply.choices:
        return None
    names: list[tuple[str, Decided]] = [
        (say(key, each), value) for each in (language, "en") for value, key in _BUTTONS.items()
    ]
    if is_alone:
        names += [("1", "yes"), ("2", "no")]
        names += [(say(key, each), key) for each in (language, "en") for key in ("yes", "no")]
    return closest(reply.text, names)


def _language(house: House, customer: Customer) -> str:
    return customer.language or house.active.journey.language
