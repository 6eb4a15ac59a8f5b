"""Groups, rights, files, and what a bot says about itself."""

import base64
import struct
import zlib

import pytest
from telegram import (
    BotCommand,
    BotCommandScopeAllPrivateChats,
    BotCommandScopeChat,
    InputMediaDocument,
    InputMediaPhoto,
    Message,
    ReactionTypeEmoji,
)
from telegram.error import BadRequest, ChatMigrated, Forbidden

from tests.emulators.telegram_client import Telegram, asked, group


def picture(width: int, height: int) -> bytes:
    """Return a white PNG."""

    def chunk(name: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xff" * width) * height)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


async def test_a_bot_put_out_of_a_group_may_not_write_there(telegram: Telegram) -> None:
    ada = await telegram.customer()
    chat = await group(telegram, ada, title="Team")
    assert (await telegram.bot.send_message(chat, "Hello")).chat.title == "Team"

    await telegram.remote.post("group", user=ada, chat=chat, bot="kicked")

    with pytest.raises(Forbidden, match="bot was kicked from the group chat"):
        await telegram.bot.send_message(chat, "Hello")
    assert await telegram.update_kinds() == ["my_chat_member", "my_chat_member"]


async def test_a_bot_that_left_is_no_member(telegram: Telegram) -> None:
    chat = await group(telegram, await telegram.customer(), supergroup=True)
    await telegram.bot.leave_chat(chat)

    with pytest.raises(Forbidden, match="bot is not a member of the supergroup chat"):
        await telegram.bot.send_message(chat, "Hello")


async def test_an_upgraded_group_names_its_new_id(telegram: Telegram) -> None:
    ada = await telegram.customer()
    chat = await group(telegram, ada)
    await telegram.remote.post("group", user=ada, chat=chat, migrate=True)

    with pytest.raises(ChatMigrated) as migrated:
        await telegram.bot.send_message(chat, "Hello")

    assert (await telegram.bot.send_message(migrated.value.new_chat_id, "Hello")).chat.type == "supergroup"


async def test_privacy_mode_leaves_commands_replies_and_mentions(telegram: Telegram) -> None:
    ada = await telegram.customer()
    chat = await group(telegram, ada)
    sent = await telegram.bot.send_message(chat, "?")
    for text in ("hello all", "/stop", "hey @emulated_bot"):
        await telegram.remote.post("say", user=ada, chat=chat, text=text)
    await telegram.remote.post("say", user=ada, chat=chat, text="fine", reply_to=sent.message_id)

    seen = [each.message.text for each in await telegram.bot.get_updates() if each.message]

    assert seen == ["/stop", "hey @emulated_bot", "fine"]


async def test_members_and_their_standing_are_told(telegram: Telegram) -> None:
    ada = await telegram.customer(first_name="Ada")
    chat = await group(telegram, ada, bot="administrator")

    admins = await telegram.bot.get_chat_administrators(chat)

    assert {(each.user.first_name, each.status) for each in admins} == {
        ("Ada", "creator"), ("Emulated bot", "administrator"),
    }  # fmt: skip
    assert (await telegram.bot.get_chat_member(chat, ada)).status == "creator"
    assert (await telegram.bot.get_chat(chat)).title == "Group"


async def test_pinning_needs_a_right_in_groups(telegram: Telegram) -> None:
    ada = await telegram.customer()
    chat = await group(telegram, ada)
    sent = await telegram.bot.send_message(chat, "map")

    with pytest.raises(BadRequest, match="Not enough rights to manage pinned messages"):
        await telegram.bot.pin_chat_message(chat, sent.message_id)
    await telegram.remote.post("group", user=ada, chat=chat, bot="administrator")
    assert await telegram.bot.pin_chat_message(chat, sent.message_id)


async def test_a_photo_goes_out_and_comes_back_by_its_id(telegram: Telegram) -> None:
    ada = await telegram.customer()
    sent = await telegram.bot.send_photo(ada, picture(30, 20), caption="<b>Map</b>", parse_mode="HTML")

    again = await telegram.bot.send_photo(ada, sent.photo[0].file_id)
    file = await telegram.bot.get_file(again.photo[0].file_id)

    assert (sent.photo[0].width, sent.photo[0].height, sent.caption) == (30, 20, "Map")
    assert bytes(await file.download_as_bytearray()) == picture(30, 20)


async def test_a_customers_voice_message_can_be_fetched(telegram: Telegram) -> None:
    ada = await telegram.customer()
    await telegram.remote.post("voice", user=ada, base64=base64.b64encode(b"OggS and more").decode())
    (update,) = await telegram.bot.get_updates()
    assert update.message is not None
    assert update.message.voice is not None

    file = await telegram.bot.get_file(update.message.voice.file_id)

    assert bytes(await file.download_as_bytearray()) == b"OggS and more"


@pytest.mark.parametrize(
    ("content", "words"),
    [(picture(9990, 20), "Photo_invalid_dimensions"), (b"\xff\xd8" + bytes(10_000_001), "Too big photo")],
    ids=["dimensions", "bytes"],
)
async def test_a_photo_has_limits(telegram: Telegram, content: bytes, words: str) -> None:
    ada = await telegram.customer()

    with pytest.raises(BadRequest, match=words):
        await telegram.bot.send_photo(ada, content)


async def test_an_album_has_two_to_ten_of_a_kind(telegram: Telegram) -> None:
    ada = await telegram.customer()
    photo = InputMediaPhoto(picture(3, 3), caption="one")

    sent = await telegram.bot.send_media_group(ada, [photo, InputMediaPhoto(picture(4, 4))])

    assert len({each.media_group_id for each in sent}) == 1
    with pytest.raises(BadRequest, match="Too few media"):
        await telegram.bot.send_media_group(ada, [photo])
    with pytest.raises(BadRequest, match="can't be mixed"):
        await telegram.bot.send_media_group(ada, [photo, InputMediaDocument(b"paper")])


async def test_a_caption_is_edited_and_a_text_is_not(telegram: Telegram) -> None:
    ada = await telegram.customer()
    sent = await telegram.bot.send_document(ada, b"a,b\n", caption="one", filename="map.csv")

    edited = await telegram.bot.edit_message_caption(ada, sent.message_id, caption="two")

    assert isinstance(edited, Message)
    assert edited.document is not None
    assert (edited.caption, edited.document.file_name) == ("two", "map.csv")
    with pytest.raises(BadRequest, match="There is no text in the message to edit"):
        await telegram.bot.edit_message_text("two", ada, sent.message_id)


async def test_commands_are_kept_by_scope_and_language(telegram: Telegram) -> None:
    stop, halt = BotCommand("stop", "Stop asking"), BotCommand("halt", "Nicht mehr fragen")
    await telegram.bot.set_my_commands([stop])
    await telegram.bot.set_my_commands([halt], BotCommandScopeAllPrivateChats(), "de")

    assert await telegram.bot.get_my_commands() == (stop,)
    assert await telegram.bot.get_my_commands(BotCommandScopeAllPrivateChats(), "de") == (halt,)
    assert await telegram.bot.get_my_commands(BotCommandScopeChat(1)) == ()
    await telegram.bot.delete_my_commands()
    assert await telegram.bot.get_my_commands() == ()


async def test_names_and_descriptions_fall_back_to_the_default_language(telegram: Telegram) -> None:
    await telegram.bot.set_my_description("Asks how it was")
    await telegram.bot.set_my_description("Fragt, wie es war", language_code="de")

    assert (await telegram.bot.get_my_description("fr")).description == "Asks how it was"
    assert (await telegram.bot.get_my_description("de")).description == "Fragt, wie es war"
    assert (await telegram.bot.get_my_name()).name == "Emulated bot"
    with pytest.raises(BadRequest, match="Short description is too long"):
        await telegram.bot.set_my_short_description("x" * 121)


async def test_a_bot_reacts_with_one_emoji_of_the_list(telegram: Telegram) -> None:
    ada = await telegram.customer()
    said = await telegram.remote.post("say", user=ada, text="lovely")

    await telegram.bot.set_message_reaction(ada, asked(said), ReactionTypeEmoji("❤"))

    assert (await telegram.chat(ada))[0]["reactions"] == ["❤"]
    with pytest.raises(BadRequest, match="Reaction_invalid"):
        await telegram.bot.set_message_reaction(ada, asked(said), "🛒")


async def test_a_logged_out_bot_is_gone(telegram: Telegram) -> None:
    await telegram.bot.log_out()

    with pytest.raises(BadRequest, match="Logged out"):
        await telegram.bot.get_me()
