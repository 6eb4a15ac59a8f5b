"""What is around every response: safe headers, and a problem instead of a traceback when we fail."""

import traceback

import structlog
from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from bot.http.problems import failure, problem_response

_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}

_log = structlog.stdlib.get_logger(__name__)


class Envelope:
    """ASGI middleware: nothing that is raised inside gets out."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap `app`."""
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        started = False

        async def send_safely(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                for name, value in _HEADERS.items():
                    MutableHeaders(scope=message).setdefault(name, value)
            await send(message)

        try:
            await self._app(scope, receive, send_safely)
        except Exception as error:  # noqa: BLE001 - the last place that can answer the caller
            _log.error("request_failed", method=scope["method"], **_trace(error))
            if not started:
                await problem_response(failure(error))(scope, receive, send_safely)


def _trace(error: Exception) -> dict[str, str]:
    # Where it happened, never the error's own words: they may quote what a customer wrote.
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    places = " < ".join(f"{frame.name} ({frame.filename}:{frame.lineno})" for frame in reversed(frames))
    return {"error": type(error).__name__, "places": places}
