"""Linked chats and rooms of teams on the emulated Telegram, with the whole program behind it."""

import os
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import App, Surroundings, open_app
from bot.channels.web import WebChannel
from bot.web_payload import PAYLOAD_JSON, Replied
from feedback.clock import FakeClock
from feedback.ids import new_id
from feedback.intake import CustomerFacts, Touch, Touched
from feedback.prompts import Prompt, Reply, Shape
from feedback.records import InboxItem, OutboxItem
from feedback.store.teams import TeamRoom
from feedback.work import Changes
from tests.bot.opening import settings_in
from tests.bot.telegram.conftest import Talk
from tests.bot.telegram.fake_telegram import NOON
from tests.bot.telegram.test_in_the_house import JOURNEY
from tests.emulators.common.json_shapes import number_in, object_in

WEB = "w" * 22


class House:
    """The program with Telegram and the web chat."""

    def __init__(self, app: App, talk: Talk, clock: FakeClock) -> None:
        self.app = app
        self.talk = talk
        self.clock = clock
        self._keys = 0

    async def goes_on(self) -> None:
        for _ in range(8):
            self.clock.advance(timedelta(seconds=2))
            await self.app.settle()

    async def hears(self) -> None:
        """Take in what comes next from Telegram, now."""
        await self.app.inbox.put(replace(await self.talk.inbox.next(), received_at=self.clock.now()))
        await self.goes_on()

    async def hears_all(self) -> None:
        """Take in whatever Telegram has told so far."""
        await self.hears()
        while not self.talk.inbox.arrived.empty():
            await self.hears()

    async def typed_in_the_web_chat(self, words: str) -> None:
        self._keys += 1
        payload = PAYLOAD_JSON.dump_json(Replied(reply=Reply(text=words)))
        item = InboxItem(
            channel="web", key=f"k{self._keys}", address=WEB, payload=payload, received_at=self.clock.now()
        )
        await self.app.inbox.put(item)
        await self.goes_on()

    async def visit(self, source_id: str) -> Touched:
        facts = CustomerFacts(external_id="ada", addresses=(("web", WEB),))
        touch = Touch(
            source="till",
            source_id=source_id,
            touchpoint="courier",
            occurred_at=self.clock.now(),
            customer=facts,
        )
        touched = await self.app.submit(touch)
        assert isinstance(touched, Touched)
        await self.goes_on()
        return touched

    def in_the_web_chat(self) -> list[str]:
        entries = self.app.store.read_feed("web", WEB, after=None, limit=50)
        return [entry.prompt.text for entry in entries if hasattr(entry, "prompt")]

    def the_team(self) -> TeamRoom:
        (team,) = self.app.store.teams()
        return team

    async def shown(self, chat: int) -> list[str]:
        return [str(each["text"]) for each in await self.talk.shown(chat) if "text" in each]


@pytest.fixture
async def house(polling: Talk, tmp_path: Path) -> AsyncIterator[House]:
    settings = settings_in(tmp_path, journey=JOURNEY)
    clock = FakeClock(NOON)
    around = Surroundings(clock=clock, entropy=os.urandom, new_id=new_id)
    app = open_app(
        settings,
        around=around,
        channels=lambda listeners, _: (polling.channel, WebChannel(listeners=listeners)),
    )
    yield House(app, polling, clock)
    app.close()


async def test_a_customer_links_the_web_chat_with_telegram_and_chooses(house: House) -> None:
    await house.visit("1")
    await house.typed_in_the_web_chat("/link")
    code = house.in_the_web_chat()[-1].removeprefix("Your code is ").partition(".")[0]
    ada = await house.talk.customer(first_name="Ada")

    await house.talk.remote.post("say", user=ada, text=code.lower())
    await house.hears()

    linked, which, another = (await house.shown(ada))[-3:]
    assert linked.startswith("Done: both chats belong to you now.")
    assert which.startswith("Which chat shall we ask you in?")
    assert another.startswith("If that one fails some day")
    await house.talk.tap(ada, "Yes")
    await house.hears()
    assert (await house.shown(ada))[-1].startswith("Noted. If your chat fails")
    mine = house.app.store.customer_by_address("telegram", str(ada))
    assert mine is not None
    assert (mine.external_id, mine.may_fall_back) == ("ada", True)
    assert await house.talk.violations() == []


