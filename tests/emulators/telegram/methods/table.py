"""Which function answers which method."""

from collections.abc import Awaitable, Callable, Mapping

from ...common.json_shapes import Json
from . import chats, editing, media, pressing, profile, receiving, sending
from .call import Call, Described

Answer = Callable[[Call], Awaitable[Json | Described]]

METHODS: Mapping[str, Answer] = {
    "getme": profile.get_me,
    "getupdates": receiving.get_updates,
    "setwebhook": receiving.set_webhook,
    "deletewebhook": receiving.delete_webhook,
    "getwebhookinfo": receiving.get_webhook_info,
    "logout": receiving.log_out,
    "close": receiving.close,
    "sendmessage": sending.send_message,
    "sendchataction": sending.send_chat_action,
    "sendphoto": media.send_photo,
    "senddocument": media.send_document,
    "sendvoice": media.send_voice,
    "sendmediagroup": media.send_media_group,
    "getfile": media.get_file,
    "editmessagetext": editing.edit_text,
    "editmessagecaption": editing.edit_caption,
    "editmessagemedia": editing.edit_media,
    "editmessagereplymarkup": editing.edit_markup,
    "deletemessage": editing.delete_message,
    "deletemessages": editing.delete_messages,
    "answercallbackquery": pressing.answer_callback_query,
    "setmycommands": profile.set_commands,
    "getmycommands": profile.get_commands,
    "deletemycommands": profile.delete_commands,
    "setmyname": profile.set_text,
    "getmyname": profile.get_text,
    "setmydescription": profile.set_text,
    "getmydescription": profile.get_text,
    "setmyshortdescription": profile.set_text,
    "getmyshortdescription": profile.get_text,
    "getchat": chats.get_chat,
    "getchatmember": chats.get_member,
    "getchatadministrators": chats.get_administrators,
    "getchatmembercount": chats.get_member_count,
    "leavechat": chats.leave_chat,
    "pinchatmessage": chats.pin_message,
    "unpinchatmessage": chats.unpin_message,
    "setmessagereaction": chats.set_reaction,
}
POSTS = frozenset({"sendmessage", "sendphoto", "senddocument", "sendvoice", "sendmediagroup"})
