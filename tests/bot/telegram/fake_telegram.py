"""Telegram's server as far as a call goes: it notes what it is asked, and answers what it was told to."""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import parse_qs

import httpx

from bot.channels.telegram import TelegramChannel
from bot.channels.telegram.account import Account, Webhook
from bot.channels.telegram.commands import TeamCommands
from feedback.prompts import Prompt
from feedback.records import InboxItem, OutboxItem

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
TOKEN = "7000000001:a-token-for-tests-only"
SECRET = b"golden"


@dataclass(frozen=True)
class Answer:
    """What a call gets; its name tells tests apart."""

    name: str
    give: Callable[[httpx.Request], httpx.Response]

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Call:
    """A method, and its arguments as they went over the wire; JSON in them is read."""

    method: str
    arguments: dict[str, object]


@dataclass
class FakeTelegram(httpx.AsyncBaseTransport):
    """Takes every message unless `answers` says otherwise; messages are numbered from 100.

    Without an answer to give, a poll waits for ever, and `is_idle` is set.
    """

    calls: list[Call] = field(default_factory=list)
    answers: deque[Answer] = field(default_factory=deque)
    messages: int = 99
    tells_names: bool = True
    is_idle: asyncio.Event = field(default_factory=asyncio.Event)

    def called(self, method: str) -> list[Call]:
        return [call for call in self.calls if call.method == method]

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        call = Call(request.url.path.rpartition("/")[2], _arguments(request.content))
        self.calls.append(call)
        if call.method == "getChatMember":
            return self._member(call)
        if call.method == "getUpdates" and not self.answers:
            self.is_idle.set()
            await asyncio.Event().wait()  # a long poll in which nothing comes
        return self.answers.popleft().give(request) if self.answers else ok(self._result(call))

    def _member(self, call: Call) -> httpx.Response:
        """Tell who is in a group; `answers` are for what is asked of us, and this is asked besides."""
        if not self.tells_names:
            return refusal(400, "Bad Request: member not found").give(httpx.Request("POST", "https://x"))
        user = {"id": call.arguments["user_id"], "is_bot": False, "first_name": "Ada <&> Co"}
        return ok({"status": "member", "user": user})

    def _result(self, call: Call) -> object:
        if call.method not in ("sendMessage", "editMessageText", "editMessageReplyMarkup"):
            return True
        chat = call.arguments["chat_id"]
        if call.method == "sendMessage":
            self.messages += 1
        return {"message_id": self.messages, "date": 1, "chat": {"id": chat, "type": "private"}, "text": "x"}


def _arguments(content: bytes) -> dict[str, object]:
    return {name: _value(values[0]) for name, values in parse_qs(content.decode()).items()}


def _value(written: str) -> object:
    try:
        found: object = json.loads(written)
    except ValueError:
        return written
    return found


def ok(result: object) -> httpx.Response:
    return httpx.Response(200, json={"ok": True, "result": result})


def refusal(status: int, description: str, **parameters: int) -> Answer:
    told = {"ok": False, "error_code": status, "description": description}
    known = {"parameters": parameters} if parameters else {}
    return Answer(f"{status} {description}", lambda _: httpx.Response(status, json={**told, **known}))


def page(status: int, **headers: str) -> Answer:
    text = "<html>a proxy's page</html>"
    return Answer(f"a page {status}", lambda _: httpx.Response(status, text=text, headers=headers))


def broken(error: type[httpx.TransportError]) -> Answer:
    def fail(request: httpx.Request) -> httpx.Response:
        raise error("the network", request=request)

    return Answer(error.__name__, fail)


def result(found: object) -> Answer:
    return Answer("ok", lambda _: ok(found))


async def _no_sleep(_seconds: float) -> None:
    await asyncio.sleep(0)


def channel(
    telegram: FakeTelegram,
    *,
    webhook: Webhook | None = None,
    sleep: Callable[[float], Awaitable[None]] = _no_sleep,
    team: TeamCommands | None = None,
) -> TelegramChannel:
    account = Account(token=TOKEN, secret=SECRET, webhook=webhook, username="aftertouch_bot")
    return TelegramChannel(
        account,
        now=lambda: NOON,
        transport=telegram,
        sleep=sleep,
        chance=lambda: 0.5,
        team_commands=team or {},
    )


@dataclass
class FakeInbox:
    """Keeps what is put into it, once; `failing` times it cannot."""

    items: dict[str, InboxItem] = field(default_factory=dict)
    failing: int = 0

    async def put(self, item: InboxItem) -> bool:
        if self.failing:
            self.failing -= 1
            raise ConnectionError("the database is away")
        is_new = item.key not in self.items
        self.items.setdefault(item.key, item)
        return is_new


def item(
    prompt: Prompt, *, amends: str | None = None, chosen: tuple[str, ...] = (), address: str = "4711"
) -> OutboxItem:
    return OutboxItem(
        id="o1", customer="c1", session=prompt.session, channel="telegram", address=address, prompt=prompt,
        priority=5, due_at=NOON, created_at=NOON, state="sending", amends=amends, chosen=chosen,
    )  # fmt: skip
