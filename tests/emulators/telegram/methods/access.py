"""May the bot read this chat, write into it, find this message? Telegram's checks in its order."""

from ..messages import Message
from ..people import Chat
from ..rules import Refusal
from .call import Call


def readable_chat(call: Call) -> Chat:
    """Return the chat the call names.

    Raises Refusal where the bot does not know it or is out of it.
    """
    chat = _known(call)
    if chat.private and not chat.started:
        raise Refusal("chat_not_found")
    _check_membership(call, chat)
    return chat


def writable_chat(call: Call) -> Chat:
    """Return the chat the call names.

    Raises Refusal where the bot may not write.
    """
    chat = _known(call)
    if not chat.private:
        _check_membership(call, chat)
        return chat
    if call.world.users[chat.user_id].deactivated:
        raise Refusal("deactivated")
    if chat.blocked:
        call.world.watch.told_blocked(call.method, chat.id)
        raise Refusal("blocked")
    if not chat.started:
        raise Refusal("cannot_initiate")
    return chat


def is_private(call: Call) -> bool:
    """Tell by its id whether the call is about a private chat."""
    return call.number("chat_id") > 0


def message_in(call: Call, chat: Chat, *, otherwise: str) -> Message:
    """Return the message the call names.

    Raises Refusal by the rule `otherwise` where there is none.
    """
    message_id = call.number("message_id")
    if message_id <= 0:
        raise Refusal("message_id_missing")
    found = call.world.messages.get((chat.id, message_id))
    if found is None:
        raise Refusal(otherwise)
    return found


def require_right(call: Call, chat: Chat, *, act: str) -> None:
    """Raise Refusal where the bot would have to be an administrator of the group, and is none."""
    if not chat.private and chat.status_of(call.world.bot.id) not in ("administrator", "creator"):
        raise Refusal("not_enough_rights", act=act)


def _known(call: Call) -> Chat:
    chat = call.world.chats.get(call.number("chat_id"))
    if chat is None:
        raise Refusal("chat_not_found")
    if chat.migrated_to:
        raise Refusal("migrated", migrate_to=chat.migrated_to)
    return chat


def _check_membership(call: Call, chat: Chat) -> None:
    if chat.private:
        return
    status = chat.status_of(call.world.bot.id)
    if status == "kicked":
        raise Refusal("kicked", kind=chat.kind)
    if status == "left":
        raise Refusal("not_a_member", kind=chat.kind)
