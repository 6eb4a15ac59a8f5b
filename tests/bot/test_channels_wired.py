"""A channel with a platform behind it, as the program wires it: paced, led, listened to and served."""

import asyncio
import os
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from pydantic import SecretStr
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from bot.app import App, Surroundings, open_app
from bot.channel import Failure, Put
from bot.http.server import make_server
from bot.wiring import leader_name
from config.errors import ConfigError
from config.settings import Settings
from feedback.clock import FakeClock
from feedback.ids import counting_ids
from feedback.intake import CustomerFacts, Touch, Touched
from feedback.records import InboxItem
from tests.bot.opening import settings_in
from tests.bot.outgoing import NOON, SECOND, PacedPlatform

JOURNEY = """
id: shop
title: Shop
policy: {fresh_for: 30d, wait: 0s}
stages:
  - id: delivery
    title: Delivery
    touchpoints: [{id: courier, title: Courier, survey: delivery}]
surveys:
  - id: delivery
    title: Delivery
    questions: [{id: rating, kind: rating, ask: How was it?}]
"""


class WholePlatform(PacedPlatform):
    """Paced, listened to and serving."""

    listening = 0
    closed = 0

    async def close(self) -> None:
        self.closed += 1

    async def listen(self, put: Put) -> None:
        self.listening += 1
        try:
            await put(heard("by listening"))
            await asyncio.Event().wait()
        finally:
            self.listening -= 1

    def routes(self, put: Put) -> Sequence[BaseRoute]:
        async def called(request: Request) -> Response:
            await put(heard((await request.body()).decode()))
            return PlainTextResponse("stored")

        return [Route("/platform/events", called, methods=["POST"])]


def heard(key: str) -> InboxItem:
    return InboxItem(channel="chat", key=key, address="one", payload=b"{}", received_at=NOON)


class House:
    """An app on a file with one channel, opened as often as wanted."""

    def __init__(self, folder: Path) -> None:
        self.clock = FakeClock(NOON)
        self.platform = WholePlatform(self.clock)
        self.new_id = counting_ids()
        self._open: list[App] = []
        self.settings = settings_in(folder, journey=JOURNEY)

    def open(self) -> App:
        around = Surroundings(clock=self.clock, entropy=os.urandom, new_id=self.new_id)
        app = open_app(self.settings, around=around, channels=lambda *_: (self.platform,))
        self._open.append(app)
        return app

    def close(self) -> None:
        for app in self._open:
            app.close()


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    made = House(tmp_path)
    yield made
    made.close()


async def asked(app: App, *chats: str) -> None:
    for chat in chats:
        touched = await app.submit(
            Touch(
                source="till",
                source_id=chat,
                customer=CustomerFacts(external_id=chat, addresses=(("chat", chat),)),
                touchpoint="courier",
                occurred_at=NOON,
            )
        )
        assert isinstance(touched, Touched)


async def until(holds: Callable[[], bool]) -> None:
    """Let everything else work until `holds` does; the test's own time limit ends it otherwise."""
    while not holds():  # noqa: ASYNC110 - nobody tells us when it does
        await asyncio.sleep(0)


async def test_a_hold_outlives_the_process_and_is_obeyed_to_the_second(house: House) -> None:
    house.platform.answers = [Failure(kind="throttled", retry_after=timedelta(hours=3, seconds=7))]
    app = house.open()
    await asked(app, "one", "two")
    await app.settle()
    app.close()

    again = house.open()
    house.clock.advance(timedelta(hours=3, seconds=6))
    await again.settle()
    assert house.platform.chats == ["two"]
    house.clock.advance(SECOND)
    await again.settle()

    assert house.platform.chats == ["two", "one"]
    assert house.platform.refused == []


async def test_of_two_processes_one_alone_speaks(house: House) -> None:
    first, second = house.open(), house.open()
    await asked(first, "one", "two")

    await second.settle()
    house.clock.advance(SECOND)
    await first.settle()
    assert house.platform.chats == ["one"], "the second one came first, and leads"

    second.close()
    for _ in range(4):
        house.clock.advance(SECOND)
        await first.settle()
    assert house.platform.chats == ["one", "two"]


