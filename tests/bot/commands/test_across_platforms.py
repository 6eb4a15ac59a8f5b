"""A colleague in Slack has a customer asked in Telegram; the answer is on the map, and the loop is closed.

Both platforms are emulated, and the program between them is wired as it is, on a clock that stands.
"""

import asyncio
import base64
import json
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from bot.app import App, Surroundings, open_app
from bot.carrying import Carrier
from bot.channels.web import WebChannel
from bot.http.feed import Sent
from bot.http.server import StoredFeed
from bot.reporting import Query
from bot.web_payload import PAYLOAD_JSON, Replied
from config.settings import Settings
from feedback.clock import FakeClock
from feedback.ids import new_id
from feedback.intake import CustomerFacts, Touch
from feedback.prompts import Reply
from feedback.records import InboxItem
from tests.bot.commands.support import JOURNEY, NOON
from tests.bot.opening import settings_in
from tests.bot.slack.emulated import FakeInbox, channel_on, listening
from tests.bot.telegram.conftest import Talk, opened
from tests.emulators.common.json_shapes import number_in, object_in, text_in
from tests.emulators.common.process import Emulator, emulator
from tests.emulators.slack.objects import JsonObject, mapping, mappings, text
from tests.emulators.slack.testing import Hand, hand_on, slack_process
from tests.emulators.telegram_client import DATA, TOKEN

AGENT, ROOM = "U02ADM", "C01GEN"
_A_WHILE = timedelta(seconds=5)


@dataclass
class Bridge:
    """The program, with a Slack on one side and a Telegram on the other."""

    app: App
    slack: Hand
    heard: FakeInbox
    telegram: Talk
    clock: FakeClock
    held: InboxItem | None = None

    async def takes_in(self) -> None:
        """Take in what came from Slack and was held back."""
        assert self.held is not None
        await self.app.inbox.put(self.held)
        await self.goes_on()

    async def downloaded(self, file: JsonObject) -> bytes:
        """Return what Slack hands out of a file."""
        async with httpx.AsyncClient() as client:
            return (await client.get(text(file, "url_private"))).content

    async def goes_on(self) -> None:
        """Let time pass on all three clocks until everything is said that there is to say."""
        for _ in range(4):
            self.clock.advance(_A_WHILE)
            await self.telegram.remote.advance(_A_WHILE.total_seconds())
            await self.slack.advance(_A_WHILE.total_seconds())
            await self.app.settle()

    async def says(self, words: str) -> None:
        """Let the agent give a slash command."""
        await self.slack.post("command", user=AGENT, channel=ROOM, command="/journey", text=words)
        await self._hears(b'"command"')

    async def _hears(self, kind: bytes) -> None:
        """Take in what comes from Slack until something of a kind has come; our own messages come, too."""
        item = None
        while item is None or kind not in item.payload:
            item = replace(await self.heard.next(), received_at=self.clock.now())
            await self.app.inbox.put(item)
        await self.goes_on()

    async def answered(self) -> None:
        """Take in what the customer did in Telegram."""
        await self.app.inbox.put(replace(await self.telegram.inbox.next(), received_at=self.clock.now()))
        await self.goes_on()

    async def shown_in_slack(self) -> list[str]:
        told = await self.slack.get("outbox", after=0)
        return [text(each, "text") for each in mappings(told["outbox"])]

    async def has_shown(self, words: str) -> bool:
        found = await self.slack.client().conversations_history(channel=ROOM, limit=50)
        return any(words in str(each.get("text")) for each in found.get("messages") or ())

    async def enrols(self, team: str) -> None:
        """Make the channel the room of a team."""
        now = self.clock.now()
        self.app.store.invite_team(team, "TEAM2345", now=now, until=now + timedelta(days=1))
        await self.says("team TEAM-2345")

    async def message(self, words: str) -> JsonObject:
        """Return a message of the channel as it is now that says something."""
        found = await self.slack.client().conversations_history(channel=ROOM, limit=50)
        messages = found.get("messages") or []
        return next(each for each in messages if words in str(each))

    async def taps(self, message: JsonObject, label: str) -> None:
        """Let the agent press a button of a message."""
        elements = [
            each
            for block in mappings(message["blocks"])
            if block["type"] == "actions"
            for each in mappings(block["elements"])
        ]
        button = next(each for each in elements if label in str(each.get("text")))
        await self.slack.post(
            "interact",
            user=AGENT,
            channel=ROOM,
            message_ts=message["ts"],
            action={"type": "button", "action_id": button["action_id"], "value": button["value"]},
        )
        await self._hears(b"block_actions")

    async def a_group(self, name: str) -> tuple[int, int]:
        """Make a group on Telegram that we are in; return who made it, and the group."""
        user = await self.telegram.customer(first_name=name)
        made = await self.telegram.remote.post("group", user=user, title="Service", supergroup=True)
        now = self.clock.now()
        self.app.store.invite_team("Service", "TEAM2345", now=now, until=now + timedelta(days=1))
        return user, number_in(object_in(made["chat"])["id"])

    async def joins(self, group: int, name: str) -> int:
        user = await self.telegram.customer(first_name=name)
        await self.telegram.remote.post("group", user=user, chat=group, member="member")
        return user

    async def on_telegram(self, user: int, words: str, *, chat: int) -> None:
        await self.telegram.remote.post("say", user=user, chat=chat, text=words)
        await self.hears_telegram(words.encode())

    async def hears_telegram(self, kind: bytes) -> None:
        item = None
        while item is None or kind not in item.payload:
            item = replace(await self.telegram.inbox.next(), received_at=self.clock.now())
            await self.app.inbox.put(item)
        await self.goes_on()

    async def unhappy_on_the_web(self, customer: str, name: str) -> None:
        """Let a customer in the web chat be asked and choose the worst."""
        facts = CustomerFacts(external_id=customer, name=name, addresses=(("web", customer),))
        now = self.clock.now()
        touch = Touch(
            source="till", source_id=customer, touchpoint="courier", occurred_at=now, customer=facts
        )
        await self.app.submit(touch)
        payload = PAYLOAD_JSON.dump_json(Replied(reply=Reply(text="1")))
        item = InboxItem(
            channel="web", key=f"{customer}:1", address=customer, payload=payload, received_at=now
        )
        await self.app.inbox.put(item)
        await self.goes_on()

    async def presses(self, user: int, group: int, words: str, label: str) -> None:
        """Let somebody tap a button of the message in a group that says something."""
        found = [each for each in await self.telegram.shown(group) if words in str(each["text"])]
        await self.telegram.remote.post(
            "tap", user=user, chat=group, message_id=found[0]["message_id"], label=label
        )

    async def shown(self, customer: int) -> list[str]:
        return [text_in(each["text"]) for each in await self.telegram.shown(customer)]


