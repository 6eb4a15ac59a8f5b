"""Slack's user groups vouch for people; they are asked about every five minutes, and of no other team."""

from datetime import timedelta

import pytest

from bot.channel import Finding, LooksAtGroups, Vouches
from bot.channels.slack import SlackChannel
from bot.channels.slack.channel import Connection, OneTeam
from feedback.clock import FakeClock
from tests.bot.slack.given import ADDRESS, NOON, SECRET, TEAM, USER
from tests.bot.slack.slackish import Slackish, running
from tests.emulators.slack.seeds import APP_TOKEN, BOT_TOKEN
from tests.emulators.slack.testing import Hand


def on(site: str, clock: FakeClock, *, token: str = BOT_TOKEN) -> SlackChannel:
    connection = Connection(teams=OneTeam(token=token), base_url=f"{site}/api/", app_token=APP_TOKEN)
    return SlackChannel(connection, secret=SECRET, now=clock.now)


async def test_who_is_in_a_user_group_is_vouched_for_wherever_they_speak(slack: Hand) -> None:
    await slack.post("group", id="S0CARE", users=[USER])
    clock = FakeClock(NOON)
    channel = on(slack.url, clock)

    assert isinstance(channel, Vouches)
    assert channel.known_as(f"{TEAM}/C01GEN/{USER}") == ADDRESS
    assert await channel.is_in("S0CARE", address=ADDRESS) is True
    assert await channel.is_in("S0CARE", address=f"{TEAM}/U0OTHER") is False
    assert await channel.is_in("S0NONE", address=ADDRESS) is False

    await slack.post("group", id="S0CARE", users=[])
    assert await channel.is_in("S0CARE", address=ADDRESS) is True
    clock.advance(timedelta(minutes=5))
    assert await channel.is_in("S0CARE", address=ADDRESS) is False
    await channel.close()


@pytest.mark.parametrize("error", ["missing_scope", "ratelimited", "fatal_error"])
async def test_where_slack_will_not_tell_nobody_knows(error: str) -> None:
    slackish = Slackish({"usergroups.users.list": {"ok": False, "error": error}})
    async with running(slackish) as site:
        channel = on(site, FakeClock(NOON), token="xoxb-1")

        assert await channel.is_in("S0CARE", address=ADDRESS) is None
        await channel.close()


async def test_a_group_is_asked_about_once_for_many_people() -> None:
    slackish = Slackish({"usergroups.users.list": {"ok": True, "users": ["U1", "U2"]}})
    async with running(slackish) as site:
        channel = on(site, FakeClock(NOON), token="xoxb-1")

        found = [await channel.is_in("S0CARE", address=f"{TEAM}/U{number}") for number in range(4)]
        await channel.close()

    assert found == [False, True, True, False]
    assert slackish.asked == [("/api/usergroups.users.list", "Bearer xoxb-1")]


async def test_a_look_at_a_group_says_whether_it_is_there_and_can_be_read(slack: Hand) -> None:
    await slack.post("group", id="S0CARE", users=[USER])
    channel = on(slack.url, FakeClock(NOON))

    there, gone = [await channel.look_at_group(each) for each in ("S0CARE", "S0NONE")]
    await channel.close()

    assert isinstance(channel, LooksAtGroups)
    assert there == Finding(what="the user group S0CARE can be read: people in it: 1", is_right=True)
    assert (gone.what, gone.is_right) == ("Slack knows no user group S0NONE", False)
    assert "AFTERTOUCH_GROUPS" in gone.fix


async def test_a_group_that_slack_does_not_let_us_read_is_said_with_the_scope_that_is_missing() -> None:
    slackish = Slackish(
        {"usergroups.users.list": {"ok": False, "error": "missing_scope", "needed": "usergroups:read"}}
    )
    async with running(slackish) as site:
        channel = on(site, FakeClock(NOON), token="xoxb-1")
        found = await channel.look_at_group("S0CARE")
        await channel.close()

    assert not found.is_right
    assert found.what.startswith("who is in the user group S0CARE is refused")
    assert "usergroups:read" in f"{found.what} {found.fix}"
