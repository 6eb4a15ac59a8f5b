"""Answers to commands on an emulated Telegram: pictures, tables, buttons, and who may see them."""

import json
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from html.parser import HTMLParser

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channel import Commanded, Furnishing, Offers, Said
from bot.channels.telegram import TelegramChannel
from bot.channels.telegram.account import Account
from bot.channels.telegram.answering import MOST_CAPTION, as_html, show
from bot.channels.telegram.callback import Given, Signer
from bot.channels.telegram.following import Unsafe
from bot.channels.telegram.mentioning import named_in
from bot.channels.telegram.rendering import MOST_TEXT
from bot.home import Offer
from feedback.outbox import Receipt
from feedback.prompts import Prompt
from tests.bot.answers import COMMANDS, GRID, ID, NASTY, PICTURE, WIDE, answer, every_kind, sent
from tests.bot.slack.emulated import NoForms
from tests.bot.telegram.conftest import Talk
from tests.bot.telegram.fake_telegram import NOON
from tests.emulators.common.json_shapes import list_in, number_in, object_in
from tests.emulators.telegram_client import TOKEN

SIGNER = Signer(b"golden")


async def told(talk: Talk, to: int | str, prompt: Prompt, *, amends: str | None = None) -> str:
    receipt = await talk.channel.send(sent(prompt, channel="telegram", address=str(to), amends=amends))
    assert isinstance(receipt, Receipt), receipt
    return receipt.reference


@pytest.mark.parametrize("language", ["en", "de"])
async def test_every_kind_of_answer_is_taken_by_telegram(polling: Talk, language: str) -> None:
    for prompt in every_kind(language).values():
        await told(polling, await polling.customer(), prompt)

    assert await polling.violations() == []


async def test_a_tap_changes_the_picture_in_its_place(polling: Talk) -> None:
    ada = await polling.customer()
    first = await told(polling, ada, answer(picture=PICTURE, buttons=7))

    await polling.tap(ada, "Persona")
    heard = await polling.heard()
    assert heard == Commanded(name="", words="#1", prompt=f"{ID}.1", on=first)
    again = await told(polling, ada, answer("Busy parents", picture=PICTURE, buttons=2), amends=first)

    assert again == first
    (shown,) = await polling.shown(ada)
    assert shown["caption"] == "Busy parents"
    assert shown["photo"]
    assert await polling.violations() == []


async def test_a_command_that_fits_its_button_is_carried_whole(polling: Talk) -> None:
    ada = await polling.customer()
    first = await told(polling, ada, answer(picture=PICTURE, buttons=7))

    await polling.tap(ada, "Segments")

    heard = await polling.heard()
    assert isinstance(heard, Said)
    assert (heard.reply.choices, heard.reply.on) == ((COMMANDS[3],), first)


async def test_a_text_becomes_a_picture_in_its_place(polling: Talk) -> None:
    ada = await polling.customer()
    first = await told(polling, ada, answer("One moment"))

    assert await told(polling, ada, answer(picture=PICTURE, buttons=2), amends=first) == first

    (shown,) = await polling.shown(ada)
    assert shown["photo"]


async def test_a_picture_that_becomes_a_text_is_said_anew_and_loses_its_buttons(polling: Talk) -> None:
    ada = await polling.customer()
    first = await told(polling, ada, answer(picture=PICTURE, buttons=7))

    second = await told(polling, ada, answer("No answers there yet.", buttons=2), amends=first)

    assert second != first
    old, new = await polling.shown(ada)
    assert "reply_markup" not in old
    assert new["text"] == "No answers there yet."
    assert await polling.violations() == ["Bad Request: there is no text in the message to edit"]


async def test_what_follows_a_long_answer_goes_with_it(polling: Talk) -> None:
    ada = await polling.customer()
    long = every_kind("en")["long"]
    first = await told(polling, ada, long)
    assert len(await polling.shown(ada)) == 2

    await told(polling, ada, answer("Short", picture=PICTURE, buttons=2), amends=first)

    assert [each["caption"] for each in await polling.shown(ada)] == ["Short"]