@pytest.fixture(scope="module")
def processes() -> Iterator[tuple[str, Emulator]]:
    data = {"AFTERTOUCH_DATA_DIR": str(DATA)}
    with (
        slack_process() as slack,
        emulator("tests.emulators.telegram", "--token", TOKEN, environment=data) as telegram,
    ):
        yield slack, telegram


@pytest.fixture
async def bridge(processes: tuple[str, Emulator], tmp_path: Path) -> AsyncIterator[Bridge]:
    slack_url, telegram_process = processes
    async with AsyncExitStack() as stack:
        hand = await stack.enter_async_context(hand_on(slack_url))
        talk = await stack.enter_async_context(opened(telegram_process, way="polling"))
        channel, heard = await stack.enter_async_context(channel_on(hand)), FakeInbox()
        known = settings_in(tmp_path, journey=JOURNEY)
        settings = Settings.model_validate(
            known.model_dump(exclude_unset=True) | {"people": f"slack:T01TEST/{AGENT}=agent"}
        )
        clock = FakeClock(NOON)
        around = Surroundings(clock=clock, entropy=os.urandom, new_id=new_id)
        app = open_app(
            settings,
            around=around,
            channels=lambda listeners, _: (channel, talk.channel, WebChannel(listeners=listeners)),
        )
        stack.callback(app.close)
        await stack.enter_async_context(listening(channel, heard, hand))
        yield Bridge(app, hand, heard, talk, clock)


async def a_customer(bridge: Bridge) -> int:
    """Let a customer write to the bot, and one of our systems know them."""
    ada = await bridge.telegram.customer(first_name="Ada")
    facts = CustomerFacts(external_id="ada", name="Ada Lund", addresses=(("telegram", str(ada)),))
    touch = Touch(source="till", source_id="1", touchpoint="shelf", occurred_at=NOON, customer=facts)
    await bridge.app.submit(touch)
    return ada


