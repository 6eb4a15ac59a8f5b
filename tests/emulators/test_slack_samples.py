"""What the emulator sends has the shape of what real Slack sent: no key that the samples do not know."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator, Mapping

import pytest
from aiohttp import web

from tests.emulators.common.json_shapes import Json
from tests.emulators.slack.limits import data_file
from tests.emulators.slack.objects import JsonObject, mapping, parsed, text
from tests.emulators.slack.testing import Hand, actions, button, hand_on, modal, slack_process, taking

# What Slack sends and the samples, made for a typed SDK, leave out; each with the page that shows it.
NEWER: Mapping[str, frozenset[str]] = {
    "events/": frozenset({"context_team_id", "context_enterprise_id"}),  # /apis/events-api/#callback-field
    "event.": frozenset({"app_id", "team", "client_msg_id", "user", "hidden", "blocks"}),
     # /reference/events/message
    "channel.": frozenset({"is_ext_shared", "is_shared", "is_user_deleted"}),
     # /reference/objects/conversation-object
    "payload": frozenset({
        "actions", "state", "response_urls", "view", "is_enterprise_install", "action_ts", "channel",
        "message", "hash",
    }),  # /reference/interaction-payloads/block_actions-payload
}  # fmt: skip


def sample(name: str) -> JsonObject:
    path = data_file(f"slack_samples/{name}.json")
    if path is None:
        pytest.skip("AFTERTOUCH_DATA_DIR has no platforms/slack_samples")
    return mapping(parsed(path.read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with slack_process("--mode", "http") as running:
        yield running


@pytest.fixture
async def slack(url: str) -> AsyncIterator[Hand]:
    async with hand_on(url) as hand:
        yield hand


async def delivered(slack: Hand, act: str, **given: Json) -> list[JsonObject]:
    """What reaches the app when a customer does something."""
    heard: list[JsonObject] = []
    came = asyncio.Event()

    async def take(request: web.Request) -> web.StreamResponse:
        form = await request.post()
        body: JsonObject = {key: str(value) for key, value in form.items()}
        heard.append(
            mapping(parsed(str(form.get("payload")))) or body or mapping(parsed(await request.text()))
        )
        came.set()
        return web.Response()

    async with taking(take) as there:
        await slack.post("app", request_url=there)
        await slack.post(act, **given)
        await asyncio.wait_for(came.wait(), 10)
    return heard


def unknown_keys(made: JsonObject, real: JsonObject, *, allowed: frozenset[str] = frozenset()) -> set[str]:
    return set(made) - set(real) - allowed


async def test_a_message_event(slack: Hand) -> None:
    real = sample("events/MessagePayload")
    (made,) = await delivered(slack, "message", channel="C01GEN", user="U01CUST", text="hello")

    assert unknown_keys(made, real, allowed=NEWER["events/"]) == set()
    assert unknown_keys(mapping(made["event"]), mapping(real["event"]), allowed=NEWER["event."]) == set()
    assert {"channel", "user", "text", "ts", "event_ts", "channel_type"} <= set(mapping(made["event"]))


@pytest.mark.parametrize(
    ("act", "name"),
    [
        ("edit-message", "MessageChangedPayload"),
        ("delete-message", "MessageDeletedPayload"),
        ("reaction", "ReactionAddedPayload"),
    ],
)
async def test_what_happens_to_a_message(slack: Hand, act: str, name: str) -> None:
    real = sample(f"events/{name}")
    await slack.post("app", events=["message", "reaction_added"], request_url="")
    ts = await slack.say("hello")
    given: dict[str, Json] = {"channel": "C01GEN", "ts": ts, "user": "U01CUST", "text": "Hello"}
    heard = await delivered(slack, act, **given, **({"present": True} if act == "reaction" else {}))
    made = heard[-1]

    assert text(mapping(made["event"]), "type") == text(mapping(real["event"]), "type")
    assert unknown_keys(mapping(made["event"]), mapping(real["event"]), allowed=NEWER["event."]) == set()


async def test_an_opened_home(slack: Hand) -> None:
    real = sample("events/AppHomeOpenedPayload")
    await slack.client().views_publish(
        user_id="U01CUST", view={"type": "home", "blocks": [{"type": "divider"}]}
    )
    (made,) = await delivered(slack, "open-home", user="U01CUST")
    view, real_view = (mapping(mapping(each["event"])["view"]) for each in (made, real))

    assert unknown_keys(mapping(made["event"]), mapping(real["event"])) == set()
    assert unknown_keys(view, real_view, allowed=frozenset({"blocks"})) == set()


async def test_leaving(slack: Hand) -> None:
    heard = await delivered(slack, "uninstall")
    made = {text(mapping(each["event"]), "type"): mapping(each["event"]) for each in heard}

    for kind, name in (
        ("tokens_revoked", "TokensRevokedPayload"),
        ("app_uninstalled", "AppUninstalledPayload"),
    ):
        real = mapping(sample(f"events/{name}")["event"])
        if kind in made:
            assert unknown_keys(made[kind], real) == set()
    assert made


async def test_a_click(slack: Hand) -> None:
    real = sample("app-backend/interactive-components/BlockActionPayload")
    await slack.post("app", events=["app_mention"])
    posted = await slack.client().chat_postMessage(channel="C01GEN", text="x", blocks=actions(button()))
    heard = await delivered(
        slack, "interact", channel="C01GEN", message_ts=text(mapping(posted.data), "ts"), user="U01CUST",
        action={"action_id": "go"},
    )  # fmt: skip
    made = heard[-1]

    assert unknown_keys(made, real, allowed=NEWER["payload"]) == set()
    for part in ("team", "user", "container", "channel"):
        assert unknown_keys(mapping(made[part]), mapping(real[part])) == set()


async def test_a_command(slack: Hand) -> None:
    real = sample("app-backend/slash-commands/SlashCommandPayload")
    heard = await delivered(
        slack, "command", channel="C01GEN", user="U01CUST", command="/feedback", text="now"
    )

    assert unknown_keys(heard[-1], real) == set()
    assert (heard[-1]["command"], heard[-1]["text"]) == ("/feedback", "now")


async def test_a_shortcut_and_a_submission(slack: Hand) -> None:
    real_action = sample("app-backend/interactive-components/MessageShortcutPayload")
    real_submission = sample("app-backend/views/ViewSubmissionPayload")
    await slack.post("app", events=["app_mention"])
    ts = await slack.say("hello")
    shortcut = (await delivered(slack, "shortcut", user="U01CUST", callback_id="c", channel="C01GEN", ts=ts))[
        -1
    ]
    await slack.client().views_open(trigger_id=text(shortcut, "trigger_id"), view=modal())
    submission = (await delivered(slack, "submit", user="U01CUST"))[-1]
    view, real_view = (mapping(each["view"]) for each in (submission, real_submission))

    assert unknown_keys(shortcut, real_action, allowed=NEWER["payload"]) == set()
    assert unknown_keys(submission, real_submission, allowed=NEWER["payload"]) == set()
    assert unknown_keys(view, real_view, allowed=frozenset({"blocks"})) == set()


@pytest.mark.parametrize(
    ("method", "arguments", "part", "allowed"),
    [
        ("auth.test", {}, "", frozenset()),
        ("chat.postMessage", {"channel": "C01GEN", "text": "x"}, "message", frozenset()),
        ("users.info", {"user": "U01CUST"}, "user", frozenset()),
        ("users.lookupByEmail", {"email": "cust@example.com"}, "user", frozenset()),
        ("conversations.open", {"users": "U01CUST", "return_im": True}, "channel", NEWER["channel."]),
        ("files.getUploadURLExternal", {"filename": "a.png", "length": 3}, "", frozenset()),
        (
            "views.publish",
            {"user_id": "U01CUST", "view": {"type": "home", "blocks": [{"type": "divider"}]}},
            "view",
            frozenset(),
        ),
    ],
)
async def test_answers_of_the_web_api(
    slack: Hand, method: str, arguments: JsonObject, part: str, allowed: frozenset[str]
) -> None:
    real = sample(f"api_{method}")
    answer = await slack.client().api_call(method, json=arguments)
    made = mapping(json.loads(json.dumps(answer.data)))

    assert unknown_keys(made, real) == set()
    if part:
        assert unknown_keys(mapping(made[part]), mapping(real[part]), allowed=allowed) == set()
