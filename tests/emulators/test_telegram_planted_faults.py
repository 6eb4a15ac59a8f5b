"""Twenty and more bad clients: each makes one mistake, and the emulator catches every one."""

import asyncio
import json
from collections.abc import Awaitable, Callable

import httpx
import pytest
from aiohttp import web

from tests.emulators.common.closing import close
from tests.emulators.common.json_shapes import Json
from tests.emulators.telegram_client import TOKEN, Telegram, asked, pressed

BadClient = Callable[[Telegram], Awaitable[None]]


async def wrong_html_escaping(telegram: Telegram) -> None:
    await telegram.raw("sendMessage", chat_id=await telegram.customer(), text="I <3 it", parse_mode="HTML")


async def wrong_markdown_escaping(telegram: Telegram) -> None:
    ada = await telegram.customer()
    await telegram.raw("sendMessage", chat_id=ada, text="Thank you.", parse_mode="MarkdownV2")


async def over_long_message(telegram: Telegram) -> None:
    await telegram.raw("sendMessage", chat_id=await telegram.customer(), text="x" * 4097)


async def empty_message(telegram: Telegram) -> None:
    await telegram.raw("sendMessage", chat_id=await telegram.customer(), text="")


async def over_long_button(telegram: Telegram) -> None:
    button = {"text": "x" * 11_000, "callback_data": "ok"}
    await _ask(telegram, button)


async def callback_data_of_65_bytes(telegram: Telegram) -> None:
    await _ask(telegram, {"text": "Good", "callback_data": "é" * 32 + "x"})


async def button_that_does_nothing(telegram: Telegram) -> None:
    await _ask(telegram, {"text": "Good"})


async def button_that_does_two_things(telegram: Telegram) -> None:
    await _ask(telegram, {"text": "Good", "callback_data": "ok", "url": "https://shop.example"})


async def button_for_a_page_without_tls(telegram: Telegram) -> None:
    await _ask(telegram, {"text": "Map", "web_app": {"url": "http://shop.example"}})


async def nine_buttons_in_a_row(telegram: Telegram) -> None:
    await _ask(telegram, *({"text": str(each), "callback_data": str(each)} for each in range(9)))


async def press_without_an_answer(telegram: Telegram) -> None:
    await pressed(telegram, await telegram.customer())
    await telegram.raw("getUpdates")
    await telegram.remote.advance(10)


async def press_answered_twice(telegram: Telegram) -> None:
    press = await pressed(telegram, await telegram.customer())
    for _ in range(2):
        await telegram.raw("answerCallbackQuery", callback_query_id=press)


async def answer_of_201_characters(telegram: Telegram) -> None:
    press = await pressed(telegram, await telegram.customer())
    await telegram.raw("answerCallbackQuery", callback_query_id=press, text="x" * 201)


async def press_made_up(telegram: Telegram) -> None:
    await telegram.raw("answerCallbackQuery", callback_query_id="12345")


async def post_repeated_after_a_lost_answer(telegram: Telegram) -> None:
    ada = await telegram.customer()
    await telegram.remote.post("faults", kind="lost_answer", method="sendMessage")
    with pytest.raises(httpx.RemoteProtocolError):
        await telegram.raw("sendMessage", chat_id=ada, text="How was it?")
    await telegram.raw("sendMessage", chat_id=ada, text="How was it?")


async def first_word_to_a_stranger(telegram: Telegram) -> None:
    await telegram.raw("sendMessage", chat_id=await telegram.customer(started=False), text="Hello")


async def stubborn_about_a_block(telegram: Telegram) -> None:
    ada = await telegram.customer()
    await telegram.remote.post("block", user=ada)
    for _ in range(2):
        await telegram.raw("sendMessage", chat_id=ada, text="Come back")


async def faster_than_the_flood_limit(telegram: Telegram) -> None:
    ada = await telegram.customer()
    for each in range(6):
        await telegram.raw("sendMessage", chat_id=ada, text=str(each))


async def deaf_to_retry_after(telegram: Telegram) -> None:
    ada = await telegram.customer()
    await telegram.remote.post("faults", kind="throttle", retry_after_s=9)
    await telegram.raw("sendMessage", chat_id=ada, text="one")
    await telegram.remote.advance(3)
    await telegram.raw("sendMessage", chat_id=ada, text="one")


async def two_pollers(telegram: Telegram) -> None:
    first = asyncio.ensure_future(telegram.raw("getUpdates", timeout=50))
    await telegram.waiting_for_the_time("getUpdates")
    second = asyncio.ensure_future(telegram.raw("getUpdates", timeout=50))
    await first
    await telegram.remote.advance(50)
    await second


async def polling_without_patience(telegram: Telegram) -> None:
    for turn in range(3):
        polling = asyncio.ensure_future(telegram.raw("getUpdates"))
        if turn == 1:  # asked again at once, which Telegram slows down
            await telegram.waiting_for_the_time("getUpdates")
            await telegram.remote.advance(3)
        await polling


async def polling_behind_a_webhook(telegram: Telegram) -> None:
    await telegram.raw("setWebhook", url="http://127.0.0.1:9/hook")
    await telegram.raw("getUpdates")


async def offset_that_goes_back(telegram: Telegram) -> None:
    await telegram.raw("getUpdates", offset=900_000_001)
    await telegram.raw("getUpdates", offset=900_000_000)


async def webhook_without_tls(telegram: Telegram) -> None:
    await telegram.raw("setWebhook", url="http://bot.example/hook")


