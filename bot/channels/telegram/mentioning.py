"""Naming the person in a group whom a message is for, so that they are told of it and others can tell.

The name is asked for as the message goes out, and kept nowhere.
"""

from dataclasses import dataclass
from html import escape

from telegram import Bot
from telegram.error import TelegramError

from bot.channels.telegram.raw import Raw, number, part, parts, text
from bot.channels.telegram.splitting import shorten
from bot.channels.telegram.updates import chat_of

_NAMELESS = "👋"
"""What stands for somebody whose name we are not told; it leads to them all the same."""

_MOST_NAME = 64
"""Telegram's own limit for first names."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mentioned:
    """A person in a group, by the name they go by there."""

    user: int
    name: str

    def __str__(self) -> str:
        """Write it as a mention in HTML: Bot API, formatting options."""
        name = escape(shorten(self.name, most=_MOST_NAME), quote=False)
        return f'<a href="tg://user?id={self.user}">{name}</a>'


async def mentioned_at(bot: Bot, address: str, *, chat: int) -> Mentioned | None:
    """Return the person at `address`, whose group is at `chat` now; None where nobody is to be told apart."""
    _, slash, person = address.partition("/")
    user = chat_of(person)
    if not slash or user is None:
        return None
    try:
        member = await bot.get_chat_member(chat, user)
    except TelegramError:
        return Mentioned(user=user, name=_NAMELESS)
    return Mentioned(user=user, name=member.user.first_name.strip() or _NAMELESS)


def is_for_another(message: Raw, user: int | None) -> bool:
    """Say whether a message of ours begins by naming somebody else than `user`."""
    named = named_in(message)
    return named is not None and named != user


def named_in(message: Raw) -> int | None:
    """Return whom a message begins by naming, by their id: only we write such mentions into our messages."""
    first = next((each for each in parts(message, "entities") if number(each, "offset") == 0), {})
    return number(part(first, "user"), "id") if text(first, "type") == "text_mention" else None
