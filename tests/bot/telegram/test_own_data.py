"""Pictures, /mydata, /forget and an outage on an emulated Telegram, with everything wired as it is run."""

import asyncio
import os
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from bot.app import Surroundings, open_app
from feedback.clock import FakeClock
from feedback.ids import new_id
from feedback.wording import say
from tests.bot.opening import settings_in
from tests.bot.telegram.conftest import PATIENCE_S, Talk
from tests.bot.telegram.fake_telegram import NOON
from tests.bot.telegram.test_in_the_house import JOURNEY, Shop
from tests.emulators.common.json_shapes import Object, object_in

RATING, WORDS = "{id: rating, kind: rating, ask: How was it?}", "{id: first, kind: text, ask: So?}"
WORDS_FIRST = JOURNEY.replace(RATING, WORDS)


@pytest.fixture
async def shop(polling: Talk, tmp_path: Path) -> AsyncIterator[Shop]:
    settings = settings_in(tmp_path, journey=WORDS_FIRST)
    clock = FakeClock(NOON)
    around = Surroundings(clock=clock, entropy=os.urandom, new_id=new_id)
    app = open_app(settings, around=around, channels=lambda *_: (polling.channel,))
    await heard_by(polling)
    yield Shop(app, polling, clock)
    app.close()


async def heard_by(talk: Talk) -> None:
    """Let everything else work until Telegram has answered the channel."""
    async with asyncio.timeout(PATIENCE_S):
        while not await talk.channel.is_hearing():  # noqa: ASYNC110 - nobody tells when it does
            await asyncio.sleep(0.01)


def texts(shown: list[Object]) -> list[str]:
    return [str(each.get("text", "")) for each in shown]


async def test_a_picture_alone_answers_and_is_fetched_and_kept(shop: Shop) -> None:
    talk, ada = shop.talk, await shop.talk.customer(first_name="Ada")
    await shop.asks(ada)

    await talk.remote.post("photo", user=ada)
    await shop.hears()

    (answer,) = shop.app.store.answers()
    (kept,) = shop.app.store.enclosures(answers=[answer.id])
    assert (answer.text, kept.kind, kept.state, kept.failure) == (None, "photo", "kept", None)
    content = shop.app.store.content(kept.id)
    assert content is not None
    assert content[:4] == b"\x89PNG"
    assert texts(await talk.shown(ada))[-1].startswith("What stood out?")
    assert await talk.violations() == []


async def test_mydata_comes_as_two_files_and_forget_erases_after_a_tap(shop: Shop) -> None:
    talk, ada = shop.talk, await shop.talk.customer(first_name="Ada")
    await shop.asks(ada)
    await talk.remote.post("photo", user=ada, caption="The box was open")
    await shop.hears()

    await talk.remote.advance(60)  # Telegram's flood control counts by its own clock
    await talk.remote.post("say", user=ada, text="/mydata")
    await shop.hears()
    shown = await talk.shown(ada)
    names = [str(object_in(each["document"])["file_name"]) for each in shown if "document" in each]
    assert names == ["mydata.txt", "mydata.json"]
    assert texts(shown)[-3] == say("mydata_here", "en")

    await talk.remote.advance(60)
    await talk.remote.post("say", user=ada, text="/forget")
    await shop.hears()
    await talk.tap(ada, say("forget_yes", "en"))
    await shop.hears()

    assert texts(await talk.shown(ada))[-1].startswith(say("forgotten", "en"))
    shop.clock.advance(timedelta(minutes=2))
    await shop.goes_on()
    left = {name for name, count in shop.app.store.counts().items() if count}
    assert left <= {
        "customer", "workspace", "journey_version", "leader", "pulse", "summed", "turn", "monitor",
    }  # fmt: skip
    assert await talk.violations() == []


async def test_after_an_outage_an_open_question_is_put_once_more(shop: Shop) -> None:
    talk, ada = shop.talk, await shop.talk.customer()
    await shop.asks(ada)
    before = len(await talk.shown(ada))
    await talk.listening.stop()
    shop.clock.advance(timedelta(minutes=10))
    await talk.remote.advance(600)

    await talk.listening.start()
    await heard_by(talk)
    for _ in range(2):
        await shop.goes_on()
        shop.clock.advance(timedelta(minutes=1))
    await shop.goes_on()

    (again,) = texts(await talk.shown(ada))[before:]
    assert again.startswith(f"{say('were_away', 'en')}\n\nSo?")


async def test_a_short_restart_asks_nobody_anew(shop: Shop) -> None:
    talk, ada = shop.talk, await shop.talk.customer()
    await shop.asks(ada)
    before = await talk.shown(ada)
    await talk.listening.stop()
    shop.clock.advance(timedelta(seconds=100))
    await talk.remote.advance(100)

    await talk.listening.start()
    await heard_by(talk)
    shop.clock.advance(timedelta(minutes=2))
    await shop.goes_on()

    assert len(await talk.shown(ada)) == len(before)


async def test_a_voice_message_and_a_file_are_kept_as_what_they_are(shop: Shop) -> None:
    talk, ada = shop.talk, await shop.talk.customer()
    await shop.asks(ada)

    await talk.remote.post("voice", user=ada)
    await shop.hears()

    (answer,) = shop.app.store.answers()
    (kept,) = shop.app.store.enclosures(answers=[answer.id])
    assert (kept.kind, kept.mime, kept.state) == ("voice", "audio/ogg", "kept")


async def test_where_telegram_wants_a_rest_the_file_comes_after_it(shop: Shop) -> None:
    talk, ada = shop.talk, await shop.talk.customer()
    await shop.asks(ada)
    await talk.remote.post("faults", kind="throttle", method="getFile", retry_after_s=7)

    await talk.remote.post("photo", user=ada)
    await shop.hears()

    (answer,) = shop.app.store.answers()
    assert [each.state for each in shop.app.store.enclosures(answers=[answer.id])] == ["kept"]
