"""Sending to an emulated Slack: what arrives, what is said when it does not, and what was lost on the way."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.channel import Failure, Lane, Receipt
from bot.channels.slack import SlackChannel
from bot.channels.slack.addresses import read_reference
from bot.channels.slack.channel import Connection, OneTeam
from feedback.outbox import FailureKind
from feedback.records import OutboxItem
from tests.bot.serving import free_port
from tests.bot.slack.emulated import Clock, channel_on
from tests.bot.slack.given import (
    ADDRESS,
    CHANNEL,
    NOON,
    NOTHING_TO_ANSWER,
    SECRET,
    SHARED,
    USER,
    item,
    numbered,
    prompt,
)
from tests.emulators.slack.objects import mappings, text
from tests.emulators.slack.seeds import APP_TOKEN, BOT_TOKEN
from tests.emulators.slack.testing import Hand


@pytest.fixture
async def channel(slack: Hand, clock: Clock) -> AsyncIterator[SlackChannel]:
    async with channel_on(slack, clock=clock) as made:
        yield made


@pytest.fixture
def sent(clock: Clock) -> OutboxItem:
    return item(created_at=clock.now())


def reference(result: Receipt | Failure | None) -> str:
    assert isinstance(result, Receipt)
    return result.reference


async def test_a_prompt_arrives_in_direct_messages_and_its_receipt_names_the_message(
    slack: Hand, channel: SlackChannel, sent: OutboxItem
) -> None:
    receipt = reference(await channel.send(sent))

    (shown,) = await slack.sent()
    assert receipt == f"{text(shown, 'channel')}:{text(shown, 'ts')}"
    assert receipt.startswith("D")
    assert mappings(shown["blocks"])[0]["type"] == "section"
    assert await slack.violations() == []


async def test_direct_messages_need_not_be_opened_first(slack: Hand, channel: SlackChannel) -> None:
    for number in range(3):
        reference(await channel.send(numbered(number)))

    calls = mappings((await slack.get("log"))["log"])
    assert {text(call, "method") for call in calls} == {"chat.postMessage"}


async def test_an_answer_is_shown_in_the_message_that_asked(
    slack: Hand, channel: SlackChannel, sent: OutboxItem
) -> None:
    receipt = reference(await channel.send(sent))

    amended = replace(sent, id="a1", amends=receipt, chosen=("4",))
    assert await channel.send(amended) == Receipt(reference=receipt)
    shown = (await slack.sent(count=2))[1]
    assert text(shown, "method") == "chat.update"
    assert "Your answer" in str(shown["blocks"])


async def test_in_a_channel_a_question_is_seen_by_all_and_a_notice_by_one(
    slack: Hand, channel: SlackChannel
) -> None:
    notice = item(prompt(NOTHING_TO_ANSWER, text="Changed.", purpose="notice"), address=SHARED)
    asked = reference(await channel.send(item(address=SHARED)))
    told = reference(await channel.send(notice))

    first, second = await slack.sent(count=2)
    assert [text(each, "method") for each in (first, second)] == ["chat.postMessage", "chat.postEphemeral"]
    assert text(first, "text").startswith(f"<@{USER}>")
    assert asked.startswith(f"{CHANNEL}:")
    assert read_reference(told) is not None
    assert told.endswith(":only")
    assert await channel.send(replace(notice, amends=told)) == Receipt(reference=told)


async def test_a_lost_answer_is_unknown_and_the_message_is_found_again(
    slack: Hand, channel: SlackChannel, sent: OutboxItem
) -> None:
    await slack.post("faults", kind="lost_answer", method="chat.postMessage")

    result = await channel.send(sent)
    assert isinstance(result, Failure)
    assert result.kind == "unknown"
    found = reference(await channel.find(replace(sent, possibly_sent=True)))
    (shown,) = await slack.sent()
    assert found == f"{text(shown, 'channel')}:{text(shown, 'ts')}"
    assert await slack.violations() == []


async def test_a_post_that_never_took_effect_is_not_found(
    slack: Hand, channel: SlackChannel, sent: OutboxItem
) -> None:
    await slack.post("faults", kind="cut_before", method="chat.postMessage")
    await channel.send(sent)

    assert await channel.find(sent) is None


async def test_another_prompt_is_not_taken_for_the_one_that_is_looked_for(
    channel: SlackChannel, sent: OutboxItem
) -> None:
    await channel.send(sent)

    other = prompt(text="How was it?")
    assert await channel.find(replace(sent, prompt=replace(other, id="s1.2"))) is None


async def test_apps_that_are_sold_outside_the_marketplace_look_once_a_minute(
    slack: Hand, clock: Clock, sent: OutboxItem
) -> None:
    sold = Connection(teams=OneTeam(token=BOT_TOKEN), app_token=APP_TOKEN)
    async with channel_on(slack, connection=sold, clock=clock) as channel:
        await channel.send(sent)
        reference(await channel.find(sent))
        again = await channel.find(sent)
        await clock.advance(timedelta(minutes=1))

        assert again == Failure(
            kind="throttled", retry_after=timedelta(minutes=1), detail="Slack lets us read once a minute"
        )
        reference(await channel.find(sent))


async def test_of_what_one_person_of_a_channel_was_shown_nobody_can_say(channel: SlackChannel) -> None:
    notice = item(prompt(NOTHING_TO_ANSWER, text="Changed.", purpose="notice"), address=SHARED)

    found = await channel.find(notice)
    assert isinstance(found, Failure)
    assert found.kind == "unknown"


async def test_slack_is_obeyed_to_the_second_and_the_whole_team_waits(
    slack: Hand, channel: SlackChannel, sent: OutboxItem
) -> None:
    await slack.post("faults", kind="throttle", method="chat.postMessage", retry_after_s=7200)

    result = await channel.send(sent)
    assert isinstance(result, Failure)
    assert (result.kind, result.retry_after) == ("throttled", timedelta(hours=2))
    assert result.lane in [lane.key for lane in channel.lanes(sent)]


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        ("invalid_auth", "misconfigured"),
        ("account_inactive", "misconfigured"),
        ("missing_scope", "misconfigured"),
        ("token_revoked", "misconfigured"),
        ("user_not_found", "gone"),
        ("is_archived", "gone"),
        ("not_in_channel", "rejected"),
        ("invalid_blocks", "rejected"),
        ("internal_error", "unknown"),
    ],
)
async def test_slacks_refusals_become_the_closed_set_of_failures(
    slack: Hand, channel: SlackChannel, sent: OutboxItem, error: str, kind: FailureKind
) -> None:
    await slack.post("faults", kind="refuse", method="chat.postMessage", error=error, times=2)

    result = await channel.send(sent)
    assert isinstance(result, Failure)
    assert (result.kind, result.lane) == (kind, None)
    assert error in result.detail


@pytest.mark.parametrize("fault", ["status_500", "status_502"])
async def test_of_a_server_that_fails_nobody_can_say_what_it_did(
    slack: Hand, channel: SlackChannel, sent: OutboxItem, fault: str
) -> None:
    await slack.post("faults", kind=fault, method="chat.postMessage")

    result = await channel.send(sent)
    assert isinstance(result, Failure)
    assert result.kind == "unknown"


async def test_where_nobody_listens_nothing_has_arrived(sent: OutboxItem) -> None:
    nowhere = Connection(teams=OneTeam(token=BOT_TOKEN), base_url=f"http://127.0.0.1:{free_port()}/api/")
    channel = SlackChannel(nowhere, secret=SECRET, now=lambda: NOON)

    result = await channel.send(sent)
    await channel.close()
    assert isinstance(result, Failure)
    assert result.kind == "unreachable"


async def test_a_person_slack_does_not_know_is_gone(slack: Hand, channel: SlackChannel) -> None:
    result = await channel.send(item(address="T01TEST/U99NOBODY"))

    assert isinstance(result, Failure)
    assert result.kind == "gone"
    assert [text(call, "method") for call in mappings((await slack.get("log"))["log"])] == [
        "chat.postMessage",
        "conversations.open",
    ]


async def test_what_is_no_address_is_refused_without_asking_slack(slack: Hand, channel: SlackChannel) -> None:
    result = await channel.send(item(address="somewhere"))

    assert isinstance(result, Failure)
    assert result.kind == "rejected"
    assert (await slack.get("log"))["log"] == []


def lanes_of(address: str, **more: str) -> tuple[Lane, ...]:
    channel = SlackChannel(Connection(teams=OneTeam(token="x")), secret=SECRET, now=lambda: NOON)
    return tuple(channel.lanes(item(address=address, amends=more.get("amends"))))


def test_people_of_a_channel_share_its_lane_and_channels_of_a_team_share_the_teams() -> None:
    team, chat = lanes_of(SHARED)
    other_team, other_chat = lanes_of(f"T01TEST/{CHANNEL}/U02ADM")
    direct_team, direct_chat = lanes_of(ADDRESS)

    assert (team, chat) == (other_team, other_chat)
    assert direct_team == team
    assert direct_chat != chat
    assert (chat.most, chat.period) == (1, timedelta(seconds=1))
    assert (team.most, team.period) == (300, timedelta(minutes=1))
    (change,) = lanes_of(ADDRESS, amends="D1:1.1")
    assert (change.most, change.period) == (50, timedelta(minutes=1))
    for lane in (team, chat, direct_chat, change):
        assert not any(part in lane.key for part in (*SHARED.split("/"), *ADDRESS.split("/")))


async def test_many_sends_at_once_share_one_session(slack: Hand, channel: SlackChannel) -> None:
    await slack.post("rates", on=False)

    results = await asyncio.gather(*(channel.send(numbered(number)) for number in range(20)))

    assert all(isinstance(result, Receipt) for result in results)
    assert len(await slack.sent(count=20)) == 20


async def test_a_profile_has_time_zone_language_name_and_address_unless_its_a_stranger(
    slack: Hand, channel: SlackChannel
) -> None:
    await slack.post("user", id=USER, tz="Europe/Berlin", locale="de-DE")

    known = await channel.look_up(ADDRESS)
    assert known is not None
    assert (known.timezone, known.language, known.name, known.email) == (
        "Europe/Berlin",
        "de-DE",
        "Cust Omer",
        "cust@example.com",
    )
    assert await channel.look_up("T01TEST/U99NOBODY") is None
    assert await channel.profiles.address_of("cust@example.com", team="T01TEST") == ADDRESS
    assert await channel.profiles.address_of("nobody@example.com", team="T01TEST") is None


async def test_everything_set_up_is_found_right(channel: SlackChannel) -> None:
    findings = await channel.verify()

    assert all(finding.is_right for finding in findings)
    assert findings[-1].what == "Slack opens a line for Socket Mode"


async def test_a_token_slack_refuses_is_told_with_what_to_do(slack: Hand) -> None:
    wrong = Connection(teams=OneTeam(token="xoxb-wrong"), mode="http")
    async with channel_on(slack, connection=wrong) as channel:
        token, secret = await channel.verify()

    assert (token.is_right, secret.is_right) == (False, False)
    assert token.what == "the bot token is refused: Slack says invalid_auth"
    assert "aftertouch connect slack" in token.fix
    assert "Basic Information" in secret.fix
