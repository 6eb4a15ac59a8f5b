"""Socket Mode with Bolt's own client and with bare sockets: acks, redelivery, disconnects."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import aiohttp
import pytest
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from tests.emulators.slack.objects import JsonObject, mapping, parsed, text
from tests.emulators.slack.testing import (
    PATIENCE_S,
    Hand,
    Says,
    actions,
    button,
    hand_on,
    modal,
    slack_process,
    socket_mode,
)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with slack_process() as running:
        yield running


@pytest.fixture
async def slack(url: str) -> AsyncIterator[Hand]:
    async with hand_on(url) as hand:
        await hand.get("sockets", count=0, wait_s=PATIENCE_S)
        yield hand


class Socket:
    """A bare connection: acknowledges only what it is told to."""

    def __init__(self, ws: aiohttp.ClientWebSocketResponse) -> None:
        self.ws = ws

    async def next(self) -> JsonObject:
        while True:
            try:
                message = await asyncio.wait_for(self.ws.receive(), PATIENCE_S)
            except ConnectionError:  # the answer to a ping, when the other side has closed already
                continue
            if message.type is aiohttp.WSMsgType.TEXT:
                return mapping(parsed(message.data))
            if message.type in {aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED, aiohttp.WSMsgType.CLOSING}:
                return {"type": "closed"}

    async def ack(self, envelope: JsonObject, **payload: object) -> None:
        body = {"envelope_id": envelope["envelope_id"]}
        await self.ws.send_json(body | ({"payload": payload} if payload else {}))


@asynccontextmanager
async def connected(slack: Hand, *, suffix: str = "") -> AsyncIterator[Socket]:
    opened = await slack.client("xapp-local").apps_connections_open(app_token="xapp-local")
    async with (
        aiohttp.ClientSession(trust_env=False) as session,
        session.ws_connect(opened["url"] + suffix) as ws,
    ):
        yield Socket(ws)


def bolt_app(slack: Hand) -> AsyncApp:
    return AsyncApp(client=AsyncWebClient(token="xoxb-local", base_url=f"{slack.url}/api/"))


async def test_a_socket_is_greeted_with_its_life_time(slack: Hand) -> None:
    async with connected(slack) as first, connected(slack, suffix="&debug_reconnects=true") as second:
        hello, debug = await first.next(), await second.next()

    assert (hello["type"], hello["num_connections"]) == ("hello", 1)
    assert mapping(hello["connection_info"])["app_id"] == "A01APP"
    assert mapping(debug["debug_info"])["approximate_connection_time"] == 360


async def test_a_url_works_once(slack: Hand) -> None:
    opened = await slack.client("xapp-local").apps_connections_open(app_token="xapp-local")
    async with aiohttp.ClientSession(trust_env=False) as session:
        async with session.ws_connect(opened["url"]):
            pass
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await session.ws_connect(opened["url"])


async def test_an_unacknowledged_event_comes_again(slack: Hand) -> None:
    async with connected(slack) as socket:
        await socket.next()
        await slack.say("hello")
        first = await socket.next()
        await slack.advance(3)
        second = await socket.next()
        await socket.ack(second)
        await slack.logged("deliver.events_api", count=2)
        await slack.advance(400)

    assert [(each["retry_attempt"], each["retry_reason"]) for each in (first, second)] == [
        (0, ""),
        (1, "timeout"),
    ]
    assert first["envelope_id"] != second["envelope_id"]
    assert mapping(first["payload"])["event_id"] == mapping(second["payload"])["event_id"]
    assert first["accepts_response_payload"] is False
    assert await slack.violations() == ["missing_ack"]


async def test_an_unacknowledged_click_is_lost(slack: Hand) -> None:
    await slack.post("app", events=["app_mention"])
    posted = await slack.client().chat_postMessage(channel="C01GEN", text="x", blocks=actions(button()))
    async with connected(slack) as socket:
        await socket.next()
        place = {"channel": "C01GEN", "message_ts": posted["ts"], "user": "U01CUST"}
        await slack.post("interact", **place, action={"action_id": "go"}, wait=False)
        envelope = await socket.next()
        await slack.advance(400)
        (record,) = await slack.logged("deliver.interactive")

    assert (envelope["type"], "retry_attempt" in envelope) == ("interactive", False)
    assert record["verdict"] == "timeout"


async def test_an_envelope_goes_to_any_one_socket(slack: Hand) -> None:
    async with connected(slack) as first, connected(slack) as second:
        for each in (first, second):
            await each.next()
        for number in range(12):
            await slack.say(f"{number}")
        waiting = [asyncio.ensure_future(each.next()) for each in (first, second)]
        heard = {id(first): 0, id(second): 0}
        for _ in range(12):
            done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            turn = waiting.index(done.pop())
            socket = (first, second)[turn]
            await socket.ack(waiting[turn].result())
            heard[id(socket)] += 1
            waiting[turn] = asyncio.ensure_future(socket.next())
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)

    assert sum(heard.values()) == 12
    assert all(heard.values())
    assert await slack.violations() == ["extra_socket"]


async def test_the_eleventh_socket_is_sent_away(slack: Hand) -> None:
    await slack.post("app", expected_sockets=10)
    await slack.post("rates", on=False)
    async with aiohttp.ClientSession(trust_env=False) as session:
        sockets = []
        for _ in range(11):
            opened = await slack.client("xapp-local").apps_connections_open(app_token="xapp-local")
            sockets.append(Socket(await session.ws_connect(opened["url"])))
        last = await sockets[-1].next()
        closed = await sockets[-1].next()
        for each in sockets:
            await each.ws.close()

    assert (last["type"], last["reason"], closed["type"]) == ("disconnect", "too_many_websockets", "closed")


async def test_a_socket_is_warned_and_refreshed_at_the_end_of_its_life(slack: Hand) -> None:
    async with connected(slack, suffix="&debug_reconnects=true") as socket:
        await socket.next()
        await slack.advance(350)
        warning = await socket.next()
        await slack.advance(10)
        refresh = await socket.next()
        end = await socket.next()

    assert [each.get("reason") for each in (warning, refresh)] == ["warning", "refresh_requested"]
    assert end["type"] == "closed"


async def test_link_disabled_closes_every_socket(slack: Hand) -> None:
    async with connected(slack) as socket:
        await socket.next()
        await slack.post("disconnect", reason="link_disabled")
        told, end = await socket.next(), await socket.next()

    assert (told["reason"], end["type"]) == ("link_disabled", "closed")


async def test_a_bolt_app_answers_over_its_socket(slack: Hand) -> None:
    app = bolt_app(slack)

    @app.event("message")
    async def greet(event: JsonObject, say: Says) -> None:
        if event.get("text") == "hello":
            await say(text="How was it?", blocks=actions(button("good", value="5")))

    @app.action("good")
    async def more(ack: Says, body: JsonObject, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=text(body, "trigger_id"), view=modal())

    @app.view("")
    async def check(ack: Says) -> None:
        await ack(response_action="errors", errors={"in": "Too short"})

    async with socket_mode(app, slack.url):
        await slack.say("hello")
        (question,) = await slack.sent(method="chat.postMessage")
        place = {"channel": "C01GEN", "message_ts": text(question, "ts"), "user": "U01CUST"}
        await slack.post("interact", **place, action={"action_id": "good"})
        await slack.sent(method="views.open")
        told = await slack.post(
            "submit", user="U01CUST", values={"in": {"words": {"type": "plain_text_input", "value": "x"}}}
        )

    assert told["errors"] == {"in": "Too short"}
    assert await slack.violations() == []


async def test_a_bolt_app_comes_back_after_a_refresh_and_hears_what_was_said_meanwhile(slack: Hand) -> None:
    app = bolt_app(slack)
    heard: list[str] = []

    @app.event("message")
    async def listen(event: JsonObject) -> None:
        heard.append(text(event, "text"))

    await slack.post("rates", on=False)
    async with socket_mode(app, slack.url):
        await slack.post("disconnect", reason="refresh_requested")
        await slack.say("are you there?")
        await slack.logged("deliver.events_api")

    assert heard == ["are you there?"]
    assert await slack.violations() == []
