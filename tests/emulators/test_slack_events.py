"""Events and interactions over HTTP: signed, timed, repeated, and taken by a real Bolt app."""

import asyncio
import json
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field

import pytest
from aiohttp import web
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from tests.emulators.slack.objects import JsonObject, mapping, parsed, text
from tests.emulators.slack.testing import (
    Hand,
    Says,
    actions,
    bolt_handler,
    button,
    hand_on,
    slack_process,
    taking,
)


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with slack_process("--mode", "http") as running:
        yield running


@pytest.fixture
async def slack(url: str) -> AsyncIterator[Hand]:
    async with hand_on(url) as hand:
        yield hand


@dataclass
class Ear:
    """Takes deliveries and answers with the next of `answers`, or 200."""

    answers: list[Callable[[], Awaitable[web.Response]]] = field(default_factory=list)
    heard: list[web.Request] = field(default_factory=list)
    bodies: list[JsonObject] = field(default_factory=list)

    async def take(self, request: web.Request) -> web.StreamResponse:
        self.heard.append(request)
        self.bodies.append(mapping(parsed(await request.text())))
        return await (self.answers.pop(0) if self.answers else ok)()

    def listening(self) -> AbstractAsyncContextManager[str]:
        return taking(self.take)

    @property
    def words(self) -> list[str]:
        return [text(mapping(each.get("event")), "text") for each in self.bodies]


async def ok() -> web.Response:
    return web.Response()


async def failure() -> web.Response:
    return web.Response(status=500)


async def final_failure() -> web.Response:
    return web.Response(status=500, headers={"X-Slack-No-Retry": "1"})


async def never() -> web.Response:
    await asyncio.Event().wait()
    return web.Response()


async def heard_by(slack: Hand, ear: Ear, *, count: int) -> None:
    await slack.logged("deliver.events_api", count=count)
    assert len(ear.heard) == count


async def test_events_are_signed(slack: Hand) -> None:
    bodies: list[str] = []
    headers: list[dict[str, str]] = []

    async def take(request: web.Request) -> web.StreamResponse:
        bodies.append(await request.text())
        headers.append(dict(request.headers))
        return web.Response()

    async with taking(take) as there:
        await slack.post("app", request_url=there)
        await slack.say("hello")
        await slack.logged("deliver.events_api")

    stamp, signature = headers[0]["X-Slack-Request-Timestamp"], headers[0]["X-Slack-Signature"]
    assert SignatureVerifier("shhh").is_valid(bodies[0], stamp, signature)
    assert json.loads(bodies[0])["event"]["text"] == "hello"


async def test_a_refused_event_comes_again_at_once_after_1_and_after_5_minutes(slack: Hand) -> None:
    ear = Ear(answers=[failure] * 4)
    async with ear.listening() as there:
        await slack.post("app", request_url=there)
        await slack.say("hello")
        await heard_by(slack, ear, count=2)
        await slack.advance(60)
        await heard_by(slack, ear, count=3)
        await slack.advance(300)
        await heard_by(slack, ear, count=4)

    retries = [
        (each.headers.get("X-Slack-Retry-Num"), each.headers.get("X-Slack-Retry-Reason"))
        for each in ear.heard
    ]
    assert retries == [(None, None), ("1", "http_error"), ("2", "http_error"), ("3", "http_error")]
    assert len({text(each, "event_id") for each in ear.bodies}) == 1


async def test_the_app_can_refuse_retries(slack: Hand) -> None:
    ear = Ear(answers=[final_failure])
    async with ear.listening() as there:
        await slack.post("app", request_url=there)
        await slack.say("first")
        await heard_by(slack, ear, count=1)
        await slack.advance(400)
        await slack.say("second")
        await heard_by(slack, ear, count=2)

    assert ear.words == ["first", "second"]


async def test_an_event_without_answer_times_out_after_3_seconds(slack: Hand) -> None:
    ear = Ear(answers=[never])
    async with ear.listening() as there:
        await slack.post("app", request_url=there)
        await slack.say("hello")
        while not ear.heard:
            await slack.get("clock")
        await slack.advance(3)
        await heard_by(slack, ear, count=2)

    assert ear.heard[1].headers["X-Slack-Retry-Reason"] == "http_timeout"
    assert "missing_ack" in await slack.violations()


