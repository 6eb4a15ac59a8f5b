"""Bare loops of the platforms' SDKs, as their tutorials show them: nothing is stored, nothing is decided.

Each makes the requests that we made before it, as the emulator noted them down.
"""

import asyncio
import re
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from typing import Self, TypeVar

import aiohttp
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from telegram import Bot, CallbackQuery, InlineKeyboardButton, InlineKeyboardMarkup, LinkPreviewOptions
from telegram.constants import ParseMode
from telegram.request import HTTPXRequest

from tests.emulators.common.json_shapes import Json, Object, list_in, object_in, text_in
from tests.emulators.slack.objects import mapping
from tests.emulators.slack.seeds import APP_TOKEN, BOT_TOKEN
from tests.emulators.telegram_client import TOKEN

_AT_ONCE = 8
_UPDATES = 100
_NO_PREVIEW = LinkPreviewOptions(is_disabled=True)

One = TypeVar("One")


class Bare(ABC):
    """An SDK, used without anything around it."""

    async def __aenter__(self) -> Self:
        """Open what it needs."""
        return self

    @abstractmethod
    async def __aexit__(self, *_: object) -> None:
        """Let go of it."""

    @abstractmethod
    async def send_to(self, people: Sequence[str]) -> Mapping[str, str]:
        """Send everybody the question; return the references of the messages by address."""

    @abstractmethod
    async def listen(self) -> None:
        """Begin to hear."""

    @abstractmethod
    async def handle(self, count: int) -> None:
        """Handle so many taps: acknowledge each, amend its message, and ask the next question."""


class BareTelegram(Bare):
    """python-telegram-bot."""

    def __init__(self, url: str, log: Object) -> None:
        """Repeat what stands in `log`."""
        calls = HTTPXRequest(connection_pool_size=_AT_ONCE + 1)
        self._bot = Bot(TOKEN, base_url=f"{url}/bot", request=calls, get_updates_request=HTTPXRequest())
        self._question, self._next = _first_and_last(log, "sendMessage")
        self._amended = _first_and_last(log, "editMessageText")[0]

    async def __aexit__(self, *_: object) -> None:
        await self._bot.shutdown()

    async def send_to(self, people: Sequence[str]) -> Mapping[str, str]:
        """Send everybody the question, a few at once."""
        references: dict[str, str] = {}

        async def send(address: str) -> None:
            sent = await self._send(int(address), self._question)
            references[address] = f"{address}:{sent}"

        await _each(people, send)
        return references

    async def listen(self) -> None:
        """Begin to hear."""
        await self._bot.initialize()

    async def handle(self, count: int) -> None:
        """Handle so many taps, as they come."""
        offset, handled = 0, 0
        while handled < count:
            updates = await self._bot.get_updates(offset=offset, limit=_UPDATES, timeout=10)
            await _each([each.callback_query for each in updates if each.callback_query], self._handle)
            handled, offset = handled + len(updates), updates[-1].update_id + 1

    async def _handle(self, query: CallbackQuery) -> None:
        await query.answer()
        await query.edit_message_text(
            text_in(self._amended["text"]),
            parse_mode=ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
            reply_markup=_markup(self._amended),
        )
        await self._send(query.from_user.id, self._next)

    async def _send(self, chat: int, told: Object) -> int:
        sent = await self._bot.send_message(
            chat,
            text_in(told["text"]),
            parse_mode=ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
            reply_markup=_markup(told),
        )
        return sent.message_id


class BareSlack(Bare):
    """slack_sdk, and Bolt in Socket Mode."""

    def __init__(self, url: str, log: Object) -> None:
        """Repeat what stands in `log`."""
        self._base_url = f"{url}/api/"
        self._question, self._next = _first_and_last(log, "chat.postMessage")
        self._amended = _first_and_last(log, "chat.update")[0]
        self._handled = 0
        self._all = asyncio.Event()
        self._wanted = 0

    async def __aenter__(self) -> Self:
        """Open one session for everything."""
        self._session = aiohttp.ClientSession()
        self._client = AsyncWebClient(BOT_TOKEN, base_url=self._base_url, session=self._session)
        app = AsyncApp(client=self._client)
        app.action(re.compile("choice:"))(self._tapped)
        self._handler = AsyncSocketModeHandler(
            app, APP_TOKEN, web_client=AsyncWebClient(APP_TOKEN, base_url=self._base_url)
        )
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._handler.close_async()  # type: ignore[no-untyped-call] # Bolt's handler has no types
        await self._session.close()

    async def send_to(self, people: Sequence[str]) -> Mapping[str, str]:
        """Send everybody the question, a few at once."""
        references: dict[str, str] = {}

        async def send(address: str) -> None:
            user = address.rpartition("/")[2]
            sent = await self._client.api_call("chat.postMessage", json={**self._question, "channel": user})
            references[address] = f"{sent['channel']}:{sent['ts']}"

        await _each(people, send)
        return references

    async def listen(self) -> None:
        """Begin to hear."""
        await self._handler.connect_async()  # type: ignore[no-untyped-call] # the same

    async def handle(self, count: int) -> None:
        """Handle so many taps, as they come."""
        self._wanted = count
        await self._all.wait()

    async def _tapped(self, ack: AsyncAck, body: Mapping[str, Json], client: AsyncWebClient) -> None:
        await ack()
        container = object_in(body["container"])
        channel, ts = text_in(container["channel_id"]), text_in(container["message_ts"])
        await client.api_call("chat.update", json={**self._amended, "channel": channel, "ts": ts})
        await client.api_call("chat.postMessage", json={**self._next, "channel": channel})
        self._handled += 1
        if self._handled == self._wanted:
            self._all.set()


def _first_and_last(log: Object, method: str) -> tuple[dict[str, Json], dict[str, Json]]:
    """Return what the first and the last call of a method held."""
    calls = [object_in(each) for each in list_in(log["log"])]
    found = [dict(object_in(each["arguments"])) for each in calls if each["method"] == method]
    return found[0], found[-1]


def _markup(told: Object) -> InlineKeyboardMarkup:
    rows = list_in(mapping(told["reply_markup"])["inline_keyboard"])
    return InlineKeyboardMarkup([[_button(object_in(each)) for each in list_in(row)] for row in rows])


def _button(told: Object) -> InlineKeyboardButton:
    return InlineKeyboardButton(text_in(told["text"]), callback_data=text_in(told["callback_data"]))


async def _each(things: Iterable[One], do: Callable[[One], Awaitable[None]]) -> None:
    """Do it to each, a few at once."""
    coming = iter(things)

    async def one() -> None:
        for each in coming:
            await do(each)

    await asyncio.gather(*(one() for _ in range(_AT_ONCE)))
