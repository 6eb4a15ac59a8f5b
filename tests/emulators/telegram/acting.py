"""What tests and the page can let customers do."""

import base64
from collections.abc import Mapping
from dataclasses import replace

from ..common.control import Act
from ..common.json_shapes import Json, Object, number_in, text_in
from .customers import Customers
from .messages import Message
from .people import Chat, Status, User
from .world import Press, World

# The smallest whole picture, and the first bytes of an OGG file.
_PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)
_SOUND = b"OggS" + bytes(60)
_KINDS = {
    "photo": ("photo.png", "image/png", _PICTURE),
    "voice": ("voice.oga", "audio/ogg", _SOUND),
    "document": ("paper.txt", "text/plain", b"paper\n"),
}
_STATUSES: tuple[Status, ...] = ("creator", "administrator", "member", "left", "kicked")


class Acting:
    """Reads what a customer shall do, does it, and shows what came of it."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._customers = Customers(world)

    def actions(self) -> Mapping[str, Act]:
        """Return every action by its name."""
        return {
            "user": self.user,
            "start": self.start,
            "say": self.say,
            "tap": self.tap,
            "edit": self.edit,
            "react": self.react,
            "photo": self.photo,
            "album": self.album,
            "voice": self.voice,
            "document": self.document,
            "block": self.block,
            "unblock": self.unblock,
            "deactivate": self.deactivate,
            "group": self.group,
        }

    async def user(self, given: Object) -> Json:
        """Create a customer; `started` presses start for him, without a message to the bot."""
        user_id = number_in(given.get("id"))
        if user_id in self._world.users:
            raise ValueError(f"customer {user_id} is there already")
        made = self._world.add_user(
            user_id=user_id,
            first_name=text_in(given.get("first_name"), "Ada"),
            username=text_in(given.get("username")),
            language_code=text_in(given.get("language_code"), "en"),
        )
        if given.get("started"):
            self._world.keep(replace(self._world.chats[made.id], started=True))
        return {"user": made.as_json(), "chat_id": made.id}

    async def start(self, given: Object) -> Json:
        """Press start, with a `payload`."""
        return self._shown(self._customers.start(self._user(given), text_in(given.get("payload"))))

    async def say(self, given: Object) -> Json:
        """Write `text`, in `chat` and as an answer to `reply_to` where given."""
        said = self._customers.say(
            self._user(given), text_in(given.get("text")), chat_id=number_in(given.get("chat")),
            reply_to=number_in(given.get("reply_to")),
        )  # fmt: skip
        return self._shown(said)

    async def tap(self, given: Object) -> Json:
        """Press the button with `data` or `label` under `message_id`."""
        done = self._customers.tap(
            self._user(given), number_in(given.get("message_id")), data=text_in(given.get("data")),
            label=text_in(given.get("label")), chat_id=number_in(given.get("chat")),
        )  # fmt: skip
        return self._shown(done) if isinstance(done, Message) else {"press": press_as_json(done)}

    async def edit(self, given: Object) -> Json:
        """Change the text of the customer's own `message_id`."""
        edited = self._customers.edit(
            self._user(given), number_in(given.get("message_id")), text_in(given.get("text")),
            chat_id=number_in(given.get("chat")),
        )  # fmt: skip
        return self._shown(edited)

    async def react(self, given: Object) -> Json:
        """React to `message_id` with `emoji`; without one, take it back."""
        reacted = self._customers.react(
            self._user(given), number_in(given.get("message_id")), text_in(given.get("emoji")),
            chat_id=number_in(given.get("chat")),
        )  # fmt: skip
        return self._shown(reacted)

    async def photo(self, given: Object) -> Json:
        """Send a photo: `base64`, or a small one."""
        return self._file("photo", given)

    async def album(self, given: Object) -> Json:
        """Send `count` small photos as one; the `caption` stands under the first."""
        name, mime_type, content = _KINDS["photo"]
        files = [
            self._world.store(kind="photo", name=name, mime_type=mime_type, content=content)
            for _ in range(number_in(given.get("count")))
        ]
        caption = text_in(given.get("caption"))
        sent = self._customers.send_album(self._user(given), files, caption=caption)
        return {"ok": True, "messages": [self._world.message_as_json(each) for each in sent]}

    async def voice(self, given: Object) -> Json:
        """Send a voice message: `base64`, or a small one."""
        return self._file("voice", given)

    async def document(self, given: Object) -> Json:
        """Send a document: `base64`, or a small one."""
        return self._file("document", given)

    async def block(self, given: Object) -> Json:
        """Block the bot."""
        self._customers.block(self._user(given))
        return {"ok": True}

    async def unblock(self, given: Object) -> Json:
        """Unblock the bot."""
        self._customers.unblock(self._user(given))
        return {"ok": True}

    async def deactivate(self, given: Object) -> Json:
        """Delete the customer's account."""
        self._customers.deactivate(self._user(given))
        return {"ok": True}

    async def group(self, given: Object) -> Json:
        """Create a group (`title`, `supergroup`, `bot`: its status), or change `chat`.

        It changes by `bot` and `member`, each a status, and by `migrate`.
        """
        user = self._user(given)
        if "chat" not in given:
            made = self._customers.found_group(
                user, title=text_in(given.get("title"), "Group"), supergroup=given.get("supergroup") is True,
                bot=_status(given.get("bot", "member")),
            )  # fmt: skip
            return {"chat": self._world.chat_as_json(made.id)}
        return {"chat": self._world.chat_as_json(self._change(user, self._chat(given), given).id)}

    def _change(self, user: User, chat: Chat, given: Object) -> Chat:
        if given.get("migrate"):
            return self._customers.migrate(user, chat)
        if "bot" in given:
            self._customers.set_bot(user, chat, _status(given["bot"]))
        if "member" in given:
            self._customers.set_member(user, chat, _status(given["member"]))
        return chat

    def _file(self, kind: str, given: Object) -> Json:
        name, mime_type, content = _KINDS[kind]
        if "base64" in given:
            content = base64.b64decode(text_in(given["base64"]))
        file = self._world.store(kind=kind, name=name, mime_type=mime_type, content=content)
        sent = self._customers.send_file(
            self._user(given),
            file,
            caption=text_in(given.get("caption")),
            chat_id=number_in(given.get("chat")),
            reply_to=number_in(given.get("reply_to")),
        )
        return self._shown(sent)

    def _user(self, given: Object) -> User:
        user_id = number_in(given.get("user"))
        if user_id not in self._world.users:
            raise ValueError(f"there is no customer {user_id}; create one with /control/user")
        return self._world.users[user_id]

    def _chat(self, given: Object) -> Chat:
        chat_id = number_in(given.get("chat"))
        if chat_id not in self._world.chats:
            raise ValueError(f"there is no chat {chat_id}")
        return self._world.chats[chat_id]

    def _shown(self, message: Message) -> Json:
        return {"message": self._world.message_as_json(message)}


def press_as_json(press: Press) -> Object:
    """Return a pressed button and its answer."""
    return {
        "id": press.id, "user": press.user_id, "chat": press.chat_id, "message_id": press.message_id,
        "data": press.data, "at_ms": press.at_ms, "answer": press.answer,
    }  # fmt: skip


def _status(value: Json) -> Status:
    for each in _STATUSES:
        if value == each:
            return each
    raise ValueError(f'status "{value}" is unknown; known are: {", ".join(_STATUSES)}')
