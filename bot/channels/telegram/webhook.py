"""Updates that Telegram brings: nobody else may, and each is stored before it is acknowledged."""

import hmac
from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus

from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from bot.channel import Put
from bot.channels.telegram.account import Webhook
from bot.channels.telegram.attending import Attendant
from bot.channels.telegram.raw import read_raw
from bot.channels.telegram.updates import inbox_item

PATH = "/telegram/webhook"

_SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105 - the name of the header
_MOST_BYTES = 1024 * 1024
"""Far more than Telegram sends: a message has 4,096 signs, and files come by reference."""


def webhook_route(webhook: Webhook, put: Put, *, attendant: Attendant, now: Callable[[], datetime]) -> Route:
    """Return where Telegram calls; what is no JSON is kept too, since Telegram would bring it for a day.

    Where storing fails the server's own error tells Telegram to come again.
    """

    async def take(request: Request) -> Response:
        given = request.headers.get(_SECRET, "").encode()
        if not hmac.compare_digest(given, webhook.secret_token.encode()):
            return PlainTextResponse("this is not Telegram's secret", HTTPStatus.FORBIDDEN)
        body = await _body(request)
        if body is None:
            return PlainTextResponse("too large, or broken off", HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        is_new = await put(inbox_item(body, received_at=now()))
        if is_new:
            attendant.attend(read_raw(body) or {})
        return Response(status_code=HTTPStatus.OK)

    return Route(PATH, take, methods=["POST"])


async def _body(request: Request) -> bytes | None:
    body = bytearray()
    try:
        async for piece in request.stream():
            body += piece
            if len(body) > _MOST_BYTES:
                return None
    except ClientDisconnect:
        return None
    return bytes(body)
