"""getUpdates as the server does it: lifetimes, offsets, one poller, patience with those in a hurry."""

import asyncio

import pytest
from telegram.error import Conflict

from tests.emulators.common.json_shapes import list_in
from tests.emulators.telegram_client import Telegram, asked, pressed


async def test_a_start_with_a_payload_arrives_as_a_command(telegram: Telegram) -> None:
    ada = await telegram.customer(started=False, first_name="Ada", language_code="de")

    await telegram.remote.post("start", user=ada, payload="order-7")

    (update,) = await telegram.bot.get_updates()
    assert update.message is not None
    assert update.message.from_user is not None
    assert update.message.text == "/start order-7"
    assert update.message.entities[0].type == "bot_command"
    assert update.message.from_user.language_code == "de"
    assert (await telegram.bot.send_message(ada, "Welcome")).message_id


async def test_a_payload_that_no_link_could_hold_is_not_sent(telegram: Telegram) -> None:
    ada = await telegram.customer()

    with pytest.raises(ValueError, match="up to 64 characters of A-Z"):
        await telegram.remote.post("start", user=ada, payload="ä")


async def test_an_offset_confirms_all_before_it(telegram: Telegram) -> None:
    ada = await telegram.customer()
    for each in ("one", "two", "three"):
        await telegram.remote.post("say", user=ada, text=each)

    first, second, third = await telegram.bot.get_updates()
    rest = await telegram.bot.get_updates(offset=third.update_id)

    assert [second.update_id - first.update_id, third.update_id - second.update_id] == [1, 1]
    assert [each.update_id for each in rest] == [third.update_id]


async def test_a_negative_offset_keeps_the_last_ones(telegram: Telegram) -> None:
    ada = await telegram.customer()
    for each in ("one", "two", "three"):
        await telegram.remote.post("say", user=ada, text=each)

    (kept,) = await telegram.bot.get_updates(offset=-1)

    assert kept.message is not None
    assert kept.message.text == "three"
    assert await telegram.update_kinds() == ["message"]


async def test_unconfirmed_updates_come_again(telegram: Telegram) -> None:
    ada = await telegram.customer()
    await telegram.remote.post("say", user=ada, text="hello")

    first = await telegram.bot.get_updates()
    again = await telegram.bot.get_updates()

    assert [each.update_id for each in first] == [each.update_id for each in again]


async def test_a_message_lives_a_day_and_a_press_150_seconds(telegram: Telegram) -> None:
    ada = await telegram.customer()
    await telegram.remote.post("say", user=ada, text="hello")
    await pressed(telegram, ada)

    await telegram.remote.advance(149)
    before = await telegram.update_kinds()
    await telegram.remote.advance(1)
    after = await telegram.update_kinds()
    await telegram.remote.advance(24 * 3600)

    assert (before, after, await telegram.update_kinds()) == (["message", "callback_query"], ["message"], [])
    assert len(list_in((await telegram.remote.get("updates"))["lost"])) == 2


async def test_a_long_poll_ends_when_something_comes(telegram: Telegram) -> None:
    ada = await telegram.customer()
    polling = asyncio.ensure_future(telegram.bot.get_updates(timeout=50))
    await telegram.waiting_for_the_time("getUpdates")

    await telegram.remote.post("say", user=ada, text="hello")

    assert len(await polling) == 1


async def test_a_long_poll_ends_with_its_time(telegram: Telegram) -> None:
    polling = asyncio.ensure_future(telegram.bot.get_updates(timeout=500))
    await telegram.waiting_for_the_time("getUpdates")

    await telegram.remote.advance(50)

    assert await polling == ()


async def test_a_second_poller_ends_the_first(telegram: Telegram) -> None:
    polling = asyncio.ensure_future(telegram.raw("getUpdates", timeout=50))
    await telegram.waiting_for_the_time("getUpdates")
    second = asyncio.ensure_future(telegram.bot.get_updates(offset=1, timeout=10))

    first = await polling

    assert first.json() == {
        "ok": False,
        "error_code": 409,
        "description": "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running",
    }
    await telegram.remote.advance(10)
    assert await second == ()
    assert "two_pollers" in await telegram.violations()


