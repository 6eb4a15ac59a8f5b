"""The Web API as the SDK's own client sees it: answers, refusals and warnings."""

from collections.abc import AsyncIterator, Iterator

import httpx
import pytest
from aiohttp import ServerDisconnectedError, web
from slack_sdk.errors import SlackApiError

from tests.emulators.slack.objects import JsonObject, mapping, parsed, text
from tests.emulators.slack.seeds import BOT_TOKEN
from tests.emulators.slack.testing import Hand, actions, button, error_of, hand_on, slack_process, taking


@pytest.fixture(scope="module")
def url() -> Iterator[str]:
    with slack_process() as running:
        yield running


@pytest.fixture
async def slack(url: str) -> AsyncIterator[Hand]:
    async with hand_on(url) as hand:
        yield hand


async def refusal(slack: Hand, method: str, *, token: str = BOT_TOKEN, **arguments: object) -> str:
    with pytest.raises(SlackApiError) as refused:
        await slack.client(token).api_call(method, json=arguments)
    return error_of(refused.value)


async def test_the_app_learns_who_it_is(slack: Hand) -> None:
    answer = await slack.client().auth_test()

    assert (answer["team_id"], answer["user_id"], answer["bot_id"]) == ("T01TEST", "U0BOT", "B01APP")


@pytest.mark.parametrize("way", ["query", "form", "json"])
async def test_arguments_come_by_query_form_or_json(slack: Hand, way: str) -> None:
    given = {"channel": "C01GEN", "text": "hello"}
    headers = {"Authorization": "Bearer xoxb-local"}
    async with httpx.AsyncClient(
        base_url=slack.url, headers=headers, trust_env=False, verify=False
    ) as client:
        if way == "query":
            answer = await client.get("/api/chat.postMessage", params=given)
        elif way == "form":
            answer = await client.post("/api/chat.postMessage", data=given)
        else:
            answer = await client.post("/api/chat.postMessage", json=given)

    assert answer.status_code == 200
    assert answer.json()["message"]["text"] == "hello"


async def test_a_post_keeps_its_metadata_and_history_gives_it_back(slack: Hand) -> None:
    metadata = {"event_type": "prompt", "event_payload": {"id": "p1"}}
    await slack.client().chat_postMessage(channel="C01GEN", text="hello", metadata=metadata)

    bare = await slack.client().conversations_history(channel="C01GEN")
    full = await slack.client().conversations_history(channel="C01GEN", include_all_metadata=True)

    assert "metadata" not in bare["messages"][0]
    assert full["messages"][0]["metadata"] == metadata


async def test_a_user_id_stands_for_his_dm(slack: Hand) -> None:
    opened = await slack.client().conversations_open(users=["U01CUST"])
    posted = await slack.client().chat_postMessage(channel="U01CUST", text="hello")

    assert posted["channel"] == opened["channel"]["id"]


async def test_replies_come_in_order_with_their_parent(slack: Hand) -> None:
    parent = await slack.client().chat_postMessage(channel="C01GEN", text="question")
    await slack.client().chat_postMessage(channel="C01GEN", text="answer", thread_ts=parent["ts"])

    replies = await slack.client().conversations_replies(channel="C01GEN", ts=parent["ts"])
    history = await slack.client().conversations_history(channel="C01GEN")

    assert [each["text"] for each in replies["messages"]] == ["question", "answer"]
    assert [each["text"] for each in history["messages"]] == ["question"]


async def test_an_update_with_text_alone_takes_the_blocks_away(slack: Hand) -> None:
    posted = await slack.client().chat_postMessage(channel="C01GEN", text="one", blocks=actions(button()))
    given = {"event_type": "prompt", "event_payload": {}}

    marked = await slack.client().api_call(
        "chat.update", json={"channel": "C01GEN", "ts": posted["ts"], "metadata": given}
    )
    worded = await slack.client().chat_update(channel="C01GEN", ts=posted["ts"], text="two")

    assert marked["message"]["blocks"] == posted["message"]["blocks"]
    assert "blocks" not in worded["message"]
    assert worded["message"]["metadata"] == given


