"""The webhook against a real server of the test's own: order, retries, secrets, answers that call methods."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

import pytest
from aiohttp import web
from telegram.error import BadRequest

from tests.emulators.common.closing import close
from tests.emulators.common.json_shapes import list_in, number_in, object_in
from tests.emulators.telegram_client import Telegram, pressed

_PATIENCE_S = 20
SECRET = "only-telegram-knows"


@dataclass
class Ear:
    """The bot's server: answers as planned, and keeps what it heard."""

    url: str = ""
    plan: list[web.Response] = field(default_factory=list)
    heard: asyncio.Queue[tuple[str | None, str]] = field(default_factory=asyncio.Queue)
    hold: asyncio.Event = field(default_factory=asyncio.Event)

    async def handle(self, request: web.Request) -> web.Response:
        update = json.loads(await request.text())
        kind = next(each for each in update if each != "update_id")
        text = update[kind].get("text") or update[kind].get("data") or kind
        await self.heard.put((request.headers.get("X-Telegram-Bot-Api-Secret-Token"), text))
        await self.hold.wait()
        return self.plan.pop(0) if self.plan else web.Response()

    async def next(self) -> str:
        async with asyncio.timeout(_PATIENCE_S):
            return (await self.heard.get())[1]


@pytest.fixture
async def ear() -> AsyncIterator[Ear]:
    made = Ear()
    made.hold.set()
    app = web.Application()
    app.router.add_post("/hook", made.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield made
    made.hold.set()
    await close(runner)


async def deliveries(telegram: Telegram, count: int) -> list[int]:
    """Return the statuses of the first `count` deliveries, when they are done."""
    statuses: list[int] = []
    after = 0
    async with asyncio.timeout(_PATIENCE_S):
        while len(statuses) < count:
            shown = await telegram.remote.get("log", method="webhook", after=after, wait_s=_PATIENCE_S)
            records = [object_in(each) for each in list_in(shown["log"])]
            statuses += [number_in(each["status"]) for each in records]
            after = max((number_in(each["number"]) for each in records), default=after)
    return statuses


async def test_updates_come_with_the_secret_and_in_order(telegram: Telegram, ear: Ear) -> None:
    ada = await telegram.customer()
    await telegram.bot.set_webhook(ear.url, secret_token=SECRET)

    await telegram.remote.post("say", user=ada, text="one")
    await telegram.remote.post("say", user=ada, text="two")

    async with asyncio.timeout(_PATIENCE_S):
        heard = [await ear.heard.get(), await ear.heard.get()]
    assert heard == [(SECRET, "one"), (SECRET, "two")]


async def test_a_chat_has_one_update_in_flight(telegram: Telegram, ear: Ear) -> None:
    ada, bob = await telegram.customer(), await telegram.customer()
    await telegram.bot.set_webhook(ear.url)
    ear.hold.clear()
    for who, text in ((ada, "a1"), (ada, "a2"), (bob, "b1")):
        await telegram.remote.post("say", user=who, text=text)

    in_flight = {await ear.next(), await ear.next()}
    nothing_more = ear.heard.empty()
    ear.hold.set()

    assert (in_flight, nothing_more, await ear.next()) == ({"a1", "b1"}, True, "a2")


async def test_a_failed_delivery_is_tried_again_ever_later(telegram: Telegram, ear: Ear) -> None:
    ada = await telegram.customer()
    await telegram.bot.set_webhook(ear.url)
    ear.plan += [web.Response(status=503) for _ in range(4)]

    await telegram.remote.post("say", user=ada, text="one")
    waits = []
    await deliveries(telegram, 2)  # the first retry comes at once
    for count in (3, 4, 5):
        waits.append(await telegram.waiting_for_the_time("webhook retry"))
        await telegram.remote.advance(waits[-1])
        await deliveries(telegram, count)

    assert waits == [2, 4, 8]
    assert await deliveries(telegram, 5) == [503, 503, 503, 503, 200]
    assert await telegram.update_kinds() == []


async def test_retry_after_is_honoured(telegram: Telegram, ear: Ear) -> None:
    ada = await telegram.customer()
    await telegram.bot.set_webhook(ear.url)
    ear.plan.append(web.Response(status=429, headers={"Retry-After": "30"}))

    await telegram.remote.post("say", user=ada, text="one")
    await deliveries(telegram, 1)

    assert await telegram.waiting_for_the_time("webhook retry") == 30


async def test_a_press_is_dropped_when_its_time_is_over(telegram: Telegram, ear: Ear) -> None:
    ada = await telegram.customer()
    await telegram.bot.set_webhook(ear.url)
    ear.plan.append(web.Response(status=429, headers={"Retry-After": "151"}))

    await pressed(telegram, ada)
    await deliveries(telegram, 1)

    assert await telegram.update_kinds() == []


async def test_the_last_error_is_told(telegram: Telegram, ear: Ear) -> None:
    ada = await telegram.customer()
    await telegram.bot.set_webhook(ear.url, max_connections=7, allowed_updates=["message"])
    ear.plan += [web.Response(status=500), web.Response(status=500)]

    await telegram.remote.post("say", user=ada, text="one")
    await deliveries(telegram, 2)

    told = await telegram.bot.get_webhook_info()
    assert told.last_error_message == "Wrong response from the webhook: 500 Internal Server Error"
    assert (told.pending_update_count, told.max_connections) == (1, 7)
    assert told.allowed_updates == ("message",)


async def test_410_for_23_hours_removes_the_webhook(telegram: Telegram, ear: Ear) -> None:
    ada = await telegram.customer()
    await telegram.bot.set_webhook(ear.url)
    ear.plan += [web.Response(status=410, headers={"Retry-After": "3590"}) for _ in range(30)]
    await telegram.remote.post("say", user=ada, text="one")

    for hour in range(1, 25):
        await deliveries(telegram, hour)
        await telegram.remote.advance(3590)
    await deliveries(telegram, 25)

    assert (await telegram.bot.get_webhook_info()).url == ""


async def test_an_answer_may_call_a_method(telegram: Telegram, ear: Ear) -> None:
    ada = await telegram.customer()
    await telegram.bot.set_webhook(ear.url)
    ear.plan.append(web.json_response({"method": "sendMessage", "chat_id": ada, "text": "Thanks"}))

    await telegram.remote.post("say", user=ada, text="one")
    await telegram.remote.get("outbox", chat=ada, after=1, wait_s=20)

    assert [each["text"] for each in await telegram.chat(ada)] == ["one", "Thanks"]


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://bot.example/hook", "bad webhook: an HTTPS URL must be provided"),
        ("https://bot.example:8080/hook", "only on ports 80, 88, 443 or 8443"),
    ],
    ids=["http", "port"],
)
async def test_telegram_posts_to_https_on_four_ports(telegram: Telegram, url: str, words: str) -> None:
    with pytest.raises(BadRequest, match=f"(?i){words}"):
        await telegram.bot.set_webhook(url)


async def test_a_secret_has_few_characters(telegram: Telegram) -> None:
    with pytest.raises(BadRequest, match="Secret token contains unallowed characters"):
        await telegram.bot.set_webhook("http://127.0.0.1:9/hook", secret_token="über")
