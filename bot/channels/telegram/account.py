"""A bot as its operator set it up, and the SDK's client for it."""

from dataclasses import dataclass, field
from datetime import timedelta

import httpx
from telegram import Bot

from bot.channels.telegram.request import QuietRequest, make_request

MOST_AT_ONCE = 8
"""With more calls at the same time each costs more than it gains: measured with the SDK 22.8 (PLATFORMS)."""

BESIDES = 4
"""Connections kept for answers to taps and for files, so that these need not wait behind a broadcast."""

LONG_POLL = timedelta(seconds=50)
"""The longest that Telegram's server lets a poll wait."""

_PATIENCE = timedelta(seconds=20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """Where Telegram shall call us, and the secret by which we know it is Telegram."""

    url: str
    secret_token: str = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """One bot. `secret` signs its buttons; without a `webhook` updates are fetched.

    `username` is the bot's own name: in groups it tells its commands from those of other bots.
    """

    token: str = field(repr=False)
    secret: bytes = field(repr=False)
    webhook: Webhook | None = None
    username: str | None = None
    base_url: str = "https://api.telegram.org/bot"
    base_file_url: str = "https://api.telegram.org/file/bot"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """The client for a bot, with the connections it keeps: one of its own for polling."""

    bot: Bot
    calls: QuietRequest
    polls: QuietRequest

    async def close(self) -> None:
        """Let go of the connections."""
        await self.calls.shutdown()
        await self.polls.shutdown()


def open_line(
    account: Account, *, long_poll: timedelta = LONG_POLL, transport: httpx.AsyncBaseTransport | None = None
) -> Line:
    """Return the client for `account`; nothing is said to Telegram yet."""
    calls = make_request(connections=MOST_AT_ONCE + BESIDES, patience=_PATIENCE, transport=transport)
    polls = make_request(connections=1, patience=long_poll + _PATIENCE, transport=transport)
    bot = Bot(
        token=account.token,
        base_url=account.base_url,
        base_file_url=account.base_file_url,
        request=calls,
        get_updates_request=polls,
    )
    return Line(bot=bot, calls=calls, polls=polls)
