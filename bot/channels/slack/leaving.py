"""Whether a goodbye of a Slack team still counts: events are repeated, and a team may come back meanwhile."""

import asyncio
from datetime import timedelta

from bot.channels.slack.failing import NETWORK
from bot.channels.slack.payload import Fields, number
from bot.channels.slack.placing import team_of
from bot.channels.slack.speaking import NotInstalled, Speaker
from bot.channels.slack.tokens import Tokens

_PATIENCE = timedelta(seconds=1)
"""How long Slack may take to say whether a token works: it waits for our acknowledgement three seconds."""


class Goodbyes:
    """Tells late goodbyes from true ones, by the time of both; then the token is tried, as clocks differ."""

    def __init__(self, *, tokens: Tokens, speaker: Speaker) -> None:
        self._tokens = tokens
        self._speaker = speaker

    async def is_late(self, payload: Fields) -> bool:
        """Say whether the team has let us in again since it said what `payload` tells."""
        team, told_at = team_of(payload), number(payload, "event_time")
        if told_at is None or not await self._tokens.is_let_in_since(team, told_at):
            return False
        try:
            async with asyncio.timeout(_PATIENCE.total_seconds()):
                await self._speaker.ask(team, "auth.test")
        except NotInstalled:
            return False
        except (TimeoutError, *NETWORK):
            return True
        return True