async def test_a_follow_up_from_slack_is_answered_in_telegram_and_appears_on_the_map(bridge: Bridge) -> None:
    ada = await a_customer(bridge)

    await bridge.says("followup ada courier she asked about the dent")
    assert any("We ask Ada Lund now: The courier." in each for each in await bridge.shown_in_slack())
    assert (await bridge.shown(ada))[-1].startswith("How was it?")
    await bridge.telegram.tap(ada, "🙂")
    await bridge.answered()

    drawn = await asyncio.to_thread(bridge.app.cartographer.draw, Query(), min_customers=1)
    (courier,) = [point for stage in drawn.stages for point in stage.touchpoints if point.id == "courier"]
    assert courier.cell.customers == 1
    assert await bridge.telegram.violations() == []


async def test_the_whole_loop_between_a_team_in_slack_and_a_customer_in_telegram(bridge: Bridge) -> None:
    ada = await a_customer(bridge)
    await bridge.enrols("Service")
    await bridge.says("followup ada courier")
    await bridge.telegram.tap(ada, "😡")
    await bridge.answered()
    (case,) = bridge.app.store.open_cases()
    await bridge.telegram.remote.post("say", user=ada, text="It had a dent.")
    await bridge.answered()

    card = await bridge.message(f"Case {case.id}: Ada Lund")
    assert "Nobody has it yet." in str(card)
    assert "It had a dent." in str(card)
    await bridge.taps(card, "Take it")
    assert "Ad Min has it." in str(await bridge.message(f"Case {case.id}: Ada Lund"))
    await bridge.says(f"case reply {case.id} We are sorry! A new one is on its way.")
    assert (await bridge.shown(ada))[-1] == (
        "Ad Min from support, a person, writes:\n\nWe are sorry! A new one is on its way."
    )
    await bridge.telegram.remote.post("say", user=ada, text="Thank you so much")
    await bridge.answered()
    assert await bridge.has_shown(f"Case {case.id} – Ada Lund writes:")
    await bridge.says(f"case resolve {case.id} fixed")
    assert (await bridge.shown(ada))[-1].startswith("Did we fix it for you?")
    await bridge.telegram.tap(ada, "Yes, it is fixed")
    await bridge.answered()

    assert await bridge.has_shown(f"Case {case.id}: the customer says it is fixed. Well done!")
    assert (await bridge.shown(ada))[-1] == "We are glad to hear that. Thank you for telling us!"
    over = bridge.app.store.case(case.id)
    assert over is not None
    assert (over.state, over.is_fixed, over.reason) == ("closed", True, "fixed")


async def test_two_agents_of_a_team_on_telegram_reach_for_one_case_of_a_customer_on_the_web(
    bridge: Bridge,
) -> None:
    maria, group = await bridge.a_group("Maria")
    tom = await bridge.joins(group, "Tom")
    await bridge.on_telegram(maria, "/team team-2345", chat=group)
    await bridge.unhappy_on_the_web("bea", "Bea Koch")
    (case,) = bridge.app.store.open_cases()

    card = f"Case {case.id}: Bea Koch"
    await bridge.presses(maria, group, card, "Take it")
    await bridge.presses(tom, group, card, "Take it")
    for _ in range(2):
        await bridge.hears_telegram(b"callback_query")
    await bridge.on_telegram(maria, f"/case resolve {case.id}", chat=group)

    said = "\n".join(await bridge.shown(group))
    assert f"Maria has case {case.id} already. Thank you for being quick!" in await bridge.shown(tom)
    assert f"Case {case.id} is yours now. Thank you!" in await bridge.shown(maria)
    assert "Maria has it." in said
    assert f"How did case {case.id} end?" in said
    owner = bridge.app.store.case(case.id)
    assert owner is not None
    assert owner.owner is not None
    assert owner.owner.name == "Maria"
    assert await bridge.telegram.violations() == []


PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


