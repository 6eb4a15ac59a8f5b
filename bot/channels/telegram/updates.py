"""Who an update is from, and which of our messages it is about, before anyone asks what it means."""

import hashlib
import re
from datetime import datetime

from bot.channel import Profile
from bot.channels.telegram.raw import Raw, number, part, read_raw, text
from feedback.records import InboxItem

CHANNEL = "telegram"

ALLOWED_UPDATES = ("message", "edited_message", "callback_query", "my_chat_member", "message_reaction")
"""What Telegram is asked for, by name: it leaves reactions out unless they are named."""

_CHAT = re.compile(r"-?[0-9]{1,20}")
_MESSAGE = re.compile(r"[0-9]{1,20}")


def inbox_item(payload: bytes, *, received_at: datetime) -> InboxItem:
    """Return what to store of an update; one that nobody can read is kept under the hash of what it was."""
    update = read_raw(payload) or {}
    update_id = number(update, "update_id")
    key = f"raw-{hashlib.sha256(payload).hexdigest()}" if update_id is None else str(update_id)
    return InboxItem(
        channel=CHANNEL, key=key, address=address_of(update), payload=payload, received_at=received_at
    )


def address_of(update: Raw) -> str:
    """Return who is speaking: the private chat, or `chat/user` in a group; empty where nobody is."""
    chat, user = _chat(update), number(sender(update), "id")
    chat_id = number(chat, "id")
    if chat_id is None:
        return "" if user is None else str(user)
    # Of a group that took us in or put us out, it is the group that counts, not who did it.
    if text(chat, "type") == "private" or "my_chat_member" in update or user is None:
        return str(chat_id)
    return f"{chat_id}/{user}"


def chat_of(address: str) -> int | None:
    """Return the chat of an address; None for an address that is none of Telegram's."""
    chat = address.partition("/")[0]
    return int(chat) if _CHAT.fullmatch(chat) else None


def room_of(message: Raw) -> str | None:
    """Return the address of the group a message is in: that of everybody there."""
    chat = number(part(message, "chat"), "id")
    return None if chat is None else str(chat)


def moved_to(address: str, chat: int) -> str:
    """Return an address as it is once its group has become the supergroup `chat`."""
    _, slash, user = address.partition("/")
    return f"{chat}{slash}{user}"


def user_of(address: str) -> int | None:
    """Return the person an address means; in a private chat they have its id."""
    chat, _, user = address.partition("/")
    return chat_of(user or chat)


def sender(update: Raw) -> Raw:
    """Return the person behind an update, as Telegram tells it."""
    content = _content(update)
    return part(content, "user" if "message_reaction" in update else "from")


def profile_of(update: Raw) -> Profile | None:
    """Return what an update tells of its sender."""
    person = sender(update)
    name, language = text(person, "first_name"), text(person, "language_code")
    return Profile(name=name, language=language) if name or language else None


def message_ref(message: Raw) -> str | None:
    """Return our reference to a message: `chat:message`."""
    chat_id, message_id = number(part(message, "chat"), "id"), number(message, "message_id")
    return None if chat_id is None or message_id is None else f"{chat_id}:{message_id}"


def message_at(reference: str) -> tuple[int, int] | None:
    """Return chat and message of a reference; None for one that is none of Telegram's."""
    chat, _, message = reference.partition(":")
    chat_id = chat_of(chat)
    return (chat_id, int(message)) if chat_id is not None and _MESSAGE.fullmatch(message) else None


def _content(update: Raw) -> Raw:
    return next((part(update, kind) for kind in ALLOWED_UPDATES if kind in update), {})


def _chat(update: Raw) -> Raw:
    content = _content(update)
    return part(part(content, "message") if "callback_query" in update else content, "chat")
