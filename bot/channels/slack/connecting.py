"""What an operator gives to connect a Slack app, looked at by live calls over connections of its own."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from bot.channel import Finding
from bot.channels.slack.calling import BASE_URL, Calls
from bot.channels.slack.channel import quiet_logger
from bot.channels.slack.tokens import OneToken
from bot.channels.slack.verifying import Mode, Verifier

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What one Slack team's app is connected with: Socket Mode needs the app token, HTTP the secret."""

    mode: Mode
    bot_token: str = field(default="", repr=False)
    app_token: str | None = field(default=None, repr=False)
    signing_secret: str | None = field(default=None, repr=False)
    base_url: str = BASE_URL


async def verify_given(given: Given) -> Sequence[Finding]:
    """Look at all that was given."""
    return await _looked(given, Verifier.verify)


async def verify_bot(given: Given) -> Sequence[Finding]:
    """Look at the bot token alone, with its scopes."""
    return await _looked(given, Verifier.bot)


async def verify_way_in(given: Given) -> Finding:
    """Look at the way in alone."""
    return await _looked(given, Verifier.way_in)


async def _looked(given: Given, look: Callable[[Verifier], Awaitable[Found]]) -> Found:
    calls = Calls(base_url=given.base_url, logger=quiet_logger())
    verifier = Verifier(
        calls=calls,
        tokens=OneToken(given.bot_token),
        mode=given.mode,
        app_token=given.app_token,
        signing_secret=given.signing_secret,
    )
    try:
        return await look(verifier)
    finally:
        await calls.close()
