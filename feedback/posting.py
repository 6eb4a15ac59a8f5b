"""Messages that belong to no session: what they say, and the outbox items that take them there."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from feedback.desk import Desk, House
from feedback.prompts import Carried, Choice, Document, Prompt, Shape
from feedback.records import Customer, OutboxItem

AT_ONCE, AT_LEISURE, LAST = 0, 5, 9
"""Priorities: as answers go out, as surveys begin, and when nothing else waits."""

_IN_PASSING = timedelta(hours=1)
"""How long we try to say something in passing; after that the address is forgotten without it."""


def notice_prompt(
    prompt: str,
    words: str,
    *,
    language: str,
    buttons: Sequence[Choice] = (),
    documents: tuple[Document, ...] = (),
    carried: tuple[Carried, ...] = (),
    wants: str | None = None,
    hears: str | None = None,
) -> Prompt:
    """Return what is said under the id `prompt`; a tap on a button gives its value as a reply to it."""
    return Prompt(
        id=prompt,
        session="",
        question=None,
        purpose="notice",
        text=words,
        language=language,
        shape=Shape(look="list", choices=tuple(buttons)) if buttons else Shape(look="text"),
        documents=documents,
        carried=carried,
        wants=wants,
        hears=hears,
    )


def addressed(prompt: Prompt, *, channel: str, address: str, customer: str, at: datetime) -> OutboxItem:
    """Return what takes a prompt to somebody, at once and before all that can wait."""
    return OutboxItem(
        id=prompt.id,
        customer=customer,
        session=None,
        channel=channel,
        address=address,
        prompt=prompt,
        priority=AT_ONCE,
        due_at=at,
        created_at=at,
    )


def post(desk: Desk, prompt: Prompt, *, channel: str, address: str, customer: str) -> None:
    """Put a prompt that belongs to no session before somebody, at once."""
    desk.post(addressed(prompt, channel=channel, address=address, customer=customer, at=desk.now))


def post_notice(
    desk: Desk,
    house: House,
    *,
    channel: str,
    address: str,
    customer: str,
    words: str,
    language: str,
    documents: tuple[Document, ...] = (),
    buttons: Sequence[Choice] = (),
) -> None:
    """Say something that belongs to no session; the values of `buttons` are commands, which a tap gives."""
    name = f"{house.new_id()}.1" if buttons else house.new_id()
    prompt = notice_prompt(name, words, language=language, buttons=buttons, documents=documents)
    post(desk, prompt, channel=channel, address=address, customer=customer)


def post_in_passing(
    desk: Desk,
    house: House,
    *,
    channel: str,
    address: str,
    text: str,
    language: str,
    amends: str | None = None,
) -> None:
    """Say something made out to nobody, who is gone once it is said; perhaps in the place of a message."""
    nobody = Customer(
        id=house.new_id(), external_id=None, language=language, consent="withdrawn", created_at=desk.now
    )
    desk.changes.customers[nobody.id] = nobody
    prompt = notice_prompt(house.new_id(), text, language=language)
    item = addressed(prompt, channel=channel, address=address, customer=nobody.id, at=desk.now)
    desk.post(replace(item, forget_at=desk.now + _IN_PASSING, amends=amends))