async def test_over_long_text_is_cut_with_a_warning(slack: Hand) -> None:
    posted = await slack.client().chat_postMessage(channel="C01GEN", text="x" * 40_001)

    assert len(posted["message"]["text"]) == 40_000
    assert posted["response_metadata"]["warnings"] == ["message_truncated"]
    assert await slack.violations() == ["long_text"]


async def test_an_over_long_block_is_refused_in_slacks_words(slack: Hand) -> None:
    with pytest.raises(SlackApiError) as refused:
        await slack.client().chat_postMessage(
            channel="C01GEN", text="x", blocks=actions(button(label="x" * 76))
        )

    where = "[json-pointer:/blocks/0/elements/0/text/text]"
    assert refused.value.response["error"] == "invalid_blocks"
    assert refused.value.response["response_metadata"]["messages"] == [
        f"[ERROR] must be less than 76 characters {where}"
    ]


async def test_a_workspace_without_charts_refuses_them(slack: Hand) -> None:
    pie: JsonObject = {
        "type": "data_visualization", "title": "Moods",
        "chart": {"type": "pie", "segments": [{"label": "good", "value": 1}]},
    }  # fmt: skip
    taken = await slack.client().chat_postMessage(channel="C01GEN", text="map", blocks=[pie])
    await slack.post("team", id="T01TEST", charts="refused")

    code = await refusal(slack, "chat.postMessage", channel="C01GEN", text="map", blocks=[pie])

    assert (taken["ok"], code) == (True, "invalid_blocks")


@pytest.mark.parametrize(
    ("method", "arguments", "code"),
    [
        ("chat.postMessage", {"channel": "C0NONE", "text": "x"}, "channel_not_found"),
        ("chat.postMessage", {"channel": "C01GEN"}, "no_text"),
        (
            "chat.postMessage",
            {"channel": "C01GEN", "text": "x", "blocks": "no json"},
            "invalid_blocks_format",
        ),
        (
            "chat.postMessage",
            {"channel": "C01GEN", "text": "x", "metadata": {"a": 1}},
            "invalid_metadata_format",
        ),
        ("chat.postMessage", {"channel": "C01GEN", "text": "x", "thread_ts": "1.2"}, "thread_not_found"),
        ("chat.update", {"channel": "C01GEN", "ts": "1.2", "text": "x"}, "message_not_found"),
        ("chat.update", {"channel": "U01CUST", "ts": "1.2", "text": "x"}, "channel_not_found"),
        (
            "chat.postMessage",
            {"channel": "C01GEN", "text": "x", "markdown_text": "x"},
            "markdown_text_conflict",
        ),
        ("chat.postEphemeral", {"channel": "C01GEN", "user": "U0NONE", "text": "x"}, "user_not_found"),
        ("conversations.open", {}, "users_list_not_supplied"),
        ("conversations.open", {"users": "U0NONE"}, "user_not_found"),
        ("users.info", {"user": "U0NONE"}, "user_not_found"),
        ("users.lookupByEmail", {"email": "nobody@example.com"}, "users_not_found"),
        ("usergroups.users.list", {"usergroup": "S0NONE"}, "no_such_subteam"),
        ("reactions.add", {"channel": "C01GEN", "timestamp": "1.2", "name": "tada"}, "message_not_found"),
        ("files.completeUploadExternal", {"files": [{"id": "F0NONE"}]}, "file_not_found"),
        ("views.update", {"view_id": "V0NONE", "view": {"type": "modal"}}, "not_found"),
        ("bookmarks.add", {}, "not_emulated"),
        ("chat.postTelegram", {}, "unknown_method"),
    ],
)
async def test_slack_refuses_by_its_codes(slack: Hand, method: str, arguments: JsonObject, code: str) -> None:
    with pytest.raises(SlackApiError) as refused:
        await slack.client().api_call(method, json=arguments)

    assert error_of(refused.value) == code


async def test_every_refusal_in_the_log_names_its_source(slack: Hand) -> None:
    await refusal(slack, "chat.postMessage", channel="C0NONE", text="x")

    (record,) = await slack.logged("chat.postMessage")

    assert (record["verdict"], record["description"]) == ("refused", "channel_not_found")
    assert text(record, "source").startswith("https://docs.slack.dev/reference/methods/chat.postMessage")


