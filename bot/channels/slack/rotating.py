"""Tokens of installed teams, exchanged before they run out: they last twelve hours, and so do mistakes."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from slack_sdk.errors import SlackApiError

from bot.channels.slack.calling import Calls
from bot.channels.slack.installing import Installations, Installed
from bot.channels.slack.payload import number, text
from bot.channels.slack.safe import Lock
from bot.channels.slack.tokens import Token

_AHEAD = timedelta(hours=2)
"""As Slack's own SDK does it, so that an outage of two hours costs nothing."""
_REMEMBERED = timedelta(minutes=1)


class RotatingTokens:
    """Finds tokens in the safe, remembers them for a minute, and exchanges those that are about to expire.

    A refresh token works once: two processes that use it at the same time would shut each other out, so the
    exchange is made under a lock and looks first whether somebody else has made it.
    """

    is_for_many = True

    def __init__(
        self,
        *,
        installations: Installations,
        calls: Calls,
        lock: Lock,
        now: Callable[[], datetime],
        client_id: str,
        client_secret: str,
    ) -> None:
        self._installations = installations
        self._calls = calls
        self._lock = lock
        self._now = now
        self._client_id = client_id
        self._client_secret = client_secret
        self._known: dict[str, tuple[Installed, datetime]] = {}

    async def find(self, team: str) -> Token | None:
        """Return the token for `team`, fresh enough to be used; None where we are not installed."""
        installed = await self._installed(team)
        if installed is None:
            return None
        if self._is_due(installed):
            installed = await self._exchanged(team) or installed
        return Token(value=installed.token, bot_user=installed.bot_user or None)

    async def renew(self, team: str, *, refused: Token) -> Token | None:
        """Return another token than the one Slack refused, if there is one."""
        self._known.pop(team, None)
        installed = await self._installed(team)
        if installed is not None and installed.token == refused.value and installed.refresh:
            installed = await self._exchanged(team, refused=refused)
        if installed is None or installed.token == refused.value:
            return None
        return Token(value=installed.token, bot_user=installed.bot_user or None)

    async def forget(self, team: str, *, told_at: int | None = None) -> None:
        """Drop everything kept for `team`: it has thrown us out, and not let us in again since `told_at`."""
        self._known.pop(team, None)
        if told_at is None or not await self.is_let_in_since(team, told_at):
            await self._installations.drop(team)

    async def is_let_in_since(self, team: str, told_at: int) -> bool:
        """Say whether `team` has let us in after `told_at`, in seconds since 1970."""
        installed = await self._installations.of(team)
        return installed is not None and installed.installed_at > told_at

    async def _installed(self, team: str) -> Installed | None:
        known = self._known.get(team)
        if known is not None and self._now() < known[1] + _REMEMBERED:
            return known[0]
        installed = await self._installations.of(team)
        if installed is not None:
            self._known[team] = (installed, self._now())
        return installed

    def _is_due(self, installed: Installed) -> bool:
        if installed.expires_at is None or not installed.refresh:
            return False
        return self._now().timestamp() > installed.expires_at - _AHEAD.total_seconds()

    async def _exchanged(self, team: str, *, refused: Token | None = None) -> Installed | None:
        """Exchange the token, unless somebody else has; None where Slack gives no other."""
        async with self._lock(f"slack rotation {team}"):
            latest = await self._installations.of(team)
            is_old = latest is not None and (
                self._is_due(latest) or (refused and latest.token == refused.value)
            )
            if latest is None or not is_old:
                self._remember(team, latest)
                return latest
            fresh = await self._asked(latest)
            if fresh is not None:
                await self._installations.keep(fresh)
                self._remember(team, fresh)
            return fresh

    def _remember(self, team: str, installed: Installed | None) -> None:
        if installed is not None:
            self._known[team] = (installed, self._now())

    async def _asked(self, installed: Installed) -> Installed | None:
        try:
            answer = await self._calls.ask(
                "oauth.v2.access",
                token="",
                client_id=self._client_id,
                client_secret=self._client_secret,
                grant_type="refresh_token",
                refresh_token=installed.refresh,
            )
        except SlackApiError:
            # The token at hand is tried: what is wrong with it shows there, in Slack's words.
            return None
        lasts = number(answer, "expires_in")
        expires = None if lasts is None else int(self._now().timestamp()) + lasts
        token, refresh = text(answer, "access_token"), text(answer, "refresh_token")
        return replace(installed, token=token, refresh=refresh, expires_at=expires) if token else None
