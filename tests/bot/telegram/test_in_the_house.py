"""A survey on the emulated Telegram, with everything behind the channel as the program wires it."""

import os
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import App, Surroundings, open_app
from feedback.clock import FakeClock
from feedback.ids import new_id
from feedback.intake import CustomerFacts, Touch, Touched
from tests.bot.opening import settings_in
from tests.bot.telegram.conftest import Talk
from tests.bot.telegram.fake_telegram import NOON
from tests.emulators.common.json_shapes import Object, number_in

JOURNEY = """
id: shop
title: Shop
policy: {fresh_for: 30d, wait: 0s}
scorer: rating
stages:
  - id: delivery
    title: Delivery
    touchpoints: [{id: courier, title: Courier, survey: delivery}]
surveys:
  - id: delivery
    title: Delivery
    questions:
      - {id: rating, kind: rating, ask: How was it?}
      - id: reasons
        kind: choices
        ask: What stood out?
        choices:
          - {id: the-courier-was-friendlier-than-one-could-expect, title: The courier}
          - {id: speed, title: The speed}
          - {id: box, title: The box}
      - {id: words, kind: text, ask: Anything else?}
"""


class Shop:
    """The program with a Telegram customer."""

    def __init__(self, app: App, talk: Talk, clock: FakeClock) -> None:
        self.app = app
        self.talk = talk
        self.clock = clock

    async def asks(self, customer: int) -> int:
        """Let the customer reach a touchpoint, and return the message that asks about it."""
        facts = CustomerFacts(external_id="ada", addresses=(("telegram", str(customer)),))
        touch = Touch(source="till", source_id="1", touchpoint="courier", occurred_at=NOON, customer=facts)
        assert isinstance(await self.app.submit(touch), Touched)
        await self.goes_on()
        return number_in((await self.last(customer))["message_id"])

    async def goes_on(self) -> None:
        """Let time pass until everything is said that there is to say."""
        for _ in range(8):
            self.clock.advance(timedelta(seconds=2))
            await self.app.settle()

    async def hears(self) -> None:
        """Take in what comes next from Telegram, now."""
        await self.app.inbox.put(replace(await self.talk.inbox.next(), received_at=self.clock.now()))
        await self.goes_on()

    async def last(self, customer: int) -> Object:
        return (await self.talk.shown(customer))[-1]


@pytest.fixture
async def shop(talk: Talk, tmp_path: Path) -> AsyncIterator[Shop]:
    settings = settings_in(tmp_path, journey=JOURNEY)
    clock = FakeClock(NOON)
    around = Surroundings(clock=clock, entropy=os.urandom, new_id=new_id)
    app = open_app(settings, around=around, channels=lambda *_: (talk.channel,))
    yield Shop(app, talk, clock)
    app.close()


def _buttons(message: Object) -> list[str]:
    """Return what is read on the buttons of a message."""
    markup = message["markup"]
    rows = markup.get("inline_keyboard", []) if isinstance(markup, dict) else []
    return [str(button["text"]) for row in rows for button in row]


async def test_a_customer_answers_three_questions_and_puts_one_right(shop: Shop) -> None:
    talk, ada = shop.talk, await shop.talk.customer(first_name="Ada")
    rating = await shop.asks(ada)

    await talk.tap(ada, "🙂")
    await shop.hears()
    for label in ("☐ The courier", "☐ The box"):
        await talk.answer_to(await talk.tap(ada, label))
        await shop.hears()
        await talk.channel.settle()
    await talk.tap(ada, "Done")
    await shop.hears()
    assert str((await shop.last(ada))["text"]).startswith("Anything else?")
    await talk.remote.post("say", user=ada, text="It was lovely")
    await shop.hears()
    await talk.tap(ada, "😀", message=rating)
    await shop.hears()

    messages = await talk.shown(ada)
    assert [_buttons(each)[-1:] for each in messages[:2]] == [["✓ 😀"], ["Done"]]
    assert _buttons(messages[2]) == []  # what was answered in words cannot be skipped any more
    shown = [str(each["text"]) for each in messages]
    assert shown[0].endswith("✓ 😀 5 of 5, very good")
    assert shown[1].endswith("✓ The courier, The box")
    assert shown[-1] == "Changed. Thank you for putting it right."
    assert await talk.violations() == []


async def test_a_tap_after_the_end_gets_a_kind_word(shop: Shop) -> None:
    talk, ada = shop.talk, await shop.talk.customer()
    rating = await shop.asks(ada)

    shop.clock.advance(timedelta(days=60))
    await talk.remote.advance(60 * 24 * 3600)
    await shop.goes_on()
    await talk.tap(ada, "🙂", message=rating)
    await shop.hears()

    assert "could not be saved" in str((await shop.last(ada))["text"])
