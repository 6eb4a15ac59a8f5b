"""Sets a bot up on Telegram: the way in, the menus of commands, and what it says of itself."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from telegram import Bot, User
from telegram.error import BadRequest, TelegramError

from bot.channel import Finding
from bot.channels.telegram.account import Account, Webhook, open_line
from bot.channels.telegram.commands import TeamCommands, set_menus
from bot.channels.telegram.phrases import TELEGRAM, phrase
from bot.channels.telegram.updates import ALLOWED_UPDATES
from bot.channels.telegram.verifying import in_groups, known_as, refused

_MOST_CONNECTIONS = 40
_WHICH_ADDRESS = (
    "the address must begin with https:// and be reachable from the internet at port 443, 80, 88 or 8443, "
    "with a certificate that browsers accept; its secret has 1 to 256 letters, digits, _ and -"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Connected:
    """What came of setting a bot up: its own name, where Telegram knows the bot, and every step."""

    username: str | None
    findings: Sequence[Finding]


async def connect_account(account: Account, *, team: TeamCommands) -> Connected:
    """Set the bot of `account` up over connections of its own, which are closed again."""
    line = open_line(account)
    try:
        return await connect(line.bot, webhook=account.webhook, team=team)
    finally:
        await line.close()


async def learn(account: Account) -> Finding:
    """Say whether Telegram knows the bot of `account`, and what it is called."""
    line = open_line(account)
    try:
        return known_as(await line.bot.get_me())
    except TelegramError as error:
        return refused("the bot", error)
    finally:
        await line.close()


async def connect(bot: Bot, *, webhook: Webhook | None, team: TeamCommands) -> Connected:
    """Set everything up and say of each step whether it was done; what waits on Telegram is kept."""
    try:
        me = await bot.get_me()
    except TelegramError as error:
        return Connected(username=None, findings=[refused("the bot", error)])
    return Connected(username=me.username, findings=await _set_up(bot, me, webhook, team))


async def _set_up(bot: Bot, me: User, webhook: Webhook | None, team: TeamCommands) -> Sequence[Finding]:
    spoken = f"in {len(TELEGRAM.languages)} languages"
    return [
        known_as(me),
        await _done(_way_in(webhook), lambda: _open_way_in(bot, webhook)),
        await _done(f"the menus of commands, {spoken}", lambda: set_menus(bot, team)),
        await _done(f"what the bot says of itself, {spoken}", lambda: _introduce(bot)),
        *in_groups(me, team),
    ]


def _way_in(webhook: Webhook | None) -> str:
    if webhook is None:
        return "the way in: Aftertouch fetches what is said, and no webhook is in its way"
    return f"the way in: Telegram brings what is said to {webhook.url}"


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
    for tag in TELEGRAM.languages:
        language = None if tag == "en" else tag
        await bot.set_my_description(phrase("about", tag), language_code=language)
        await bot.set_my_short_description(phrase("short_about", tag), language_code=language)