async def test_planned_duplicates_reorderings_and_malformed_events_come_true(slack: Hand) -> None:
    ear = Ear()
    kinds = ["duplicate_update", "reorder_updates", "malformed_update"]
    async with ear.listening() as there:
        await slack.post("app", request_url=there)
        await slack.post("faults", faults=[{"kind": kinds[0], "method": "message"}])
        await slack.say("twice")
        await heard_by(slack, ear, count=2)
        await slack.post("faults", faults=[{"kind": kinds[1], "method": "message"}])
        await slack.say("first")
        await slack.say("second")
        await heard_by(slack, ear, count=4)
        await slack.post("faults", faults=[{"kind": kinds[2], "method": "message"}])
        await slack.say("odd")
        await heard_by(slack, ear, count=5)

    assert ear.words[:2] == ["twice", "twice"]
    assert sorted(ear.words[2:4]) == ["first", "second"]
    assert mapping(ear.bodies[4]["event"])["channel"] == 7


async def test_too_many_events_in_an_hour_are_told_once_and_dropped(slack: Hand) -> None:
    ear = Ear()
    async with ear.listening() as there:
        await slack.post("app", request_url=there)
        await slack.post("rates", events_per_hour=1)
        for words in ("one", "two", "three"):
            await slack.say(words)
        await heard_by(slack, ear, count=2)

    kinds = sorted(text(each, "type") for each in ear.bodies)
    assert kinds == ["app_rate_limited", "event_callback"]


async def test_who_never_answers_well_loses_his_subscription(slack: Hand) -> None:
    ear = Ear(answers=[final_failure] * 3)
    async with ear.listening() as there:
        await slack.post("app", request_url=there)
        await slack.post("rates", events_failing_from=3)
        for words in ("one", "two", "three"):
            await slack.say(words)
        await slack.logged("subscriptions.disabled")
        await slack.say("four")
        told = mapping((await slack.post("app"))["app"])

    assert told["is_subscribed"] is False
    assert len(ear.heard) == 3


async def test_the_request_url_proves_itself_by_the_challenge(slack: Hand) -> None:
    async def echo(request: web.Request) -> web.StreamResponse:
        return web.Response(text=text(mapping(parsed(await request.text())), "challenge"))

    async with taking(echo) as there:
        assert (await slack.post("app", request_url=there, verify=True))["ok"]
    async with Ear().listening() as elsewhere:
        with pytest.raises(ValueError, match="did not answer the challenge"):
            await slack.post("app", request_url=elsewhere, verify=True)

    assert await slack.violations() == ["bad_challenge"]


def bolt_app(slack: Hand) -> AsyncApp:
    client = AsyncWebClient(token="xoxb-local", base_url=f"{slack.url}/api/")
    return AsyncApp(client=client, signing_secret="shhh")


async def test_a_bolt_app_answers_messages_buttons_commands_and_modals(slack: Hand) -> None:
    app = bolt_app(slack)

    @app.message("hello")
    async def greet(say: Says) -> None:
        await say(text="How was it?", blocks=actions(button("good", value="5")))

    @app.action("good")
    async def thank(ack: Says, respond: Says) -> None:
        await ack()
        await respond(text="Thanks!", replace_original=True)

    @app.command("/feedback")
    async def ask(ack: Says) -> None:
        await ack("Tell me more.")

    async with taking(bolt_handler(app)) as there:
        await slack.post("app", request_url=there)
        await slack.say("hello")
        (question,) = await slack.sent(method="chat.postMessage")
        clicked = await slack.post(
            "interact",
            channel="C01GEN",
            message_ts=question["ts"],
            user="U01CUST",
            action={"action_id": "good"},
        )
        await slack.sent(method="response_url")
        await slack.post("command", channel="C01GEN", user="U01CUST", command="/feedback")
        history = await slack.client().conversations_history(channel="C01GEN")
        (private,) = await slack.sent(method="slash command")

    assert clicked["ok"]
    assert history["messages"][0]["text"] == "Thanks!"
    assert (private["text"], private["user"]) == ("Tell me more.", "U01CUST")
    assert await slack.violations() == []


async def test_interactions_are_posted_once_and_never_again(slack: Hand) -> None:
    ear = Ear(answers=[failure])
    await slack.post("app", events=["app_mention"])
    posted = await slack.client().chat_postMessage(channel="C01GEN", text="x", blocks=actions(button()))
    async with ear.listening() as there:
        await slack.post("app", request_url=there)
        told = await slack.post(
            "interact", channel="C01GEN", message_ts=posted["ts"], user="U01CUST", action={"action_id": "go"}
        )
        await slack.advance(400)

    assert (told["ok"], told["outcome"], len(ear.heard)) == (False, "refused", 1)


async def test_a_customer_clicks_only_what_there_is(slack: Hand) -> None:
    posted = await slack.client().chat_postMessage(channel="C01GEN", text="x", blocks=actions(button()))

    with pytest.raises(ValueError, match='nothing here has the action_id "gone"'):
        await slack.post(
            "interact",
            channel="C01GEN",
            message_ts=posted["ts"],
            user="U01CUST",
            action={"action_id": "gone"},
        )