async def test_who_asks_again_at_once_has_to_wait_three_seconds(telegram: Telegram) -> None:
    assert await telegram.bot.get_updates(offset=7) == ()
    again = asyncio.ensure_future(telegram.bot.get_updates(offset=7))
    await telegram.waiting_for_the_time("getUpdates")

    await telegram.remote.advance(2.9)
    early = again.done()
    await telegram.remote.advance(0.1)

    assert (early, await again) == (False, ())


async def test_who_asks_again_at_once_gets_one_update(telegram: Telegram) -> None:
    ada = await telegram.customer()
    await telegram.remote.post("say", user=ada, text="one")
    await telegram.remote.post("say", user=ada, text="two")

    assert len(await telegram.bot.get_updates()) == 2
    assert len(await telegram.bot.get_updates()) == 1


async def test_reactions_come_only_to_a_bot_that_asked_for_them_before(telegram: Telegram) -> None:
    ada = await telegram.customer()
    sent = await telegram.bot.send_message(ada, "How was it?")
    await telegram.remote.post("react", user=ada, message_id=sent.message_id, emoji="👍")
    assert await telegram.bot.get_updates(allowed_updates=["message", "message_reaction"]) == ()

    await telegram.remote.post("react", user=ada, message_id=sent.message_id, emoji="👎")

    (update,) = await telegram.bot.get_updates(offset=1)
    assert update.message_reaction is not None
    assert [each.to_dict()["emoji"] for each in update.message_reaction.new_reaction] == ["👎"]
    assert [each.to_dict()["emoji"] for each in update.message_reaction.old_reaction] == ["👍"]


async def test_an_edit_comes_as_an_edited_message(telegram: Telegram) -> None:
    ada = await telegram.customer()
    said = await telegram.remote.post("say", user=ada, text="god")
    (first,) = await telegram.bot.get_updates()
    await telegram.remote.advance(5)

    await telegram.remote.post("edit", user=ada, message_id=asked(said), text="good")

    (update,) = await telegram.bot.get_updates(offset=first.update_id + 1)
    assert update.edited_message is not None
    assert (update.edited_message.text, update.edited_message.edit_date is not None) == ("good", True)


async def test_a_webhook_ends_polling_and_forbids_it(telegram: Telegram) -> None:
    polling = asyncio.ensure_future(telegram.raw("getUpdates", timeout=50))
    await telegram.waiting_for_the_time("getUpdates")

    await telegram.bot.set_webhook("http://127.0.0.1:9/hook")

    assert (await polling).json()["description"] == "Conflict: terminated by setWebhook request"
    with pytest.raises(
        Conflict, match="can't use getUpdates method while webhook is active; use deleteWebhook"
    ):
        await telegram.bot.get_updates()
    await telegram.bot.delete_webhook()
    assert await telegram.bot.get_updates(offset=1) == ()


async def test_duplicates_and_reordering_are_planned(telegram: Telegram) -> None:
    ada = await telegram.customer()
    await telegram.remote.post("faults", kind="duplicate_update", method="message")
    await telegram.remote.post("say", user=ada, text="one")
    await telegram.remote.post("faults", kind="reorder_updates", method="message")
    await telegram.remote.post("say", user=ada, text="two")
    await telegram.remote.post("say", user=ada, text="three")

    texts = [each.message.text for each in await telegram.bot.get_updates() if each.message]

    assert texts == ["one", "one", "three", "two"]


async def test_a_malformed_update_is_one_that_the_sdk_cannot_read(telegram: Telegram) -> None:
    ada = await telegram.customer()
    await telegram.remote.post("faults", kind="malformed_update")
    await telegram.remote.post("say", user=ada, text="hello")

    with pytest.raises(KeyError, match="date"):
        await telegram.bot.get_updates()
    assert len((await telegram.raw("getUpdates")).json()["result"]) == 1


async def test_setting_the_webhook_twice_in_a_second_is_too_much(telegram: Telegram) -> None:
    await telegram.bot.set_webhook("http://127.0.0.1:9/one")

    too_soon = await telegram.raw("setWebhook", url="http://127.0.0.1:9/two")

    assert too_soon.json()["parameters"] == {"retry_after": 1}
    await telegram.remote.advance(1)
    assert await telegram.bot.set_webhook("http://127.0.0.1:9/two")
