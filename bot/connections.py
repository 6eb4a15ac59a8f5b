"""The channels of an installation: the web chat always, and each platform the settings have a token of."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from pydantic import SecretStr

from bot.channel import Channel
from bot.channels.web import WebChannel
from bot.listeners import Listeners
from bot.wiring import Parts
from config.errors import ConfigError, Problem
from config.settings import Settings, variable

if TYPE_CHECKING:
    from bot.channels.telegram.account import Account

TELEGRAM_PATH = "telegram/webhook"


def connected(listeners: Listeners, parts: Parts) -> Sequence[Channel]:
    """Make every channel that is set up; the SDKs are slow to import, so only those that are wanted."""
    settings, now, secret = parts.settings, parts.around.clock.now, parts.store.secret
    made: list[Channel] = [WebChannel(listeners=listeners)]
    if settings.telegram_token is not None:
        made.append(telegram_channel(settings, settings.telegram_token, secret=secret, now=now))
    if settings.slack_bot_token is not None:
        made.append(slack_channel(settings, settings.slack_bot_token, secret=secret, now=now))
    return made


def telegram_channel(
    settings: Settings, token: SecretStr, *, secret: Callable[[str], bytes], now: Callable[[], datetime]
) -> Channel:
    """Make the channel of the bot whose token it is."""
    from bot.channels.telegram.channel import TelegramChannel  # noqa: PLC0415 - the SDK is slow to import

    return TelegramChannel(telegram_account(settings, token, secret=secret), now=now)


def telegram_account(settings: Settings, token: SecretStr, *, secret: Callable[[str], bytes]) -> "Account":
    """Return the bot as the settings have it; raise `ConfigError` for a webhook that nothing can reach."""
    from bot.channels.telegram.account import Account, Webhook  # noqa: PLC0415 - the SDK is slow to import

    webhook = None
    if settings.telegram_mode == "webhook":
        site = _reached_at(settings, "telegram_mode")
        webhook = Webhook(url=urljoin(f"{site}/", TELEGRAM_PATH), secret_token=secret("telegram hook").hex())
    return Account(
        token=token.get_secret_value(),
        secret=secret("telegram buttons"),
        webhook=webhook,
        username=settings.telegram_username,
        base_url=f"{settings.telegram_api}/bot",
        base_file_url=f"{settings.telegram_api}/file/bot",
    )


def slack_channel(
    settings: Settings, token: SecretStr, *, secret: Callable[[str], bytes], now: Callable[[], datetime]
) -> Channel:
    """Make the channel of the Slack app whose token it is: in Socket Mode where it has a token for that."""
    from bot.channels.slack.channel import (  # noqa: PLC0415 - the SDK is slow to import
        Connection,
        OneTeam,
        SlackChannel,
    )

    connection = Connection(
        teams=OneTeam(token=token.get_secret_value()),
        mode="socket" if settings.slack_app_token is not None else "http",
        app_token=_shown(settings.slack_app_token),
        signing_secret=_shown(_slack_key(settings)),
        base_url=settings.slack_api,
        team_a_minute=settings.slack_team_a_minute,
    )
    return SlackChannel(connection, secret=secret("slack forms"), now=now, language=settings.language)


def _slack_key(settings: Settings) -> SecretStr | None:
    """Return what Slack signs its calls with; one of the two ways in must be there."""
    if settings.slack_app_token is None and settings.slack_signing_secret is None:
        raise _lacking(
            "slack_bot_token",
            "Slack has no way in: the bot's token alone lets us speak, not listen",
            f"set {variable('slack_app_token')} (Socket Mode) or {variable('slack_signing_secret')} (HTTP)",
        )
    return settings.slack_signing_secret


def _reached_at(settings: Settings, name: str) -> str:
    if settings.public_url is None:
        raise _lacking(
            name,
            "a webhook needs an address that the world reaches",
            f"set {variable('public_url')}, or {variable(name)} to polling",
        )
    return settings.public_url


def _lacking(name: str, what: str, fix: str) -> ConfigError:
    return ConfigError((Problem(file="settings", line=0, column=0, path=variable(name), what=what, fix=fix),))


def _shown(secret: SecretStr | None) -> str | None:
    return None if secret is None else secret.get_secret_value()
