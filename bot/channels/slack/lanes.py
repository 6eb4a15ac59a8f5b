"""The speed limits that sending falls under; their keys hold no id of Slack's in clear.

Limits: https://docs.slack.dev/apis/web-api/rate-limits. A post a second in each channel, several hundred
a minute in a Slack team; changes of messages are of tier 3 (50 a minute in a team), messages to one person
of a channel of tier 4 (100 a minute).
"""

import hmac
from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.channel import Lane
from bot.channels.slack.addresses import Place, read_address, read_named
from bot.channels.slack.rendering import is_private
from feedback.records import OutboxItem

MINUTE: Final = timedelta(minutes=1)
_SECOND: Final = timedelta(seconds=1)
TEAM_A_MINUTE: Final = 300
_NOBODY: Final = "U0"
_UPDATES: Final = 50
_TO_ONE: Final = 100


class Lanes:
    """Names the lanes of what is sent, under a secret that keeps their keys from leading back."""

    def __init__(self, *, secret: bytes, team_a_minute: int = TEAM_A_MINUTE) -> None:
        self._secret = secret
        self._team_a_minute = team_a_minute

    def of(self, item: OutboxItem) -> Sequence[Lane]:
        """Return every limit that sending `item` falls under; none for an address that is none."""
        place = read_address(item.address)
        if place is None:
            return self._of_named(item)
        if item.amends is not None:
            return (self._team(place, "update", _UPDATES),)
        if is_private(item, place):
            return (self._team(place, "only", _TO_ONE), self._chat(place))
        return (self._team(place, "post", self._team_a_minute), self._chat(place))

    def _of_named(self, item: OutboxItem) -> Sequence[Lane]:
        """Return the lanes of somebody of whom we know an e-mail address only."""
        named = read_named(item.address)
        if named is None:
            return ()
        return self.of(replace(item, address=str(Place(team=named.team or "T0", user=_NOBODY))))[:1]

    def held(self, item: OutboxItem) -> str | None:
        """Return the key of the lane that waits when Slack says so: the whole team's, to be safe."""
        lanes = self.of(item)
        return lanes[0].key if lanes else None

    def _team(self, place: Place, what: str, most: int) -> Lane:
        return Lane(key=self._key(what, place.team), most=most, period=MINUTE)

    def _chat(self, place: Place) -> Lane:
        where = f"{place.team}/{place.channel or place.user}"
        return Lane(key=self._key("chat", where), most=1, period=_SECOND)

    def _key(self, what: str, where: str) -> str:
        digest = hmac.digest(self._secret, f"slack lane {what} {where}".encode(), "sha256")
        return f"slack:{what}:{digest.hex()[:16]}"
