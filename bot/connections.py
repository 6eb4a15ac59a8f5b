"""The channels of an installation: the web chat always, and each platform the settings have a token of."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from pydantic import SecretStr

from bot.channel import Channel
from bot.channels.web import WebChannel
from bot.listeners import Listeners
from bot.parts import Parts
from bot.safekeeping import StoredSafe, Turns
from config.errors import ConfigError, Problem
from config.settings import Settings, variable

if TYPE_CHECKING:
    from bot.channels.telegram.account import Account

if TYPE_CHECKING:
    from bot.channels.slack.channel import ManyTeams

TELEGRAM_PATH = "telegram/webhook"


def connected(listeners: Listeners, parts: Parts) -> Sequence[Channel]:
    """Make every channel that is set up; the SDKs are slow to import, so only those that are wanted."""
    settings, now, secret = parts.settings, parts.around.clock.now, parts.store.secret
    made: list[Channel] = [WebChannel(listeners=listeners, photos=parts.store)]
    if settings.telegram_token is not None:
        safe = StoredSafe(store=parts.store, now=now)
        made.append(telegram_channel(settings, settings.telegram_token, secret=secret, now=now, safe=safe))
    if settings.slack_bot_token or settings.slack_client_id or settings.slack_client_secret:
        made.append(slack_channel(settings, parts))
    return made


def telegram_channel(
    settings: Settings,
    token: SecretStr,
    *,
    secret: Callable[[str], bytes],
    now: Callable[[], datetime],
    safe: StoredSafe | None = None,
) -> Channel:
    """Make the channel of the bot whose token it is."""
    from bot.channels.telegram.channel import TelegramChannel  # noqa: PLC0415 - the SDK is slow to import

    return TelegramChannel(telegram_account(settings, token, secret=secret), now=now, safe=safe)


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


def slack_channel(settings: Settings, parts: Parts) -> Channel:
    """Make the channel of the Slack app: in Socket Mode where it has a token for that.

    With a bot's token it is one Slack team's; with a client id and secret, those that install it.
    """
    from bot.channels.slack.channel import (  # noqa: PLC0415 - the SDK is slow to import
        Connection,
        OneTeam,
        SlackChannel,
    )

    token, store = _shown(settings.slack_bot_token), parts.store
    connection = Connection(
        teams=OneTeam(token=token) if token is not None else _many_teams(settings, parts),
        mode="socket" if settings.slack_app_token is not None else "http",
        app_token=_shown(settings.slack_app_token),
        signing_secret=_shown(_slack_key(settings)),
        base_url=settings.slack_api,
        team_a_minute=settings.slack_team_a_minute,
        reads_freely=settings.slack_reads_freely,
    )
    now = parts.around.clock.now
    return SlackChannel(connection, secret=store.secret("slack forms"), now=now, language=settings.language)


def _many_teams(settings: Settings, parts: Parts) -> "ManyTeams":
    """Return how Slack teams install us: over pages that the world reaches, with a secret of the app's."""
    from bot.channels.slack.authorising import AppSecrets  # noqa: PLC0415 - the SDK is slow to import
    from bot.channels.slack.channel import ManyTeams  # noqa: PLC0415 - the same

    if settings.slack_client_id is None or settings.slack_client_secret is None:
        missing = "slack_client_id" if settings.slack_client_id is None else "slack_client_secret"
        raise _lacking(
            missing,
            "an app that many Slack teams install needs both its client id and its client secret",
            f"set {variable(missing)}; both stand on the app's page of Slack, under Basic Information",
        )
    if settings.public_url is None:
        raise _lacking(
            "slack_client_id",
            "Slack leads whoever installs the app back to an address that the world reaches",
            f"set {variable('public_url')}",
        )
    now = parts.around.clock.now
    return ManyTeams(
        secrets=AppSecrets(
            client_id=settings.slack_client_id,
            client_secret=settings.slack_client_secret.get_secret_value(),
            authorise_url=_consent_page(settings),
        ),
        safe=StoredSafe(store=parts.store, now=now),
        lock=Turns(store=parts.store, now=now, new_id=parts.around.new_id),
        public_url=settings.public_url,
        entropy=parts.around.entropy,
    )


def _consent_page(settings: Settings) -> str | None:
    """Return where Slack asks for consent; an emulator does so beside its Web API."""
    site = settings.slack_api.removesuffix("api/")
    return None if site == "https://slack.com/" else f"{site}oauth/v2/authorize"


def _slack_key(settings: Settings) -> SecretStr | None:
    """Return what Slack signs its calls with; one of the two ways in must be there."""
    if settings.slack_app_token is None and settings.slack_signing_secret is None:
        raise _lacking(
            "slack_bot_token" if settings.slack_bot_token is not None else "slack_client_id",
            "Slack has no way in: so we can speak, but not listen",
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