async def webhook_that_believes_anyone(telegram: Telegram) -> None:
    async def believe(request: web.Request) -> web.Response:
        return web.Response()

    app = web.Application()
    app.router.add_post("/hook", believe)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    await telegram.raw("setWebhook", url=f"http://127.0.0.1:{runner.addresses[0][1]}/hook", secret_token="s")
    await telegram.remote.post("forge")
    await close(runner)


async def misspelt_argument(telegram: Telegram) -> None:
    await telegram.raw("sendMessage", chat_id=await telegram.customer(), text="Hi", replymarkup={})


async def number_that_is_none(telegram: Telegram) -> None:
    ada = await telegram.customer()
    await telegram.raw("editMessageText", chat_id=ada, message_id="last", text="Hi")


async def keyboard_written_as_python(telegram: Telegram) -> None:
    ada = await telegram.customer()
    await telegram.raw("sendMessage", chat_id=ada, text="Hi", reply_markup=str({"inline_keyboard": [[]]}))


async def edit_that_changes_nothing(telegram: Telegram) -> None:
    ada = await telegram.customer()
    sent = await telegram.raw("sendMessage", chat_id=ada, text="Hi")
    await telegram.raw(
        "editMessageText", chat_id=ada, message_id=asked({"message": sent.json()["result"]}), text="Hi"
    )


async def command_in_capitals(telegram: Telegram) -> None:
    await telegram.raw("setMyCommands", commands=[{"command": "Stop", "description": "Stop asking"}])


async def over_long_caption(telegram: Telegram) -> None:
    ada = await telegram.customer()
    await telegram.raw("sendPhoto", chat_id=ada, photo="https://shop.example/map.png", caption="x" * 1025)


async def photo_that_is_none(telegram: Telegram) -> None:
    ada = await telegram.customer()
    async with httpx.AsyncClient(trust_env=False, verify=False) as client:
        url = f"{telegram.remote.url}/bot{TOKEN}/sendPhoto"
        await client.post(url, data={"chat_id": str(ada)}, files={"photo": ("map.svg", b"<svg/>")})


async def update_kind_that_is_none(telegram: Telegram) -> None:
    await telegram.raw("getUpdates", allowed_updates=["messages"])


async def pin_without_the_right(telegram: Telegram) -> None:
    ada = await telegram.customer()
    founded = await telegram.remote.post("group", user=ada, title="Team")
    chat = json.loads(json.dumps(founded))["chat"]["id"]
    await telegram.raw("pinChatMessage", chat_id=chat, message_id=1)


async def _ask(telegram: Telegram, *row: Json) -> None:
    ada = await telegram.customer()
    markup = json.dumps({"inline_keyboard": [row]})
    await telegram.raw("sendMessage", chat_id=ada, text="How was it?", reply_markup=markup)


CAUGHT: dict[BadClient, str] = {
    wrong_html_escaping: "cannot_parse_entities",
    wrong_markdown_escaping: "cannot_parse_entities",
    over_long_message: "text_too_long",
    empty_message: "text_empty",
    over_long_button: "markup_too_long",
    callback_data_of_65_bytes: "button_data_invalid",
    button_that_does_nothing: "button_without_action",
    button_that_does_two_things: "button_with_two_actions",
    button_for_a_page_without_tls: "button_url_invalid",
    nine_buttons_in_a_row: "row_too_wide",
    press_without_an_answer: "callback_not_answered",
    press_answered_twice: "answered_twice",
    answer_of_201_characters: "answer_too_long",
    press_made_up: "query_too_old",
    post_repeated_after_a_lost_answer: "post_repeated",
    first_word_to_a_stranger: "cannot_initiate",
    stubborn_about_a_block: "sent_to_blocked_again",
    faster_than_the_flood_limit: "flood",
    deaf_to_retry_after: "retry_after_ignored",
    two_pollers: "two_pollers",
    polling_without_patience: "busy_polling",
    polling_behind_a_webhook: "webhook_active",
    offset_that_goes_back: "stale_offset",
    webhook_without_tls: "webhook_bad",
    webhook_that_believes_anyone: "forged_update_accepted",
    misspelt_argument: "unknown_argument",
    number_that_is_none: "wrong_type",
    keyboard_written_as_python: "cannot_parse",
    edit_that_changes_nothing: "not_modified",
    command_in_capitals: "command_invalid",
    over_long_caption: "caption_too_long",
    photo_that_is_none: "photo_invalid",
    update_kind_that_is_none: "not_in_allowed_updates",
    pin_without_the_right: "not_enough_rights",
}


@pytest.mark.parametrize("bad_client", CAUGHT, ids=lambda each: each.__name__)
async def test_a_bad_client_is_caught(telegram: Telegram, bad_client: BadClient) -> None:
    await bad_client(telegram)

    found = await telegram.remote.get("violations", wait_s=5)
    assert [each["code"] for each in json.loads(json.dumps(found))["violations"]] == [CAUGHT[bad_client]]
    assert all(each["source"] and each["where"] for each in json.loads(json.dumps(found))["violations"])


async def test_a_good_client_is_not_blamed(telegram: Telegram) -> None:
    ada = await telegram.customer(started=False)
    await telegram.remote.post("start", user=ada)
    (first,) = await telegram.bot.get_updates(timeout=10)
    press = await pressed(telegram, ada)
    (second,) = await telegram.bot.get_updates(offset=first.update_id + 1, timeout=10)
    await telegram.bot.answer_callback_query(press, "Thanks")
    await telegram.remote.post("block", user=ada)
    await telegram.raw("sendMessage", chat_id=ada, text="Thanks")
    await telegram.bot.get_updates(offset=second.update_id + 1, timeout=10)
    await telegram.remote.advance(60)

    assert await telegram.violations() == []
