"""Who is in which user group of a Slack team, remembered for a while: Slack tells a whole group at once."""

from collections.abc import Callable
from datetime import datetime, timedelta

import structlog
from slack_sdk.errors import SlackApiError

from bot.channel import Finding
from bot.channels.slack.addresses import read_address
from bot.channels.slack.failing import NETWORK, code_of
from bot.channels.slack.speaking import NotInstalled, Speaker
from bot.channels.slack.verifying import refused

log = structlog.get_logger()

METHOD = "usergroups.users.list"
_HOLDS = timedelta(minutes=5)
_FIX = (
    "give its id, such as S0123456789: in Slack, People, User groups, the group's menu, Copy group ID; "
    "then correct AFTERTOUCH_GROUPS"
)
_NOT_THEIRS = frozenset({"no_such_subteam", "subteam_not_found"})


class UserGroups:
    """Asks Slack who is in a user group, at most every five minutes."""

    def __init__(self, *, speaker: Speaker, now: Callable[[], datetime]) -> None:
        self._speaker = speaker
        self._now = now
        self._members: dict[tuple[str, str], tuple[datetime, frozenset[str]]] = {}

    async def is_in(self, group: str, *, address: str) -> bool | None:
        """Say whether the person at `address` is in `group` (S0123); None where Slack cannot be asked now."""
        place = read_address(address)
        if place is None or not place.user:
            return False
        members = await self._of(place.team, group)
        return None if members is None else place.user in members

    async def look_at(self, group: str) -> Finding:
        """Say whether there is such a group and Slack tells who is in it."""
        if self._speaker.is_for_many:
            # Whose group it is, only a member tells: each Slack team has groups of its own.
            return Finding(what=f"who is in {group} each Slack team is asked itself", is_right=True)
        try:
            answer = await self._speaker.ask("", METHOD, usergroup=group)
        except (NotInstalled, *NETWORK) as error:
            if code_of(error) not in _NOT_THEIRS:
                return refused(f"who is in the user group {group}", error)
            return Finding(what=f"Slack knows no user group {group}", is_right=False, fix=_FIX)
        users = answer.get("users")
        count = len(users) if isinstance(users, list) else 0
        return Finding(what=f"the user group {group} can be read: people in it: {count}", is_right=True)

    async def _of(self, team: str, group: str) -> frozenset[str] | None:
        known = self._members.get((team, group))
        if known is not None and self._now() - known[0] < _HOLDS:
            return known[1]
        try:
            members = await self._asked(team, group)
        except (NotInstalled, *NETWORK) as error:
            log.warning("slack_group_not_asked", error=type(error).__name__, why=code_of(error))
            return None
        self._members[team, group] = self._now(), members
        return members

    async def _asked(self, team: str, group: str) -> frozenset[str]:
        """Return the people of a group; none where it is another team's."""
        try:
            answer = await self._speaker.ask(team, METHOD, usergroup=group)
        except SlackApiError as error:
            if code_of(error) in _NOT_THEIRS:
                return frozenset()
            raise
        users = answer.get("users")
        return frozenset(str(user) for user in users) if isinstance(users, list) else frozenset()
