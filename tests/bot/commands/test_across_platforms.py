"""A colleague in Slack has a customer asked in Telegram; the answer is on the map, and the loop is closed.

Both platforms are emulated, and the program between them is wired as it is, on a clock that stands.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import App, Surroundings, open_app
from bot.cartographer import Everything
from config.settings import Settings
from feedback.clock import FakeClock
from feedback.ids import new_id
from feedback.intake import CustomerFacts, Touch
from tests.bot.commands.support import JOURNEY, NOON
from tests.bot.opening import settings_in
from tests.bot.slack.emulated import FakeInbox, channel_on, listening
from tests.bot.telegram.conftest import Talk, opened
from tests.emulators.common.json_shapes import text_in
from tests.emulators.common.process import Emulator, emulator
from tests.emulators.slack.objects import mappings, text
from tests.emulators.slack.testing import Hand, hand_on, slack_process
from tests.emulators.telegram_client import DATA, TOKEN

AGENT, ROOM = "U02ADM", "C01GEN"


@dataclass
class Bridge:
    """The program, with a Slack on one side and a Telegram on the other."""

    app: App
    slack: Hand
    heard: FakeInbox
    telegram: Talk
    clock: FakeClock

    async def goes_on(self) -> None:
        for _ in range(6):
            self.clock.advance(timedelta(seconds=2))
            await self.app.settle()

    async def says(self, words: str) -> None:
        """Let the agent give a slash command."""
        await self.slack.post("command", user=AGENT, channel=ROOM, command="/journey", text=words)
        await self.app.inbox.put(replace(await self.heard.next(), received_at=self.clock.now()))
        await self.goes_on()

    async def answered(self) -> None:
        """Take in what the customer did in Telegram."""
        await self.app.inbox.put(replace(await self.telegram.inbox.next(), received_at=self.clock.now()))
        await self.goes_on()

    async def shown_in_slack(self) -> list[str]:
        told = await self.slack.get("outbox", after=0)
        return [text(each, "text") for each in mappings(told["outbox"])]

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
        app = open_app(settings, around=around, channels=lambda *_: (channel, talk.channel))
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

    drawn = await asyncio.to_thread(bridge.app.cartographer.draw, Everything(), min_customers=1)
    (courier,) = [point for stage in drawn.stages for point in stage.touchpoints if point.id == "courier"]
    assert courier.cell.customers == 1
    assert await bridge.telegram.violations() == []