async def test_places_where_the_app_cannot_post(slack: Hand) -> None:
    await slack.post("channel", id="C02OLD", members=["U0BOT"], archived=True)
    await slack.post("channel", id="C03PRIV", kind="private", members=["U01CUST"])
    await slack.post("team", id="T01TEST", token="xoxb-narrow", scopes=["chat:write"])
    await slack.post("channel", id="C04PUB", members=["U01CUST"])

    assert await refusal(slack, "chat.postMessage", channel="C02OLD", text="x") == "is_archived"
    assert await refusal(slack, "chat.postMessage", channel="C03PRIV", text="x") == "channel_not_found"
    narrow = await refusal(slack, "chat.postMessage", token="xoxb-narrow", channel="C04PUB", text="x")
    assert narrow == "not_in_channel"
    assert (await slack.client().chat_postMessage(channel="C04PUB", text="x"))["ok"]


async def test_an_ephemeral_message_can_not_be_updated(slack: Hand) -> None:
    posted = await slack.client().chat_postEphemeral(channel="C01GEN", user="U01CUST", text="psst")

    code = await refusal(slack, "chat.update", channel="C01GEN", ts=posted["message_ts"], text="x")
    history = await slack.client().conversations_history(channel="C01GEN")

    assert (code, history["messages"]) == ("cant_update_message", [])


async def test_somebody_elses_message_can_not_be_updated(slack: Hand) -> None:
    ts = await slack.say("mine")

    assert await refusal(slack, "chat.update", channel="C01GEN", ts=ts, text="x") == "cant_update_message"
    assert await refusal(slack, "chat.delete", channel="C01GEN", ts=ts) == "cant_delete_message"


@pytest.mark.parametrize(
    ("token", "code"),
    [("", "not_authed"), ("xoxb-other", "invalid_auth"), ("xapp-local", "not_allowed_token_type")],
)
async def test_slack_asks_for_the_right_token(slack: Hand, token: str, code: str) -> None:
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    async with httpx.AsyncClient(
        base_url=slack.url, headers=headers, trust_env=False, verify=False
    ) as client:
        answer = await client.post("/api/auth.test")

    assert (answer.status_code, answer.json()["error"]) == (200, code)


async def test_a_missing_scope_is_named(slack: Hand) -> None:
    await slack.post("team", id="T01TEST", token="xoxb-narrow", scopes=["chat:write"])

    with pytest.raises(SlackApiError) as refused:
        await slack.client("xoxb-narrow").users_info(user="U01CUST")

    answer = mapping(refused.value.response.data if isinstance(refused.value.response.data, dict) else {})
    assert (answer["error"], answer["needed"], answer["provided"]) == (
        "missing_scope",
        "users:read",
        "chat:write",
    )


async def test_strangers_are_met_in_shared_channels_only(slack: Hand) -> None:
    await slack.post("team", id="T02ELSE", domain="else")
    await slack.post("user", id="W01STR", team="T02ELSE", email="s@else.com", is_stranger=True)
    before = await refusal(slack, "conversations.open", users="W01STR")

    await slack.post("channel", id="C05SHARED", members=["W01STR", "U0BOT"], shared=True)
    opened = await slack.client().conversations_open(users="W01STR")
    told = await slack.client().users_info(user="W01STR")

    assert (before, opened["ok"]) == ("user_not_visible", True)
    assert (told["user"]["is_stranger"], "email" in told["user"]["profile"]) == (True, False)


async def test_a_stranger_has_no_slash_commands(slack: Hand) -> None:
    await slack.post("team", id="T02ELSE", domain="else")
    await slack.post("user", id="W01STR", team="T02ELSE", is_stranger=True)
    await slack.post("channel", id="C05SHARED", members=["W01STR", "U0BOT"], shared=True)

    with pytest.raises(ValueError, match="strangers of Slack Connect cannot"):
        await slack.post("command", user="W01STR", channel="C05SHARED", command="/feedback")


