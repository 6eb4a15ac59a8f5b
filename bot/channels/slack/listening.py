"""Socket Mode: a line to Slack that we open, for machines that nobody can call."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp

from bot.channels.slack.calling import Calls
from bot.channels.slack.failing import NETWORK, failure_of
from bot.channels.slack.payload import text

log = structlog.get_logger()

Pause = Callable[[timedelta], Awaitable[None]]

_PING = timedelta(seconds=10)
_MISCONFIGURED = timedelta(minutes=5)
_AWAY = timedelta(seconds=10)


async def rest(length: timedelta) -> None:
    """Wait for as long as `length`."""
    await asyncio.sleep(length.total_seconds())


class OpenLine:
    """What is known of a line from outside: whether it is open now."""

    def __init__(self) -> None:
        self.handler: AsyncSocketModeHandler | None = None

    async def is_open(self) -> bool:
        """Say whether Slack can tell us something over it at this moment."""
        return self.handler is not None and await self.handler.client.is_connected()


async def hold_line(
    app: AsyncApp,
    *,
    app_token: str,
    calls: Calls,
    logger: logging.Logger,
    pause: Pause = rest,
    line: OpenLine | None = None,
) -> None:
    """Hold a line open until cancelled; the SDK asks for a new one whenever Slack is about to close it."""
    url = await _line(app_token, calls=calls, pause=pause)
    handler = AsyncSocketModeHandler(
        app, app_token, logger=logger, web_client=calls.client, ping_interval=_PING.total_seconds()
    )
    handler.client.wss_uri = url
    try:
        await handler.connect_async()  # type: ignore[no-untyped-call] # the SDK leaves it untyped
        log.info("slack_line_open")
        if line is not None:
            line.handler = handler
        await asyncio.Event().wait()
    finally:
        if line is not None:
            line.handler = None
        await handler.close_async()  # type: ignore[no-untyped-call] # the same


async def _line(app_token: str, *, calls: Calls, pause: Pause) -> str:
    """Return the address of a new line; left to itself, the SDK tries a refused token for ever."""
    while True:
        try:
            return text(await calls.ask("apps.connections.open", token=app_token), "url")
        except NETWORK as error:
            failure = failure_of(error)
        log.warning("slack_line_refused", failure=failure.kind, detail=failure.detail)
        await pause(failure.retry_after or (_MISCONFIGURED if failure.kind == "misconfigured" else _AWAY))
