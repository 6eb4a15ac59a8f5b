"""Sets a bot up on Telegram: the way in, the menus of commands, and what it says of itself."""

from collections.abc import Awaitable, Callable, Sequence

from telegram import Bot
from telegram.error import BadRequest, TelegramError

from bot.channel import Finding
from bot.channels.telegram.account import Webhook
from bot.channels.telegram.commands import TeamCommands, set_menus
from bot.channels.telegram.phrases import PHRASES
from bot.channels.telegram.updates import ALLOWED_UPDATES
from bot.channels.telegram.verifying import refused

_MOST_CONNECTIONS = 40
_WHICH_ADDRESS = (
    "the address must begin with https:// and be reachable from the internet at port 443, 80, 88 or 8443, "
    "with a certificate that browsers accept; its secret has 1 to 256 letters, digits, _ and -"
)


async def connect(bot: Bot, *, webhook: Webhook | None, team: TeamCommands) -> Sequence[Finding]:
    """Set everything up and say of each step whether it was done; what waits on Telegram is kept."""
    return [
        await _done("the way in", lambda: _open_way_in(bot, webhook)),
        await _done("the menus of commands", lambda: set_menus(bot, team)),
        await _done("what the bot says of itself", lambda: _introduce(bot)),
    ]


async def _done(what: str, step: Callable[[], Awaitable[None]]) -> Finding:
    try:
        await step()
    except BadRequest as error:
        told = refused(what, error)
        is_address = "webhook" in error.message.casefold()
        return Finding(what=what, is_right=False, fix=_WHICH_ADDRESS if is_address else told.fix)
    except TelegramError as error:
        return refused(what, error)
    return Finding(what=what, is_right=True)


async def _open_way_in(bot: Bot, webhook: Webhook | None) -> None:
    if webhook is None:
        await bot.delete_webhook(drop_pending_updates=False)
        return
    await bot.set_webhook(
        webhook.url,
        secret_token=webhook.secret_token,
        allowed_updates=list(ALLOWED_UPDATES),
        max_connections=_MOST_CONNECTIONS,
        drop_pending_updates=False,
    )


async def _introduce(bot: Bot) -> None:
    for tag, words in PHRASES.items():
        language = None if tag == "en" else tag
        await bot.set_my_description(words["about"], language_code=language)
        await bot.set_my_short_description(words["short_about"], language_code=language)
