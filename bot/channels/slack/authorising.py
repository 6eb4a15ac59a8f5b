"""The pages by which a Slack team installs us: Bolt's own OAuth flow over our stores."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass, field

from slack_bolt.adapter.starlette.async_handler import to_async_bolt_request, to_starlette_response
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.channels.slack.calling import Calls
from bot.channels.slack.installing import STATE_LASTS, Installations, States
from bot.channels.slack.paths import INSTALL, REDIRECT
from bot.channels.slack.scopes import BOT_SCOPES


@dataclass(frozen=True, slots=True, kw_only=True)
class AppSecrets:
    """What Slack gave our app so that many teams may install it."""

    client_id: str
    client_secret: str = field(repr=False)
    authorise_url: str | None = None


class Installer:
    """Serves the page that starts an installation, and the one Slack sends people back to."""

    def __init__(
        self,
        *,
        secrets: AppSecrets,
        installations: Installations,
        states: States,
        calls: Calls,
        public_url: str,
        logger: logging.Logger,
    ) -> None:
        settings = AsyncOAuthSettings(
            client_id=secrets.client_id,
            client_secret=secrets.client_secret,
            scopes=list(BOT_SCOPES),
            user_scopes=[],
            redirect_uri=f"{public_url.rstrip('/')}{REDIRECT}",
            install_path=INSTALL,
            redirect_uri_path=REDIRECT,
            authorization_url=secrets.authorise_url,
            installation_store=installations,
            state_store=states,
            state_expiration_seconds=int(STATE_LASTS.total_seconds()),
            logger=logger,
        )
        self._settings = settings
        self._calls = calls
        self._logger = logger

    def routes(self) -> Sequence[BaseRoute]:
        """Return both pages."""
        return (
            Route(INSTALL, self._start, methods=["GET"]),
            Route(REDIRECT, self._finish, methods=["GET"]),
        )

    async def _start(self, request: Request) -> Response:
        return to_starlette_response(
            await self._flow().handle_installation(to_async_bolt_request(request, b""))
        )

    async def _finish(self, request: Request) -> Response:
        return to_starlette_response(await self._flow().handle_callback(to_async_bolt_request(request, b"")))

    def _flow(self) -> AsyncOAuthFlow:
        # Made for each visit, as the client belongs to the session that is open now.
        return AsyncOAuthFlow(client=self._calls.client, logger=self._logger, settings=self._settings)
