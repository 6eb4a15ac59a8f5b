"""Whether everything on Telegram is set up, looked at there itself."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta

from telegram import Bot, User, WebhookInfo
from telegram.error import BadRequest, Forbidden, InvalidToken, TelegramError

from bot.channel import Finding
from bot.channels.telegram.account import Webhook
from bot.channels.telegram.commands import TeamCommands, are_menus_set
from bot.channels.telegram.refusals import UNKNOWN_BOT, failure_of
from bot.channels.telegram.request import TooManyRequests
from bot.channels.telegram.updates import ALLOWED_UPDATES

_CONNECT = "run `aftertouch connect telegram`"
_MANY_WAITING = 100
_RECENT = timedelta(hours=1)


async def verify(
    bot: Bot, *, webhook: Webhook | None, team: TeamCommands, now: datetime
) -> Sequence[Finding]:
    """Look at the token, the way in, the commands, and what the bot may read in groups."""
    try:
        me = await bot.get_me()
    except TelegramError as error:
        return [refused("the bot", error)]
    info = await tried("the way in", lambda: _way_in(bot, webhook, now))
    menus = await tried("the commands", lambda: _menus(bot, team))
    return [known_as(me), *info, *menus, *in_groups(me, team)]


def known_as(me: User) -> Finding:
    """Return the finding that Telegram knows the bot, by both its names."""
    return Finding(what=f"the bot is @{me.username}, shown as “{me.first_name}”", is_right=True)


async def tried(what: str, look: Callable[[], Awaitable[Sequence[Finding]]]) -> Sequence[Finding]:
    """Return what `look` finds; an error is a finding too."""
    try:
        return await look()
    except TelegramError as error:
        return [refused(what, error)]


def refused(what: str, error: TelegramError) -> Finding:
    """Return the finding that Telegram would not let us look at, or set, something."""
    match error:
        case InvalidToken():
            fix = UNKNOWN_BOT
        case TooManyRequests(retry_after=wait):
            fix = f"try again in {int(wait.total_seconds())} seconds: Telegram limits how often one may ask"
        case BadRequest() | Forbidden() if not isinstance(error.__cause__, TelegramError):
            fix = f"Telegram says: {error.message}"
        case _:
            fix = failure_of(error).detail
    return Finding(what=what, is_right=False, fix=fix)


async def _way_in(bot: Bot, webhook: Webhook | None, now: datetime) -> Sequence[Finding]:
    info = await bot.get_webhook_info()
    return [_mode(info, webhook), *_deliveries(info, now)] if info.url else [_mode(info, webhook)]


def _mode(info: WebhookInfo, webhook: Webhook | None) -> Finding:
    if webhook is None:
        what = "updates are fetched" if not info.url else "a webhook is set, so nothing can be fetched"
        return Finding(what=what, is_right=not info.url, fix=_CONNECT if info.url else "")
    if info.url == webhook.url:
        return Finding(what="Telegram brings updates to the webhook", is_right=True)
    what = "no webhook is set" if not info.url else "the webhook is set to another address"
    return Finding(what=what, is_right=False, fix=_CONNECT)


def _deliveries(info: WebhookInfo, now: datetime) -> Sequence[Finding]:
    failed = info.last_error_date is not None and now - info.last_error_date < _RECENT
    waiting = info.pending_update_count
    return [
        Finding(
            what=f"the webhook answers ({waiting} updates wait)",
            is_right=not failed and waiting < _MANY_WAITING,
            fix=f"Telegram says: {info.last_error_message}" if failed else "see that the server runs",
        ),
        Finding(
            what="the webhook is told of messages, taps and reactions",
            is_right=set(ALLOWED_UPDATES) <= set(info.allowed_updates),
            fix=_CONNECT,
        ),
    ]


async def _menus(bot: Bot, team: TeamCommands) -> Sequence[Finding]:
    is_set = await are_menus_set(bot, team)
    return [Finding(what="the commands are in the menu, in every language", is_right=is_set, fix=_CONNECT)]


def in_groups(me: User, team: TeamCommands) -> Sequence[Finding]:
    """Say whether the bot may do in groups what it has to, and no more."""
    privacy = Finding(
        what="in groups the bot reads commands only",
        is_right=not me.can_read_all_group_messages,
        fix="@BotFather, /setprivacy, Enable: what people say to each other is none of the bot's business",
    )
    if not team:
        return [privacy]
    joins = Finding(
        what="the bot may be taken into a team's group",
        is_right=bool(me.can_join_groups),
        fix="@BotFather, /setjoingroups, Enable",
    )
    return [privacy, joins]
