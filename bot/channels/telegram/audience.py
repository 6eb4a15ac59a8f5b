"""Who may see an answer, and where: what is for one person alone goes to their private chat."""

from dataclasses import dataclass

from bot.channels.telegram.updates import chat_of, user_of
from feedback.records import OutboxItem


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """The chat an item goes to; where that is private for a group's sake, whose it is and in which group."""

    chat: int
    user: int | None = None
    group: int | None = None


def audience_of(item: OutboxItem) -> Audience | None:
    """Return where `item` goes; None where its address is none of Telegram's.

    In a group an answer is for everybody only where the group itself is the address, as a team's room is.
    """
    chat, whose = chat_of(item.address), item.prompt.audience
    if chat is None:
        return None
    is_for_one = whose is not None or "/" in item.address
    if chat > 0 or item.prompt.purpose != "answer" or not is_for_one:
        return Audience(chat=chat)
    user = user_of(whose or item.address)
    return None if user is None else Audience(chat=user, user=user, group=chat)
