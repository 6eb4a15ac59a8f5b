"""First contact on an emulated Telegram: two buttons, and the question that waited for the yes."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.app import Surroundings, open_app
from feedback.clock import FakeClock
from feedback.ids import new_id
from tests.bot.opening import settings_in
from tests.bot.telegram.conftest import Talk
from tests.bot.telegram.fake_telegram import NOON
from tests.bot.telegram.test_in_the_house import JOURNEY, Shop
from tests.bot.telegram.test_own_data import heard_by, texts

ASKING = JOURNEY.replace("policy: {", "company: {name: The Green Shop}\npolicy: {consent: ask, ", 1)


@pytest.fixture
async def shop(polling: Talk, tmp_path: Path) -> AsyncIterator[Shop]:
    settings = settings_in(tmp_path, journey=ASKING)
    clock = FakeClock(NOON)
    around = Surroundings(clock=clock, entropy=os.urandom, new_id=new_id)
    app = open_app(settings, around=around, channels=lambda *_: (polling.channel,))
    await heard_by(polling)
    yield Shop(app, polling, clock)
    app.close()


async def test_a_yes_by_button_is_consent_and_brings_the_question(shop: Shop) -> None:
    talk, ada = shop.talk, await shop.talk.customer(first_name="Ada")
    await shop.asks(ada)
    told = texts(await talk.shown(ada))[-1]
    assert told.startswith("Hello! The Green Shop")
    assert told.endswith("May we ask you?")

    await talk.tap(ada, "Yes, ask me")
    await shop.hears()
    await shop.goes_on()

    assert "How was it?" in texts(await talk.shown(ada))[-1]
    assert await talk.violations() == []
