"""Looking people up keeps to Slack's limits: who they are can wait, a 429 that is not heeded cannot."""

import asyncio
from datetime import timedelta

from bot.channels.slack import SlackChannel
from bot.channels.slack.channel import Connection, OneTeam
from feedback.clock import FakeClock
from tests.bot.slack.given import NOON, SECRET, TEAM
from tests.bot.slack.slackish import Slackish, running

MOST = 90


async def test_a_crowd_is_looked_up_no_faster_than_slack_allows() -> None:
    slackish = Slackish({"users.info": {"ok": True, "user": {"id": "U1", "tz": "UTC", "locale": "en-US"}}})
    clock = FakeClock(NOON)
    async with running(slackish) as site:
        connection = Connection(teams=OneTeam(token="xoxb-1"), base_url=f"{site}/api/", app_token="xapp-1")
        channel = SlackChannel(connection, secret=SECRET, now=clock.now)

        at_once = await asyncio.gather(*(channel.look_up(f"{TEAM}/U{number}") for number in range(MOST + 30)))
        clock.advance(timedelta(minutes=1))
        later = await channel.look_up(f"{TEAM}/U{MOST + 29}")
        await channel.close()

    assert sum(found is not None for found in at_once) == MOST
    assert later is not None
    assert len(slackish.asked) == MOST + 1