async def shares(bridge: Bridge, words: str, *, on: str) -> str:
    """Let the agent share a picture in the thread of the message that says `on`; return its id."""
    message = await bridge.message(on)
    about = {"name": "dent.png", "mimetype": "image/png", "base64": base64.b64encode(PIXEL).decode()}
    await bridge.slack.post(
        "message", user=AGENT, channel=ROOM, text=words, thread_ts=message["ts"], file=about
    )
    item = None
    while item is None or b"file_share" not in item.payload or b'"bot_id"' in item.payload:
        item = replace(await bridge.heard.next(), received_at=bridge.clock.now())
    files = mappings(mapping(mapping(json.loads(item.payload))["event"])["files"])
    bridge.held = item
    return text(files[0], "id")


async def unhappy_on_telegram(bridge: Bridge) -> tuple[int, str]:
    """Let a customer on Telegram be asked, and choose the worst; return them, and their case."""
    ada = await a_customer(bridge)
    await bridge.enrols("Service")
    await bridge.says("followup ada courier")
    await bridge.telegram.tap(ada, "😡")
    await bridge.answered()
    (case,) = bridge.app.store.open_cases()
    return ada, case.id


async def test_a_picture_from_a_colleague_in_slack_is_seen_by_a_customer_in_telegram(bridge: Bridge) -> None:
    ada, case = await unhappy_on_telegram(bridge)
    await shares(bridge, "Is it this one?", on=f"Case {case}: Ada Lund")
    await bridge.takes_in()

    shown = (await bridge.telegram.shown(ada))[-1]
    assert text_in(shown["caption"]).endswith("Is it this one?\n[a picture (dent.png)]")
    assert await bridge.telegram.file(shown) == PIXEL
    assert await bridge.telegram.violations() == []


async def test_a_picture_from_a_customer_in_telegram_is_seen_in_the_teams_channel_of_slack(
    bridge: Bridge,
) -> None:
    ada, case = await unhappy_on_telegram(bridge)
    await bridge.telegram.remote.post("say", user=ada, text="It had a dent.")
    await bridge.answered()
    await bridge.telegram.remote.post(
        "photo", user=ada, caption="Look", base64=base64.b64encode(PIXEL).decode()
    )
    await bridge.answered()

    assert await bridge.has_shown(f"Case {case} – Ada Lund writes:")
    (shared,) = [
        each for each in mappings((await bridge.slack.get("state"))["messages"]) if each.get("files")
    ]
    (file,) = mappings(shared["files"])
    assert (text(shared, "channel"), text(file, "name")) == (ROOM, "photo.png")
    assert await bridge.downloaded(file) == PIXEL


async def test_a_picture_from_a_colleague_in_telegram_is_seen_by_a_customer_on_the_web(
    bridge: Bridge,
) -> None:
    maria, group = await bridge.a_group("Maria")
    await bridge.on_telegram(maria, "/team team-2345", chat=group)
    await bridge.unhappy_on_the_web("bea", "Bea Koch")
    (case,) = bridge.app.store.open_cases()
    card = next(each for each in await bridge.telegram.shown(group) if case.id in str(each["text"]))
    await bridge.telegram.remote.post(
        "photo", user=maria, chat=group, caption="This one?", reply_to=card["message_id"],
        base64=base64.b64encode(PIXEL).decode(),
    )  # fmt: skip
    await bridge.hears_telegram(b"photo")

    feed = StoredFeed(bridge.app.store, Carrier(bridge.app.channels))
    said = (await feed.read("bea", after=None, limit=50))[-1]
    assert isinstance(said, Sent)
    assert (said.prompt.carried, said.prompt.documents) == ((), ())
    assert said.prompt.picture is not None
    assert said.prompt.picture.described == "a picture"
    seen = await feed.picture("bea", prompt=said.prompt.id)
    assert seen is not None
    assert (seen.mime, seen.data) == ("image/png", PIXEL)


async def test_a_colleague_whose_picture_is_gone_is_told_so_once_and_the_words_go_out(bridge: Bridge) -> None:
    ada, case = await unhappy_on_telegram(bridge)
    file = await shares(bridge, "Is it this one?", on=f"Case {case}: Ada Lund")
    await bridge.slack.post("lose-file", id=file)
    await bridge.takes_in()

    assert (await bridge.shown(ada))[-1].endswith("Is it this one?\n[a picture (dent.png)]")
    told = [each for each in await bridge.shown_in_slack() if "cannot be fetched any more" in each]
    assert len(told) == 1
    assert "a picture (dent.png)" in told[0]
