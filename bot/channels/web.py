"""The web chat: a channel of our own, whose outbox is the conversation its page shows."""

import asyncio
import re
from dataclasses import replace
from typing import Protocol, assert_never

from bot.channel import Arrived, Commanded, Failure, Invited, Meaning, Nothing, Profile, Receipt, Said, Told
from bot.listeners import Listeners
from bot.orders import read_typed
from bot.web_payload import Came, Replied, Scanned, Wished, read_payload
from feedback.prompts import Attachment, Reply
from feedback.records import InboxItem, OutboxItem
from feedback.sent_photos import is_photo, photo_beside

_COMMAND = re.compile(r"/([a-z]{1,32})(?:\s.*)?", re.IGNORECASE | re.DOTALL)


class Photos(Protocol):
    """Where photos lie that came in."""

    def inbox_item(self, channel: str, key: str) -> InboxItem | None:
        """Return what came in under a key."""


class WebChannel:
    """Prompts are stored before they are sent, so sending is to wake the pages that are open."""

    name = "web"

    def __init__(self, *, listeners: Listeners, photos: Photos | None = None) -> None:
        """Hand out the `photos` that customers sent; without any, each is gone."""
        self._listeners = listeners
        self._photos = photos

    def parse(self, item: InboxItem) -> Meaning | None:
        if is_photo(item.key):
            return Nothing()
        payload = read_payload(item.payload)
        match payload:
            case None:
                return None
            case Replied():
                return _meaning(_with_photo(payload.reply, item.key) if payload.photo else payload.reply)
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

    async def fetch(self, reference: str, *, address: str) -> bytes | Failure:
        """Return a photo that came from that very address."""
        photos = self._photos
        found = await asyncio.to_thread(photos.inbox_item, self.name, reference) if photos else None
        return found.payload if found and found.address == address else Failure(kind="gone")

    def profile(self, item: InboxItem) -> Profile | None:
        payload = read_payload(item.payload)
        return Profile(language=payload.language) if isinstance(payload, Scanned) else None

    async def look_up(self, address: str) -> Profile | None:
        """Know nothing: a browser tells no more than it did when it came."""
        return None


def _with_photo(reply: Reply, key: str) -> Reply:
    return replace(reply, attachments=(Attachment(kind="photo", reference=photo_beside(key)),))


def _meaning(reply: Reply) -> Meaning:
    if reply.text is not None and not reply.choices:
        return _typed(reply, reply.text) or _commanded(reply, reply.text) or Said(reply=reply)
    if reply.choices[:1] and _refines(reply.choices[0]):
        return Said(reply=replace(reply, on=reply.prompt))
    return Said(reply=reply)


def _typed(reply: Reply, words: str) -> Told | Arrived | Commanded | None:
    found = read_typed(words)
    return replace(found, attachments=reply.attachments) if isinstance(found, Commanded) else found


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
