"""What an operator gives to connect a Slack app, looked at by live calls over connections of its own."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from bot.channel import Finding
from bot.channels.slack.calling import BASE_URL, Calls
from bot.channels.slack.failing import NETWORK, code_of
from bot.channels.slack.quiet import quiet_logger
from bot.channels.slack.tokens import OneToken
from bot.channels.slack.verifying import Mode, Verifier, refused

Found = TypeVar("Found")

_WRONG_CLIENT = frozenset({"invalid_client_id", "bad_client_secret"})
_CLIENT = "copy both from the app's page of Slack, under Basic Information, App Credentials"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What one Slack team's app is connected with: Socket Mode needs the app token, HTTP the secret."""

    mode: Mode
    bot_token: str = field(default="", repr=False)
    app_token: str | None = field(default=None, repr=False)
    signing_secret: str | None = field(default=None, repr=False)
    base_url: str = BASE_URL


async def verify_bot(given: Given) -> Sequence[Finding]:
    """Look at the bot token alone, with its scopes."""
    return await _looked(given, Verifier.bot)


async def verify_way_in(given: Given) -> Finding:
    """Look at the way in alone."""
    return await _looked(given, Verifier.way_in)


async def verify_client(client_id: str, client_secret: str, *, base_url: str = BASE_URL) -> Finding:
    """Say whether Slack knows an app by its client id and secret: it looks at them before the code."""
    calls = Calls(base_url=base_url, logger=quiet_logger())
    told = "the client id and secret"
    try:
        await calls.ask(
            "oauth.v2.access", token="", client_id=client_id, client_secret=client_secret, code="0"
        )
    except NETWORK as error:
        if code_of(error) == "invalid_code":
            return Finding(what="Slack knows the app by its client id and secret", is_right=True)
        if code_of(error) in _WRONG_CLIENT:
            return Finding(
                what=f"{told} are refused: Slack says {code_of(error)}", is_right=False, fix=_CLIENT
            )
        return refused(told, error)
    finally:
        await calls.close()
    return Finding(what=f"Slack took {told} for something else", is_right=False, fix=_CLIENT)


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
