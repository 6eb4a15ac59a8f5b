"""sendMessage, sendChatAction, and what all sending methods share."""

from ...common.json_shapes import Json, Object, number_in, object_in, text_in
from ..formatted import Formatted
from ..keyboards import checked_markup, rows_of
from ..limits import BUTTONS_PER_ROW, CAPTION
from ..messages import Message
from ..people import Chat
from ..rules import Refusal
from ..texts import message_text
from ..watch import where_of
from .access import is_private, writable_chat
from .call import Call

_ACTIONS = frozenset({
    "typing", "upload_photo", "record_video", "upload_video", "record_voice", "upload_voice", "record_audio",
    "upload_audio", "upload_document", "choose_sticker", "find_location", "record_video_note",
    "upload_video_note", "cancel",
})  # fmt: skip


async def send_message(call: Call) -> Json:
    """Answer sendMessage."""
    return shown(call, deliver(call, text_content(message_text(call.arguments))))


async def send_chat_action(call: Call) -> Json:
    """Answer sendChatAction."""
    if call.text("action") not in _ACTIONS:
        raise Refusal("action_wrong")
    writable_chat(call)
    return True


def deliver(call: Call, content: Object) -> Message:
    """Put one message with `content` into the chat, where everything allows it."""
    markup = checked_markup(call.arguments.get("reply_markup"), private=is_private(call))
    look_at_rows(call, markup)
    chat = writable_chat(call)
    reply_to = replied_to(call, chat)
    take_from_bucket(call, chat)
    return call.world.post(
        chat, sender_id=call.world.bot.id, content=content, markup=markup, reply_to=reply_to
    )


def look_at_rows(call: Call, markup: Object | None) -> None:
    """Keep it as a fault of the client's where a row has more buttons than apps show."""
    widest = max(map(len, rows_of(markup)), default=0)
    if markup and "inline_keyboard" in markup and widest > BUTTONS_PER_ROW:
        where = where_of(call.method, call.arguments)
        call.world.watch.fault("row_too_wide", where=where, count=widest)


def shown(call: Call, message: Message) -> Object:
    """Return the message as the answer has it."""
    return call.world.message_as_json(message)


def text_content(text: Formatted) -> Object:
    """Return the content of a text message."""
    return {"text": text.text} | ({"entities": text.entities_as_json()} if text.entities else {})


def caption_content(caption: Formatted) -> Object:
    """Return what a caption adds to a message, nothing where it is empty."""
    if not caption.text:
        return {}
    entities: Object = {"caption_entities": caption.entities_as_json()} if caption.entities else {}
    return {"caption": caption.text, **entities}


def replied_to(call: Call, chat: Chat) -> int:
    """Return the message replied to, 0 for none.

    Raises Refusal where it is not there and the bot insists.
    """
    wanted = object_in(call.arguments.get("reply_parameters"))
    message_id = number_in(wanted.get("message_id"))
    if len(text_in(wanted.get("quote"))) > CAPTION:
        raise Refusal("quote_too_long")
    if not message_id or (chat.id, message_id) in call.world.messages:
        return message_id
    if wanted.get("allow_sending_without_reply") is True:
        return 0
    raise Refusal("message_to_reply_not_found")


def take_from_bucket(call: Call, chat: Chat, *, count: int = 1) -> None:
    """Count what is sent.

    Raises Refusal where it is too much.
    """
    paid = call.claim("allow_paid_broadcast")
    stop = call.world.flood.send(
        chat.id, now_ms=call.world.bench.clock.now_ms, private=chat.private, count=count, paid=paid
    )
    if stop is None:
        return
    if stop.ignored_s:
        call.world.watch.fault("retry_after_ignored", where=f"{call.method}, chat {chat.id}",
                               early=stop.ignored_s)  # fmt: skip
    raise Refusal(
        "flood", seconds=stop.retry_after_s, retry_after=stop.retry_after_s, blame=not stop.ignored_s
    )
