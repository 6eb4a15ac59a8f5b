"""Everything this Telegram knows: its one bot, customers, chats, messages, files and pressed buttons."""

import asyncio
from collections.abc import Coroutine
from dataclasses import dataclass, replace

from ..common.bench import Bench
from ..common.json_shapes import Json, Object
from .files import StoredFile, new_file
from .flood import Flood
from .messages import Message
from .people import Chat, User
from .polling import Poller
from .rules import Refusal
from .spec import Spec
from .updates import Update, Updates
from .watch import Watch
from .webhook import Webhook

DEFAULT_TOKEN = "7000000001:emulator-token-not-a-secret"
_FIRST_USER, _FIRST_GROUP = 7_100_000_001, 4_100_000_001  # beyond 32 bits, as Telegram's are


@dataclass(frozen=True, slots=True, kw_only=True)
class Press:
    """A pressed button, until the bot answers it."""

    id: str
    user_id: int
    chat_id: int
    message_id: int
    data: str
    at_ms: int
    answer: Object | None = None


class World:
    """The state; methods and customers change it, `touch` tells those who look."""

    def __init__(self, bench: Bench, spec: Spec, *, token: str, username: str) -> None:
        self.bench = bench
        self.spec = spec
        self.token = token
        self._username = username
        self.watch = Watch(bench)
        self.updates = Updates(bench, spec.update_kinds)
        self.poller = Poller(bench, self.updates, self.watch)
        self.webhook = Webhook(bench, self.updates, self.watch)
        self.poller.handed_over = self.webhook.handed_over = self._handed_over
        self.version = 0
        self._tasks: set[asyncio.Task[None]] = set()
        self._start()

    def _start(self) -> None:
        self.bot = User(
            id=int(self.token.partition(":")[0]),
            first_name="Emulated bot",
            username=self._username,
            is_bot=True,
        )
        self.revoked = self.logged_out = False
        self.webhook_allowed_from_ms = 0
        self.users: dict[int, User] = {}
        self.chats: dict[int, Chat] = {}
        self.messages: dict[tuple[int, int], Message] = {}
        self.files: dict[str, StoredFile] = {}
        self.links: dict[str, tuple[str, int]] = {}  # a file's path: its id, and when the link ends (ms)
        self.presses: dict[str, Press] = {}
        self.settings_of_bot: dict[tuple[str, str, str], Json] = {}  # (what, scope, language)
        self.flood = Flood()
        self._message_ids: dict[int, int] = {}

    async def reset(self) -> None:
        """Forget everything but token, time and specification."""
        for task in self._tasks:
            task.cancel()
        await self.webhook.reset()
        self.poller.reset()
        self.updates.reset()
        self.watch.reset()
        self._start()
        self.touch()

    def touch(self) -> None:
        """Tell everyone who looks that something changed."""
        self.version += 1
        self.bench.recorder.wake()

    # people and chats

    def add_user(self, *, user_id: int, first_name: str, username: str, language_code: str) -> User:
        """Add a customer, and the chat in which he has not pressed start yet."""
        made = User(
            id=user_id or _FIRST_USER + len(self.users), first_name=first_name, username=username,
            language_code=language_code,
        )  # fmt: skip
        self.users[made.id] = made
        self.keep(Chat(id=made.id, kind="private", user_id=made.id))
        return made

    def new_group_id(self) -> int:
        """Return an id no group has."""
        return -(_FIRST_GROUP + len(self.chats))

    def keep(self, chat: Chat) -> Chat:
        """Keep a chat as it is now."""
        self.chats[chat.id] = chat
        self.touch()
        return chat

    def user_as_json(self, user_id: int) -> Object:
        """Return a user, or the bot, as the API shows them."""
        return self.bot.as_json() if user_id == self.bot.id else self.users[user_id].as_json()

    def chat_as_json(self, chat_id: int) -> Object:
        """Return a chat as the API shows it."""
        chat = self.chats[chat_id]
        return chat.as_json(self.users[chat.user_id] if chat.private else None)

    # messages

    def new_message_id(self, chat: Chat) -> int:
        """Return the next id: supergroups count for themselves, all other chats together."""
        counter = chat.id if chat.kind == "supergroup" else 0
        self._message_ids[counter] = self._message_ids.get(counter, 0) + 1
        return self._message_ids[counter]

    def post(
        self, chat: Chat, *, sender_id: int, content: Object, markup: Object | None = None, reply_to: int = 0
    ) -> Message:
        """Put a message into a chat."""
        made = Message(
            chat_id=chat.id, message_id=self.new_message_id(chat), sender_id=sender_id,
            date=self.bench.clock.now_s, content=content, markup=markup, reply_to=reply_to,
        )  # fmt: skip
        return self.keep_message(made)

    def keep_message(self, message: Message) -> Message:
        """Keep a message as it is now."""
        self.messages[message.chat_id, message.message_id] = message
        self.touch()
        return message

    def messages_in(self, chat_id: int) -> list[Message]:
        """Return a chat's messages, oldest first."""
        return [each for (chat, _), each in sorted(self.messages.items()) if chat == chat_id]

    def message_as_json(self, message: Message, *, with_reply: bool = True) -> Object:
        """Return a message as the API shows it."""
        replied = self.messages.get((message.chat_id, message.reply_to)) if with_reply else None
        return message.as_json(
            sender=self.user_as_json(message.sender_id),
            chat=self.chat_as_json(message.chat_id),
            replied=self.message_as_json(replied, with_reply=False) if replied else None,
        )

    # files

    def store(self, *, kind: str, name: str, mime_type: str, content: bytes) -> StoredFile:
        """Keep a file."""
        made = new_file(self.bench.chance, kind=kind, name=name, mime_type=mime_type, content=content)
        self.files[made.file_id] = made
        return made

    def linked(self, path: str) -> StoredFile:
        """Return the file that getFile gave the link `path` to.

        Raises Refusal where the link is none, or is over.
        """
        file_id, until_ms = self.links.get(path, ("", 0))
        if self.bench.clock.now_ms > until_ms:
            raise Refusal("not_found")
        return self.files[file_id]

    # pressed buttons

    def press(self, *, user_id: int, message: Message, data: str) -> Press:
        """Keep a pressed button."""
        made = Press(
            id=str(self.bench.chance.getrandbits(62)), user_id=user_id, chat_id=message.chat_id,
            message_id=message.message_id, data=data, at_ms=self.bench.clock.now_ms,
        )  # fmt: skip
        self.presses[made.id] = made
        self.touch()
        return made

    def answer(self, press: Press, answer: Object) -> None:
        """Keep what the bot answered."""
        self.presses[press.id] = replace(press, answer=answer)
        self.touch()

    # what goes on by itself

    def background(self, work: Coroutine[None, None, None]) -> None:
        """Let `work` go on until it ends or everything is reset."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _handed_over(self, update: Update) -> None:
        """The bot got an update: from now on it has to answer a pressed button."""
        if update.kind == "callback_query" and "id" in update.body:
            self.background(self._expect_answer(str(update.body["id"])))

    async def _expect_answer(self, press_id: str) -> None:
        seconds = self.watch.settings.answer_within_s
        due_ms = self.bench.clock.now_ms + seconds * 1000
        await self.bench.clock.sleep_until(due_ms, why=f"answer to press {press_id}")
        press = self.presses.get(press_id)
        if press is not None and press.answer is None:
            where = f"callback_query, chat {press.chat_id}"
            self.watch.fault("callback_not_answered", where=where, seconds=seconds)
