"""What the emulated Telegram shows, and what it refuses, in Telegram's words."""

import pytest
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Message, ReplyParameters
from telegram.constants import ParseMode
from telegram.error import BadRequest, Forbidden, InvalidToken

from tests.emulators.telegram_client import Telegram, asked, needs_spec


def keyboard(*labels: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup([[InlineKeyboardButton(each, callback_data=each)] for each in labels])


async def test_a_message_reaches_the_customers_chat(telegram: Telegram) -> None:
    ada = await telegram.customer()

    sent = await telegram.bot.send_message(ada, "How was it?", reply_markup=keyboard("good", "bad"))

    (shown,) = await telegram.chat(ada)
    assert isinstance(sent, Message)
    assert (shown["text"], shown["sender"], shown["message_id"]) == ("How was it?", "bot", sent.message_id)
    assert sent.reply_markup is not None
    assert await telegram.violations() == []


async def test_a_bot_cannot_write_first(telegram: Telegram) -> None:
    ada = await telegram.customer(started=False)

    with pytest.raises(Forbidden, match="bot can't initiate conversation with a user"):
        await telegram.bot.send_message(ada, "Hello")


async def test_an_unknown_chat_is_not_found(telegram: Telegram) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await telegram.bot.send_message(42, "Hello")


async def test_a_blocked_bot_is_told_so_until_it_is_unblocked(telegram: Telegram) -> None:
    ada = await telegram.customer()
    await telegram.remote.post("block", user=ada)

    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await telegram.bot.send_message(ada, "Hello")
    await telegram.remote.post("unblock", user=ada)

    assert (await telegram.bot.send_message(ada, "Hello")).message_id
    assert await telegram.update_kinds() == ["my_chat_member", "my_chat_member"]


async def test_a_deleted_account_is_deactivated(telegram: Telegram) -> None:
    ada = await telegram.customer()
    await telegram.remote.post("deactivate", user=ada)

    with pytest.raises(Forbidden, match="user is deactivated"):
        await telegram.bot.send_message(ada, "Hello")


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("x" * 4097, "Message is too long"),
        ("", "Message text is empty"),
        (" \n ", "Text must be non-empty"),
    ],
    ids=["too long", "empty", "blank"],
)
async def test_a_text_has_one_to_4096_characters(telegram: Telegram, text: str, words: str) -> None:
    ada = await telegram.customer()

    with pytest.raises(BadRequest, match=words):
        await telegram.bot.send_message(ada, text)


async def test_a_text_is_measured_after_its_marks_are_read(telegram: Telegram) -> None:
    ada = await telegram.customer()

    sent = await telegram.bot.send_message(ada, f"<b>{'x' * 4096}</b>", parse_mode=ParseMode.HTML)

    assert sent.entities[0].length == 4096


@pytest.mark.parametrize(("data", "taken"), [("é" * 32, True), ("é" * 32 + "x", False)], ids=["64", "65"])
async def test_callback_data_has_64_bytes_not_characters(
    telegram: Telegram, data: str, *, taken: bool
) -> None:
    ada = await telegram.customer()
    button = InlineKeyboardMarkup([[InlineKeyboardButton("ok", callback_data=data)]])

    if taken:
        assert (await telegram.bot.send_message(ada, "?", reply_markup=button)).message_id
    else:
        with pytest.raises(BadRequest, match="Button_data_invalid"):
            await telegram.bot.send_message(ada, "?", reply_markup=button)


async def test_more_than_100_buttons_are_too_many(telegram: Telegram) -> None:
    ada = await telegram.customer()

    with pytest.raises(BadRequest, match="Reply markup is too long"):
        await telegram.bot.send_message(ada, "?", reply_markup=keyboard(*map(str, range(101))))


async def test_an_edit_that_changes_nothing_is_refused(telegram: Telegram) -> None:
    ada = await telegram.customer()
    sent = await telegram.bot.send_message(ada, "one", reply_markup=keyboard("ok"))

    with pytest.raises(BadRequest, match="Message is not modified"):
        await telegram.bot.edit_message_text("one", ada, sent.message_id, reply_markup=keyboard("ok"))


async def test_an_edit_without_a_keyboard_takes_it_away(telegram: Telegram) -> None:
    ada = await telegram.customer()
    sent = await telegram.bot.send_message(ada, "one", reply_markup=keyboard("ok"))

    edited = await telegram.bot.edit_message_text("two", ada, sent.message_id)

    assert isinstance(edited, Message)
    assert (edited.text, edited.reply_markup, edited.edit_date is not None) == ("two", None, True)


async def test_a_customers_own_message_cannot_be_edited(telegram: Telegram) -> None:
    ada = await telegram.customer()
    said = await telegram.remote.post("say", user=ada, text="mine")

    with pytest.raises(BadRequest, match="Message can't be edited"):
        await telegram.bot.edit_message_text("yours", ada, asked(said))


async def test_a_deleted_message_is_not_found(telegram: Telegram) -> None:
    ada = await telegram.customer()
    sent = await telegram.bot.send_message(ada, "one")

    await telegram.bot.delete_message(ada, sent.message_id)

    assert await telegram.chat(ada) == []
    with pytest.raises(BadRequest, match="Message to edit not found"):
        await telegram.bot.edit_message_text("two", ada, sent.message_id)
    with pytest.raises(BadRequest, match="Message to delete not found"):
        await telegram.bot.delete_message(ada, sent.message_id)


async def test_an_answer_to_a_missing_message_is_refused_unless_allowed(telegram: Telegram) -> None:
    ada = await telegram.customer()

    with pytest.raises(BadRequest, match="Message to be replied not found"):
        await telegram.bot.send_message(ada, "?", reply_parameters=ReplyParameters(99))
    allowed = ReplyParameters(99, allow_sending_without_reply=True)
    assert (await telegram.bot.send_message(ada, "?", reply_parameters=allowed)).message_id


async def test_another_token_is_unauthorized(telegram: Telegram) -> None:
    await telegram.remote.post("bot", revoked=True)

    with pytest.raises(InvalidToken):
        await telegram.bot.get_me()


@needs_spec
async def test_a_method_telegram_does_not_have_is_not_found(telegram: Telegram) -> None:
    response = await telegram.raw("sendLove")

    assert (response.status_code, response.json()["description"]) == (404, "Not Found: method not found")


async def test_a_method_of_the_spec_that_is_not_emulated_says_so(telegram: Telegram) -> None:
    response = await telegram.raw("sendDice", chat_id=1)

    assert response.status_code == 501
    assert response.json()["description"] == "Not Implemented: sendDice is not emulated"


async def test_method_names_are_read_in_any_case(telegram: Telegram) -> None:
    response = await telegram.raw("GETME")

    assert response.json()["result"]["username"] == "emulated_bot"
