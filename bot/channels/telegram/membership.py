"""Whether somebody is in a Telegram group: the bot must be in there, too, and may then ask."""

import structlog
from telegram import Bot
from telegram.constants import ChatMemberStatus
from telegram.error import BadRequest, TelegramError

from bot.channels.telegram.updates import chat_of, user_of

log = structlog.get_logger()

_INSIDE = frozenset({ChatMemberStatus.OWNER, ChatMemberStatus.ADMINISTRATOR, ChatMemberStatus.MEMBER})


async def is_member(bot: Bot, group: str, address: str) -> bool | None:
    """Say whether the person at `address` is in `group`; None where Telegram cannot be asked now."""
    chat, user = chat_of(group), user_of(address)
    if chat is None or user is None:
        return False
    try:
        member = await bot.get_chat_member(chat, user)
    except BadRequest:
        log.warning("telegram_group_unknown", fix="take the bot into the group that gives a role")
        return False
    except TelegramError as error:
        log.warning("telegram_group_not_asked", error=type(error).__name__)
        return None
    if member.status == ChatMemberStatus.RESTRICTED:
        return bool(getattr(member, "is_member", False))
    return member.status in _INSIDE
