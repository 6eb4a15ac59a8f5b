"""A colleague in Slack has a customer asked in Telegram; the answer is on the map, and the loop is closed.

Both platforms are emulated, and the program between them is wired as it is, on a clock that stands.
"""

import asyncio
import base64
import json
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import Surroundings, open_app
from bot.carrying import Carrier
from bot.channels.web import WebChannel
from bot.http.feed import Received, Sent
from bot.http.server import StoredFeed
from bot.plugins import commands
from bot.reporting import Query
from config.settings import Settings
from feedback.clock import FakeClock
from feedback.dossier_json import machine_readable
from feedback.ids import new_id
from tests.bot.commands.bridge import AGENT, ROOM, Bridge
from tests.bot.commands.diary import Diary, assert_as_it_went
from tests.bot.commands.loops import (
    Play,
    a_customer,
    slack_team_telegram_customer,
    telegram_team_web_customer,
)
from tests.bot.commands.support import JOURNEY, NOON
from tests.bot.commands.tours import LINES, UNSAID, Says, on_slack, on_telegram, on_the_web
from tests.bot.opening import settings_in
from tests.bot.slack.emulated import FakeInbox, channel_on, listening
from tests.bot.telegram.conftest import opened
from tests.emulators.common.json_shapes import object_in, text_in
from tests.emulators.common.process import Emulator, emulator
from tests.emulators.slack.objects import mapping, mappings, text
from tests.emulators.slack.testing import hand_on, slack_process
from tests.emulators.telegram_client import DATA, TOKEN


@pytest.fixture(scope="module")
def processes() -> Iterator[tuple[str, Emulator]]:
    data = {"AFTERTOUCH_DATA_DIR": str(DATA)}
    with (
        slack_process() as slack,
        emulator("tests.emulators.telegram", "--token", TOKEN, environment=data) as telegram,
    ):
        yield slack, telegram


@pytest.fixture
async def bridge(
    processes: tuple[str, Emulator], tmp_path: Path, request: pytest.FixtureRequest
) -> AsyncIterator[Bridge]:
    slack_url, telegram_process = processes
    role = getattr(request, "param", "agent")
    async with AsyncExitStack() as stack:
        hand = await stack.enter_async_context(hand_on(slack_url))
        talk = await stack.enter_async_context(opened(telegram_process, way="polling"))
        channel, heard = await stack.enter_async_context(channel_on(hand)), FakeInbox()
        known = settings_in(tmp_path, journey=JOURNEY)
        settings = Settings.model_validate(
            known.model_dump(exclude_unset=True) | {"people": f"slack:T01TEST/{AGENT}={role}, web:kim={role}"}
        )
        clock = FakeClock(NOON)
        around = Surroundings(clock=clock, entropy=os.urandom, new_id=new_id)
        app = open_app(
            settings,
            around=around,
            channels=lambda listeners, parts: (
                channel,
                talk.channel,
                WebChannel(listeners=listeners, photos=parts.store),
            ),
        )
        stack.callback(app.close)
        await stack.enter_async_context(listening(channel, heard, hand))
        yield Bridge(app, hand, heard, talk, clock)


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


async def test_how_many_of_a_list_have_gone_out_is_told_in_the_very_message_in_slack(bridge: Bridge) -> None:
    await a_customer(bridge)
    await bridge.enrols("Service")

    await bridge.says("followup list courier ada")
    shown = await bridge.message("1 customer would be asked now.")
    await bridge.taps(shown, "Ask 1 customer")

    told = await bridge.message("1 customer is asked now.")
    assert told["ts"] == shown["ts"]
    assert "1 of 1 has gone out." in str(told)


@pytest.mark.parametrize("play", [slack_team_telegram_customer, telegram_team_web_customer])
async def test_the_closed_loop_goes_as_it_went(bridge: Bridge, play: Play) -> None:
    diary = Diary(bridge.app, slack=bridge.slack, telegram=bridge.telegram)

    await play(bridge, diary)

    assert_as_it_went(play.__name__, diary.text())
    assert [each for each in await bridge.telegram.violations() if "is not modified" not in each] == []


