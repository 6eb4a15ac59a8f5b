"""The menu of one chat: besides what is for everybody, the commands that may be used there.

It is looked after whenever a command was answered there, and now and then: whoever lost a role is refused at
once, and their menu is mended by the next answer.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial

import structlog
from telegram import Bot, BotCommand, BotCommandScopeChat
from telegram.error import TelegramError

from bot.besides import Besides
from bot.channel import Offers
from bot.channels.telegram.commands import of_chat
from bot.home import Offer

log = structlog.get_logger()

_EVERY = timedelta(minutes=30)
_MOST_COMMANDS = 100
"""Bot API, setMyCommands."""
_MOST_ABOUT = 256
_MOST_REMEMBERED = 10_000


class ChatMenus:
    """Sets menus beside everything else; one that could not be set is tried again after the next answer."""

    def __init__(self, bot: Bot, *, now: Callable[[], datetime]) -> None:
        self._bot = bot
        self._now = now
        self._looked: dict[int, datetime] = {}
        self._shown: dict[int, Sequence[BotCommand]] = {}
        self._besides = Besides("telegram menu", most=1)
        self.offers: Offers | None = None

    def look_after(self, chat: int, *, language: str) -> None:
        """See to the menu of `chat`, where something was answered in `language`; returns at once."""
        now, last = self._now(), self._looked.get(chat)
        if self.offers is None or (last is not None and now - last < _EVERY):
            return
        if len(self._looked) >= _MOST_REMEMBERED:
            self._looked.clear()
        self._looked[chat] = now
        self._besides.start(partial(self._show, chat, self.offers, language))

    async def settle(self) -> None:
        """Wait for everything that was started."""
        await self._besides.settle()

    async def close(self) -> None:
        """Stop whatever is still under way."""
        await self._besides.close()

    async def _show(self, chat: int, offers: Offers, language: str) -> None:
        try:
            await self._set(chat, await offers(str(chat)), language)
        except TelegramError as error:
            self._looked.pop(chat, None)
            log.info("telegram_menu_not_set", error=type(error).__name__)
        except Exception as error:  # noqa: BLE001 - nobody waits for it, and the database may be away
            self._looked.pop(chat, None)
            log.warning("telegram_menu_not_known", error=type(error).__name__)

    async def _set(self, chat: int, offered: Sequence[Offer], language: str) -> None:
        scope = BotCommandScopeChat(chat)
        if not offered:
            if self._shown.pop(chat, None) is not None:
                await self._bot.delete_my_commands(scope=scope)
            return
        own = of_chat(language, is_group=chat < 0)
        wanted = [
            *(BotCommand(each.command, each.about[:_MOST_ABOUT]) for each in offered),
            *(BotCommand(name, about) for name, about in own.items()),
        ][:_MOST_COMMANDS]
        if list(self._shown.get(chat, ())) != wanted:
            await self._bot.set_my_commands(wanted, scope=scope)
            self._shown[chat] = wanted
