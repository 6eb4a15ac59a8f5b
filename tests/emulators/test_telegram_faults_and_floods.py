"""What goes wrong on the way, and what happens to a bot that sends too much."""

import asyncio

import httpx
import pytest
from telegram import InlineKeyboardMarkup
from telegram.error import BadRequest, NetworkError

from tests.emulators.common.json_shapes import list_in, object_in
from tests.emulators.telegram_client import Telegram, group, pressed


async def test_a_lost_answer_leaves_the_message_sent(telegram: Telegram) -> None:
    ada = await telegram.customer()
    await telegram.remote.post("faults", kind="lost_answer", method="sendMessage")

    with pytest.raises(NetworkError):
        await telegram.bot.send_message(ada, "once")

    assert [each["text"] for each in await telegram.chat(ada)] == ["once"]
    assert await telegram.violations() == []


@pytest.mark.parametrize("kind", ["cut_before", "status_500", "status_502"])
async def test_a_call_that_fails_before_its_effect_has_none(telegram: Telegram, kind: str) -> None:
    ada = await telegram.customer()
    await telegram.remote.post("faults", kind=kind, method="sendMessage")

    with pytest.raises(NetworkError):
        await telegram.bot.send_message(ada, "never")

    assert await telegram.chat(ada) == []


async def test_a_slow_answer_comes_whole_in_its_time(telegram: Telegram) -> None:
    ada = await telegram.customer()
    await telegram.remote.post("faults", kind="slow_body", delay_ms=3000)
    sending = asyncio.ensure_future(telegram.bot.send_message(ada, "slowly"))
    await telegram.waiting_for_the_time("slow body")

    await telegram.remote.advance(3)

    assert (await sending).text == "slowly"


async def test_a_planned_refusal_has_its_words(telegram: Telegram) -> None:
    ada = await telegram.customer()
    await telegram.remote.post("faults", kind="refuse", error="TOPIC_CLOSED", match={"chat_id": ada})

    with pytest.raises(BadRequest, match="Topic_closed"):
        await telegram.bot.send_message(ada, "?")


async def test_a_chat_takes_a_burst_and_then_one_a_second(telegram: Telegram) -> None:
    ada = await telegram.customer()
    burst = [(await send(telegram, ada)).status_code for _ in range(5)]

    refused = (await send(telegram, ada)).json()
    await telegram.remote.advance(refused["parameters"]["retry_after"])

    assert burst == [200] * 5
    seconds = refused["parameters"]["retry_after"]
    assert refused["description"] == f"Too Many Requests: retry after {seconds}"
    assert (await send(telegram, ada)).status_code == 200


async def test_a_group_takes_twenty_a_minute(telegram: Telegram) -> None:
    ada = await telegram.customer()
    chat = await group(telegram, ada)
    statuses = [(await send(telegram, chat)).status_code for _ in range(21)]

    assert statuses == [200] * 20 + [429]


async def test_all_chats_together_take_thirty_a_second_unless_paid_for(telegram: Telegram) -> None:
    customers = [await telegram.customer() for _ in range(31)]
    statuses = [(await send(telegram, each)).status_code for each in customers]

    assert statuses == [200] * 30 + [429]


async def test_penalties_grow_for_who_does_not_listen(telegram: Telegram) -> None:
    ada = await telegram.customer()
    await telegram.remote.post("flood", private_burst=1, least_penalty_s=2)
    await send(telegram, ada)

    waits = [(await send(telegram, ada)).json()["parameters"]["retry_after"] for _ in range(3)]

    assert waits == [2, 4, 8]
    assert await telegram.violations() == ["flood", "retry_after_ignored", "retry_after_ignored"]


async def test_a_press_answered_too_late_is_too_old(telegram: Telegram) -> None:
    ada = await telegram.customer()
    press = await pressed(telegram, ada)
    await telegram.remote.advance(151)

    with pytest.raises(
        BadRequest, match="Query is too old and response timeout expired or query id is invalid"
    ):
        await telegram.bot.answer_callback_query(press)


async def test_an_answer_to_a_press_is_seen_by_the_customer(telegram: Telegram) -> None:
    ada = await telegram.customer()
    press = await pressed(telegram, ada)
    (update,) = await telegram.bot.get_updates()
    assert update.callback_query is not None
    assert (update.callback_query.id, update.callback_query.data) == (press, "good")

    await telegram.bot.answer_callback_query(press, "Thanks", show_alert=True)

    shown = await telegram.remote.get("presses", id=press)
    (told,) = (object_in(each) for each in list_in(shown["presses"]))
    assert told["answer"] == {"text": "Thanks", "show_alert": True, "url": ""}


async def test_a_keyboard_taken_away_cannot_be_pressed(telegram: Telegram) -> None:
    ada = await telegram.customer()
    await pressed(telegram, ada)
    await telegram.bot.edit_message_reply_markup(ada, 1, reply_markup=InlineKeyboardMarkup([]))

    with pytest.raises(ValueError, match='message 1 has no button "good"'):
        await telegram.remote.post("tap", user=ada, message_id=1, data="good")


async def send(telegram: Telegram, chat: int) -> httpx.Response:
    return await telegram.raw("sendMessage", chat_id=chat, text="Hello")