async def test_who_is_gone_is_not_asked_any_more(house: House) -> None:
    house.platform.answers = [Failure(kind="gone")]
    app = house.open()
    await asked(app, "one")
    await app.settle()

    later = Touch(
        source="till",
        source_id="later",
        customer=CustomerFacts(external_id="one"),
        touchpoint="courier",
        occurred_at=NOON,
    )
    again = await app.submit(later)

    assert isinstance(again, Touched)
    assert (again.outcome, again.reason) == ("skip", "unreachable")


async def test_the_leader_listens_and_stops_when_the_program_does(house: House) -> None:
    app = house.open()
    running = asyncio.create_task(app.run())
    await until(lambda: app.store.inbox_item("chat", "by listening") is not None)
    assert house.platform.listening == 1

    running.cancel()
    await asyncio.wait([running])

    assert house.platform.listening == 0


async def test_what_a_platform_calls_is_served_and_stored_before_it_is_answered(house: House) -> None:
    app = house.open()
    transport = httpx.ASGITransport(app=make_server(app))
    async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
        answered = await client.post("/platform/events", content=b"e1")

    assert answered.text == "stored"
    assert app.store.inbox_item("chat", "e1") is not None


async def test_a_channel_that_stands_still_is_told_to_whoever_asks_whether_we_can_work(house: House) -> None:
    house.platform.answers = [Failure(kind="misconfigured", detail="the token was revoked")]
    app = house.open()
    await asked(app, "one")
    await app.settle()
    transport = httpx.ASGITransport(app=make_server(app))
    async with httpx.AsyncClient(transport=transport, base_url="http://here") as client:
        answered = await client.get("/readyz")

    assert answered.status_code == httpx.codes.SERVICE_UNAVAILABLE
    assert "the channel chat stands still: the token was revoked" in answered.text


def test_a_bot_is_called_by_its_channel_and_never_by_its_token() -> None:
    token = "12345:not-to-be-seen"
    settings = Settings(telegram_token=SecretStr(token))
    other = Settings(telegram_token=SecretStr("12346:another"))

    named = leader_name("telegram", settings)

    assert named.startswith("dispatcher-telegram-")
    assert named != leader_name("telegram", other)
    assert len(named) == len("dispatcher-telegram-") + 8
    assert leader_name("slack", settings) == "dispatcher-slack"


def test_an_app_that_companies_install_is_called_by_its_client_id() -> None:
    settings = Settings(slack_client_id="1111.2222", slack_client_secret=SecretStr("s"))

    named = leader_name("slack", settings)

    assert named.startswith("dispatcher-slack-")
    assert "1111" not in named
    assert named != leader_name("slack", Settings(slack_client_id="1111.3333"))


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"slack_client_id": "1.2"}, "AFTERTOUCH_SLACK_CLIENT_SECRET"),
        ({"slack_client_secret": "s"}, "AFTERTOUCH_SLACK_CLIENT_ID"),
        ({"slack_client_id": "1.2", "slack_client_secret": "s"}, "AFTERTOUCH_PUBLIC_URL"),
        (
            {"slack_client_id": "1.2", "slack_client_secret": "s", "public_url": "https://us.example"},
            "AFTERTOUCH_SLACK_APP_TOKEN",
        ),
        ({"slack_bot_token": "xoxb-1"}, "AFTERTOUCH_SLACK_SIGNING_SECRET"),
    ],
)
def test_what_an_app_of_slack_lacks_is_said_with_what_to_set(
    house: House, given: dict[str, object], missing: str
) -> None:
    settings = Settings.model_validate({**house.settings.model_dump(), **given})

    with pytest.raises(ConfigError, match=missing):
        open_app(settings)


async def test_channels_let_go_of_their_connections_when_the_program_ends(house: House) -> None:
    app = house.open()
    running = asyncio.create_task(app.run())
    await until(lambda: house.platform.listening == 1)

    running.cancel()
    await asyncio.wait([running])

    assert house.platform.closed == 1
