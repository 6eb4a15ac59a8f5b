"""Small bad clients, each with one fault of those that clients have: each must be refused or recorded."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, suppress

import aiohttp
import httpx
import pytest
from aiohttp import web
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.emulators.slack.objects import JsonObject, mapping, mappings, parsed, text
from tests.emulators.slack.refusals import SOURCES
from tests.emulators.slack.seeds import BOT_TOKEN
from tests.emulators.slack.testing import Hand, actions, button, hand_on, modal, slack_process, taking
from tests.emulators.slack.violations import RULES

BadClient = Callable[[Hand], Awaitable[None]]
PATIENCE_S = 10


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with slack_process("--mode", "http") as running:
        yield running


@pytest.fixture
async def slack(url: str) -> AsyncIterator[Hand]:
    async with hand_on(url) as hand:
        yield hand


async def post(slack: Hand, **more: object) -> JsonObject:
    given = {"channel": "C01GEN", "text": "How was it?"} | more
    answer = await slack.client().api_call("chat.postMessage", json=given)
    return mapping(answer.data if isinstance(answer.data, dict) else {})


@asynccontextmanager
async def answering(
    slack: Hand, answer: Callable[[str], Awaitable[web.Response]]
) -> AsyncIterator[list[str]]:
    """An app that answers each delivery as `answer` says; what it heard is kept."""
    heard: list[str] = []

    async def take(request: web.Request) -> web.StreamResponse:
        form = await request.post()
        heard.append(str(form.get("payload")) if form else await request.text())
        return await answer(heard[-1])

    async with taking(take) as there:
        await slack.post("app", request_url=there)
        yield heard


async def ok(_: str) -> web.Response:
    return web.Response()


async def trigger(slack: Hand) -> str:
    async with answering(slack, ok) as heard:
        await slack.post("shortcut", user="U01CUST", callback_id="ask")
    return text(mapping(parsed(heard[-1])), "trigger_id")


async def unescaped_text(slack: Hand) -> None:
    await post(slack, text="Cats & dogs")


async def over_long_button(slack: Hand) -> None:
    await post(slack, blocks=actions(button(label="x" * 76)))


async def equal_action_ids(slack: Hand) -> None:
    await post(slack, blocks=actions(button("a"), button("a")))


async def a_block_too_many(slack: Hand) -> None:
    await post(slack, blocks=[{"type": "divider"}] * 51)


async def block_of_its_own_making(slack: Hand) -> None:
    await post(slack, blocks=[{"type": "faces"}])


async def blocks_without_text(slack: Hand) -> None:
    await post(slack, text="", blocks=[{"type": "divider"}])


async def post_where_it_is_not(slack: Hand) -> None:
    await slack.post("channel", id="C04PUB", members=["U01CUST"])
    await slack.post("team", id="T01TEST", token="xoxb-narrow", scopes=["chat:write"])
    await slack.client("xoxb-narrow").chat_postMessage(channel="C04PUB", text="x")


async def post_into_the_archive(slack: Hand) -> None:
    await slack.post("channel", id="C02OLD", members=["U0BOT"], archived=True)
    await post(slack, channel="C02OLD")


async def dm_to_a_stranger(slack: Hand) -> None:
    await slack.post("team", id="T02ELSE", domain="else")
    await slack.post("user", id="W01STR", team="T02ELSE", is_stranger=True)
    await slack.client().conversations_open(users="W01STR")


async def update_of_an_ephemeral_message(slack: Hand) -> None:
    sent = await slack.client().chat_postEphemeral(channel="C01GEN", user="U01CUST", text="psst")
    await slack.client().chat_update(channel="C01GEN", ts=sent["message_ts"], text="x")


async def retry_of_a_post_whose_answer_was_lost(slack: Hand) -> None:
    await slack.post("faults", kind="lost_answer", method="chat.postMessage")
    retrying = AsyncWebClient(token=BOT_TOKEN, base_url=f"{slack.url}/api/")  # as the SDK does by default
    await retrying.chat_postMessage(channel="C01GEN", text="How was it?")


async def deaf_to_retry_after(slack: Hand) -> None:
    for _ in range(6):
        with suppress(SlackApiError):
            await post(slack)


async def state_kept_in_history(slack: Hand) -> None:
    for _ in range(11):
        await slack.client().conversations_history(channel="C01GEN")


async def trigger_used_twice(slack: Hand) -> None:
    given = await trigger(slack)
    for _ in range(2):
        await slack.client().views_open(trigger_id=given, view=modal())


async def trigger_used_late(slack: Hand) -> None:
    given = await trigger(slack)
    await slack.advance(4)
    await slack.client().views_open(trigger_id=given, view=modal())


async def over_long_title(slack: Hand) -> None:
    await slack.client().views_open(trigger_id=await trigger(slack), view=modal("x" * 25))


async def update_over_a_newer_view(slack: Hand) -> None:
    opened = await slack.client().views_open(trigger_id=await trigger(slack), view=modal())
    for _ in range(2):
        await slack.client().views_update(
            view_id=opened["view"]["id"], hash=opened["view"]["hash"], view=modal("Two")
        )


async def answer_to_a_command_too_late(slack: Hand) -> None:
    let_go = asyncio.Event()

    async def late(_: str) -> web.Response:
        await let_go.wait()
        return web.Response(text="done")

    async with answering(slack, late) as heard:
        await slack.post("command", user="U01CUST", channel="C01GEN", command="/feedback", wait=False)
        while not heard:
            await slack.get("clock")
        await slack.advance(3)
        let_go.set()
        await slack.violation("late_ack")


async def no_acknowledgement(slack: Hand) -> None:
    await slack.post("app", mode="socket")
    opened = await slack.client("xapp-local").apps_connections_open(app_token="xapp-local")
    async with aiohttp.ClientSession(trust_env=False) as session, session.ws_connect(opened["url"]) as ws:
        await ws.receive_json()
        await slack.say("hello")
        await ws.receive_json()
        await slack.advance(3)
        await slack.violation("missing_ack")


async def words_in_the_acknowledgement_of_an_event(slack: Hand) -> None:
    await slack.post("app", mode="socket")
    opened = await slack.client("xapp-local").apps_connections_open(app_token="xapp-local")
    async with aiohttp.ClientSession(trust_env=False) as session, session.ws_connect(opened["url"]) as ws:
        await ws.receive_json()
        await slack.say("hello")
        envelope = await ws.receive_json()
        await ws.send_json({"envelope_id": envelope["envelope_id"], "payload": {"text": "Hi"}})
        await slack.violation("bad_ack")


async def two_sockets_in_one_process(slack: Hand) -> None:
    await slack.post("app", mode="socket")
    sockets: list[aiohttp.ClientWebSocketResponse] = []
    async with aiohttp.ClientSession(trust_env=False) as session:
        for _ in range(2):
            opened = await slack.client("xapp-local").apps_connections_open(app_token="xapp-local")
            sockets.append(await session.ws_connect(opened["url"]))
            await sockets[-1].receive_json()


async def the_same_event_answered_twice(slack: Hand) -> None:
    async def reply(body: str) -> web.Response:
        event = mapping(mapping(parsed(body)).get("event"))
        if not event.get("bot_id"):
            await post(slack, text="Thanks!")
        return web.Response()

    async with answering(slack, reply):
        await slack.post("faults", kind="duplicate_update", method="message")
        await slack.say("It was fine")
        await slack.violation("duplicate_answered_twice")


async def a_forged_delivery_taken(slack: Hand) -> None:
    async with answering(slack, ok):
        await slack.post("app", signs_wrongly=True)
        await slack.say("hello")
        await slack.violation("accepted_forgery")


async def a_stale_delivery_taken(slack: Hand) -> None:
    async with answering(slack, ok):
        await slack.post("app", stamp_offset_s=-301)
        await slack.say("hello")
        await slack.violation("accepted_forgery")


async def a_response_url_used_six_times(slack: Hand) -> None:
    sent = await post(slack, blocks=actions(button()))
    async with answering(slack, ok) as heard:
        place = {"channel": "C01GEN", "message_ts": text(sent, "ts"), "user": "U01CUST"}
        await slack.post("interact", **place, action={"action_id": "go"})
    clicks = [each for each in map(mapping, map(parsed, heard)) if each.get("type") == "block_actions"]
    async with httpx.AsyncClient(trust_env=False, verify=False) as client:
        for _ in range(6):
            await client.post(text(clicks[-1], "response_url"), json={"text": "Thanks!"})


async def a_refresh_token_used_twice(slack: Hand) -> None:
    await slack.post("app", rotates=True)
    query = {
        "client_id": "1111.2222",
        "scope": "chat:write",
        "redirect_uri": "https://app.example/",
        "state": "s",
    }
    async with httpx.AsyncClient(base_url=slack.url, trust_env=False, verify=False) as browser:
        sent = await browser.post("/oauth/v2/authorize", params=query)
        code = httpx.URL(sent.headers["Location"]).params["code"]
        given = {"client_id": "1111.2222", "client_secret": "client-secret"}
        installed = (await browser.post("/api/oauth.v2.access", data=given | {"code": code})).json()
        refresh = given | {"grant_type": "refresh_token", "refresh_token": installed["refresh_token"]}
        for _ in range(2):
            await browser.post("/api/oauth.v2.access", data=refresh)


async def calls_for_who_has_left(slack: Hand) -> None:
    await slack.post("uninstall")
    for _ in range(4):
        with suppress(SlackApiError):
            await post(slack)


async def a_token_in_the_address(slack: Hand) -> None:
    async with httpx.AsyncClient(base_url=slack.url, trust_env=False, verify=False) as client:
        await client.get("/api/auth.test", params={"token": BOT_TOKEN})


async def errors_for_no_input(slack: Hand) -> None:
    await slack.client().views_open(trigger_id=await trigger(slack), view=modal())

    async def nonsense(_: str) -> web.Response:
        return web.json_response({"response_action": "errors", "errors": {"elsewhere": "x"}})

    async with answering(slack, nonsense):
        await slack.post("submit", user="U01CUST")


PLANTED: dict[BadClient, str] = {
    unescaped_text: "unescaped_text",
    over_long_button: "invalid_blocks",
    equal_action_ids: "invalid_blocks",
    a_block_too_many: "invalid_blocks",
    block_of_its_own_making: "invalid_blocks",
    blocks_without_text: "missing_fallback",
    post_where_it_is_not: "not_in_channel",
    post_into_the_archive: "is_archived",
    dm_to_a_stranger: "user_not_visible",
    update_of_an_ephemeral_message: "cant_update_message",
    retry_of_a_post_whose_answer_was_lost: "repeated_post",
    deaf_to_retry_after: "ignored_retry_after",
    state_kept_in_history: "history_polling",
    trigger_used_twice: "exchanged_trigger_id",
    trigger_used_late: "expired_trigger_id",
    over_long_title: "invalid_arguments",
    update_over_a_newer_view: "hash_conflict",
    answer_to_a_command_too_late: "late_ack",
    no_acknowledgement: "missing_ack",
    words_in_the_acknowledgement_of_an_event: "bad_ack",
    two_sockets_in_one_process: "extra_socket",
    the_same_event_answered_twice: "duplicate_answered_twice",
    a_forged_delivery_taken: "accepted_forgery",
    a_stale_delivery_taken: "accepted_forgery",
    a_response_url_used_six_times: "response_url_overused",
    a_refresh_token_used_twice: "invalid_refresh_token",
    calls_for_who_has_left: "dead_token",
    a_token_in_the_address: "token_in_query",
    errors_for_no_input: "bad_ack",
}


@pytest.mark.parametrize("bad_client", PLANTED, ids=lambda each: each.__name__)
async def test_a_planted_fault_is_caught(slack: Hand, bad_client: BadClient) -> None:
    with suppress(SlackApiError):
        await bad_client(slack)

    refused = mappings((await slack.get("log", verdict="refused"))["log"])
    codes = {text(each, "description") for each in refused} | set(await slack.violations())
    assert PLANTED[bad_client] in codes


async def test_a_good_client_is_blamed_for_nothing(slack: Hand) -> None:
    async with answering(slack, ok) as heard:
        sent = await post(slack, blocks=actions(button("good", value="5")))
        place = {"channel": "C01GEN", "message_ts": text(sent, "ts"), "user": "U01CUST"}
        await slack.post("interact", **place, action={"action_id": "good"})
        await slack.post("shortcut", user="U01CUST", callback_id="ask")
        given = text(mapping(parsed(heard[-1])), "trigger_id")
        await slack.client().views_open(trigger_id=given, view=modal())
        await slack.post("submit", user="U01CUST", values={"in": {"words": {"value": "fine"}}})
        await slack.client().chat_update(
            channel="C01GEN", ts=text(sent, "ts"), text="Thanks &amp; bye", blocks=[]
        )

    assert await slack.violations() == []
    assert (await slack.get("log", verdict="refused"))["log"] == []


def test_every_rule_and_refusal_cites_where_it_is_written() -> None:
    assert all(each.source.startswith("https://docs.slack.dev/") for each in RULES.values())
    assert all(
        each.startswith(("https://docs.slack.dev/", "tests/emulators/slack/")) for each in SOURCES.values()
    )
