"""Answers to commands in an emulated Slack: pictures, tables, buttons, files, and who may see them."""

from collections.abc import AsyncIterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channel import Commanded, Nothing, Receipt, Said
from bot.channels.slack import SlackChannel
from bot.channels.slack.reading import read
from bot.channels.slack.showing import fallback, show
from bot.intakes import to_intakes
from feedback.intake import Commanded as Told
from feedback.prompts import Grid, Prompt
from feedback.records import InboxItem
from tests.bot.answers import COMMANDS, FILE, GRID, ID, NASTY, PICTURE, WIDE, answer, every_kind, sent
from tests.bot.slack.emulated import Clock, FakeInbox, channel_on, listening
from tests.bot.slack.given import ADDRESS, CHANNEL, SECRET, SHARED, TEAM, USER
from tests.emulators.common.json_shapes import Json, Object
from tests.emulators.slack.checks import block_problems
from tests.emulators.slack.objects import JsonObject, items, mapping, mappings, text
from tests.emulators.slack.testing import Hand

ROOM = f"{TEAM}/{CHANNEL}"


@pytest.fixture
async def channel(slack: Hand, clock: Clock) -> AsyncIterator[SlackChannel]:
    async with channel_on(slack, clock=clock) as made:
        yield made


async def told(channel: SlackChannel, to: str, prompt: Prompt, *, amends: str | None = None) -> str:
    receipt = await channel.send(sent(prompt, channel="slack", address=to, amends=amends))
    assert isinstance(receipt, Receipt), receipt
    return receipt.reference


async def shown(slack: Hand) -> list[JsonObject]:
    return [each for each in mappings((await slack.get("state"))["messages"]) if each.get("blocks")]


def kinds(message: Object) -> list[str]:
    return [text(each, "type") for each in mappings(message["blocks"])]


async def heard(channel: SlackChannel, inbox: FakeInbox) -> InboxItem:
    """Return the next item that asks something of us: Slack also tells of what we say."""
    while isinstance(channel.parse(item := await inbox.next()), Nothing):
        pass
    return item


async def opened(channel: SlackChannel, inbox: FakeInbox) -> None:
    """Wait until a field has opened."""
    while b'"block_actions"' not in (await inbox.next()).payload:
        pass
    await channel.reactions.settle()


async def taps(slack: Hand, label: str) -> None:
    (message,) = await shown(slack)
    (block, element), *_ = [
        (block, element)
        for block in mappings(message["blocks"])
        for element in mappings(block.get("elements"))
        if text(mapping(element.get("text")), "text") == label
    ]
    action: JsonObject = {
        "type": "button", "action_id": element["action_id"], "block_id": block["block_id"],
        "value": element.get("value"),
    }  # fmt: skip
    await slack.post(
        "interact", user=USER, channel=text(message, "channel"), message_ts=text(message, "ts"), action=action
    )


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("address", [ADDRESS, ROOM])
async def test_every_kind_of_answer_is_taken_by_slack(
    slack: Hand, channel: SlackChannel, address: str, language: str
) -> None:
    for prompt in every_kind(language).values():
        await slack.advance(2)
        await told(channel, address, prompt)

    assert await slack.violations() == []


async def test_the_picture_comes_first_and_says_the_same_in_words(slack: Hand, channel: SlackChannel) -> None:
    await told(channel, ADDRESS, answer(picture=PICTURE, grids=(GRID, WIDE), buttons=7))

    (message,) = await shown(slack)
    expected = ["header", "image", "rich_text", "rich_text", "table", "rich_text", "actions"]
    assert kinds(message) == expected
    blocks = mappings(message["blocks"])
    assert blocks[1]["alt_text"] == PICTURE.described
    elements = mappings(blocks[-1]["elements"])
    assert [text(each, "type") for each in elements] == [*["button"] * 4, "static_select"]
    assert [text(each, "value") for each in mappings(elements[-1]["options"])] == list(COMMANDS[4:])


async def test_a_tap_changes_the_picture_in_its_place(slack: Hand, channel: SlackChannel) -> None:
    inbox = FakeInbox()
    first = await told(channel, ADDRESS, answer(picture=PICTURE, buttons=7))
    async with listening(channel, inbox, slack):
        await taps(slack, "Persona")
        item = await heard(channel, inbox)
    (intake,) = to_intakes(item, channel.parse(item))

    assert isinstance(intake, Told)
    assert (intake.command.name, intake.command.words) == ("map", "persona busy-parent last 30 days")
    assert intake.command.on == first
    assert await told(channel, ADDRESS, answer("Busy parents", picture=PICTURE), amends=first) == first
    (message,) = await shown(slack)
    assert kinds(message) == ["image", "rich_text"]
    assert await slack.violations() == []


async def test_files_stand_in_the_answers_thread(slack: Hand, channel: SlackChannel) -> None:
    reference = await told(channel, ROOM, answer(documents=(FILE,)))

    (shared,) = [each for each in mappings((await slack.get("state"))["messages"]) if each.get("files")]
    assert text(shared, "channel") == CHANNEL
    assert text(shared, "thread_ts") == reference.partition(":")[2]


