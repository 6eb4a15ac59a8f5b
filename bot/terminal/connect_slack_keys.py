"""What a Slack app is connected with: which settings, where they are found, and what is wrong with one."""

import asyncio
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from bot.channel import Finding
from bot.terminal.connect_asking import Wanted
from bot.terminal.connect_settings import https_flaw
from config.settings import Settings

Mode = Literal["socket", "http"]

_WORD = re.compile(r"[A-Za-z0-9_-]+")
_CLIENT_ID = re.compile(r"\d{1,30}\.\d{1,30}")
_TOKENS = ("xoxb-", "xoxp-", "xapp-")
_BASIC = "on the app's page, Basic Information"
_WHERE = {
    "slack_bot_token": "on the app's page, OAuth & Permissions, the Bot User OAuth Token (xoxb-...)",
    "slack_app_token": f"{_BASIC}, App-Level Tokens, make one with the scope connections:write (xapp-...)",
    "slack_signing_secret": f"{_BASIC}, App Credentials, Show the Signing Secret",
    "slack_client_id": f"{_BASIC}, App Credentials, the Client ID",
    "slack_client_secret": f"{_BASIC}, App Credentials, Show the Client Secret",
    "public_url": "name one that begins with https:// and that the internet reaches",
}
_WHAT = {
    "slack_bot_token": "the bot's token",
    "slack_app_token": "the app-level token",
    "slack_signing_secret": "the signing secret",
    "slack_client_id": "the client id",
    "slack_client_secret": "the client secret",
    "public_url": "the address at which Slack reaches this server",
}
_OPEN = frozenset({"slack_client_id", "public_url"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """How an app is connected: by a line or by calls, and to one Slack team or to all that install it."""

    mode: Mode
    is_for_many: bool = False

    @property
    def address(self) -> Sequence[str]:
        """The setting that the manifest needs."""
        return ("public_url",) if self.mode == "http" or self.is_for_many else ()

    @property
    def keys(self) -> Sequence[str]:
        """The settings that Slack shows once there is an app."""
        app = ("slack_client_id", "slack_client_secret") if self.is_for_many else ("slack_bot_token",)
        return (*app, "slack_app_token" if self.mode == "socket" else "slack_signing_secret")


def lacking(settings: Settings, names: Sequence[str], *, seen: list[Finding]) -> Sequence[Wanted]:
    """Return those of the settings that are not there; what is found about the line goes into `seen`."""
    flaws: Mapping[str, Callable[[str], str | None]] = {
        "slack_bot_token": lambda typed: _bot_flaw(settings, typed),
        "slack_app_token": lambda typed: _line_flaw(settings, typed, seen),
        "slack_signing_secret": lambda typed: _secret_flaw("slack_signing_secret", typed),
        "slack_client_id": _client_flaw,
        "slack_client_secret": lambda typed: _secret_flaw("slack_client_secret", typed),
        "public_url": https_flaw,
    }
    return [
        Wanted(
            setting=name,
            what=_WHAT[name],
            where=_WHERE[name],
            is_secret=name not in _OPEN,
            flaw=flaws[name],
        )
        for name in names
        if getattr(settings, name) is None
    ]


def _bot_flaw(settings: Settings, typed: str) -> str | None:
    if not typed.startswith("xoxb-") or not _WORD.fullmatch(typed):
        return f"this is no bot's token, which begins with xoxb-; {_WHERE['slack_bot_token']}"
    from bot.channels.slack.connecting import Given, verify_bot  # noqa: PLC0415 - the SDK is slow to import

    given = Given(mode="socket", bot_token=typed, base_url=settings.slack_api)
    return _told(asyncio.run(verify_bot(given))[0])


def _line_flaw(settings: Settings, typed: str, seen: list[Finding]) -> str | None:
    if not typed.startswith("xapp-") or not _WORD.fullmatch(typed):
        return f"this is no app-level token, which begins with xapp-; {_WHERE['slack_app_token']}"
    from bot.channels.slack.connecting import Given, verify_way_in  # noqa: PLC0415 - the SDK is slow to import

    given = Given(mode="socket", app_token=typed, base_url=settings.slack_api)
    seen[:] = [asyncio.run(verify_way_in(given))]
    return _told(seen[0])


def _secret_flaw(name: str, typed: str) -> str | None:
    if typed.startswith(_TOKENS) or not _WORD.fullmatch(typed):
        return f"this is not {_WHAT[name]}, which has 32 digits and letters; {_WHERE[name]}"
    return None


def _client_flaw(typed: str) -> str | None:
    if _CLIENT_ID.fullmatch(typed):
        return None
    return f"this is no client id, which is two numbers with a dot between; {_WHERE['slack_client_id']}"


def _told(finding: Finding) -> str | None:
    return None if finding.is_right else f"{finding.what}; {finding.fix}"
