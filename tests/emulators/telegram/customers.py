"""What customers do in their apps, and the updates the bot gets of it."""

import re
from collections.abc import Sequence
from dataclasses import replace

from ..common.json_shapes import Json, Object, text_in
from .files import StoredFile
from .formatted import Formatted, completed
from .keyboards import rows_of
from .limits import GROUP_LEAST, GROUP_MOST
from .messages import Message
from .methods.media import file_content
from .methods.sending import caption_content, text_content
from .people import Chat, Status, User, member_as_json
from .world import Press, World

_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}")  # spec: deep linking, up to 64 characters


class CannotDo(ValueError):
    """A customer's app would not offer this."""


class Customers:
    """Acts for customers. In a private chat `chat` is the customer's own."""

    def __init__(self, world: World) -> None:
        self._world = world

    def start(self, user: User, payload: str = "") -> Message:
        """Press START, perhaps after a deep link."""
        if not _PAYLOAD.fullmatch(payload):
            raise CannotDo("a start payload is up to 64 characters of A-Z, a-z, 0-9, _ and -")
        chat = self._chat(user)
        if chat.blocked:
            self.unblock(user)
        self._world.keep(replace(self._chat(user), started=True, blocked=False))
        return self.say(user, f"/start {payload}".strip())

    def say(self, user: User, text: str, *, chat_id: int = 0, reply_to: int = 0) -> Message:
        """Write a message."""
        return self._post(user, text_content(completed(Formatted(text))), chat_id=chat_id, reply_to=reply_to)

    def send_file(
        self, user: User, file: StoredFile, *, caption: str = "", chat_id: int = 0, reply_to: int = 0
    ) -> Message:
        """Send a photo, a voice message or a document."""
        content = {**file_content(file), **caption_content(completed(Formatted(caption)))}
        return self._post(user, content, chat_id=chat_id, reply_to=reply_to)

    def send_album(self, user: User, files: Sequence[StoredFile], *, caption: str = "") -> list[Message]:
        """Send several photos as one, as apps do it: a message for each, the caption under the first.

        Spec: Message.media_group_id, "The unique identifier inside this chat of a media message group".
        """
        if not GROUP_LEAST <= len(files) <= GROUP_MOST:
            raise CannotDo(f"an album has {GROUP_LEAST} to {GROUP_MOST} photos")
        album = str(self._world.bench.chance.getrandbits(54))
        contents = [
            {
                "media_group_id": album,
                **file_content(file),
                **caption_content(completed(Formatted("" if place else caption))),
            }
            for place, file in enumerate(files)
        ]
        return [self._post(user, content, chat_id=0) for content in contents]

    def tap(
        self, user: User, message_id: int, *, data: str = "", label: str = "", chat_id: int = 0
    ) -> Press | Message:
        """Press a button, found by its data or its label; one of a custom keyboard says its label."""
        message = self._message(user, message_id, chat_id)
        for row in rows_of(message.markup):
            for button in row:
                wanted = button.get("callback_data") == data if data else button.get("text") == label
                if wanted:
                    return self._press(user, message, button)
        raise CannotDo(f'message {message_id} has no button "{data or label}"')

    def edit(self, user: User, message_id: int, text: str, *, chat_id: int = 0) -> Message:
        """Change an own text."""
        message = self._message(user, message_id, chat_id)
        if message.sender_id != user.id:
            raise CannotDo("only own messages can be edited")
        edited = message.edited(
            text_content(completed(Formatted(text))), message.markup, at=self._world.bench.clock.now_s
        )
        self._world.keep_message(edited)
        self._tell("edited_message", self._world.message_as_json(edited), edited.chat_id)
        return edited

    def react(self, user: User, message_id: int, emoji: str, *, chat_id: int = 0) -> Message:
        """React to a message, or take the reaction back with no emoji."""
        message = self._message(user, message_id, chat_id)
        before, after = message.reactions.get(user.id, ()), ((emoji,) if emoji else ())
        reacted = self._world.keep_message(message.reacted(user.id, after))
        chat = self._world.chats[message.chat_id]
        if chat.private or chat.status_of(self._world.bot.id) == "administrator":
            self._tell("message_reaction", {
                "chat": self._world.chat_as_json(chat.id), "message_id": message_id, "user": user.as_json(),
                "date": self._world.bench.clock.now_s, "old_reaction": _emoji(before),
                "new_reaction": _emoji(after),
            }, chat.id)  # fmt: skip
        return reacted

    def block(self, user: User) -> None:
        """Block the bot."""
        chat = self._chat(user)
        if chat.blocked:
            return
        self._world.keep(replace(chat, blocked=True))
        self._membership(chat, user, before="member", after="kicked")

    def unblock(self, user: User) -> None:
        """Unblock the bot."""
        chat = self._chat(user)
        if not chat.blocked:
            return
        self._world.keep(replace(chat, blocked=False))
        self._world.watch.unblocked(chat.id)
        self._membership(chat, user, before="kicked", after="member")

    def deactivate(self, user: User) -> None:
        """Delete the account."""
        self._world.users[user.id] = replace(user, deactivated=True)
        self._world.touch()

    def found_group(self, user: User, *, title: str, supergroup: bool, bot: Status) -> Chat:
        """Create a group with the bot in it."""
        chat_id = self._world.new_group_id()
        if supergroup:
            chat_id -= 1_000_000_000_000
        members: dict[int, Status] = {user.id: "creator"}
        chat = self._world.keep(
            Chat(id=chat_id, kind="supergroup" if supergroup else "group", title=title, members=members)
        )
        self.set_bot(user, chat, bot)
        return self._world.chats[chat.id]

    def set_bot(self, user: User, chat: Chat, status: Status) -> None:
        """Take the bot in, promote it, or put it out; it hears of it."""
        before = chat.status_of(self._world.bot.id)
        if before == status:
            return
        kept = self._world.keep(chat.with_member(self._world.bot.id, status))
        self._membership(kept, user, before=before, after=status)

    def set_member(self, user: User, chat: Chat, status: Status) -> None:
        """Let a customer join or leave a group; the bot hears of it if it asked and is an administrator."""
        before = chat.status_of(user.id)
        kept = self._world.keep(chat.with_member(user.id, status))
        if kept.status_of(self._world.bot.id) == "administrator":
            self._tell("chat_member", self._change(kept, user, user, before, status), kept.id)

    def migrate(self, user: User, chat: Chat) -> Chat:
        """Upgrade a group to a supergroup; the old chat's id works no more."""
        if chat.kind != "group":
            raise CannotDo("only a basic group can be upgraded")
        upgraded = self._world.keep(
            replace(chat, id=chat.id - 1_000_000_000_000, kind="supergroup", pinned=())
        )
        self._service(user, chat, {"migrate_to_chat_id": upgraded.id})
        self._world.keep(replace(chat, migrated_to=upgraded.id))
        self._service(user, upgraded, {"migrate_from_chat_id": chat.id})
        return upgraded

    def _chat(self, user: User) -> Chat:
        return self._world.chats[user.id]

    def _place(self, user: User, chat_id: int) -> Chat:
        chat = self._world.chats.get(chat_id or user.id)
        if chat is None:
            raise CannotDo(f"there is no chat {chat_id}")
        if user.deactivated:
            raise CannotDo("the account is deleted")
        if chat.private and (not chat.started or chat.blocked):
            raise CannotDo(
                "the customer has to press start first" if not chat.started else "the bot is blocked"
            )
        return chat

    def _message(self, user: User, message_id: int, chat_id: int) -> Message:
        chat = self._place(user, chat_id)
        found = self._world.messages.get((chat.id, message_id))
        if found is None:
            raise CannotDo(f"chat {chat.id} has no message {message_id}")
        return found

    def _post(self, user: User, content: Object, *, chat_id: int, reply_to: int = 0) -> Message:
        chat = self._place(user, chat_id)
        message = self._world.post(chat, sender_id=user.id, content=content, reply_to=reply_to)
        if _reaches_bot(self._world, chat, message):
            self._tell("message", self._world.message_as_json(message), chat.id)
        return message

    def _service(self, user: User, chat: Chat, content: Object) -> None:
        message = self._world.post(chat, sender_id=user.id, content=content)
        self._tell("message", self._world.message_as_json(message), chat.id)

    def _press(self, user: User, message: Message, button: Object) -> Press | Message:
        if message.inline_markup is None:
            return self.say(user, text_in(button.get("text")), chat_id=message.chat_id)
        data = text_in(button.get("callback_data"))
        if not data:
            raise CannotDo("this button opens a page; the bot does not hear of it")
        press = self._world.press(user_id=user.id, message=message, data=data)
        body: Object = {
            "id": press.id, "from": user.as_json(), "message": self._world.message_as_json(message),
            "chat_instance": str(abs(message.chat_id) * 7919), "data": data,
        }  # fmt: skip
        self._world.updates.push("callback_query", body, queue=f"presses of {user.id}")
        return press

    def _membership(self, chat: Chat, by: User, *, before: Status, after: Status) -> None:
        body = self._change(chat, by, self._world.bot, before, after)
        self._tell("my_chat_member", body, chat.id)

    def _change(self, chat: Chat, by: User, whose: User, before: Status, after: Status) -> Object:
        return {
            "chat": self._world.chat_as_json(chat.id), "from": by.as_json(),
            "date": self._world.bench.clock.now_s, "old_chat_member": member_as_json(whose, before),
            "new_chat_member": member_as_json(whose, after),
        }  # fmt: skip

    def _tell(self, kind: str, body: Object, chat_id: int) -> None:
        self._world.updates.push(kind, body, queue=f"chat {chat_id}")


def _emoji(reactions: tuple[str, ...]) -> list[Json]:
    return [{"type": "emoji", "emoji": each} for each in reactions]


def _reaches_bot(world: World, chat: Chat, message: Message) -> bool:
    """Tell whether the bot sees a message: privacy mode leaves it commands, replies and mentions."""
    if chat.private or "migrate_to_chat_id" in message.content:
        return True
    status = chat.status_of(world.bot.id)
    if status in ("left", "kicked"):
        return False
    replied = world.messages.get((chat.id, message.reply_to))
    to_bot = replied is not None and replied.sender_id == world.bot.id
    text = text_in(message.content.get("text"))
    return status == "administrator" or to_bot or text.startswith("/") or f"@{world.bot.username}" in text
