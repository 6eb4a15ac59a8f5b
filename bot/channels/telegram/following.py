"""What follows the messages that may be amended: known over a restart, so that it goes when they change."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Protocol

import structlog
from pydantic import TypeAdapter
from telegram import Bot
from telegram.error import TelegramError

from bot.channels.telegram.updates import message_at

log = structlog.get_logger()

_NUMBERS: TypeAdapter[list[int]] = TypeAdapter(list[int])
_MOST_REMEMBERED = 1000
_DELETABLE = timedelta(hours=48)
"""Bot API, deleteMessage: "A message can only be deleted if it was sent less than 48 hours ago"."""


class Safe(Protocol):
    """Keeps what outlives the process, by key."""

    async def save(self, key: str, content: bytes, *, until: datetime | None = None) -> None:
        """Keep `content` under `key`, in place of what was there, and no longer than `until`."""

    async def find(self, key: str) -> bytes | None:
        """Return what is kept under `key`."""

    async def delete(self, key: str) -> bool:
        """Drop what is kept under `key`; True for the one caller who did."""


class Unsafe:
    """Keeps it for as long as the process lives, where there is no better place."""

    def __init__(self) -> None:
        self.kept: OrderedDict[str, bytes] = OrderedDict()

    async def save(self, key: str, content: bytes, *, until: datetime | None = None) -> None:
        del until
        self.kept[key] = content
        while len(self.kept) > _MOST_REMEMBERED:
            self.kept.popitem(last=False)

    async def find(self, key: str) -> bytes | None:
        return self.kept.get(key)

    async def delete(self, key: str) -> bool:
        return self.kept.pop(key, None) is not None


class Following:
    """Remembers the messages after one that may be amended, and lets them go with it.

    What is kept holds the numbers of messages and not their chat: nobody's address lies in it.
    """

    def __init__(self, bot: Bot, *, safe: Safe, now: Callable[[], datetime]) -> None:
        self._bot = bot
        self._safe = safe
        self._now = now

    async def remember(self, first: str, references: Sequence[str]) -> None:
        """Know that the messages `references` follow `first`, in the same chat."""
        places = [place for each in references if (place := message_at(each)) is not None]
        if not places:
            return
        numbers = _NUMBERS.dump_json([message for _, message in places])
        try:
            await self._safe.save(_key(first), numbers, until=self._now() + _DELETABLE)
        except Exception as error:  # noqa: BLE001 - the answer has arrived, and must not be sent again for this
            log.warning("following_not_kept", error=type(error).__name__)

    async def let_go(self, first: str) -> None:
        """Delete what follows `first`; what is too old for that stays."""
        place = message_at(first)
        if place is None:
            return
        for message in await self._taken(first):
            with suppress(TelegramError):
                await self._bot.delete_message(chat_id=place[0], message_id=message)

    async def _taken(self, first: str) -> Sequence[int]:
        try:
            kept = await self._safe.find(_key(first))
            if kept is not None:
                await self._safe.delete(_key(first))
        except Exception as error:  # noqa: BLE001 - it stays where it is, which harms nobody
            log.warning("following_not_found", error=type(error).__name__)
            return ()
        return _NUMBERS.validate_json(kept) if kept is not None else ()


def _key(first: str) -> str:
    return f"telegram follows {first}"
