"""Editing by editMessageText, -Caption, -Media and -ReplyMarkup; deleteMessage and deleteMessages."""

from ...common.json_shapes import Json, Object, list_in, number_in, object_in
from ..keyboards import checked_markup
from ..limits import DELETABLE_S
from ..messages import Message
from ..people import Chat
from ..rules import Refusal
from ..texts import caption_of, message_text
from .access import is_private, message_in, require_right, writable_chat
from .call import Call
from .media import media_content
from .sending import caption_content, look_at_rows, shown, text_content

_FILES = ("photo", "document", "voice")
_OF_CAPTION = ("caption", "caption_entities")


async def edit_text(call: Call) -> Json:
    """Answer editMessageText."""
    content = text_content(message_text(call.arguments))
    markup = _markup(call)
    message = _own(call)
    if "text" not in message.content:
        raise Refusal("no_text_to_edit")
    return _edited(call, message, content, markup)


async def edit_caption(call: Call) -> Json:
    """Answer editMessageCaption."""
    caption = caption_content(caption_of(call.arguments))
    markup = _markup(call)
    message = _own(call)
    if not any(each in message.content for each in _FILES):
        raise Refusal("no_caption_to_edit")
    rest = {key: value for key, value in message.content.items() if key not in _OF_CAPTION}
    return _edited(call, message, {**rest, **caption}, markup)


async def edit_media(call: Call) -> Json:
    """Answer editMessageMedia: media in the place of media, or added to a text (Bot API 10.0)."""
    media = object_in(call.arguments.get("media"))
    markup = _markup(call)
    message = _own(call)
    return _edited(call, message, media_content(call, media), markup)


async def edit_markup(call: Call) -> Json:
    """Answer editMessageReplyMarkup."""
    markup = _markup(call)
    message = _own(call)
    return _edited(call, message, message.content, markup)


async def delete_message(call: Call) -> Json:
    """Answer deleteMessage."""
    chat = writable_chat(call)
    message = message_in(call, chat, otherwise="message_to_delete_not_found")
    _delete(call, chat, message)
    return True


async def delete_messages(call: Call) -> Json:
    """Answer deleteMessages: what is not there is skipped."""
    chat = writable_chat(call)
    for each in list_in(call.arguments.get("message_ids")):
        message = call.world.messages.get((chat.id, number_in(each)))
        if message is not None:
            _delete(call, chat, message)
    return True


def _markup(call: Call) -> Object | None:
    markup = checked_markup(call.arguments.get("reply_markup"), private=is_private(call), inline_only=True)
    look_at_rows(call, markup)
    return markup


def _own(call: Call) -> Message:
    if call.text("inline_message_id"):
        raise Refusal("message_to_edit_not_found")
    if not call.number("chat_id"):
        raise Refusal("chat_id_empty")
    message = message_in(call, writable_chat(call), otherwise="message_to_edit_not_found")
    if message.sender_id != call.world.bot.id:
        raise Refusal("cannot_edit")
    return message


def _edited(call: Call, message: Message, content: Object, markup: Object | None) -> Json:
    if content == message.content and markup == message.inline_markup:
        raise Refusal("not_modified")
    edited = message.edited(content, markup, at=call.world.bench.clock.now_s)
    return shown(call, call.world.keep_message(edited))


def _delete(call: Call, chat: Chat, message: Message) -> None:
    own = message.sender_id == call.world.bot.id
    if not own and not chat.private:
        require_right(call, chat, act="delete message")
    if call.world.bench.clock.now_s - message.date > DELETABLE_S:
        raise Refusal("cannot_delete")
    del call.world.messages[message.chat_id, message.message_id]
    call.world.touch()
