"""What both emulated Slacks must agree on: ours, and local-slack, which nobody here wrote."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

import aiohttp
import httpx
import pytest
from aiohttp import web
from slack_bolt.app.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.signature import SignatureVerifier
from slack_sdk.web.async_client import AsyncWebClient

from tests.emulators.common.json_shapes import Json
from tests.emulators.slack.local_slack import Unavailable, binary, local_slack
from tests.emulators.slack.objects import JsonObject, mapping, parsed, text
from tests.emulators.slack.seeds import BOT_TOKEN
from tests.emulators.slack.testing import (
    Says,
    actions,
    button,
    error_of,
    modal,
    slack_process,
    socket_mode,
    taking,
)

PATIENCE_S = 20


@dataclass
class Target:
    """One emulated Slack and how its customer is played."""

    name: str
    url: str

    @property
    def is_ours(self) -> bool:
        return self.name == "ours"

    def client(self) -> AsyncWebClient:
        return AsyncWebClient(token=BOT_TOKEN, base_url=f"{self.url}/api/", retry_handlers=[])

    async def do(self, verb: str, /, **given: Json) -> JsonObject:
        folder = "control" if self.is_ours else "_control"
        async with httpx.AsyncClient(
            base_url=self.url, trust_env=False, verify=False, timeout=PATIENCE_S
        ) as client:
            answer = await client.post(f"/{folder}/{verb}", json=given)
        assert answer.is_success, answer.text
        return mapping(answer.json())

    async def say(self, words: str) -> str:
        told = await self.do("message", channel="C01GEN", user="U01CUST", text=words)
        return text(told, "ts") or text(mapping(told.get("message")), "ts")

    async def click(self, ts: str, action: JsonObject) -> None:
        await self.do("interact", channel="C01GEN", messageTs=ts, user="U01CUST", action=action)

    async def submit(self, values: JsonObject) -> None:
        if self.is_ours:
            await self.do("submit", user="U01CUST", values=values)
            return
        address = f"{self.url.replace('http', 'ws', 1)}/ui"
        async with aiohttp.ClientSession(trust_env=False) as session, session.ws_connect(address) as ws:
            await ws.send_json({"t": "view_submit", "user": "U01CUST", "values": values})
            await ws.receive()

    async def history(self) -> list[JsonObject]:
        answer = await self.client().conversations_history(channel="C01GEN")
        return [mapping(each) for each in answer["messages"]]


@asynccontextmanager
async def running(name: str, folder: Path, *, request_url: str = "") -> AsyncIterator[Target]:
    if name == "ours":
        options = ["--mode", "http", "--request-url", request_url] if request_url else []
        with slack_process("--rate-limits", "off", *options) as url:
            yield Target(name, url)
        return
    try:
        with local_slack(folder, request_url=request_url) as url:
            yield Target(name, url)
    except Unavailable as reason:
        pytest.skip(str(reason))


@pytest.fixture(scope="module", params=["ours", "local-slack"])
def place(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Target]:
    if request.param == "ours":
        with slack_process("--rate-limits", "off") as url:
            yield Target("ours", url)
        return
    try:
        with local_slack(tmp_path_factory.mktemp("local-slack")) as url:
            yield Target("local-slack", url)
    except Unavailable as reason:
        pytest.skip(str(reason))


@pytest.fixture
async def slack(place: Target) -> Target:
    await place.do("reset")
    return place


async def refusal(slack: Target, method: str, **arguments: object) -> str:
    with pytest.raises(SlackApiError) as refused:
        await slack.client().api_call(method, json=arguments)
    return error_of(refused.value)


async def test_the_app_is_who_it_is(slack: Target) -> None:
    told = await slack.client().auth_test()

    assert (told["team_id"], told["user_id"], told["is_enterprise_install"]) == ("T01TEST", "U0BOT", False)


async def test_a_post_is_in_the_history(slack: Target) -> None:
    posted = await slack.client().chat_postMessage(channel="C01GEN", text="hello", blocks=actions(button()))
    newest = (await slack.history())[0]

    assert (posted["channel"], posted["message"]["user"]) == ("C01GEN", "U0BOT")
    assert (newest["ts"], newest["text"]) == (posted["ts"], "hello")
    assert text(mapping(posted["message"]), "bot_id")


async def test_a_reply_is_in_its_thread(slack: Target) -> None:
    parent = await slack.client().chat_postMessage(channel="C01GEN", text="question")
    await slack.client().chat_postMessage(channel="C01GEN", text="answer", thread_ts=parent["ts"])

    replies = await slack.client().conversations_replies(channel="C01GEN", ts=parent["ts"])

    assert [each["text"] for each in replies["messages"]] == ["question", "answer"]


async def test_an_update_with_text_alone_takes_the_blocks_away(slack: Target) -> None:
    posted = await slack.client().chat_postMessage(channel="C01GEN", text="one", blocks=actions(button()))
    updated = await slack.client().chat_update(channel="C01GEN", ts=posted["ts"], text="two")

    assert (updated["ts"], updated["text"]) == (posted["ts"], "two")
    assert not updated["message"].get("blocks")


async def test_a_deleted_message_is_gone(slack: Target) -> None:
    posted = await slack.client().chat_postMessage(channel="C01GEN", text="one")
    await slack.client().chat_delete(channel="C01GEN", ts=posted["ts"])

    assert posted["ts"] not in [each["ts"] for each in await slack.history()]


async def test_an_ephemeral_message_gets_a_time_stamp(slack: Target) -> None:
    posted = await slack.client().chat_postEphemeral(channel="C01GEN", user="U01CUST", text="psst")

    assert float(posted["message_ts"]) > 0


async def test_a_dm_is_opened_once(slack: Target) -> None:
    first = await slack.client().conversations_open(users="U01CUST")
    second = await slack.client().conversations_open(users="U01CUST")
    posted = await slack.client().chat_postMessage(channel=first["channel"]["id"], text="hello")

    assert first["channel"]["id"] == second["channel"]["id"] == posted["channel"]
    assert first["channel"]["id"].startswith("D")


async def test_people_are_found(slack: Target) -> None:
    by_id = await slack.client().users_info(user="U01CUST")
    by_email = await slack.client().users_lookupByEmail(email="cust@example.com")
    members = await slack.client().conversations_members(channel="C01GEN")

    assert by_id["user"]["profile"]["email"] == "cust@example.com"
    assert by_email["user"]["id"] == "U01CUST"
    assert set(members["members"]) == {"U01CUST", "U02ADM", "U0BOT"}


@pytest.mark.parametrize(
    ("method", "arguments", "code"),
    [
        ("chat.postMessage", {"channel": "C0NONE", "text": "x"}, "channel_not_found"),
        ("chat.update", {"channel": "C01GEN", "ts": "1.2", "text": "x"}, "message_not_found"),
        ("users.info", {"user": "U0NONE"}, "user_not_found"),
        ("users.lookupByEmail", {"email": "nobody@example.com"}, "users_not_found"),
        ("chat.postTelegram", {}, "unknown_method"),
    ],
)
async def test_both_refuse_by_the_same_codes(
    slack: Target, method: str, arguments: JsonObject, code: str
) -> None:
    assert await refusal(slack, method, **arguments) == code


async def test_a_file_is_uploaded_in_three_steps(slack: Target) -> None:
    done = await slack.client().files_upload_v2(
        channel="C01GEN", content=b"picture", filename="map.png", title="Map"
    )

    assert done["files"][0]["title"] == "Map"


class Heard:
    """What a Bolt app was told, by kind; `next` waits for the first of a kind."""

    def __init__(self) -> None:
        self.told: dict[str, asyncio.Queue[JsonObject]] = {}

    def put(self, kind: str, what: JsonObject) -> None:
        self.told.setdefault(kind, asyncio.Queue()).put_nowait(what)

    async def next(self, kind: str) -> JsonObject:
        return await asyncio.wait_for(self.told.setdefault(kind, asyncio.Queue()).get(), PATIENCE_S)


def listening_app(slack: Target, heard: Heard) -> AsyncApp:
    app = AsyncApp(client=slack.client())

    @app.event("message")
    async def message(event: JsonObject) -> None:
        if event.get("user") == "U01CUST" or event.get("subtype"):
            heard.put(text(event, "subtype") or "message", event)

    @app.event("reaction_added")
    async def reaction(event: JsonObject) -> None:
        heard.put("reaction_added", event)

    @app.event("app_home_opened")
    async def home(event: JsonObject) -> None:
        heard.put("app_home_opened", event)

    @app.command("/feedback")
    async def command(ack: Says, body: JsonObject) -> None:
        await ack()
        heard.put("command", body)

    @app.action("good")
    async def click(ack: Says, body: JsonObject, respond: Says) -> None:
        await ack()
        await respond(text="Thanks!", replace_original=True)
        heard.put("click", body)

    @app.action("more")
    async def ask(ack: Says, body: JsonObject, client: AsyncWebClient) -> None:
        await ack()
        await client.views_open(trigger_id=text(body, "trigger_id"), view=modal(callback_id="words"))
        heard.put("opened", body)

    @app.view("words")
    async def submission(ack: Says, view: JsonObject) -> None:
        await ack()
        heard.put("view", view)

    return app


@asynccontextmanager
async def listening(slack: Target) -> AsyncIterator[Heard]:
    heard = Heard()
    async with socket_mode(listening_app(slack, heard), slack.url):
        yield heard


async def test_a_customers_message_its_edit_and_its_end_are_told(slack: Target) -> None:
    async with listening(slack) as heard:
        ts = await slack.say("hello")
        said = await heard.next("message")
        await slack.do("edit-message", channel="C01GEN", ts=ts, text="Hello", user="U01CUST")
        changed = await heard.next("message_changed")
        await slack.do("delete-message", channel="C01GEN", ts=ts, user="U01CUST")
        deleted = await heard.next("message_deleted")

    assert (said["text"], said["ts"], said["channel_type"]) == ("hello", ts, "channel")
    assert mapping(changed["message"])["text"] == "Hello"
    assert deleted["deleted_ts"] == ts


async def test_a_reaction_a_command_and_a_look_at_home_are_told(slack: Target) -> None:
    async with listening(slack) as heard:
        ts = await slack.say("hello")
        await slack.do("reaction", channel="C01GEN", ts=ts, user="U01CUST", name="tada", present=True)
        await slack.do("command", channel="C01GEN", user="U01CUST", command="/feedback", text="now")
        await slack.do("open-home", user="U01CUST")
        reaction, command, home = [
            await heard.next(each) for each in ("reaction_added", "command", "app_home_opened")
        ]

    assert (reaction["reaction"], mapping(reaction["item"])["ts"]) == ("tada", ts)
    assert (command["text"], command["user_id"], command["channel_id"]) == ("now", "U01CUST", "C01GEN")
    assert (home["tab"], home["user"]) == ("home", "U01CUST")


async def test_a_click_is_told_and_its_answer_replaces_the_message(slack: Target) -> None:
    element = button("good", value="5")
    posted = await slack.client().chat_postMessage(
        channel="C01GEN", text="How was it?", blocks=actions(element)
    )
    async with listening(slack) as heard:
        await slack.click(
            posted["ts"], {"type": "button", "action_id": "good", "block_id": "row", "value": "5"}
        )
        click = await heard.next("click")
        newest = (await slack.history())[0]

    action = click["actions"]
    assert isinstance(action, list)
    assert (mapping(action[0])["action_id"], mapping(action[0])["value"]) == ("good", "5")
    assert mapping(click["container"])["message_ts"] == posted["ts"]
    assert (newest["ts"], newest["text"]) == (posted["ts"], "Thanks!")


async def test_a_modal_is_opened_by_a_trigger_and_submitted_with_its_values(slack: Target) -> None:
    posted = await slack.client().chat_postMessage(channel="C01GEN", text="x", blocks=actions(button("more")))
    values: JsonObject = {"in": {"words": {"type": "plain_text_input", "value": "fine"}}}
    async with listening(slack) as heard:
        await slack.click(posted["ts"], {"type": "button", "action_id": "more", "block_id": "row"})
        await heard.next("opened")
        await slack.submit(values)
        view = await heard.next("view")

    assert mapping(mapping(mapping(mapping(view["state"])["values"])["in"])["words"])["value"] == "fine"
    assert view["callback_id"] == "words"


def test_without_npm_there_is_a_reason_to_skip(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("AFTERTOUCH_LOCAL_SLACK", raising=False)
    monkeypatch.setenv("PATH", "")
    monkeypatch.chdir(tmp_path)

    with pytest.raises(Unavailable):
        binary()


@pytest.mark.parametrize("name", ["ours", "local-slack"])
async def test_events_over_http_are_signed(name: str, tmp_path: Path) -> None:
    heard: asyncio.Queue[tuple[str, str, str]] = asyncio.Queue()

    async def take(request: web.Request) -> web.StreamResponse:
        headers = request.headers
        given = (await request.text(), headers["X-Slack-Request-Timestamp"], headers["X-Slack-Signature"])
        if mapping(parsed(given[0])).get("type") == "event_callback":
            heard.put_nowait(given)
        return web.Response(text=text(mapping(parsed(given[0])), "challenge"))

    async with taking(take) as there, running(name, tmp_path, request_url=there) as slack:
        await slack.say("hello")
        body, stamp, signature = await asyncio.wait_for(heard.get(), PATIENCE_S)

    assert SignatureVerifier("shhh").is_valid(body, stamp, signature)
    assert mapping(mapping(parsed(body))["event"])["text"] == "hello"
