"""What no emulator plays: refused lines, files, tokens that must not travel, and requests that are no use."""

import asyncio
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from starlette.applications import Starlette
from structlog.testing import capture_logs

from bot.channel import Failure, Fetches, Knows, Listens, Paced, Reconciles, Serves, Verifies
from bot.channels.slack import SlackChannel, paths
from bot.channels.slack.channel import Connection, OneTeam
from bot.channels.slack.scopes import BOT_SCOPES
from tests.bot.slack.emulated import FakeInbox, over_http
from tests.bot.slack.given import ADDRESS, NOON, SECRET, event, said
from tests.bot.slack.given import received as received_item
from tests.bot.slack.slackish import Slackish, channel_at, running


async def fetched(slackish: Slackish, url: str) -> bytes | Failure:
    async with running(slackish) as site:
        file = {"id": "F1", "url_private_download": url.format(site=site)}
        slackish.answers = {"files.info": {"ok": True, "file": file}}
        channel = channel_at(site)
        try:
            return await channel.fetch("F1", address=ADDRESS)
        finally:
            await channel.close()


async def test_a_file_is_fetched_with_our_token() -> None:
    slackish = Slackish({})

    assert await fetched(slackish, "{site}/files/F1") == b"a picture"
    assert slackish.asked == [("/api/files.info", "Bearer xoxb-1"), ("/files/F1", "Bearer xoxb-1")]


@pytest.mark.parametrize(
    "url",
    [
        "https://evil.example/F1",
        "https://slack.com.evil.example/F1",
        "http://files.slack.com/F1",
        "https://evilslack.com/F1",
        "file:///etc/passwd",
        "",
    ],
)
async def test_our_token_goes_nowhere_but_to_slack(url: str) -> None:
    slackish = Slackish({})

    result = await fetched(slackish, url)
    assert isinstance(result, Failure)
    assert result.kind == "rejected"
    assert [path for path, _token in slackish.asked] == ["/api/files.info"]


async def test_our_token_follows_no_redirect() -> None:
    slackish = Slackish({})

    assert isinstance(await fetched(slackish, "{site}/moved"), Failure)
    assert [path for path, _token in slackish.asked] == ["/api/files.info", "/moved"]


async def test_a_file_larger_than_we_take_is_refused() -> None:
    slackish = Slackish({})
    slackish.content = b"x" * (20 * 1024 * 1024 + 1)

    result = await fetched(slackish, "{site}/files/F1")
    assert isinstance(result, Failure)
    assert result.kind == "rejected"


async def test_a_line_that_slack_refuses_is_tried_again_after_minutes_and_not_at_once() -> None:
    pauses: list[timedelta] = []
    slackish = Slackish({"apps.connections.open": {"ok": False, "error": "invalid_auth"}})

    async def pause(length: timedelta) -> None:
        pauses.append(length)
        if len(pauses) == 3:
            raise asyncio.CancelledError

    async with running(slackish) as site:
        connection = Connection(teams=OneTeam(token="xoxb-1"), base_url=f"{site}/api/", app_token="xapp-1")
        channel = SlackChannel(connection, secret=SECRET, now=lambda: NOON, pause=pause)
        with suppress(asyncio.CancelledError):
            await channel.listen(FakeInbox().put)
        await channel.close()

    assert pauses == [timedelta(minutes=5)] * 3
    assert len(slackish.asked) == 3


async def test_a_line_that_slack_opens_later_says_once_when_it_is_tried_again() -> None:
    pauses: list[timedelta] = []
    slackish = Slackish(
        {"auth.test": {"ok": True}, "apps.connections.open": {"ok": False, "error": "ratelimited"}}
    )
    slackish.headers["Retry-After"] = "42"

    async def pause(length: timedelta) -> None:
        pauses.append(length)
        if len(pauses) == 3:
            raise asyncio.CancelledError

    async with running(slackish) as site:
        connection = Connection(teams=OneTeam(token="xoxb-1"), base_url=f"{site}/api/", app_token="xapp-1")
        channel = SlackChannel(connection, secret=SECRET, now=lambda: NOON, pause=pause)
        with suppress(asyncio.CancelledError), capture_logs() as logged:
            await channel.listen(FakeInbox().put)
        (_, seen) = await channel.verify()
        await channel.close()

    assert pauses == [timedelta(seconds=42)] * 3
    assert [each["fix"] for each in logged if each["event"] == "slack_line_refused"] == [
        "tries again in 42 s"
    ]
    assert (seen.what, seen.fix) == (
        "Slack was asked about the app-level token too often",
        "try again in 42 s",
    )


async def test_a_scope_that_is_missing_is_named_with_what_it_is_for() -> None:
    slackish = Slackish({"auth.test": {"ok": True}, "apps.connections.open": {"ok": True, "url": "wss://x"}})
    slackish.headers["X-OAuth-Scopes"] = ",".join(
        scope for scope in BOT_SCOPES if scope != "users:read.email"
    )
    async with running(slackish) as site:
        channel = channel_at(site, app_token="xapp-1")
        missing = await channel.verify()
        slackish.headers["X-OAuth-Scopes"] = ",".join(BOT_SCOPES)
        complete = await channel.verify()
        await channel.close()

    assert [finding.is_right for finding in missing] == [True, False, True]
    assert missing[1].what == "scopes are missing: users:read.email to find customers by their e-mail address"
    assert [finding.is_right for finding in complete] == [True, True, True]


async def test_over_http_listening_holds_no_line() -> None:
    channel = SlackChannel(over_http(), secret=SECRET, now=lambda: NOON)
    task = asyncio.create_task(channel.listen(FakeInbox().put))
    await asyncio.sleep(0)

    assert not task.done()
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def test_more_than_slack_ever_sends_is_not_read() -> None:
    channel = SlackChannel(over_http(), secret=SECRET, now=lambda: NOON)
    transport = httpx.ASGITransport(app=Starlette(routes=list(channel.routes(FakeInbox().put))))
    async with httpx.AsyncClient(transport=transport, base_url="https://us.example") as client:
        answer = await client.post(paths.EVENTS, content=b"x" * (2 * 1024 * 1024 + 1))
    await channel.close()

    assert answer.status_code == 413


def test_slack_offers_everything_the_port_knows() -> None:
    channel = channel_at("http://127.0.0.1:1")

    for offered in (Fetches, Knows, Listens, Paced, Reconciles, Serves, Verifies):
        assert isinstance(channel, offered)


def test_a_payload_tells_the_name_of_its_sender_where_slack_adds_it() -> None:
    channel = channel_at("http://127.0.0.1:1")
    told = event(said("4", user_profile={"real_name": "Cust Omer"}))

    found = channel.profile(received_item(told))
    assert found is not None
    assert found.name == "Cust Omer"
    assert channel.profile(replace(received_item(told), payload=b"{}")) is None
