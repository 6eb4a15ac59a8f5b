"""A customer on Telegram: what they do reaches us as updates, over the webhook."""

import json
import re
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path

import httpx
from starlette.applications import Starlette

from bot.channels.telegram import TelegramChannel
from bot.channels.telegram.account import Account, Webhook
from bot.channels.telegram.webhook import PATH
from feedback.clock import FakeClock
from tests.emulators.common.json_shapes import Json, Object, text_in
from tests.emulators.telegram_client import TOKEN
from tests.goldens.house import NOON, House, house_with
from tests.goldens.player import Player, Wish
from tests.goldens.script import Script, Theirs
from tests.goldens.telegram_wire import TelegramWire

ADA, NEIGHBOUR, GROUP = 4711, 4712, -1004711
_ADA: Object = {"id": ADA, "is_bot": False, "first_name": "Ada", "language_code": "en"}
_BOB: Object = {"id": NEIGHBOUR, "is_bot": False, "first_name": "Bob", "language_code": "en"}
_CHAT: Object = {"id": ADA, "type": "private", "first_name": "Ada"}
_GROUP: Object = {"id": GROUP, "type": "supergroup", "title": "The neighbours"}
_MENTION = re.compile(r'<a href="tg://user\?id=(?P<user>\d+)">(?P<name>[^<]*)</a>')
_HOOK = Webhook(url="https://shop.example/telegram/webhook", secret_token="of-the-golden-payloads")


class OnTelegram(Player):
    """Ada, in her chat with the bot."""

    platform = "telegram"
    address = str(ADA)
    neighbour = str(NEIGHBOUR)

    def __init__(
        self,
        house: House,
        script: Script,
        wire: TelegramWire,
        channel: TelegramChannel,
        client: httpx.AsyncClient,
    ) -> None:
        super().__init__(house, script)
        self.wire = wire
        self._channel = channel
        self._client = client
        self._numbers = count(1)
        self._own = 0

    async def taps(self, label: str) -> None:
        _, button = self.wire.button(label)
        await self._taps(label, carrying=button["callback_data"])

    async def taps_a_made_up_button(self, label: str) -> None:
        """Tap the newest button with `label` in an app that has made up what it carries."""
        await self._taps(label, carrying="made-up")

    async def taps_in_the_group(self, label: str, *, by: int = ADA) -> None:
        """Tap in the group; `by` may be the neighbour."""
        _, button = self.wire.button(label)
        await self._taps(label, carrying=button["callback_data"], by=by, chat=_GROUP)

    async def _taps(self, label: str, *, carrying: Json, by: int = ADA, chat: Object = _CHAT) -> None:
        message, button = self.wire.button(label)
        press = f"press-{next(self._numbers)}"
        told: Object = {
            "press": press,
            "label": label,
            "message": str(message),
            "data": button["callback_data"],
            **({"user": str(by), "chat": str(GROUP)} if chat is _GROUP else {}),
        }
        self.script.note(Theirs(did="taps", about=told))
        shown = self._message(message, {"text": "x", "reply_markup": self.wire.keyboard(message)})
        query: Object = {
            "id": press,
            "from": _ADA if by == ADA else _BOB,
            "chat_instance": "1",
            "message": {**shown, "chat": chat, "entities": self._entities(message)},
            "data": carrying,
        }
        await self._tell("callback_query", query)

    async def says(self, words: str, *, in_reply: bool = False) -> None:
        self._own = self.wire.next_message()
        self.script.note(Theirs(did="says", about={"text": words, "known_as": str(self._own)}))
        asked = max(number for number in self.wire.shown if self.wire.keyboard(number)) if in_reply else 0
        on: Object = {"reply_to_message": self._message(asked, {"text": "x"})} if in_reply else {}
        await self._tell("message", self._message(self._own, {"from": _ADA, "text": words, **on}))

    async def edits(self, words: str) -> None:
        self.script.note(Theirs(did="edits", about={"text": words, "message": str(self._own)}))
        changed: Object = {"from": _ADA, "text": words, "edit_date": self._now}
        await self._tell("edited_message", self._message(self._own, changed))

    async def sends_a_file(self, content: bytes) -> None:
        self.wire.file = content
        self._own = self.wire.next_message()
        self.script.note(Theirs(did="sends a file", about={"known_as": str(self._own)}))
        file: Object = {"file_id": "file-1", "file_unique_id": "1", "file_name": "box.exe", "file_size": 9}
        await self._tell("message", self._message(self._own, {"from": _ADA, "document": file}))

    async def wishes(self, wish: Wish, argument: str = "") -> None:
        await self.says(f"/{wish} {argument}".strip())

    async def orders_in_a_room(self, order: str) -> None:
        self._own = self.wire.next_message()
        words = f"/{order}"
        told: Object = {"text": words, "known_as": str(self._own), "chat": str(GROUP)}
        self.script.note(Theirs(did="says", about=told))
        await self._tell(
            "message", {**self._message(self._own, {"from": _ADA, "text": words}), "chat": _GROUP}
        )

    async def comes_with(self, code: str) -> None:
        await self.says(code)

    @property
    def _now(self) -> int:
        return int(self.house.clock.now().timestamp())

    def _message(self, number: int, more: Object) -> Object:
        return {"message_id": number, "chat": _CHAT, "date": self._now, **more}

    def _entities(self, message: int) -> list[Json]:
        """Return whom a message of ours begins by naming, as Telegram tells it."""
        found = _MENTION.match(text_in(self.wire.shown[message].get("text")))
        if found is None:
            return []
        user: Object = {"id": int(found["user"]), "is_bot": False, "first_name": found["name"]}
        return [{"type": "text_mention", "offset": 0, "length": len(found["name"]), "user": user}]

    async def says_in_the_group(self, words: str) -> None:
        """Reply to the newest message in the group."""
        asked = max(self.wire.shown)
        self._own = self.wire.next_message()
        told: Object = {
            "text": words, "known_as": str(self._own), "chat": str(GROUP), "reply_to": str(asked)
        }  # fmt: skip
        self.script.note(Theirs(did="says", about=told))
        bot: Object = {"id": 1, "is_bot": True, "first_name": "Shop", "username": "corner_shop_bot"}
        on = {**self._message(asked, {"from": bot, "entities": self._entities(asked)}), "chat": _GROUP}
        mine = self._message(self._own, {"from": _ADA, "text": words, "reply_to_message": on})
        await self._tell("message", {**mine, "chat": _GROUP})

    async def _tell(self, kind: str, content: Json) -> None:
        update = json.dumps({"update_id": next(self._numbers), kind: content})
        headers = {"X-Telegram-Bot-Api-Secret-Token": _HOOK.secret_token}
        answer = await self._client.post(PATH, content=update, headers=headers)
        assert answer.status_code == httpx.codes.OK
        await self._channel.settle()
        await self.house.goes_on()


@asynccontextmanager
async def on_telegram(folder: Path, *, policy: str = "") -> AsyncIterator[OnTelegram]:
    """Open the program with a bot, and let a customer sit down before it."""
    clock, script = FakeClock(NOON), Script()
    wire = TelegramWire(script)
    account = Account(token=TOKEN, secret=b"golden", webhook=_HOOK, username="corner_shop_bot")
    channel = TelegramChannel(account, now=clock.now, transport=wire)
    with house_with(channel, folder, clock, policy=policy) as house:
        routes = list(channel.routes(house.app.inbox.put))
        transport = httpx.ASGITransport(Starlette(routes=routes))
        async with httpx.AsyncClient(transport=transport, base_url="https://shop.example") as client:
            yield OnTelegram(house, script, wire, channel, client)
        await channel.close()