async def test_what_follows_a_long_answer_goes_with_it_after_a_restart_between(polling: Talk) -> None:
    safe, ada = Unsafe(), await polling.customer()
    async with another(polling, safe) as before:
        first = await said_by(before, ada, every_kind("en")["long"])
    assert len(await polling.shown(ada)) == 2

    async with another(polling, safe) as after:
        await said_by(after, ada, answer("Short", picture=PICTURE, buttons=2), amends=first)

    assert [each["caption"] for each in await polling.shown(ada)] == ["Short"]
    assert all(str(ada).encode() not in kept for kept in safe.kept.values())


@asynccontextmanager
async def another(talk: Talk, safe: Unsafe) -> AsyncIterator[TelegramChannel]:
    """Open the channel as another process would, and close it."""
    url = talk.remote.url
    account = Account(token=TOKEN, secret=b"golden", base_url=f"{url}/bot", base_file_url=f"{url}/file/bot")
    made = TelegramChannel(account, now=lambda: NOON, safe=safe)
    try:
        yield made
    finally:
        await made.close()


async def said_by(channel: TelegramChannel, to: int, prompt: Prompt, *, amends: str | None = None) -> str:
    receipt = await channel.send(sent(prompt, channel="telegram", address=str(to), amends=amends))
    assert isinstance(receipt, Receipt), receipt
    return receipt.reference


async def test_private_answers_in_a_group_go_to_the_private_chat(polling: Talk) -> None:
    ada = await polling.customer(first_name="Ada")
    group = await a_group(polling, ada)

    await told(polling, group, answer(audience=f"{group}/{ada}"))
    await told(polling, f"{group}/{ada}", answer("Yours"))

    assert len(await polling.shown(ada)) == 2
    assert await polling.shown(group) == []


async def test_who_never_wrote_to_us_is_told_how_to_in_the_group(polling: Talk) -> None:
    made = await polling.remote.post("user", first_name="Bob")
    bob = number_in(made["chat_id"])
    group = await a_group(polling, bob)

    await told(polling, group, answer("A secret", audience=f"{group}/{bob}"))

    (hint,) = await polling.shown(group)
    assert str(hint["text"]).startswith("Bob\nThis is for your eyes only")
    assert "secret" not in str(hint)
    assert await polling.violations() == ["Forbidden: bot can't initiate conversation with a user"]


async def test_what_wants_words_opens_a_field_in_private_and_says_how_in_a_group(polling: Talk) -> None:
    ada = await polling.customer()
    group = await a_group(polling, ada)

    await told(polling, ada, answer("Which note?", wants="/followup 1 delivery"))
    await told(polling, group, answer("Which note?", wants="/followup 1 delivery"))

    (asked,) = await polling.shown(ada)
    assert object_in(asked["markup"])["force_reply"] is True
    (there,) = await polling.shown(group)
    assert there["markup"] is None
    assert str(there["text"]).endswith("reply to this message.")


async def test_in_a_group_the_field_opens_for_whoever_was_asked_and_others_may_answer_too(
    polling: Talk,
) -> None:
    ada = await polling.customer(first_name="Ada")
    group = await a_group(polling, ada)

    asked = replace(answer("Which note?", wants="/case note X"), whom=f"{group}/{ada}")
    await told(polling, group, asked)

    (there,) = await polling.shown(group)
    field = object_in(there["markup"])
    assert (field["force_reply"], field["selective"]) == (True, True)
    assert str(there["text"]).endswith("Ada: To answer in your own words, reply to this message.")
    (named,) = [each for each in list_in(there["entities"]) if object_in(each)["type"] == "text_mention"]
    assert number_in(object_in(object_in(named)["user"])["id"]) == ada
    assert named_in(there) is None
    assert await polling.violations() == []


