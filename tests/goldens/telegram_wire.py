"""Telegram's side of the wire, in this process: it takes every call, and remembers what the customer sees."""

import json
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from urllib.parse import parse_qsl

import httpx

from tests.emulators.common.json_shapes import Json, Object, list_in, object_in, text_in
from tests.goldens.script import Ours, Script

_SHOWN = frozenset({"sendMessage", "sendPhoto", "sendDocument"})
_DONE = frozenset({"answerCallbackQuery", "setMyCommands", "deleteMyCommands", "deleteMessage"})
_READ = frozenset({"getFile", "getChat", "getChatMember"})
"""Calls by which nobody sees anything."""

_NAMES = {4711: "Ada <&> Co", 4712: "Bob"}

_MARKS = ("✓ ", "☑ ", "☐ ")


class TelegramWire(httpx.AsyncBaseTransport):
    """Numbers messages from 100, and hands out one file at most."""

    def __init__(self, script: Script) -> None:
        self.script = script
        self.shown: dict[int, Object] = {}
        self.newest = 99
        self.file: bytes = b""

    def next_message(self) -> int:
        """Return the number of the next message, ours or the customer's."""
        self.newest += 1
        return self.newest

    def button(self, label: str) -> tuple[int, Object]:
        """Return the newest button with `label`, and the message it stands under."""
        for message in sorted(self.shown, reverse=True):
            for row in list_in(self.keyboard(message).get("inline_keyboard")):
                for button in map(object_in, list_in(row)):
                    if _bare(text_in(button["text"])) == label:
                        return message, button
        raise LookupError(f'nothing on the screen says "{label}"')

    def keyboard(self, message: int) -> Object:
        """Return the buttons under a message, as they are now."""
        return object_in(self.shown[message].get("reply_markup"))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        if "/file/" in request.url.path:
            return httpx.Response(200 if self.file else 404, content=self.file)
        method, arguments = request.url.path.rpartition("/")[2], _arguments(request, await request.aread())
        return httpx.Response(200, json={"ok": True, "result": self._taken(method, arguments)})

    def _taken(self, method: str, arguments: Object) -> Json:
        if method in _READ:
            return self._told(method, arguments)
        number = self.next_message() if method in _SHOWN else 0
        self.script.note(Ours(method=method, arguments=arguments, known_as=str(number or "")))
        if method in _DONE:
            return True
        number = number or int(text_in(arguments["message_id"]))
        self.shown[number] = {**self.shown.get(number, {}), **arguments}
        chat: Object = {"id": int(text_in(arguments["chat_id"])), "type": "private"}
        return {"message_id": number, "date": 1, "chat": chat, "text": "x"}

    def _told(self, method: str, arguments: Object) -> Json:
        if method == "getChat":
            return {"id": int(text_in(arguments["chat_id"])), "type": "private", "first_name": "Ada"}
        if method == "getChatMember":
            user = int(text_in(arguments["user_id"]))
            told: Object = {"id": user, "is_bot": False, "first_name": _NAMES[user]}
            return {"status": "member", "user": told}
        name = text_in(arguments["file_id"])
        return {
            "file_id": name,
            "file_unique_id": name,
            "file_size": len(self.file),
            "file_path": f"files/{name}",
        }


def _bare(label: str) -> str:
    return next((label.removeprefix(mark) for mark in _MARKS if label.startswith(mark)), label)


def _arguments(request: httpx.Request, content: bytes) -> Object:
    kind = request.headers.get("Content-Type", "")
    if not kind.startswith("multipart/"):
        return {
            name: _value(written) for name, written in parse_qsl(content.decode(), keep_blank_values=True)
        }
    whole: Message[str, str] = BytesParser(policy=compat32).parsebytes(
        f"Content-Type: {kind}\r\n\r\n".encode() + content
    )
    return dict(map(_field, whole.get_payload()))


def _field(part: Message | str) -> tuple[str, Json]:
    """Return one field of a form; of a file its name says enough."""
    assert isinstance(part, Message)
    name = part.get_param("name", header="Content-Disposition")
    file, content = part.get_filename(), part.get_payload(decode=True)
    assert isinstance(content, bytes)
    return str(name), {"file": file} if file else _value(content.decode())


def _value(written: str) -> Json:
    """Read lists and objects, which come as JSON; a text is no list because it begins like one."""
    if written[:1] not in "[{":
        return written
    try:
        found: Json = json.loads(written)
    except ValueError:
        return written
    return found
