"""How we speak to Telegram's server: through the SDK's own client, made quiet and exact about flood control.

The SDK repeats nothing by itself, and neither do we here: what may be sent again is the outbox's to say.
"""

import json
import logging
import re
import ssl
from datetime import timedelta
from functools import cache

import httpx
from telegram.error import TelegramError
from telegram.request import HTTPXRequest

from bot.channels.telegram.raw import number, part, read_raw, text

_TOO_MANY = 429
_IN_WORDS = re.compile(r"retry after (\d+)")
_LEAST_WAIT = timedelta(seconds=1)

_TALKATIVE = ("httpx", "httpcore", "telegram")
"""These log addresses with the token in them (httpx at INFO), or whole messages (the others at DEBUG)."""


class TooManyRequests(TelegramError):
    """Flood control: nothing before `retry_after` has passed.

    The SDK's own error says so too, but warns of its future at every use, and is not raised where Telegram
    gives the time in words alone.
    """

    def __init__(self, retry_after: timedelta) -> None:
        super().__init__("flood control")
        self.retry_after = retry_after


class QuietRequest(HTTPXRequest):
    """The SDK's client, without the log line that quotes what it cannot read, customers' words and all."""

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, object]:
        """Return what an answer says; raise TelegramError for one that is no JSON."""
        try:
            found: dict[str, object] = json.loads(payload)
        except ValueError:
            raise TelegramError("Invalid server response") from None
        return found


def make_request(
    *, connections: int, patience: timedelta, transport: httpx.AsyncBaseTransport | None = None
) -> QuietRequest:
    """Return a client of at most `connections`, which waits for an answer as long as `patience`."""
    hush_libraries()
    given = {"verify": _trust()} if transport is None else {"transport": transport}
    return QuietRequest(
        connection_pool_size=connections,
        read_timeout=patience.total_seconds(),
        write_timeout=10.0,
        connect_timeout=5.0,
        pool_timeout=10.0,
        httpx_kwargs={"event_hooks": {"response": [_raise_too_many]}, **given},
    )


@cache
def _trust() -> ssl.SSLContext:
    """Return whom we believe to be who they say, read once: it takes a tenth of a second."""
    return httpx.create_ssl_context()


def hush_libraries() -> None:
    """Let the libraries below speak from warnings on: what they say before that nobody may read."""
    for name in _TALKATIVE:
        logger = logging.getLogger(name)
        logger.setLevel(max(logger.getEffectiveLevel(), logging.WARNING))


async def _raise_too_many(response: httpx.Response) -> None:
    if response.status_code == _TOO_MANY:
        raise TooManyRequests(_wait_in(await response.aread(), response.headers.get("retry-after", "")))


def _wait_in(body: bytes, header: str) -> timedelta:
    answer = read_raw(body) or {}
    seconds = number(part(answer, "parameters"), "retry_after")
    in_words = _IN_WORDS.search(text(answer, "description") or "")
    told = seconds if seconds is not None else int(in_words[1]) if in_words else None
    if told is None and header.isdecimal():
        told = int(header)
    return max(timedelta(seconds=told or 0), _LEAST_WAIT)
