"""Telegram's server as far as a call goes: it notes what it is asked, and answers what it was told to."""

import json
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import parse_qs

import httpx

from bot.channels.telegram import TelegramChannel
from bot.channels.telegram.account import Account, Webhook
from feedback.prompts import Prompt
from feedback.records import OutboxItem

NOON = datetime(2026, 5, 4, 12, tzinfo=UTC)
TOKEN = "7000000001:a-token-for-tests-only"
SECRET = b"golden"

Answer = Callable[[httpx.Request], httpx.Response]


@dataclass(frozen=True)
class Call:
    """A method, and its arguments as they went over the wire; JSON in them is read."""

    method: str
    arguments: dict[str, object]


@dataclass
class FakeTelegram(httpx.AsyncBaseTransport):
    """Takes every message unless `answers` says otherwise; messages are numbered from 100."""

    calls: list[Call] = field(default_factory=list)
    answers: deque[Answer] = field(default_factory=deque)
    messages: int = 99

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        call = Call(request.url.path.rpartition("/")[2], _arguments(request.content))
        self.calls.append(call)
        return self.answers.popleft()(request) if self.answers else ok(self._result(call))

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
    return lambda _: httpx.Response(
        status, json={**told, **({"parameters": parameters} if parameters else {})}
    )


def page(status: int) -> Answer:
    return lambda _: httpx.Response(status, text="<html>a proxy's page</html>")


def broken(error: type[httpx.TransportError]) -> Answer:
    def fail(request: httpx.Request) -> httpx.Response:
        raise error("the network", request=request)

    return fail


def channel(telegram: FakeTelegram, *, webhook: Webhook | None = None) -> TelegramChannel:
    account = Account(token=TOKEN, secret=SECRET, webhook=webhook, username="aftertouch_bot")
    return TelegramChannel(account, now=lambda: NOON, transport=telegram)


def item(
    prompt: Prompt, *, amends: str | None = None, chosen: tuple[str, ...] = (), address: str = "4711"
) -> OutboxItem:
    return OutboxItem(
        id="o1", customer="c1", session=prompt.session, channel="telegram", address=address, prompt=prompt,
        priority=5, due_at=NOON, created_at=NOON, state="sending", amends=amends, chosen=chosen,
    )  # fmt: skip
