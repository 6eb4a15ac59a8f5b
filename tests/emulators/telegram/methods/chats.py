"""getChat, members, pinning, reactions, leaving."""

from dataclasses import replace

from ...common.json_shapes import Json, Object, list_in, object_in, text_in
from ..people import User, member_as_json
from ..rules import Refusal
from .access import message_in, readable_chat, require_right, writable_chat
from .call import Call

REACTIONS = frozenset(
    [
        "❤",
        "👍",
        "👎",
        "🔥",
        "🥰",
        "👏",
        "😁",
        "🤔",
        "🤯",
        "😱",
        "🤬",
        "😢",
        "🎉",
        "🤩",
        "🤮",
        "💩",
        "🙏",
        "👌",
        "🕊",
        "🤡",
        "🥱",
        "🥴",
        "😍",
        "🐳",
        "❤‍🔥",
        "🌚",
        "🌭",
        "💯",
        "🤣",
        "⚡",
        "🍌",
        "🏆",
        "💔",
        "🤨",
        "😐",
        "🍓",
        "🍾",
        "💋",
        "🖕",
        "😈",
        "😴",
        "😭",
        "🤓",
        "👻",
        "👨‍💻",
        "👀",
        "🎃",
        "🙈",
        "😇",
        "😨",
        "🤝",
        "✍",
        "🤗",
        "🫡",
        "🎅",
        "🎄",
        "☃",
        "💅",
        "🤪",
        "🗿",
        "🆒",
        "💘",
        "🙉",
        "🦄",
        "😘",
        "💊",
        "🙊",
        "😎",
        "👾",
        "🤷‍♂",
        "🤷",
        "🤷‍♀",
        "😡",
    ]
)  # fmt: skip - spec: ReactionTypeEmoji.emoji
_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels")


async def get_chat(call: Call) -> Json:
    """Answer getChat."""
    chat = readable_chat(call)
    more: Object = {
        "accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": dict.fromkeys(_GIFTS, True)
    }  # fmt: skip
    return {**call.world.chat_as_json(chat.id), **more}


async def get_member(call: Call) -> Json:
    """Answer getChatMember."""
    chat = readable_chat(call)
    user = _user(call)
    if chat.private:
        return member_as_json(user, "member")
    return member_as_json(user, chat.status_of(user.id))


async def get_administrators(call: Call) -> Json:
    """Answer getChatAdministrators; other bots would be left out."""
    chat = readable_chat(call)
    if chat.private:
        raise Refusal("no_admins_in_private")
    return [
        member_as_json(_person(call, user_id), status)
        for user_id, status in chat.members.items()
        if status in ("creator", "administrator")
    ]


async def get_member_count(call: Call) -> Json:
    """Answer getChatMemberCount."""
    chat = readable_chat(call)
    return 2 if chat.private else sum(each not in ("left", "kicked") for each in chat.members.values())


async def leave_chat(call: Call) -> Json:
    """Answer leaveChat."""
    chat = readable_chat(call)
    if chat.private:
        raise Refusal("cannot_leave_private")
    call.world.keep(chat.with_member(call.world.bot.id, "left"))
    return True


async def pin_message(call: Call) -> Json:
    """Answer pinChatMessage."""
    chat = writable_chat(call)
    require_right(call, chat, act="manage pinned messages in the chat")
    message = message_in(call, chat, otherwise="message_to_pin_not_found")
    others = tuple(each for each in chat.pinned if each != message.message_id)
    call.world.keep(replace(chat, pinned=(*others, message.message_id)))
    return True


async def unpin_message(call: Call) -> Json:
    """Answer unpinChatMessage; without a message the newest is meant."""
    chat = writable_chat(call)
    require_right(call, chat, act="manage pinned messages in the chat")
    wanted = call.number("message_id") or (chat.pinned[-1] if chat.pinned else 0)
    if wanted not in chat.pinned:
        raise Refusal("message_to_pin_not_found")
    call.world.keep(replace(chat, pinned=tuple(each for each in chat.pinned if each != wanted)))
    return True


async def set_reaction(call: Call) -> Json:
    """Answer setMessageReaction; a bot has one reaction."""
    chat = writable_chat(call)
    message = message_in(call, chat, otherwise="message_to_react_not_found")
    wanted = [object_in(each) for each in list_in(call.arguments.get("reaction"))]
    emoji = tuple(text_in(each.get("emoji")) for each in wanted)
    if len(emoji) > 1 or not REACTIONS.issuperset(emoji):
        raise Refusal("reaction_invalid")
    call.world.keep_message(message.reacted(call.world.bot.id, emoji))
    return True


def _user(call: Call) -> User:
    user_id = call.number("user_id")
    if user_id != call.world.bot.id and user_id not in call.world.users:
        raise Refusal("user_not_found")
    return _person(call, user_id)


def _person(call: Call, user_id: int) -> User:
    return call.world.bot if user_id == call.world.bot.id else call.world.users[user_id]
