"""Messages that belong to no session: what they say, and the outbox items that take them there."""

from collections.abc import Sequence
from datetime import datetime

from feedback.prompts import Carried, Choice, Document, Prompt, Shape
from feedback.records import OutboxItem

AT_ONCE, AT_LEISURE, LAST = 0, 5, 9
"""Priorities: as answers go out, as surveys begin, and when nothing else waits."""


def notice_prompt(
    prompt: str,
    words: str,
    *,
    language: str,
    buttons: Sequence[Choice] = (),
    documents: tuple[Document, ...] = (),
    carried: tuple[Carried, ...] = (),
    wants: str | None = None,
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