async def test_words_are_not_said_twice_where_a_file_fails(slack: Hand, channel: SlackChannel) -> None:
    await slack.post("faults", faults=[{"kind": "throttle", "method": "files.getUploadURLExternal"}])
    failed = await channel.send(sent(answer(documents=(FILE,)), channel="slack", address=ADDRESS))
    assert not isinstance(failed, Receipt)
    await slack.advance(60)

    await told(channel, ADDRESS, answer(documents=(FILE,)))

    assert len(await shown(slack)) == 1


@pytest.mark.parametrize(("address", "audience"), [(ROOM, SHARED), (ROOM, ADDRESS), (SHARED, None)], ids=str)
async def test_what_is_for_one_alone_nobody_else_in_a_channel_sees(
    slack: Hand, channel: SlackChannel, address: str, audience: str | None
) -> None:
    first = await told(channel, address, answer(picture=PICTURE, documents=(FILE,), audience=audience))
    again = await told(channel, address, answer("Other", number=2, audience=audience), amends=first)

    assert first.endswith(":only")
    assert again.endswith(":only")
    for each in await slack.sent(method="chat.postEphemeral", count=2):
        assert (text(each, "channel"), text(each, "user")) == (CHANNEL, USER)
    (files,) = await slack.sent(method="files.completeUploadExternal")
    assert text(files, "channel").startswith("D")
    assert await slack.violations() == []


async def test_a_team_that_shows_no_tables_gets_equal_letters(slack: Hand, channel: SlackChannel) -> None:
    refused = {"kind": "refuse", "error": "invalid_blocks", "method": "chat.postMessage"}
    await slack.post("faults", faults=[refused])

    await told(channel, ADDRESS, answer(grids=(GRID,)))

    (message,) = await shown(slack)
    assert "table" not in kinds(message)
    assert "Delivery    318    2.4" in str(message)


async def test_what_wants_words_opens_a_field(slack: Hand, channel: SlackChannel) -> None:
    inbox = FakeInbox()
    await told(channel, ADDRESS, answer("Which note?", wants="/followup 1 delivery", language="de"))
    async with listening(channel, inbox, slack):
        await taps(slack, "Schreiben")
        await opened(channel, inbox)
        (view,) = await slack.logged("views.open")
        assert "Which note?" in str(view)  # whoever writes sees for whom
        written: Json = {"type": "plain_text_input", "value": "It came late"}
        await slack.post("submit", user=USER, values={"words": {"words": written}})
        item = await heard(channel, inbox)

    meaning = channel.parse(item)
    assert isinstance(meaning, Said)
    assert (meaning.reply.prompt, meaning.reply.text) == (f"{ID}.1", "It came late")
    assert item.address == ADDRESS
    assert await slack.violations() == []


def test_a_command_in_a_channel_says_where_it_was_given() -> None:
    payload = (
        f'{{"command": "/journey", "text": "map Busy Parents", "team_id": "{TEAM}", '
        f'"channel_id": "{CHANNEL}", "user_id": "{USER}"}}'
    )

    assert read(payload.encode(), secret=SECRET) == Commanded(name="map", words="Busy Parents", room=ROOM)


def leaves(value: Json) -> list[Object]:
    if isinstance(value, dict):
        return [mapping(value), *(each for one in value.values() for each in leaves(one))]
    return [each for one in items(value) for each in leaves(one)] if isinstance(value, list) else []


@given(text_=st.text(max_size=9000), cell=st.text(max_size=80), rows=st.integers(0, 120))
def test_no_answer_exceeds_a_limit_and_none_of_its_words_is_markup(text_: str, cell: str, rows: int) -> None:
    grid = Grid(title=cell, head=("a", cell), rows=tuple((cell, "1") for _ in range(rows)))
    prompt = answer(text_, grids=(grid, grid), picture=PICTURE, buttons=7, wants="/followup 1")

    blocks: list[Json] = list(show(prompt, file="F1", has_table=True))  # type: ignore[arg-type] # of JSON all

    assert block_problems(blocks, pointer="/blocks", most="MESSAGE_BLOCKS_MAX_ITEMS") == []
    assert sum(text(mapping(each), "type") == "table" for each in blocks) <= 1
    marked = [each for each in leaves(blocks) if each.get("type") == "mrkdwn"]
    assert [text(each, "text") for each in marked] == ["To answer in your own words, reply in the thread."]
    assert not {"\u202e", "\x07"} & set(str(blocks))


def test_customers_words_neither_link_nor_call_anybody() -> None:
    own = "https://shop.example/map?x=1"
    blocks: list[Json] = list(show(answer(f"“{NASTY}”\n\n{own}"), file=None, has_table=True))  # type: ignore[arg-type] # of JSON all
    found = leaves(blocks)

    assert [text(each, "url") for each in found if each.get("type") == "link"] == [own]
    acting = {"user", "broadcast", "channel", "emoji", "mrkdwn"}
    assert not [each for each in found if each.get("type") in acting]
    assert "<" not in fallback(answer(NASTY))
