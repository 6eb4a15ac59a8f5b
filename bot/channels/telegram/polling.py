"""Updates that we fetch: each is stored for good before the next call tells Telegram that it may forget it.

The offset is nowhere but in that call. Whoever dies in between is given the same updates again, and the inbox
knows them by their keys. The SDK's own Updater confirms first, and keeps what it fetched in memory.
"""

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import structlog
from telegram import Bot
from telegram.error import Conflict, InvalidToken, TelegramError

from bot.channel import Put
from bot.channels.telegram.attending import Attendant
from bot.channels.telegram.raw import Raw, number
from bot.channels.telegram.refusals import UNKNOWN_BOT
from bot.channels.telegram.request import TooManyRequests
from bot.channels.telegram.updates import ALLOWED_UPDATES, inbox_item

log = structlog.get_logger()

Sleep = Callable[[float], Awaitable[None]]
"""Waits for so many seconds."""

# Named so because the SDK warns of methods that it has itself, and its own would parse what we keep raw.
_GET_UPDATES = "get_Updates"

_MOST = 100
_FIRST_PAUSE = timedelta(seconds=1)
_LONGEST_PAUSE = timedelta(minutes=1)
_UNTIL_SET_RIGHT = timedelta(seconds=30)
"""Where a person has to do something first."""


class UnstoredError(Exception):
    """An update could not be stored, or has no number to confirm it by; it will be fetched again."""


@dataclass(kw_only=True)
class Poller:
    """Fetches updates for as long as it runs; the only one who may, for this token."""

    bot: Bot
    attendant: Attendant
    now: Callable[[], datetime]
    sleep: Sleep
    chance: Callable[[], float]
    long_poll: timedelta
    is_hearing: bool = field(default=False, init=False)
    """Whether Telegram answered when we asked it last."""

    async def run(self, put: Put) -> None:
        """Go on until cancelled."""
        try:
            await self._go_on(put)
        finally:
            self.is_hearing = False

    async def _go_on(self, put: Put) -> None:
        offset: int | None = None
        tries, told = 0, ""
        while True:
            try:
                # At first it is not waited for news: what has gathered is wanted, and whether we are heard.
                updates = await self._fetch(offset, wait=self.long_poll if self.is_hearing else timedelta(0))
                offset = await self._keep(updates, put, offset)
            except (TelegramError, UnstoredError) as error:
                self.is_hearing = False
                tries += 1
                told = _tell(error, told)
                await self.sleep(pause(error, tries=tries, chance=self.chance()).total_seconds())
            else:
                self.is_hearing = True
                tries, told = 0, _tell_again(told)

    async def _fetch(self, offset: int | None, *, wait: timedelta) -> Sequence[Raw]:
        given = {} if offset is None else {"offset": offset}
        updates: object = await self.bot.do_api_request(
            _GET_UPDATES,
            api_kwargs={
                **given,
                "limit": _MOST,
                "timeout": int(wait.total_seconds()),
                "allowed_updates": list(ALLOWED_UPDATES),
            },
        )
        return [each for each in updates if isinstance(each, dict)] if isinstance(updates, list) else ()

    async def _keep(self, updates: Sequence[Raw], put: Put, offset: int | None) -> int | None:
        """Store all of them, at once so that they share a commit, and return the offset after them."""
        results = await asyncio.gather(
            *(self._stored(update, put) for update in updates), return_exceptions=True
        )
        if failed := [each for each in results if isinstance(each, BaseException)]:
            raise UnstoredError(type(failed[0]).__name__)
        after = next_offset(updates, offset)
        if updates and after == offset:
            raise UnstoredError("no update_id")
        return after

    async def _stored(self, update: Raw, put: Put) -> None:
        item = inbox_item(json.dumps(update).encode(), received_at=self.now())
        if await put(item):
            self.attendant.attend(update)


def next_offset(updates: Sequence[Raw], offset: int | None) -> int | None:
    """Return the offset that confirms `updates`."""
    ids = [found for update in updates if (found := number(update, "update_id")) is not None]
    return max(ids) + 1 if ids else offset


def pause(error: TelegramError | UnstoredError, *, tries: int, chance: float) -> timedelta:
    """Return how long to leave Telegram alone after the error; `chance`, 0 to 1, spreads many of us."""
    if isinstance(error, TooManyRequests):
        return error.retry_after
    if isinstance(error, Conflict | InvalidToken):
        return _UNTIL_SET_RIGHT
    longest = min(_FIRST_PAUSE * 2.0 ** min(tries - 1, 10), _LONGEST_PAUSE)
    return longest * (0.5 + chance / 2)


def _tell(error: TelegramError | UnstoredError, told: str) -> str:
    """Say what is wrong, once; return what was said."""
    event, fix = _said(error)
    if event != told:
        log.warning(event, error=type(error).__name__, fix=fix)
    return event


def _tell_again(told: str) -> str:
    if told:
        log.info("telegram_polling_goes_on")
    return ""


def _said(error: TelegramError | UnstoredError) -> tuple[str, str]:
    match error:
        case Conflict() if "webhook" in error.message:
            return "telegram_has_a_webhook", "run `aftertouch connect telegram` to fetch updates instead"
        case Conflict():
            return "telegram_has_another_poller", "stop the other program that uses this token"
        case InvalidToken():
            return "telegram_token_refused", UNKNOWN_BOT
        case UnstoredError():
            return "telegram_updates_not_stored", "see the log of the database; they will be fetched again"
        case _:
            return "telegram_polling_failed", "it is tried again by itself"
