"""Updates that Telegram brings: only with the secret, stored before they are acknowledged, however odd."""

import json

import pytest
from httpx import ASGITransport, AsyncClient, Response
from starlette.applications import Starlette

from bot.channels.telegram.account import Webhook
from tests.bot.telegram.fake_telegram import FakeInbox, FakeTelegram, channel
from tests.bot.telegram.test_polling import said
from tests.bot.telegram.test_taps import tap

HOOK = Webhook(url="https://example.org/telegram/webhook", secret_token="a-secret_of-256-signs-at-most")


async def brought(
    body: bytes, inbox: FakeInbox, *, secret: str | None = None
) -> tuple[Response, FakeTelegram]:
    telegram = FakeTelegram()
    bot = channel(telegram, webhook=HOOK)
    app = Starlette(routes=list(bot.routes(inbox.put)))
    transport = ASGITransport(app, raise_app_exceptions=False)
    given = (HOOK.secret_token if secret is None else secret).encode("latin-1")
    headers = [(b"X-Telegram-Bot-Api-Secret-Token", given)]
    async with AsyncClient(transport=transport, base_url="https://example.org") as client:
        answer = await client.post("/telegram/webhook", content=body, headers=headers)
    await bot.settle()
    await bot.close()
    return answer, telegram


async def test_an_update_is_stored_and_then_acknowledged() -> None:
    inbox = FakeInbox()

    answer, _ = await brought(json.dumps(said(5)).encode(), inbox)

    assert (answer.status_code, answer.content) == (200, b"")
    assert inbox.items["5"].payload == json.dumps(said(5)).encode()


async def test_the_same_update_brought_again_is_acknowledged_again() -> None:
    inbox, body = FakeInbox(), json.dumps(tap(5, "made-up")).encode()

    (first, attended), (second, ignored) = [await brought(body, inbox) for _ in range(2)]

    assert [first.status_code, second.status_code, len(inbox.items)] == [200, 200, 1]
    assert [len(each.called("answerCallbackQuery")) for each in (attended, ignored)] == [1, 0]


@pytest.mark.parametrize("secret", ["", "guessed", HOOK.secret_token[:-1], f"{HOOK.secret_token}x", "\x80"])
async def test_without_the_secret_nobody_gets_in(secret: str) -> None:
    inbox = FakeInbox()

    answer, telegram = await brought(json.dumps(tap(5, "x")).encode(), inbox, secret=secret)

    assert (answer.status_code, inbox.items, telegram.calls) == (403, {}, [])


async def test_what_could_not_be_stored_is_not_acknowledged() -> None:
    inbox = FakeInbox(failing=1)

    answer, _ = await brought(json.dumps(said(5)).encode(), inbox)

    assert (answer.status_code, inbox.items) == (500, {})


@pytest.mark.parametrize("body", [b"", b"{", b"[1]", b"\xff", b"[" * 100_000])
async def test_what_is_no_json_is_kept_for_a_person_to_look_at(body: bytes) -> None:
    inbox = FakeInbox()

    answers = [(await brought(body, inbox))[0].status_code for _ in range(2)]

    (item,) = inbox.items.values()
    assert answers == [200, 200]
    assert (item.payload, item.address, item.key[:4]) == (body, "", "raw-")
    assert channel(FakeTelegram()).parse(item) is None


async def test_more_than_telegram_ever_sends_is_refused_unread() -> None:
    inbox = FakeInbox()

    answer, _ = await brought(b" " * (1024 * 1024 + 1), inbox)

    assert (answer.status_code, inbox.items) == (413, {})


async def test_a_bot_that_polls_serves_nothing() -> None:
    assert channel(FakeTelegram()).routes(FakeInbox().put) == ()
