"""Installations of many Slack teams, for the SDK and for us, in a safe; states of an OAuth flow beside them.

The SDK's own stores write tokens in clear.
"""

import json
import logging
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime, timedelta
from urllib.parse import quote

from slack_sdk.oauth.installation_store import Bot, Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore

from bot.channels.slack.payload import load, number, text
from bot.channels.slack.safe import Safe

STATE_LASTS = timedelta(minutes=10)
_STATE_BYTES = 24


@dataclass(frozen=True, slots=True, kw_only=True)
class Installed:
    """What we keep of an installation; the times are seconds since 1970."""

    team: str
    token: str
    bot_user: str
    bot: str = ""
    scopes: str = ""
    refresh: str = ""
    expires_at: int | None = None
    app: str = ""
    enterprise: str = ""
    is_enterprise: bool = False
    installer: str = ""
    installed_at: int = 0

    def __repr__(self) -> str:
        """Say which it is, without its tokens."""
        return f"Installed(team={self.team!r})"


class Installations(AsyncInstallationStore):
    """Keeps one installation for each Slack team; users' own tokens are not asked for, and not kept."""

    def __init__(
        self,
        *,
        safe: Safe,
        now: Callable[[], datetime],
        logger: logging.Logger,
        installed: Callable[[Installed], Awaitable[None]] | None = None,
    ) -> None:
        """Call `installed` whenever a team has let us in."""
        self._safe = safe
        self._now = now
        self._logger = logger
        self._installed = installed

    @property
    def logger(self) -> logging.Logger:
        """The logger that the SDK asks for."""
        return self._logger

    async def keep(self, installed: Installed) -> None:
        """Keep an installation, in place of the team's earlier one."""
        content = json.dumps(asdict(installed)).encode()
        await self._safe.save(_key(installed.team), content)

    async def of(self, team: str) -> Installed | None:
        """Return the installation of `team`."""
        content = await self._safe.find(_key(team))
        return None if content is None else _read(content)

    async def drop(self, team: str) -> None:
        """Drop everything kept for `team`."""
        await self._safe.delete(_key(team))

    async def async_save(self, installation: Installation) -> None:
        """Keep what an OAuth flow has brought."""
        taken = _taken(installation, now=self._now())
        await self.keep(taken)
        if self._installed is not None:
            await self._installed(taken)

    async def async_save_bot(self, bot: Bot) -> None:
        """Keep a bot whose token was rotated."""
        known = await self.of(bot.team_id or bot.enterprise_id or "")
        if known is not None:
            expires_at, refresh = bot.bot_token_expires_at, bot.bot_refresh_token or ""
            await self.keep(replace(known, token=bot.bot_token, refresh=refresh, expires_at=expires_at))

    async def async_find_bot(
        self, *, enterprise_id: str | None, team_id: str | None, is_enterprise_install: bool | None = False
    ) -> Bot | None:
        """Return the bot of a team, or of the organisation it belongs to."""
        found = await self.async_find_installation(
            enterprise_id=enterprise_id, team_id=team_id, is_enterprise_install=is_enterprise_install
        )
        return None if found is None else found.to_bot()

    async def async_find_installation(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None = None,
        is_enterprise_install: bool | None = False,
    ) -> Installation | None:
        """Return the installation of a team, or of the organisation it belongs to."""
        team = None if is_enterprise_install else team_id
        for kept_as in filter(None, (team, enterprise_id)):
            installed = await self.of(kept_as)
            if installed is not None:
                return _given(installed)
        return None

    async def async_delete_bot(self, *, enterprise_id: str | None, team_id: str | None) -> None:
        """Drop the bot of a team."""
        await self.drop(team_id or enterprise_id or "")

    async def async_delete_installation(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None = None
    ) -> None:
        """Drop a team's installation; that of one user, of whom we keep nothing, is left."""
        if user_id is None:
            await self.drop(team_id or enterprise_id or "")


class States(AsyncOAuthStateStore):
    """States of OAuth flows: each is good once, and for ten minutes."""

    def __init__(
        self,
        *,
        safe: Safe,
        now: Callable[[], datetime],
        entropy: Callable[[int], bytes],
        logger: logging.Logger,
    ) -> None:
        self._safe = safe
        self._now = now
        self._entropy = entropy
        self._logger = logger

    @property
    def logger(self) -> logging.Logger:
        """The logger that the SDK asks for."""
        return self._logger

    async def async_issue(self, *_args: object, **_kwargs: object) -> str:
        """Return a new state."""
        state = self._entropy(_STATE_BYTES).hex()
        issued, until = self._now(), self._now() + STATE_LASTS
        await self._safe.save(_state_key(state), str(int(issued.timestamp())).encode(), until=until)
        return state

    async def async_consume(self, state: str) -> bool:
        """Say whether `state` is one of ours, still fresh and never used before."""
        issued = await self._safe.find(_state_key(state))
        if issued is None or not await self._safe.delete(_state_key(state)):
            return False
        at = datetime.fromtimestamp(int(issued), tz=UTC)
        return self._now() < at + STATE_LASTS


def _key(team: str) -> str:
    return f"slack/installation/{quote(team, safe='')}"


def _state_key(state: str) -> str:
    return f"slack/state/{quote(state, safe='')}"


def _taken(installation: Installation, *, now: datetime) -> Installed:
    """Return what we keep; the SDK told the time by its own clock, and ours is what counts."""
    lasts = installation.bot_token_expires_at
    expires = None if lasts is None else int(now.timestamp() + lasts - installation.installed_at)
    team = installation.enterprise_id if installation.is_enterprise_install else installation.team_id
    return Installed(
        team=team or installation.team_id or "",
        token=installation.bot_token or "",
        bot_user=installation.bot_user_id or "",
        bot=installation.bot_id or "",
        scopes=",".join(installation.bot_scopes or ()),
        refresh=installation.bot_refresh_token or "",
        expires_at=expires,
        app=installation.app_id or "",
        enterprise=installation.enterprise_id or "",
        is_enterprise=installation.is_enterprise_install,
        installer=installation.user_id,
        installed_at=int(now.timestamp()),
    )


def _given(installed: Installed) -> Installation:
    return Installation(
        app_id=installed.app or None,
        enterprise_id=installed.enterprise or None,
        team_id=None if installed.is_enterprise else installed.team,
        bot_token=installed.token,
        bot_id=installed.bot or None,
        bot_user_id=installed.bot_user or None,
        bot_scopes=installed.scopes,
        bot_refresh_token=installed.refresh or None,
        bot_token_expires_at=installed.expires_at,
        user_id=installed.installer,
        is_enterprise_install=installed.is_enterprise,
        token_type="bot",  # noqa: S106 - a kind of token
        installed_at=float(installed.installed_at),
    )


def _read(content: bytes) -> Installed | None:
    kept = load(content)
    if kept is None or not text(kept, "team") or not text(kept, "token"):
        return None
    return Installed(
        team=text(kept, "team"),
        token=text(kept, "token"),
        bot_user=text(kept, "bot_user"),
        bot=text(kept, "bot"),
        scopes=text(kept, "scopes"),
        refresh=text(kept, "refresh"),
        expires_at=number(kept, "expires_at"),
        app=text(kept, "app"),
        enterprise=text(kept, "enterprise"),
        is_enterprise=kept.get("is_enterprise") is True,
        installer=text(kept, "installer"),
        installed_at=number(kept, "installed_at") or 0,
    )
