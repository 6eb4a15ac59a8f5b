"""`aftertouch connect telegram`: a bot of one's own, from its token to the first question."""

import asyncio
import re
import sys
from collections.abc import Sequence

import click
from pydantic import SecretStr

from bot.connections import telegram_account
from bot.shell import Shell
from bot.terminal.connect_asking import Wanted, ask_for, choose, is_somebody_there
from bot.terminal.connect_keeping import keep
from bot.terminal.connect_settings import https_flaw, with_answers
from bot.terminal.findings import tell
from bot.terminal.opening import stored
from config.settings import Settings

_MODES = ("polling", "webhook")
_TOKEN = re.compile(r"\d{1,20}:[A-Za-z0-9_-]{10,}")
_WHERE_TOKEN = "write /newbot to @BotFather in Telegram, or /token for a bot you have, and copy what it says"  # noqa: S105 - no token
_WHERE_ADDRESS = (
    "name one that begins with https:// and that the internet reaches at port 443, 80, 88 or 8443"
)
_KEPT = ("telegram_token", "telegram_mode", "telegram_username", "public_url")


@click.command("telegram")
@click.option(
    "--mode",
    type=click.Choice(_MODES),
    help="Fetch what is said (polling), or be called (webhook); by default as the settings say.",
)
@click.option("--save", is_flag=True, help="Write what is new to .env, for you alone to read.")
@click.option("--yes", is_flag=True, help="Ask nothing: say all that is missing at once.")
@click.pass_obj
def command(shell: Shell, *, mode: str | None, save: bool, yes: bool) -> None:
    """Connect a Telegram bot: its token, the way in, its commands and its words.

    Commands and words are set in six languages. Running it again changes nothing that is right; what
    waits at Telegram is kept.
    """
    is_person = is_somebody_there() and not yes
    settings = _complete(shell, mode or _mode(shell, is_person=is_person), may_ask=not yes)
    settings = _connected(shell, settings)
    keep(shell, settings, _kept(settings), save=save, is_asked=is_person)
    click.echo("\nThen start `aftertouch run`; `aftertouch check --live` looks again at any time.")


def _mode(shell: Shell, *, is_person: bool) -> str:
    """Return the way in: the settings', unless they leave it open and there is a choice."""
    settings = shell.settings
    is_open = "telegram_mode" not in shell.resolved.sources
    has_address = settings.public_url is not None and settings.public_url.startswith("https://")
    if not (is_person and is_open and has_address):
        return settings.telegram_mode
    click.echo(
        "\nThere are two ways in. polling: Aftertouch fetches what is said, which works everywhere.\n"
        f"webhook: Telegram calls {settings.public_url}, for several processes or very many answers.",
        err=True,
    )
    return choose("Which one", _MODES, default=settings.telegram_mode)


def _complete(shell: Shell, mode: str, *, may_ask: bool) -> Settings:
    """Return the settings with what they lacked."""
    settings = shell.settings
    wanted: list[Wanted] = []
    if settings.telegram_token is None:
        wanted.append(
            Wanted(
                setting="telegram_token",
                what="the bot's token",
                where=_WHERE_TOKEN,
                flaw=lambda typed: _token_flaw(shell, typed),
            )
        )
    if mode == "webhook" and settings.public_url is None:
        wanted.append(
            Wanted(
                setting="public_url",
                what="the address at which the world reaches this server",
                where=_WHERE_ADDRESS,
                is_secret=False,
                flaw=https_flaw,
            )
        )
    return with_answers(shell, {**ask_for(wanted, may_ask=may_ask), "telegram_mode": mode})


def _token_flaw(shell: Shell, typed: str) -> str | None:
    """Say what is wrong with a token: first by its form, then by asking Telegram."""
    if not _TOKEN.fullmatch(typed):
        return "this is no bot's token: a number, a colon, and 35 letters or so, such as 123456:ABC-DEF..."
    from bot.channels.telegram.connecting import learn  # noqa: PLC0415 - the SDK is slow to import

    settings = with_answers(shell, {"telegram_mode": "polling"})
    found = asyncio.run(learn(telegram_account(settings, SecretStr(typed), secret=lambda _: b"")))
    return None if found.is_right else found.fix


def _connected(shell: Shell, settings: Settings) -> Settings:
    """Set the bot up, tell of each step, and return the settings with its name; leave where one failed."""
    from bot.channels.telegram.connecting import connect_account  # noqa: PLC0415 - the SDK is slow to import

    if settings.telegram_token is None:
        raise AssertionError("it was asked for")
    with stored(shell) as store:
        account = telegram_account(settings, settings.telegram_token, secret=store.secret)
    made = asyncio.run(connect_account(account, team={}))
    if not tell(made.findings):
        sys.exit(1)
    return settings.model_copy(update={"telegram_username": made.username}) if made.username else settings


def _kept(settings: Settings) -> Sequence[str]:
    return _KEPT if settings.telegram_mode == "webhook" else _KEPT[:-1]
