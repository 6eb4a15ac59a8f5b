"""Socket Mode: a line to Slack that we open, for machines that nobody can call."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

import structlog
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.async_client import AsyncBaseSocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse

from bot.channel import Failure
from bot.channels.slack.calling import Calls
from bot.channels.slack.failing import NETWORK, failure_of
from bot.channels.slack.payload import text
from bot.channels.slack.receiving import Ack, Taker

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
        self.client: SocketModeClient | None = None

    async def is_open(self) -> bool:
        """Say whether Slack can tell us something over it at this moment."""
        return self.client is not None and await self.client.is_connected()


async def hold_line(
    taker: Taker,
    *,
    app_token: str,
    calls: Calls,
    logger: logging.Logger,
    pause: Pause = rest,
    line: OpenLine | None = None,
) -> None:
    """Hold a line open until cancelled; the SDK asks for a new one whenever Slack is about to close it.

    What comes over it goes to `taker` as it is: Bolt would make a client and a context for each payload,
    which costs as much as storing it does.
    """
    url = await _line(app_token, calls=calls, pause=pause)
    client = SocketModeClient(
        app_token, logger=logger, web_client=calls.client, ping_interval=_PING.total_seconds()
    )
    client.socket_mode_request_listeners.append(_handing_to(taker))
    client.wss_uri = url
    try:
        await client.connect()  # type: ignore[no-untyped-call] # the SDK leaves it untyped
        log.info("slack_line_open")
        if line is not None:
            line.client = client
        await asyncio.Event().wait()
    finally:
        if line is not None:
            line.client = None
        await client.close()  # type: ignore[no-untyped-call] # the same


_Listener = Callable[[AsyncBaseSocketModeClient, SocketModeRequest], Awaitable[None]]


def _handing_to(taker: Taker) -> _Listener:
    """Return a listener that acknowledges what `taker` has stored; what it has not, Slack sends again."""

    async def listen(client: AsyncBaseSocketModeClient, request: SocketModeRequest) -> None:
        ack = await _taken(taker, request)
        if ack.is_given:
            body = None if ack.body is None else dict(ack.body)
            told = SocketModeResponse(envelope_id=request.envelope_id, payload=body)
            await client.send_socket_mode_response(told)

    return listen


async def _taken(taker: Taker, request: SocketModeRequest) -> Ack:
    try:
        return await taker.take(request.payload)
    except Exception as error:  # noqa: BLE001 - the SDK would write out the error's text, and with it a customer's
        log.warning("slack_payload_not_taken", error=type(error).__name__)
        return Ack(is_given=False)


async def _line(app_token: str, *, calls: Calls, pause: Pause) -> str:
    """Return the address of a new line; left to itself, the SDK tries a refused token for ever."""
    told = ""
    while True:
        try:
            return text(await calls.ask("apps.connections.open", token=app_token), "url")
        except NETWORK as error:
            failure = failure_of(error)
        wait = failure.retry_after or (_MISCONFIGURED if failure.kind == "misconfigured" else _AWAY)
        told = _tell(failure, wait, told)
        await pause(wait)


def _tell(failure: Failure, wait: timedelta, told: str) -> str:
    """Say why no line is open yet and when the next try is, once for each reason; return what was said."""
    if failure.detail != told:
        again = f"tries again in {wait.total_seconds():.0f} s"
        log.warning("slack_line_refused", failure=failure.kind, detail=failure.detail, fix=again)
    return failure.detail
