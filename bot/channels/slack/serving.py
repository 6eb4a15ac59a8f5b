"""The addresses under which Slack calls us."""

from collections.abc import Sequence
from urllib.parse import parse_qsl

from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.channels.slack import paths
from bot.channels.slack.payload import load

_MOST_BYTES = 2 * 1024 * 1024
"""Far more than Slack sends; who sends more has not been looked at yet, and is not read."""


def slack_routes(app: AsyncApp) -> Sequence[BaseRoute]:
    """Return the routes for events, for taps and forms, and for the slash command."""
    handler = AsyncSlackRequestHandler(app)

    async def receive(request: Request) -> Response:
        length = request.headers.get("content-length", "")
        if not length.isdecimal() or int(length) > _MOST_BYTES:
            return Response(status_code=413)
        if not _is_readable(await request.body()):
            # Bolt reads before it looks at the signature, and stumbles.
            return Response(status_code=400)
        return await handler.handle(request)

    where = (paths.EVENTS, paths.INTERACTIVE, paths.COMMANDS)
    return tuple(Route(path, receive, methods=["POST"]) for path in where)


def _is_readable(body: bytes) -> bool:
    """Say whether a body is an object in JSON, or a form that carries one or nothing."""
    try:
        words = body.decode()
    except UnicodeDecodeError:
        return False
    if words.lstrip().startswith("{"):
        return load(words) is not None
    carried = dict(parse_qsl(words, keep_blank_values=True)).get("payload")
    return carried is None or load(carried) is not None
