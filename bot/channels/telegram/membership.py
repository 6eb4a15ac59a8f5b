"""Whether somebody is in a Telegram group: the bot must be in there, too, and may then ask."""

import structlog
from telegram import Bot, ChatMember
from telegram.constants import ChatMemberStatus
from telegram.error import BadRequest, Forbidden, TelegramError

from bot.channel import Finding
from bot.channels.telegram.updates import chat_of, user_of
from bot.channels.telegram.verifying import refused

log = structlog.get_logger()

_FIX = "take the bot into the group, and give the group's id, such as -1001234567890, in AFTERTOUCH_GROUPS"
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
    return _is_inside(member)


async def look_at_group(bot: Bot, group: str) -> Finding:
    """Say whether there is such a group and Telegram tells us who is in it."""
    chat = chat_of(group)
    if chat is None or chat >= 0:
        return Finding(what=f'"{group}" is no id of a group', is_right=False, fix=_FIX)
    try:
        me = await bot.get_me()
        member = await bot.get_chat_member(chat, me.id)
    except (BadRequest, Forbidden):
        return Finding(what=f"the bot is in no group {group}", is_right=False, fix=_FIX)
    except TelegramError as error:
        return refused(f"who is in the group {group}", error)
    if not _is_inside(member):
        return Finding(what=f"the bot is not in the group {group} any more", is_right=False, fix=_FIX)
    if member.status == ChatMemberStatus.ADMINISTRATOR:
        return Finding(what=f"the bot is in the group {group} and may know who else is", is_right=True)
    # Telegram promises only administrators to be told of others; elsewhere it mostly tells.
    what = f"the bot is in the group {group}; as its administrator it is sure to be told who else is"
    return Finding(what=what, is_right=True)


def _is_inside(member: ChatMember) -> bool:
    if member.status == ChatMemberStatus.RESTRICTED:
        return bool(getattr(member, "is_member", False))
    return member.status in _INSIDE