async def test_one_who_blocks_the_bot_is_asked_in_the_web_chat_they_allowed(house: House) -> None:
    await house.visit("1")
    await house.typed_in_the_web_chat("/link")
    code = house.in_the_web_chat()[-1].removeprefix("Your code is ").partition(".")[0]
    ada = await house.talk.customer(first_name="Ada")
    await house.talk.remote.post("say", user=ada, text=code)
    await house.hears()
    await house.typed_in_the_web_chat("/channels yes")
    await house.typed_in_the_web_chat("/channels telegram")
    before = len(house.in_the_web_chat())
    house.clock.advance(timedelta(days=1))
    touched = await house.visit("2")
    assert touched.outcome == "ask", touched

    await house.talk.remote.post("block", user=ada)
    await house.hears_all()

    assert "How was it?" in house.in_the_web_chat()[before:]


async def test_a_group_becomes_a_teams_room_moves_and_puts_us_out(house: House) -> None:
    ada = await house.talk.customer(first_name="Ada")
    made = await house.talk.remote.post("group", user=ada, title="Service", supergroup=False)
    group = number_in(object_in(made["chat"])["id"])
    now = house.clock.now()
    house.app.store.invite_team("Service", "TEAM2345", now=now, until=now + timedelta(days=1))

    await house.talk.remote.post("say", user=ada, chat=group, text="/team@emulated_bot team-2345")
    await house.hears_all()

    assert house.the_team().address == str(group)
    assert (await house.shown(group))[-1].startswith("This is the room of the team “Service” now.")
    moved = await house.talk.remote.post("group", user=ada, chat=group, migrate=True)
    supergroup = number_in(object_in(moved["chat"])["id"])
    await house.hears_all()
    assert house.the_team().address == str(supergroup)
    await house.talk.remote.post("say", user=ada, chat=supergroup, text="/help")
    await house.hears_all()
    told, usable = (await house.shown(supergroup))[-2:]
    assert told.startswith("This is the room of the team “Service”;")
    assert usable.startswith("The team “Service” can use here:")
    assert "/cases" in usable
    assert "/map" in usable
    assert "/export" not in usable
    await house.talk.remote.post("group", user=ada, chat=supergroup, bot="kicked")
    await house.hears_all()
    assert house.the_team().gone_at is not None
    assert [each for each in await house.talk.violations() if "upgraded" not in each] == []


async def test_a_group_that_moved_unheard_is_found_by_the_next_send(house: House) -> None:
    ada = await house.talk.customer(first_name="Ada")
    made = await house.talk.remote.post("group", user=ada, title="Service", supergroup=False)
    group = number_in(object_in(made["chat"])["id"])
    now = house.clock.now()
    house.app.store.invite_team("Service", "TEAM2345", now=now, until=now + timedelta(days=1))
    await house.talk.remote.post("say", user=ada, chat=group, text="/team team-2345")
    await house.hears_all()
    moved = await house.talk.remote.post("group", user=ada, chat=group, migrate=True)
    supergroup = number_in(object_in(moved["chat"])["id"])

    # Of the move we hear nothing; the help was asked for before it.
    house.app.store.save(_say_there(house), now=house.clock.now())
    await house.goes_on()

    assert house.the_team().address == str(supergroup)
    assert (await house.shown(supergroup))[-1] == "Hello, team!"


def _say_there(house: House) -> Changes:
    """Return what says hello in the team's room, at the address that is known of it."""
    room, now = house.the_team(), house.clock.now()
    assert room.team.room is not None
    assert room.address is not None
    prompt = Prompt(
        id=new_id(), session="", question=None, purpose="notice", text="Hello, team!", language="en",
        shape=Shape(look="text"),
    )  # fmt: skip
    item = OutboxItem(
        id=prompt.id, customer=room.team.room, session=None, channel="telegram", address=room.address,
        prompt=prompt, priority=0, due_at=now, created_at=now,
    )  # fmt: skip
    return Changes(outbox=[item])