async def a_group(talk: Talk, user: int) -> int:
    made = await talk.remote.post("group", user=user, title="Support", supergroup=True)
    await talk.heard()
    return number_in(object_in(made["chat"])["id"])


def test_a_narrow_table_stands_in_equal_letters_and_a_wide_one_as_a_list() -> None:
    shown = show(answer("x", grids=(GRID, WIDE)), signer=SIGNER, is_group=False).head.text

    assert "<pre>Stage         n  Score\n────────  ─────  ─────\nDelivery    318    2.4" in shown
    assert "• Parcel arrives · Since: 1 Apr 2026 · Owner: Logistics" in shown


@given(text=st.text(max_size=6000), cells=st.lists(st.text(max_size=60), min_size=2, max_size=2))
def test_no_answer_is_too_long_and_all_of_its_html_is_ours(text: str, cells: list[str]) -> None:
    grid = GRID.__class__(title=cells[0], head=("a", "b"), rows=((cells[0], cells[1]),))
    for picture in (None, PICTURE):
        prompt = answer(text, grids=(grid,), picture=picture, buttons=7, wants="/followup 1")
        shown = show(prompt, signer=SIGNER, is_group=True)
        most = MOST_CAPTION if picture else MOST_TEXT
        assert len(read(shown.head.text).words.encode("utf-16-le")) // 2 <= most
        for each in (shown.head, *shown.rest):
            found = read(each.text)
            assert found.tags <= {"b", "i", "pre", "blockquote"}
            assert len(found.words.encode("utf-16-le")) // 2 <= MOST_TEXT
        for row in shown.head.rows:
            assert len(row) <= 3
            assert all(len(button.callback_data.encode()) <= 64 for button in row)


def test_customers_words_neither_link_nor_name_nor_turn_round() -> None:
    html = as_html(f"“{NASTY}”")

    assert "://" not in html
    assert "@ada" not in html
    assert "evil.example" not in html
    assert not {"\u202e", "\u202c", "\x07"} & set(show_text(NASTY))
    assert as_html("Here:\nhttps://shop.example/map?x=1&y=2") == "Here:\nhttps://shop.example/map?x=1&amp;y=2"


def show_text(words: str) -> str:
    return show(answer(words), signer=SIGNER, is_group=False).head.text


@given(choice=st.integers(0, 95), number=st.integers(1, 10**6))
def test_a_button_of_a_cases_card_comes_back_as_it_went(choice: int, number: int) -> None:
    press = Given(prompt=f"card-{ID}.{number}", choice=choice)

    assert SIGNER.read(SIGNER.write(press)) == press


class read(HTMLParser):  # noqa: N801 - it is used as a function
    """The tags and the words of a message."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.words = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.words += data


async def test_the_menu_of_a_chat_has_what_may_be_used_there(polling: Talk) -> None:
    ada, bob = await polling.customer(), await polling.customer()

    async def offers(address: str) -> Sequence[Offer]:
        return [Offer(command="map", about="Show the journey map.")] if address == str(ada) else []

    polling.channel.furnish(furnished(offers))
    await told(polling, ada, answer())
    await told(polling, bob, answer())
    await polling.channel.settle()

    assert (await menu_of(polling, ada))[:2] == ["map", "pause"]
    assert await menu_of(polling, bob) == []
    assert await polling.violations() == []


async def menu_of(talk: Talk, chat: int) -> list[str]:
    scope = json.dumps({"type": "chat", "chat_id": chat})
    async with httpx.AsyncClient(trust_env=False) as client:
        answer = await client.post(f"{talk.remote.url}/bot{TOKEN}/getMyCommands", json={"scope": scope})
    return [each["command"] for each in answer.json()["result"]]


def furnished(offers: Offers) -> Furnishing:
    async def no_home(address: str) -> None:
        del address

    return Furnishing(forms=NoForms(), homes=no_home, places=lambda _: (), offers=offers)
