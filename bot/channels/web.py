"""The web chat: a channel of our own, whose outbox is the conversation its page shows."""

import re
from dataclasses import replace
from typing import assert_never

from bot.channel import Arrived, Failure, Invited, Meaning, Profile, Receipt, Said, Told
from bot.listeners import Listeners
from bot.orders import read_typed
from bot.web_payload import Came, Replied, Scanned, Wished, read_payload
from feedback.prompts import Reply
from feedback.records import InboxItem, OutboxItem

_COMMAND = re.compile(r"/([a-z]{1,32})(?:\s.*)?", re.IGNORECASE | re.DOTALL)


class WebChannel:
    """Prompts are stored before they are sent, so sending is to wake the pages that are open."""

    name = "web"

    def __init__(self, *, listeners: Listeners) -> None:
        self._listeners = listeners

    def parse(self, item: InboxItem) -> Meaning | None:
        payload = read_payload(item.payload)
        match payload:
            case None:
                return None
            case Replied():
                return _meaning(payload.reply)
            case Came():
                return Invited(interaction=payload.interaction)
            case Scanned():
                return Arrived(code=payload.code)
            case Wished():
                return Told(order=payload.order, argument=payload.argument)
            case _:
                assert_never(payload)

    async def send(self, item: OutboxItem) -> Receipt | Failure:
        self._listeners.wake(item.address)
        return Receipt(reference=item.id)

    def profile(self, item: InboxItem) -> Profile | None:
        payload = read_payload(item.payload)
        return Profile(language=payload.language) if isinstance(payload, Scanned) else None

    async def look_up(self, address: str) -> Profile | None:
        """Know nothing: a browser tells no more than it did when it came."""
        return None


def _meaning(reply: Reply) -> Meaning:
    if reply.text is not None and not reply.choices:
        return read_typed(reply.text) or _commanded(reply, reply.text) or Said(reply=reply)
    if reply.choices[:1] and _refines(reply.choices[0]):
        return Said(reply=replace(reply, on=reply.prompt))
    return Said(reply=reply)


def _commanded(reply: Reply, words: str) -> Meaning | None:
    """Read what looks like a command: one that we do not know asks for help, as on other channels."""
    found = _COMMAND.fullmatch(words.strip())
    if found is None:
        return None
    return Said(reply=replace(reply, text=None, skip=True)) if found[1] == "skip" else Told(order="help")


def _refines(value: str) -> bool:
    """Say whether a tap gives a command whose answer takes the place of the message tapped."""
    return value.startswith("/") and not value.startswith("//")


SPEC = WebChannel
