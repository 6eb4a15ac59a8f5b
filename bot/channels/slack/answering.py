"""What Slack is answered at once, with the acknowledgement: the help that somebody asks for by command."""

import asyncio
from collections.abc import Callable
from datetime import timedelta

import structlog

from bot.channel import Furnishing, Room
from bot.channels.slack import marks
from bot.channels.slack.addresses import Place, is_direct
from bot.channels.slack.commands import is_answered_at_once, read_command
from bot.channels.slack.mrkdwn import escape
from bot.channels.slack.payload import Fields, text
from bot.channels.slack.placing import channel_of, team_of
from bot.channels.slack.words import slack_say
from feedback.spoken import as_command
from feedback.wording import say

log = structlog.get_logger()

_PATIENCE = timedelta(seconds=1)
"""How long a look at the database may take: Slack waits for three."""


class Answers:
    """Answers commands in `language`, and in a support team's room in the room's own."""

    def __init__(self, *, furnishing: Callable[[], Furnishing | None], language: str) -> None:
        self._furnishing = furnishing
        self._language = language

    async def to(self, payload: Fields) -> Fields | None:
        """Return what Slack is answered; None where an acknowledgement is all there is to say."""
        words = text(payload, "text")
        is_ours = text(payload, "command") == marks.COMMAND
        if not is_ours or not (is_answered_at_once(words) or read_command(words) is None):
            return None
        return {"response_type": "ephemeral", "text": await self._help(payload)}

    async def _help(self, payload: Fields) -> str:
        general = slack_say("help", self._language, command=marks.COMMAND)
        if is_direct(channel_of(payload)):
            return general
        room = await self._room(payload)
        if room is None:
            return f"{general}\n{slack_say('help_room', self._language, command=marks.COMMAND)}"
        told = say("help_team", room.language, team=room.team, c=as_command("", "slack"))
        return f"{escape(told)}\n{slack_say('help_point', room.language, name=marks.FOLLOW_UP_NAME)}"

    async def _room(self, payload: Fields) -> Room | None:
        """Return whose room the channel is; nobody's, where it takes too long to find out."""
        furnishing = self._furnishing()
        address = Place(team=team_of(payload), channel=channel_of(payload)).room
        if furnishing is None or address is None:
            return None
        try:
            async with asyncio.timeout(_PATIENCE.total_seconds()):
                return await furnishing.rooms(address)
        except Exception as error:  # noqa: BLE001 - the database is away, say: the general help is help too
            log.warning("slack_room_not_found", error=type(error).__name__)
            return None