@pytest.mark.parametrize("bridge", ["admin"], indirect=True)
@pytest.mark.parametrize("tour", [on_slack, on_telegram, on_the_web])
async def test_every_command_is_answered_on_every_platform(
    bridge: Bridge, tour: Callable[[Bridge, Diary], Awaitable[Says]]
) -> None:
    diary = Diary(bridge.app, slack=bridge.slack, telegram=bridge.telegram)
    says = await tour(bridge, diary)

    for line in LINES:
        await says(line)
        await diary.did(f"/{line}")

    assert_as_it_went(f"tour_{tour.__name__}", diary.text())
    assert [each for each in await bridge.telegram.violations() if "is not modified" not in each] == []


def test_no_command_of_colleagues_is_left_out_of_the_tours() -> None:
    said = {line.partition(" ")[0] for line in LINES} | UNSAID

    assert sorted(commands().keys() - said) == []


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


async def test_a_photo_from_a_customer_on_the_web_is_kept_with_the_answer_and_seen_in_slack(
    bridge: Bridge,
) -> None:
    await bridge.enrols("Service")
    await bridge.unhappy_on_the_web("bea", "Bea Koch")
    await bridge.on_the_web("bea", "It had a dent.", photo=PIXEL)
    (case,) = bridge.app.store.open_cases()
    await bridge.in_thread("Show me?", on=await bridge.message(f"Case {case.id}: Bea Koch"))
    await bridge.on_the_web("bea", None, photo=PIXEL)

    files = [
        file
        for each in mappings((await bridge.slack.get("state"))["messages"])
        for file in mappings(each.get("files") or [])
    ]
    assert [await bridge.downloaded(each) for each in files] == [PIXEL]
    dossier = bridge.app.store.dossier(case.customer)
    assert dossier is not None
    (kept,) = dossier.enclosures
    assert (kept.state, bridge.app.store.content(kept.id)) == ("kept", PIXEL)
    assert "photo, image/png, 70 bytes" in machine_readable(dossier, at=bridge.clock.now())
    feed = StoredFeed(bridge.app.store)
    heard = [each for each in await feed.read("bea", after=None, limit=50) if isinstance(each, Received)]
    assert [each.photo for each in heard] == [False, True, True]
    bridge.app.store.erase_customer(case.customer, now=bridge.clock.now())
    left = [bridge.app.store.inbox_item("web", f"photo:bea:{each}") for each in (2, 3)]
    assert (left, bridge.app.store.content(kept.id)) == ([None, None], None)


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


async def test_words_that_are_wanted_in_a_group_reach_us_through_the_field_that_opens(bridge: Bridge) -> None:
    maria, group = await bridge.a_group("Maria")
    await bridge.on_telegram(maria, "/team team-2345", chat=group)
    await bridge.unhappy_on_the_web("bea", "Bea Koch")
    (case,) = bridge.app.store.open_cases()
    await bridge.presses(maria, group, f"Case {case.id}: Bea Koch", "Reply")
    await bridge.hears_telegram(b"callback_query")

    asked = (await bridge.telegram.shown(group))[-1]
    field = object_in(asked["markup"])
    assert (field["force_reply"], field["selective"]) == (True, True)
    assert "Maria: " in str(asked["text"])
    await bridge.telegram.remote.post(
        "say", user=maria, chat=group, text="On its way!", reply_to=asked["message_id"]
    )
    await bridge.hears_telegram(b"On its way!")

    said = (await StoredFeed(bridge.app.store).read("bea", after=None, limit=50))[-1]
    assert isinstance(said, Sent)
    assert said.prompt.text == "Maria from support, a person, writes:\n\nOn its way!"


async def test_a_colleague_whose_picture_is_gone_is_told_so_once_and_the_words_go_out(bridge: Bridge) -> None:
    ada, case = await unhappy_on_telegram(bridge)
    file = await shares(bridge, "Is it this one?", on=f"Case {case}: Ada Lund")
    await bridge.slack.post("lose-file", id=file)
    await bridge.takes_in()

    assert (await bridge.shown(ada))[-1].endswith("Is it this one?\n[a picture (dent.png)]")
    told = [each for each in await bridge.shown_in_slack() if "cannot be fetched any more" in each]
    assert len(told) == 1
    assert "a picture (dent.png)" in told[0]
