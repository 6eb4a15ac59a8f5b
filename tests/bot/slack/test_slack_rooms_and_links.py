"""Linking chats and rooms of support teams on an emulated Slack."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from bot.channel import Arrived, Failure, Receipt, Room, Told
from bot.channels.slack import SlackChannel
from bot.channels.slack.addresses import Place, read_address
from bot.channels.slack.commands import read_command, read_words
from bot.channels.slack.words import slack_say
from bot.home import Home, Homes
from feedback.prompts import Choice, Prompt, Shape
from feedback.records import OutboxItem
from tests.bot.slack.emulated import Clock, FakeInbox, channel_on, listening
from tests.bot.slack.given import (
    BOT,
    CHANNEL,
    DIRECT,
    NOTHING_TO_ANSWER,
    TEAM,
    USER,
    command,
    event,
    item,
    prompt,
    received,
    tapped,
)
from tests.emulators.common.json_shapes import Object
from tests.emulators.slack.objects import mapping, mappings, text
from tests.emulators.slack.testing import Hand

ROOM = f"{TEAM}/{CHANNEL}"


@pytest.fixture
async def channel(slack: Hand, clock: Clock) -> AsyncIterator[SlackChannel]:
    async with channel_on(slack, clock=clock) as made:
        yield made


def notice(words: str, *, address: str, buttons: tuple[Choice, ...] = ()) -> OutboxItem:
    said = prompt(NOTHING_TO_ANSWER, text=words, purpose="notice", skip=None)
    shape = Shape(look="list", choices=buttons) if buttons else NOTHING_TO_ANSWER
    asked: Prompt = replace(said, id="n1.1", session="", shape=shape)
    return replace(item(asked, address=address), session=None)


def test_a_channel_is_an_address_of_its_own() -> None:
    assert read_address(ROOM) == Place(team=TEAM, channel=CHANNEL)
    assert str(Place(team=TEAM, channel=CHANNEL)) == ROOM
    assert read_address(TEAM) is None


@pytest.mark.parametrize(
    ("words", "means"),
    [
        ("link", Told(order="link")),
        ("link off", Told(order="link", argument="off")),
        ("link ABCD-2345", Arrived(code="ABCD2345")),
        ("channels", Told(order="channels")),
        ("channels slack", Told(order="channels", argument="slack")),
        ("team abcd-2345", Told(order="team", argument="ABCD2345")),
    ],
)
def test_the_command_and_plain_words_say_the_same(words: str, means: object) -> None:
    assert read_command(words) == means
    assert read_words(f"journey {words}") == means


@pytest.mark.parametrize(("where", "room"), [(CHANNEL, ROOM), (DIRECT, None)])
async def test_an_order_says_in_which_channel_it_was_given(
    channel: SlackChannel, where: str, room: str | None
) -> None:
    payload = command("team ABCD-2345", channel=where)

    assert channel.parse(received(payload)) == Told(order="team", argument="ABCD2345", room=room)


async def test_what_is_said_to_a_team_everybody_in_its_channel_sees(
    slack: Hand, channel: SlackChannel
) -> None:
    receipt = await channel.send(notice("Hello, team!", address=ROOM))

    assert isinstance(receipt, Receipt)
    (shown,) = await slack.sent()
    assert (text(shown, "channel"), text(shown, "method")) == (CHANNEL, "chat.postMessage")
    assert "<@" not in text(shown, "text")
    assert text(mapping(mappings(shown["blocks"])[0]["text"]), "text") == "Hello, team!"
    assert await slack.violations() == []


async def test_a_channel_that_has_put_us_out_is_gone(slack: Hand, channel: SlackChannel) -> None:
    await slack.post("faults", kind="refuse", method="chat.postMessage", error="not_in_channel")

    refused = await channel.send(notice("Hello, team!", address=ROOM))

    assert isinstance(refused, Failure)
    assert refused.kind == "gone"


async def test_a_choice_of_no_question_has_buttons_that_give_commands(
    slack: Hand, channel: SlackChannel
) -> None:
    yes = Choice(value="/channels yes", label="Yes", spoken="Yes")
    await channel.send(notice("May we?", address=f"{TEAM}/{USER}", buttons=(yes,)))

    (shown,) = await slack.sent()
    buttons = mappings(mappings(shown["blocks"])[-1]["elements"])
    assert text(buttons[0], "value") == "/channels yes"
    meaning = channel.parse(
        received(
            tapped(
                {
                    "type": "button", "block_id": text(mappings(shown["blocks"])[-1], "block_id"),
                    "action_id": text(buttons[0], "action_id"), "value": "/channels yes",
                }
            )
        )
    )  # fmt: skip
    assert meaning is not None
    assert await slack.violations() == []


async def spanish_home(address: str) -> Home | None:
    return Home(language="es", is_known=address == f"{TEAM}/{USER}")


async def broken_home(address: str) -> Home | None:
    raise ConnectionError("the database is away")


@pytest.mark.parametrize(
    ("homes", "where", "begins"),
    [
        (None, {"channel": CHANNEL}, "Dans le canal"),
        (None, {}, ""),
        (broken_home, {"channel": CHANNEL}, "Dans le canal"),
        (spanish_home, {"channel": CHANNEL}, "En el canal"),
    ],
)
async def test_help_is_in_the_language_they_chose_or_else_that_of_their_profile(
    slack: Hand, clock: Clock, homes: Homes | None, where: Object, begins: str
) -> None:
    await slack.post("user", id=USER, locale="fr-FR")
    async with channel_on(slack, clock=clock, homes=homes) as made, listening(made, FakeInbox(), slack):
        helped = await slack.post("command", user=USER, command="/journey", text="help", **where)

    told = text(mapping(helped["answer"]), "text")
    language = "es" if homes is spanish_home else "fr"
    assert told.startswith(slack_say("help", language, command="/journey"))
    assert begins in told


async def german_room(address: str) -> Room | None:
    return Room(team="Nord", language="de") if address == ROOM else None


async def test_the_help_in_a_teams_room_is_the_teams_in_the_rooms_language(slack: Hand, clock: Clock) -> None:
    async with (
        channel_on(slack, clock=clock, rooms=german_room) as made,
        listening(made, FakeInbox(), slack),
    ):
        there = await slack.post("command", user=USER, channel=CHANNEL, command="/journey", text="help")
        unclear = await slack.post("command", user=USER, channel=CHANNEL, command="/journey", text="hlep")

    told = text(mapping(there["answer"]), "text")
    assert told.startswith("Das ist der Raum des Teams „Nord“;")
    assert "/journey team CODE" in told
    assert "„Ask how it went“" in told
    assert "/journey mydata" not in told
    assert text(mapping(unclear["answer"]), "text") == told


async def test_there_is_help_although_nobody_can_say_whose_room_it_is(slack: Hand, clock: Clock) -> None:
    async def broken(address: str) -> Room | None:
        raise ConnectionError("the database is away")

    async with channel_on(slack, clock=clock, rooms=broken) as made, listening(made, FakeInbox(), slack):
        there = await slack.post("command", user=USER, channel=CHANNEL, command="/journey", text="help")

    assert "/journey mydata" in text(mapping(there["answer"]), "text")


@pytest.mark.parametrize("words", ["help", " Help ", ""])
def test_whoever_mentions_us_and_asks_for_help_gets_it_in_that_channel(
    channel: SlackChannel, words: str
) -> None:
    told = {"type": "app_mention", "user": USER, "channel": CHANNEL, "ts": "1.1", "text": f"<@{BOT}>{words}"}

    assert channel.parse(received(event(told))) == Told(order="help", room=ROOM)


async def test_the_help_of_a_channel_tells_of_teams_and_that_of_direct_messages_does_not(
    slack: Hand, clock: Clock
) -> None:
    async with channel_on(slack, clock=clock) as made, listening(made, FakeInbox(), slack):
        there = await slack.post("command", user=USER, channel=CHANNEL, command="/journey", text="help")
        alone = await slack.post("command", user=USER, command="/journey", text="help")

    assert "/journey link" in text(mapping(alone["answer"]), "text")
    assert "/journey team" not in text(mapping(alone["answer"]), "text")
    assert "/journey team" in text(mapping(there["answer"]), "text")
