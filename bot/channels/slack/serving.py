"""The addresses under which Slack calls us."""

from collections.abc import Sequence

from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from bot.channels.slack import paths

_MOST_BYTES = 2 * 1024 * 1024
"""Far more than Slack sends; who sends more has not been looked at yet, and is not read."""


def slack_routes(app: AsyncApp) -> Sequence[BaseRoute]:
    """Return the routes for events, for taps and forms, and for the slash command."""
    handler = AsyncSlackRequestHandler(app)

    async def receive(request: Request) -> Response:
        length = request.headers.get("content-length", "")
        if not length.isdecimal() or int(length) > _MOST_BYTES:
            return Response(status_code=413)
        try:
            return await handler.handle(request)
        except ValueError:
            # Neither JSON nor a form: Bolt reads before it looks at the signature.
            return Response(status_code=400)

    where = (paths.EVENTS, paths.INTERACTIVE, paths.COMMANDS)
    return tuple(Route(path, receive, methods=["POST"]) for path in where)
