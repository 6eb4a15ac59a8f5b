"""What Slack is answered at once, with the acknowledgement: help by command, and what a menu offers."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import TypeVar

import structlog

from bot.channel import Furnishing, Profile, Room
from bot.channels.slack import marks
from bot.channels.slack.addresses import Place, is_direct, read_reference
from bot.channels.slack.commands import is_answered_at_once, read_command
from bot.channels.slack.elements import Element
from bot.channels.slack.mrkdwn import escape
from bot.channels.slack.payload import Fields, part, text
from bot.channels.slack.placing import channel_of, team_of, user_of
from bot.channels.slack.pointing import may_point
from bot.channels.slack.seals import read_seal
from bot.channels.slack.suggesting import suggestions
from bot.channels.slack.words import slack_say
from feedback.spoken import as_command
from feedback.wording import say

log = structlog.get_logger()

T = TypeVar("T")

_PATIENCE = timedelta(seconds=1)
"""How long a look at the database, or at who asks, may take: Slack waits for three."""


def is_asking(payload: Fields) -> bool:
    """Say whether Slack only asks what a menu offers, as somebody types: nothing has been said by it."""
    return text(payload, "type") == "block_suggestion"


class Answers:
    """Answers commands in the language of whoever gives them, and in a support team's room in the room's own.

    It is the one they chose, else that of their profile, which `look_up` tells, else `language`.
    """

    def __init__(
        self,
        *,
        furnishing: Callable[[], Furnishing | None],
        look_up: Callable[[str], Awaitable[Profile | None]],
        language: str,
        secret: bytes,
    ) -> None:
        self._furnishing = furnishing
        self._look_up = look_up
        self._language = language
        self._secret = secret

    async def to(self, payload: Fields) -> Fields | None:
        """Return what Slack is answered; None where an acknowledgement is all there is to say."""
        if is_asking(payload):
            return {"options": await _in_time(self._offered(payload)) or []}
        words = text(payload, "text")
        is_ours = text(payload, "command") == marks.COMMAND
        if not is_ours or not (is_answered_at_once(words) or read_command(words) is None):
            return None
        return {"response_type": "ephemeral", "text": await self._help(payload)}

    async def _offered(self, payload: Fields) -> list[Element]:
        """Return the touchpoints that a colleague may mean; for anybody else there are none."""
        furnishing, metadata = self._furnishing(), text(part(payload, "view"), "private_metadata")
        sealed = read_seal(metadata, secret=self._secret)
        on = read_reference(sealed.session) if sealed is not None else None
        is_ours = text(payload, "action_id") == marks.TOUCHPOINT
        if furnishing is None or on is None or not is_ours:
            return []
        if not await may_point(payload, on.channel, furnishing.offers):
            return []
        return suggestions(text(payload, "value"), furnishing.places(self._language))

    async def _help(self, payload: Fields) -> str:
        language, room = await asyncio.gather(self._spoken_by(payload), _in_time(self._room(payload)))
        general = slack_say("help", language, command=marks.COMMAND)
        if is_direct(channel_of(payload)):
            return general
        if room is None:
            return f"{general}\n{slack_say('help_room', language, command=marks.COMMAND)}"
        told = say("help_team", room.language, team=room.team, c=as_command("", "slack"))
        return f"{escape(told)}\n{slack_say('help_point', room.language, name=marks.FOLLOW_UP_NAME)}"

    async def _spoken_by(self, payload: Fields) -> str:
        """Return the language of whoever asks."""
        own = str(Place(team=team_of(payload), user=user_of(payload)))
        chosen, profile = await asyncio.gather(_in_time(self._chosen(own)), _in_time(self._look_up(own)))
        return chosen or (profile.language if profile else None) or self._language

    async def _chosen(self, address: str) -> str | None:
        """Return the language that somebody is known to speak; a colleague's Home takes long to make."""
        furnishing = self._furnishing()
        if furnishing is None or address in furnishing.colleagues:
            return None
        home = await furnishing.homes(address)
        return home.language if home is not None and home.is_known else None

    async def _room(self, payload: Fields) -> Room | None:
        """Return whose room the channel is."""
        furnishing = self._furnishing()
        address = Place(team=team_of(payload), channel=channel_of(payload)).room
        return None if furnishing is None or address is None else await furnishing.rooms(address)


async def _in_time(looking: Awaitable[T | None]) -> T | None:
    """Return what is found out; None where that takes too long: help in general is help, too."""
    try:
        async with asyncio.timeout(_PATIENCE.total_seconds()):
            return await looking
    except Exception as error:  # noqa: BLE001 - the database is away, say
        log.warning("slack_help_knows_less", error=type(error).__name__)
        return None
