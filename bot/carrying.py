"""What somebody sent us and that goes on to somebody else: fetched when it is about to be sent."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import structlog

from bot.channel import Channel, Fetches
from feedback.filetypes import MOST_BYTES, ending, fits, type_of
from feedback.outbox import Failure
from feedback.prompts import Carried, Document
from feedback.records import OutboxItem

log = structlog.get_logger()

Lost = Callable[[OutboxItem, Sequence[Carried]], Awaitable[None]]
"""Hears of what an item was to carry and cannot be had."""

_LONGEST = timedelta(seconds=60)
_MOST = 10
"""So much goes along with one message; albums have as many at most (Bot API)."""


async def to_nobody(item: OutboxItem, lost: Sequence[Carried]) -> None:
    """Tell nobody."""
    del item, lost


class Carrier:
    """Turns what a prompt carries into files that go out with it."""

    def __init__(self, channels: Mapping[str, Channel], *, lost: Lost = to_nobody) -> None:
        """Let `lost` know what cannot be had: its words go out without it."""
        self._channels = {name: each for name, each in channels.items() if isinstance(each, Fetches)}
        self._lost = lost

    async def laden(self, item: OutboxItem) -> OutboxItem:
        """Return `item` with what it carries as files; what cannot be had stays named in its words."""
        prompt = item.prompt
        if not prompt.carried:
            return item
        found = await asyncio.gather(*(self.fetched(each) for each in prompt.carried[:_MOST]))
        files = tuple(each for each in found if each is not None)
        lost = [each for each, file in zip(prompt.carried, found, strict=False) if file is None]
        if lost:
            await self._lost(item, lost)
        return replace(item, prompt=replace(prompt, carried=(), documents=(*prompt.documents, *files)))

    async def fetched(self, carried: Carried) -> Document | None:
        """Return what was sent along; None where nobody hands it out, or it is something else."""
        channel, told = self._channels.get(carried.channel), carried.attachment
        if channel is None or (told.size or 0) > MOST_BYTES:
            return None
        try:
            async with asyncio.timeout(_LONGEST.total_seconds()):
                content = await channel.fetch(told.reference, address=carried.address)
        except Exception as error:  # noqa: BLE001 - the words go out in any case
            log.warning("carry_failed", channel=carried.channel, error=type(error).__name__)
            return None
        if isinstance(content, Failure) or len(content) > MOST_BYTES:
            return None
        mime = type_of(content)
        if mime is None or not fits(told.kind, mime):
            return None  # it is not what it was sent as, and nobody is to open a surprise
        return Document(name=told.name or f"{told.kind}.{ending(mime)}", mime=mime, data=content)