async def test_people_are_found_by_id_address_and_list(slack: Hand) -> None:
    by_id = await slack.client().users_info(user="U01CUST", include_locale=True)
    by_email = await slack.client().users_lookupByEmail(email="Cust@example.com")
    listed = await slack.client().users_list(limit=2)
    rest = await slack.client().users_list(limit=2, cursor=listed["response_metadata"]["next_cursor"])

    assert (by_id["user"]["tz"], by_id["user"]["locale"]) == ("Europe/London", "en-GB")
    assert by_email["user"]["id"] == "U01CUST"
    assert len(listed["members"]) + len(rest["members"]) == 3


async def test_a_file_is_uploaded_in_three_steps(slack: Hand) -> None:
    done = await slack.client().files_upload_v2(
        channel="C01GEN", content=b"picture", filename="map.png", title="Map"
    )

    (entry,) = await slack.sent(method="files.completeUploadExternal")
    history = await slack.client().conversations_history(channel="C01GEN")

    assert done["files"][0]["title"] == "Map"
    assert entry["channel"] == "C01GEN"
    assert history["messages"][0]["files"][0]["size"] == len(b"picture")


async def test_planned_faults_of_calls_come_true(slack: Hand) -> None:
    kinds = ["status_502", "throttle", "refuse"]
    await slack.post(
        "faults", faults=[{"kind": each, "method": "auth.test", "error": "fatal"} for each in kinds]
    )
    async with httpx.AsyncClient(base_url=slack.url, trust_env=False, verify=False) as client:
        headers = {"Authorization": "Bearer xoxb-local"}
        answers = [await client.post("/api/auth.test", headers=headers) for _ in range(4)]

    assert [each.status_code for each in answers] == [502, 429, 200, 200]
    assert answers[1].headers["Retry-After"] == "5"
    assert answers[2].json() == {"ok": False, "error": "fatal"}
    assert answers[3].json()["ok"]


async def test_an_answer_can_be_lost_after_the_effect_or_before(slack: Hand) -> None:
    await slack.post("faults", faults=[{"kind": "lost_answer"}, {"kind": "cut_before"}])
    for words in ("kept", "never"):
        with pytest.raises(ServerDisconnectedError):
            await slack.client().chat_postMessage(channel="C01GEN", text=words)

    history = await slack.client().conversations_history(channel="C01GEN")

    assert [each["text"] for each in history["messages"]] == ["kept"]


async def test_an_answer_to_a_click_can_be_lost_after_the_effect_or_before(slack: Hand) -> None:
    posted = await slack.client().chat_postMessage(channel="C01GEN", text="x", blocks=actions(button()))
    place = {"channel": "C01GEN", "message_ts": text(mapping(posted.data), "ts"), "user": "U01CUST"}
    payloads: list[JsonObject] = []

    async def take(request: web.Request) -> web.StreamResponse:
        payloads.append(mapping(parsed(str((await request.post())["payload"]))))
        return web.Response()

    async with taking(take) as there:
        await slack.post("app", mode="http", request_url=there, events=["app_mention"])
        await slack.post("interact", **place, action={"action_id": "go"})
    await slack.post(
        "faults", faults=[{"kind": each, "method": "response_url"} for each in ("status_502", "lost_answer")]
    )
    async with httpx.AsyncClient(trust_env=False, verify=False) as client:
        before = await client.post(text(payloads[0], "response_url"), json={"text": "one"})
        with pytest.raises(httpx.RemoteProtocolError):
            await client.post(text(payloads[0], "response_url"), json={"text": "two"})

    entries = await slack.sent(method="response_url")
    assert (before.status_code, [each["text"] for each in entries]) == (502, ["two"])


async def test_a_slow_body_comes_when_its_time_comes(slack: Hand) -> None:
    await slack.post("faults", kind="slow_body", method="auth.test", delay_ms=7000)
    async with httpx.AsyncClient(base_url=slack.url, trust_env=False, verify=False) as client:
        headers = {"Authorization": "Bearer xoxb-local"}
        async with client.stream("POST", "/api/auth.test", headers=headers) as answer:
            await slack.advance(7)
            body = await answer.aread()

    assert b'"ok": true' in body
